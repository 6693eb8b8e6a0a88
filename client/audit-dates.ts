// When each account was last audited on this machine, and which of them are due again.
import type { AuditSummary } from '../server/protocol/audit.ts';

/** Account id → ISO 8601. */
export type AuditDates = Readonly<Record<string, string>>;

const DAY_MS = 86_400_000;

/** What was kept by any version of the extension, without what is no date. */
export function readAuditDates(kept: unknown): AuditDates {
  if (typeof kept !== 'object' || kept === null) return {};
  return Object.fromEntries(
    Object.entries(kept).flatMap(([account, date]): [string, string][] =>
      typeof date === 'string' && !Number.isNaN(Date.parse(date)) ? [[account, date]] : [],
    ),
  );
}

/** An audit that was stopped counts for none of its accounts; an older one never takes the place of a newer one. */
export function withAudit(
  dates: AuditDates,
  { accounts, takenAt, cancelled }: Pick<AuditSummary, 'accounts' | 'takenAt' | 'cancelled'>,
): AuditDates {
  if (cancelled) return dates;
  const newer = accounts.filter((account) => !(Date.parse(dates[account] ?? '') >= Date.parse(takenAt)));
  return { ...dates, ...Object.fromEntries(newer.map((account) => [account, takenAt])) };
}

export interface DueAudit {
  readonly account: string;
  /** Whole days since the last one. */
  readonly age: number;
}

/** The oldest first; `days` 0: none. `now` in milliseconds since 1970. */
export function dueAudits(dates: AuditDates, days: number, now: number): readonly DueAudit[] {
  if (days === 0) return [];
  return Object.entries(dates)
    .map(([account, date]) => ({ account, age: Math.floor((now - Date.parse(date)) / DAY_MS) }))
    .filter(({ age }) => age > days)
    .sort((a, b) => b.age - a.age || a.account.localeCompare(b.account, 'en'));
}

export function dueWords(due: readonly DueAudit[], days: number): string {
  const [oldest, ...others] = due;
  if (oldest === undefined) return '';
  const rest = others.length === 1 ? 'one more account is' : `${others.length} more accounts are`;
  const more = others.length === 0 ? '' : `; ${rest} due as well`;
  return `The last audit of account ${oldest.account} is ${oldest.age} days old, one is due every ${days} days${more}.`;
}
