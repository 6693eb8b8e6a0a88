// What the suite in the extension host hands to the runner, as JSON.
export interface HostResult {
  readonly title: string;
  readonly state: 'passed' | 'failed' | 'skipped';
  /** Why it failed or was skipped. */
  readonly words: string;
}
