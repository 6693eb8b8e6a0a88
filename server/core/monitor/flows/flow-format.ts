// The columns of VPC flow logs: version 2's default order, a header line, or the format string of the flow log.
// https://docs.aws.amazon.com/vpc/latest/userguide/flow-log-records.html

/** The columns that are read; the others are passed over. */
export const flowColumns = [
  'interface-id',
  'srcaddr',
  'dstaddr',
  'srcport',
  'dstport',
  'protocol',
  'packets',
  'bytes',
  'start',
  'end',
  'action',
  'log-status',
  'flow-direction',
] as const;

export type FlowColumn = (typeof flowColumns)[number];

export interface FlowFormat {
  /** How many fields a record has. */
  readonly fieldCount: number;
  /** Field number by column; absent where the log does not have it. */
  readonly at: Readonly<Partial<Record<FlowColumn, number>>>;
}

/** Of version 2, in their order. */
export const defaultColumns =
  'version account-id interface-id srcaddr dstaddr srcport dstport protocol packets bytes start end action log-status';

export const defaultFlowFormat: FlowFormat = formatOf(defaultColumns.split(' '));

function formatOf(names: readonly string[]): FlowFormat {
  const at: Partial<Record<FlowColumn, number>> = {};
  for (const column of flowColumns) {
    const index = names.indexOf(column);
    if (index !== -1) at[column] = index;
  }
  return { fieldCount: names.length, at };
}

/** From a header line or a format string such as `${version} ${srcaddr} …`; `undefined` when it is neither. */
export function parseFlowFormat(text: string): FlowFormat | undefined {
  const names = text
    .trim()
    .split(/\s+/)
    .map((word) =>
      word
        .replace(/^\$\{(.*)\}$/, '$1')
        .replaceAll('_', '-')
        .toLowerCase(),
    );
  const format = formatOf(names);
  const { at } = format;
  return at.srcaddr !== undefined && at.dstaddr !== undefined && at.bytes !== undefined ? format : undefined;
}
