// The settings `lambdaProtect.*` that the language server reads: one table from which their types, defaults and the
// part of package.json come. A value of the wrong kind counts as not set.

export interface Setting<T> {
  readonly default: T;
  readonly description: string;
  /** The words that it may be, where only some may. */
  readonly words?: readonly string[];
  /** The least number; without it every number above zero may be. */
  readonly least?: number;
  readonly scope?: 'resource' | 'window' | 'machine-overridable';
}

function setting<T>(one: Setting<T>): Setting<T> {
  return one;
}

export const settingsTable = {
  enable: setting<boolean>({
    default: true,
    description: 'Check source code, rule files, events and responses while they are written.',
    scope: 'window',
  }),
  rules: setting<string>({
    default: '',
    description:
      'Folder of the rule files, absolute or relative to the workspace folder. Empty: the nearest folder upwards of the code that holds one of them, itself or in `rules/` or `.protect-lambda/`, else the shipped rules.',
    scope: 'resource',
  }),
  scope: setting<'function' | 'all' | 'handlers'>({
    default: 'function',
    words: ['function', 'all', 'handlers'],
    description:
      'Which source files the code rules look at: those of Lambda functions (the files with handlers, what they import and their package folders), all, or only the files with handlers.',
    scope: 'resource',
  }),
  engine: setting<'auto' | 're2' | 're2js'>({
    default: 'auto',
    words: ['auto', 're2', 're2js'],
    description:
      'The regular-expression engine: the native RE2 where it loads, else re2js; or one of them. Both give the same findings.',
    scope: 'window',
  }),
  workspaceScan: setting<boolean>({
    default: true,
    description: 'Also report findings in files that are not open.',
    scope: 'window',
  }),
  guardHints: setting<boolean>({
    default: true,
    description: 'Mark handlers that the guard does not wrap.',
    scope: 'resource',
  }),
  codeLens: setting<boolean>({
    default: true,
    description: 'Show hits, examples and events above each rule, and the state of the guard above handlers.',
    scope: 'resource',
  }),
  events: setting<readonly string[]>({
    default: ['**/events/**/*.json', '**/*.event.json', '**/.vscode/*event*.json'],
    description: 'Files that are events for a function: checked against in_protect.txt.',
    scope: 'resource',
  }),
  responses: setting<readonly string[]>({
    default: ['**/*.response.json', '**/responses/**/*.json'],
    description: 'Files that are responses of a function: checked against out_protect.txt.',
    scope: 'resource',
  }),
  timeLimitMs: setting<number>({
    default: 2000,
    description: 'How long the rules may look at one file, in milliseconds. What is left out is said.',
    scope: 'window',
  }),
  endpointUrl: setting<string>({
    default: '',
    description:
      'Every request to AWS goes to this address instead: an emulator, or the demo account of `npm start`.',
    scope: 'machine-overridable',
  }),
  findingsPollMinutes: setting<number>({
    default: 0,
    least: 0,
    description:
      'Read GuardDuty’s findings on functions every so many minutes and show their number on the view Threats. 0: only when asked.',
    scope: 'window',
  }),
  observationsPollMinutes: setting<number>({
    default: 0,
    least: 0,
    description:
      'Read the behaviour of functions again every so many minutes, as it was read last, and show the number of new observations on the view Observations. Queries that cost are not run. 0: only when asked.',
    scope: 'window',
  }),
  pipelines: setting<readonly string[]>({
    default: [],
    description:
      'Names of roles and users that change functions the usual way, such as that of the deployment. Empty: learned from the trail.',
    scope: 'window',
  }),
  trailSource: setting<'auto' | 'lookup' | 's3' | 'lake' | 'athena'>({
    default: 'auto',
    words: ['auto', 'lookup', 's3', 'lake', 'athena'],
    description:
      'Where the trail is read from: its files in S3 where they are less than 500 MB and else the history of CloudTrail (`auto`), only the history (`lookup`), the files (`s3`), CloudTrail Lake (`lake`), or a table of Athena (`athena`). Queries are shown before they run.',
    scope: 'window',
  }),
  athenaTrailTable: setting<string>({
    default: '',
    description:
      'Table of Athena (`database.table`) over the files of the trail, for `trailSource` `athena`.',
    scope: 'window',
  }),
  athenaFlowTable: setting<string>({
    default: '',
    description:
      'Table of Athena (`database.table`) over the flow logs that lie in S3. Empty: these are not read. A query is shown with its cost before it runs.',
    scope: 'window',
  }),
  athenaWorkgroup: setting<string>({
    default: 'primary',
    description: 'Workgroup of Athena in which queries over flow logs run.',
    scope: 'window',
  }),
  addressRanges: setting<string>({
    default: '',
    description:
      'File with the address ranges of AWS (`ip-ranges.json`), absolute or relative to the workspace folder: it names public peers of functions. Empty: only peers of the account are named.',
    scope: 'window',
  }),
  baselineRetentionDays: setting<number>({
    default: 400,
    description:
      'What was learned of functions, and observations that were called normal, are forgotten when they were not renewed for so many days.',
    scope: 'window',
  }),
  inspectorProblems: setting<boolean>({
    default: true,
    description:
      'Show findings of Amazon Inspector, read with those of GuardDuty, as problems of the files that they are about.',
    scope: 'window',
  }),
  trustedAccounts: setting<readonly string[]>({
    default: [],
    description: 'Account ids that may be granted access to functions, beside those that are audited.',
    scope: 'window',
  }),
  auditLogSamples: setting<number>({
    default: 0,
    least: 0,
    description:
      'Newest records of each log group that an audit looks through for secrets. 0: no log is read. Kinds and counts are kept, never a record.',
    scope: 'window',
  }),
  encryptedVariables: setting<readonly string[]>({
    default: [],
    description: 'Names of environment variables that must hold ciphertext.',
    scope: 'window',
  }),
} as const;

type Table = typeof settingsTable;

export type Settings = { readonly [K in keyof Table]: Table[K] extends Setting<infer T> ? T : never };

export const defaultSettings: Settings = readSettings({});

/** Reads what a client gave for `lambdaProtect`. Never throws. */
export function readSettings(given: unknown): Settings {
  const values: Record<string, unknown> = typeof given === 'object' && given !== null ? { ...given } : {};
  const read = Object.entries(settingsTable).map(([name, one]) => [name, valueFor(one, values[name])]);
  return Object.fromEntries(read) as Settings;
}

function valueFor(one: Setting<unknown>, value: unknown): unknown {
  if (one.words !== undefined) return one.words.some((word) => word === value) ? value : one.default;
  if (Array.isArray(one.default)) {
    return Array.isArray(value) && value.every((item) => typeof item === 'string') ? value : one.default;
  }
  if (typeof value !== typeof one.default) return one.default;
  if (typeof value === 'number' && !(one.least === undefined ? value > 0 : value >= one.least))
    return one.default;
  return value;
}
