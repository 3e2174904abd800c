import { BaseSequencer, type TestSpecification } from "vitest/node";

/** The files that take longest, the longest first: begun last, one of them would keep a single processor busy at the end. */
const SLOW = [
  "notebook/jupyter",
  "notebooks",
  "cli",
  "public-api",
  "analysis/odd-folders",
  "analysis/warnings",
  "notebook/run/run-notebook",
  "torture/torture",
  "packed-library",
  "analysis/one-spelling",
  "simulation/bundled",
];

const placeOf = ({ moduleId }: TestSpecification): number => {
  const place = SLOW.findIndex((name) => moduleId.endsWith(`/test/${name}.test.ts`));
  return place < 0 ? SLOW.length : place;
};

/** The order of test files on every machine, a fresh clone included: slow ones first, the others as vitest has them. */
export class SlowFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const usual = await super.sort(files);
    return usual.toSorted((one, other) => placeOf(one) - placeOf(other));
  }
}
