// The shape of a UI test file: `ui/<topic>.ui.ts` exports one `suite`. Every suite gets a folder, a profile-wide
// installed extension and a browser page of its own; its tests run in order in that page.
import type { Workbench } from './workbench.ts';

export interface UiTest {
  readonly name: string;
  run(workbench: Workbench): Promise<void>;
}

/** What a suite needs beside its files, such as a loopback endpoint. */
export interface UiSetup {
  /** Workspace settings, beside the suite's own. */
  readonly settings?: Readonly<Record<string, unknown>>;
  stop(): Promise<void>;
}

export interface UiSuite {
  readonly topic: string;
  /** Path in the folder → text. */
  readonly files: Readonly<Record<string, string>>;
  /** Written to `.vscode/settings.json`. */
  readonly settings?: Readonly<Record<string, unknown>>;
  /** Runs before the page opens. */
  setUp?(folder: string): Promise<UiSetup>;
  readonly tests: readonly UiTest[];
}

export interface Outcome {
  readonly passed: number;
  readonly failed: number;
  readonly skipped: readonly { readonly name: string; readonly reason: string }[];
}

export const nothing: Outcome = { passed: 0, failed: 0, skipped: [] };

export function add(a: Outcome, b: Outcome): Outcome {
  return { passed: a.passed + b.passed, failed: a.failed + b.failed, skipped: [...a.skipped, ...b.skipped] };
}
