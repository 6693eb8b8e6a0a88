// The shapes in which the guard's record of a violation reaches a log group, with lines of each and lines that are none:
// what a filter pattern is tried on. The guards write past the runtime's own logging, so that their line arrives as it
// is; where something else writes it again (a logging library, a forwarder), Lambda's JSON format wraps it.
// https://docs.aws.amazon.com/lambda/latest/dg/monitoring-cloudwatchlogs-logformat.html

export const recordShapes = [
  'text',
  'json',
  'json-with-level',
  'object-in-message',
  'text-in-message',
] as const;
export type RecordShape = (typeof recordShapes)[number];

/** What decides in which shape a function's guard writes. */
export interface RecordSettings {
  readonly logFormat: 'text' | 'json';
  /** `PROTECT_LAMBDA_LOG` and `PROTECT_LAMBDA_EMF`; absent where they are not set or not known. */
  readonly guardLog?: string;
  readonly guardEmf?: string;
}

export function shapeOf({ logFormat, guardLog, guardEmf }: RecordSettings): RecordShape {
  // Embedded metrics make JSON of it, whatever is said of the text.
  if (guardLog?.trim().toLowerCase() === 'text' && !isOn(guardEmf)) return 'text';
  return logFormat === 'json' ? 'json-with-level' : 'json';
}

function isOn(word: string | undefined): boolean {
  return word !== undefined && ['1', 'true', 'yes', 'on'].includes(word.trim().toLowerCase());
}

const inRecord = {
  message: 'In Rule Violation for (?i)<script',
  violation: 'in',
  rule: 'script-tag',
  mode: 'block',
  path: '$.body.text',
  requestId: 'e9b59241-cbb5-11e8-ac44-058b44f83258',
  function: 'example',
  version: '$LATEST',
  match: 'sha256:0123456789abcdef',
};
const codeRecord = {
  message: 'Code Rule Violation for \\b(system|popen)\\s*\\(',
  violation: 'code',
  rule: 'os-command',
  mode: 'monitor',
  file: 'app.py',
  line: 12,
  requestId: '',
  function: 'example',
  version: '$LATEST',
  match: 'sha256:0123456789abcdef',
};
const outRecord = {
  ...inRecord,
  message: 'Out Rule Violation for \\d{16}',
  violation: 'out',
  rule: 'card-number',
  source: '203.0.113.7',
};
const embedded = {
  ...inRecord,
  kind: 'in',
  Violations: 1,
  _aws: {
    Timestamp: 1_790_000_000_000,
    CloudWatchMetrics: [
      {
        Namespace: 'LambdaProtect',
        Dimensions: [['function', 'rule', 'kind']],
        Metrics: [{ Name: 'Violations', Unit: 'Count' }],
      },
    ],
  },
};
const levels = { timestamp: '2026-11-01T10:00:00.000Z', level: 'ERROR' };
const wrapper = { ...levels, requestId: 'e9b59241-cbb5-11e8-ac44-058b44f83258' };

const records = [inRecord, codeRecord, outRecord];

/** Every one is a violation. */
export const shapeSamples: Readonly<Record<RecordShape, readonly string[]>> = {
  text: [...records.map(({ message }) => message), 'Code Rule violation for .*eval.*'],
  json: [...records, embedded].map((record) => JSON.stringify(record)),
  'json-with-level': [...records, embedded].map((record) => JSON.stringify({ ...levels, ...record })),
  'object-in-message': records.map((record) => JSON.stringify({ ...wrapper, message: record })),
  'text-in-message': [
    ...records.map((record) => JSON.stringify({ ...wrapper, message: JSON.stringify(record) })),
    ...records.map(({ message }) => JSON.stringify({ ...wrapper, message })),
  ],
};

/** What every log holds beside them: a pattern that takes one of these counts something else. */
export const otherLines: readonly string[] = [
  'REPORT RequestId: e9b59241-cbb5-11e8-ac44-058b44f83258 Duration: 2.10 ms Billed Duration: 3 ms',
  '2026-11-01T10:00:00.000Z e9b59241-cbb5-11e8-ac44-058b44f83258 INFO loaded 12 orders',
  '{"level":"INFO","message":"loaded 12 orders","function":"example","requestId":"e9b59241"}',
];

/** What speaks of violations, or is a word of the guard, and is no record of one: counted, it is a false alarm. */
export const nearLines: readonly string[] = [
  '2026-11-01T10:00:00.000Z e9b59241-cbb5-11e8-ac44-058b44f83258 INFO answered with Security Violation...',
  '{"level":"INFO","message":"no violation"}',
  '{"level":"INFO","message":"checked","violation":null}',
  '{"message":"too fast","violation":"speed","rule":"30","function":"radar"}',
  '{"message":{"text":"a foreign key violation","rule":"orders_fk"}}',
  '{"message":"Lambda Protect failed: no rule file was found","failure":"no rule file was found","requestId":"","function":"example","version":"1"}',
  '{"message":"Lambda Protect left a part unchecked: in (too-deep)","unchecked":"in","reasons":["too-deep"],"requestId":"","function":"example","version":"1"}',
];
