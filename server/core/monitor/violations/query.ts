// History of violations as CloudWatch Logs Insights groups it: the questions that can be asked, and their answers as a
// table and as CSV.

export const queryGroupings = ['rule', 'function', 'source', 'hour', 'all'] as const;
export type QueryGrouping = (typeof queryGroupings)[number];

type Field = 'function' | 'kind' | 'rule' | 'source' | 'hour';

/** The columns of each grouping, in their order. */
export const fieldsOf: Readonly<Record<QueryGrouping, readonly Field[]>> = {
  rule: ['kind', 'rule'],
  function: ['function'],
  source: ['source'],
  hour: ['hour'],
  all: ['hour', 'kind', 'rule', 'function'],
};

/** As fields of the guard's record. */
const expressions: Readonly<Record<Field, string>> = {
  function: 'function',
  kind: 'violation',
  rule: 'rule',
  source: 'source',
  hour: 'bin(1h) as hour',
};

/** In the language of Logs Insights. */
export function queryText(by: QueryGrouping): string {
  const keys = fieldsOf[by].map((field) => expressions[field]).join(', ');
  const order = by === 'hour' ? 'hour desc' : 'violations desc';
  return `filter ispresent(violation) | stats count(*) as violations by ${keys} | sort ${order} | limit 10000`;
}

/** What a grouping does not name is empty. */
export interface QueriedGroup {
  readonly function: string;
  readonly kind: string;
  readonly rule: string;
  /** Empty: the record bears no address. */
  readonly source: string;
  /** `YYYY-MM-DD HH:MM:SS.mmm`, UTC. */
  readonly hour: string;
  readonly count: number;
}

/** The answers of several Regions as one. */
export function mergeGroups(groups: readonly QueriedGroup[], by: QueryGrouping): readonly QueriedGroup[] {
  const merged = new Map<string, QueriedGroup>();
  for (const group of groups) {
    const key = JSON.stringify(fieldsOf[by].map((field) => group[field]));
    const before = merged.get(key);
    merged.set(key, before ? { ...before, count: before.count + group.count } : group);
  }
  const all = [...merged.values()];
  return by === 'hour'
    ? all.sort((a, b) => (a.hour < b.hour ? 1 : -1))
    : all.sort((a, b) => b.count - a.count);
}

export const fieldWords: Readonly<Record<Field, string>> = {
  function: 'Function',
  kind: 'Kind',
  rule: 'Rule',
  source: 'Source address',
  hour: 'Hour (UTC)',
};

export interface QueryTable {
  readonly columns: readonly string[];
  readonly rows: readonly (readonly string[])[];
}

/** The count comes first. */
export function queryTable(groups: readonly QueriedGroup[], by: QueryGrouping): QueryTable {
  const fields = fieldsOf[by];
  return {
    columns: ['Violations', ...fields.map((field) => fieldWords[field])],
    rows: groups.map((group) => [
      String(group.count),
      ...fields.map((field) => {
        if (field === 'hour') return group.hour.slice(0, 16);
        return group[field] === '' && field === 'source' ? 'not recorded' : group[field];
      }),
    ]),
  };
}

/** A remark where addresses were asked for and the records hold none; undefined where there is nothing to say. */
export function sourceRemark(groups: readonly QueriedGroup[], by: QueryGrouping): string | undefined {
  if (by !== 'source') return undefined;
  const without = groups.filter(({ source }) => source === '').reduce((sum, one) => sum + one.count, 0);
  return without === 0 ? undefined : sourceWords(without);
}

export function sourceWords(without: number): string {
  return `${without} of the violations bear no source address: a guard records it only where PROTECT_LAMBDA_SOURCE=address is set, and only for events that name their caller`;
}
