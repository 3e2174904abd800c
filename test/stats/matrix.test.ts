import { expect, it } from "vitest";
import { cholesky, solveLower, solveLowerTransposed } from "../../src/stats/matrix.js";

const A = [4, 2, 0.6, 2, 5, 1, 0.6, 1, 3];

it("factors a positive definite matrix and solves with it", () => {
  const l = cholesky(A, 3);
  for (let i = 0; i < 3; i++) {
    for (let j = 0; j < 3; j++) {
      let sum = 0;
      for (let k = 0; k < 3; k++) sum += (l[i * 3 + k] as number) * (l[j * 3 + k] as number);
      expect(sum).toBeCloseTo(A[i * 3 + j] as number, 12);
    }
  }
  const x = solveLowerTransposed(l, solveLower(l, [1, 2, 3], 3), 3);
  const back = [0, 1, 2].map((i) => x.reduce((sum, value, j) => sum + (A[i * 3 + j] as number) * value, 0));
  [1, 2, 3].forEach((value, i) => expect(back[i]).toBeCloseTo(value, 12));
});

it("refuses a matrix that is not positive definite", () => {
  expect(() => cholesky([1, 2, 2, 1], 2)).toThrow(/positive definite/);
});
