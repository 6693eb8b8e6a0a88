// Replay of a changed rule file against its committed version. The result is shown by the view `replay`.

/** Request, client to server: `ReplayParams` → `ReplaySummary`. Fails with words for a person. */
export const replayRequest = 'lambdaProtect/replay';

export interface ReplayParams {
  /** A rule file, open or on disk: as it is now, saved or not. */
  readonly uri: string;
}

export interface ReplaySummary {
  readonly newlyBlocked: number;
  readonly newlyPassing: number;
  readonly files: number;
  readonly events: number;
}
