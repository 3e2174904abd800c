/** The current work on a file. A file whose fast reading does not come out even is read once more, record by record; when all of a source are loaded, ids that repeat are looked for. */
export type LoadStage = "unpacking" | "loading" | "record by record" | "repeated ids";

/** The progress reported while files load. */
export interface LoadProgress {
  readonly source: string;
  /** `""` where all of the source is meant. */
  readonly file: string;
  readonly stage: LoadStage;
  /** Of all files, as they lie on disk; inside a file an estimate by the stage, which begins at the file's beginning. Repeated ids are looked for from nought to all of them. */
  readonly bytesDone: number;
  readonly bytesTotal: number;
}

/** Runs one stage of a file, telling now and then what share of the file it has behind it; `null` while that is not known. */
export type DuringStage = <T>(stage: LoadStage, share: () => number | null, work: () => Promise<T>) => Promise<T>;

const EVERY_MS = 250;

/** For readings that nobody watches. */
export const unwatched: DuringStage = (_stage, _share, work) => work();

function watched(at: (stage: LoadStage, share: number) => void): DuringStage {
  return async (stage, share, work) => {
    at(stage, 0);
    const timer = setInterval(() => at(stage, share() ?? 0), EVERY_MS);
    try {
      return await work();
    } finally {
      clearInterval(timer);
    }
  };
}

/** One file on its way. */
export interface FileProgress {
  readonly during: DuringStage;
  /** The file is done. */
  end(): void;
}

/** Adds up what is told of the files of one opening. */
export class ReadingProgress {
  private bytesDone = 0;

  constructor(
    private readonly bytesTotal: number,
    private readonly tell: ((progress: LoadProgress) => void) | undefined,
  ) {}

  file(source: string, file: string, bytes: number): FileProgress {
    const { tell, bytesTotal } = this;
    const at = (stage: LoadStage, share: number): void =>
      tell?.({ source, file, stage, bytesDone: Math.round(this.bytesDone + Math.min(1, share) * bytes), bytesTotal });
    const end = (): void => {
      this.bytesDone += bytes;
      at("loading", 0);
    };
    return { during: tell ? watched(at) : unwatched, end };
  }

  /** For what is done with a source when all its files are loaded. */
  source(source: string): DuringStage {
    const { tell, bytesTotal } = this;
    return tell
      ? watched((stage, share) =>
          tell({ source, file: "", stage, bytesDone: Math.round(Math.min(1, share) * bytesTotal), bytesTotal }),
        )
      : unwatched;
  }
}
