import type { NamedSurvey } from "./named-survey.js";
import { isOpen } from "./proposal.js";
import type { OpenQuestion, ProposedSource, Settled } from "./proposal.js";

/** Asks which sheet of a workbook is meant; settled where one alone holds times. */
function sheetSetting({ name, survey }: NamedSurvey, rest: string): Settled | undefined {
  const { sheet } = survey;
  if (!sheet) return undefined;
  const written = (chosen: string): string => `{ sheet: ${JSON.stringify(chosen)}${rest} }`;
  const [only, ...more] = sheet.of;
  if (only !== undefined && more.length === 0 && only === sheet.name)
    return { value: written(sheet.name), evidence: "the only sheet with a table that holds times" };
  return {
    setting: `sources.${name}.dialect.sheet`,
    question: `${survey.files[0] as string} is a workbook with several tables; which sheet is meant? ${sheet.of.join(" · ")}`,
    candidates: sheet.of,
    read: (answer) => {
      const chosen = sheet.of.find((one) => one.toLowerCase() === answer.trim().toLowerCase());
      return chosen === undefined ? undefined : written(chosen);
    },
  };
}

/** What a dialect says besides, behind the sheet. */
function beside(dialect: string): string {
  return `, ${dialect.replace(/^\{ | \}$/g, "")}`;
}

/** The source with one question alone: what else must be asked depends on the sheet. */
function onlySheet({ offer: _offer, flag: _flag, ...source }: ProposedSource, sheet: OpenQuestion): ProposedSource {
  return {
    ...source,
    time: { columns: source.time.columns, zone: null, format: null, year: null, date: null },
    failed: null,
    settings: [["dialect", sheet]],
    dimensions: [],
  };
}

/** A source of a workbook with the sheet that it is read from. */
export function withSheet(one: NamedSurvey): (source: ProposedSource) => ProposedSource {
  return (source) => {
    const dialect = source.settings.find(([key]) => key === "dialect")?.[1];
    const rest = dialect !== undefined && !isOpen(dialect) ? beside(dialect.value) : "";
    const sheet = sheetSetting(one, rest);
    if (!sheet) return source;
    if (isOpen(sheet) && one.survey.sheet?.answered === false) return onlySheet(source, sheet);
    // A mark of decimals that is asked for stands beside the sheet, which is settled by then.
    const asked: OpenQuestion | undefined = isOpen(dialect) ? dialect : undefined;
    const both: Settled =
      asked === undefined || isOpen(sheet)
        ? sheet
        : {
            ...asked,
            read: (answer) => {
              const value = asked.read(answer);
              return value && sheet.value.replace(/ \}$/, `${beside(value)} }`);
            },
          };
    return { ...source, settings: [["dialect", both], ...source.settings.filter(([key]) => key !== "dialect")] };
  };
}
