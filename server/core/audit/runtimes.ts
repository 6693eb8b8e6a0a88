// Lambda's managed runtimes and when each is deprecated. AWS moves these dates; the table is of November 2026.
// https://docs.aws.amazon.com/lambda/latest/dg/lambda-runtimes.html
import type { Severity } from '../finding/finding.ts';

interface RuntimeDates {
  /** From then on no security patches. */
  readonly deprecated: string;
  /** From then on the function can be neither created nor changed; absent: no date of its own is known here. */
  readonly blocked?: string;
}

/** For runtimes that were deprecated lately AWS has put blocking off to one common date. */
const commonBlock = '2027-03-03';

export const runtimes: Readonly<Record<string, RuntimeDates>> = {
  'nodejs24.x': { deprecated: '2028-04-30', blocked: '2028-07-01' },
  'nodejs22.x': { deprecated: '2027-04-30', blocked: '2027-07-01' },
  'nodejs20.x': { deprecated: '2026-04-30', blocked: commonBlock },
  'nodejs18.x': { deprecated: '2025-09-01', blocked: commonBlock },
  'nodejs16.x': { deprecated: '2024-06-12', blocked: commonBlock },
  'nodejs14.x': { deprecated: '2023-12-04', blocked: commonBlock },
  'nodejs12.x': { deprecated: '2023-03-31', blocked: '2023-04-30' },
  'nodejs10.x': { deprecated: '2021-07-30', blocked: '2022-02-14' },
  'nodejs8.10': { deprecated: '2020-03-06', blocked: '2020-03-06' },
  'nodejs6.10': { deprecated: '2019-08-12', blocked: '2019-08-12' },
  'nodejs4.3': { deprecated: '2020-03-05', blocked: '2020-03-05' },
  nodejs: { deprecated: '2016-10-31', blocked: '2016-10-31' },
  'python3.14': { deprecated: '2029-06-30', blocked: '2029-08-31' },
  'python3.13': { deprecated: '2029-06-30', blocked: '2029-08-31' },
  'python3.12': { deprecated: '2028-10-31' },
  'python3.11': { deprecated: '2027-06-30' },
  'python3.10': { deprecated: '2026-10-31', blocked: commonBlock },
  'python3.9': { deprecated: '2025-12-15', blocked: commonBlock },
  'python3.8': { deprecated: '2024-10-14', blocked: commonBlock },
  'python3.7': { deprecated: '2023-12-04', blocked: commonBlock },
  'python3.6': { deprecated: '2022-07-18', blocked: '2022-08-29' },
  'python2.7': { deprecated: '2021-07-15', blocked: '2022-05-30' },
  java25: { deprecated: '2029-06-30', blocked: '2029-08-31' },
  java21: { deprecated: '2029-06-30', blocked: '2029-08-31' },
  java17: { deprecated: '2027-06-30' },
  java11: { deprecated: '2027-06-30' },
  'java8.al2': { deprecated: '2027-06-30' },
  java8: { deprecated: '2024-01-08', blocked: commonBlock },
  dotnet10: { deprecated: '2028-11-14', blocked: '2029-01-15' },
  dotnet8: { deprecated: '2026-11-10', blocked: commonBlock },
  dotnet6: { deprecated: '2024-12-20', blocked: commonBlock },
  'dotnetcore3.1': { deprecated: '2023-04-03', blocked: '2023-05-03' },
  'dotnetcore2.1': { deprecated: '2022-01-05', blocked: '2022-04-13' },
  'dotnetcore2.0': { deprecated: '2019-05-30', blocked: '2019-05-30' },
  'dotnetcore1.0': { deprecated: '2019-06-27', blocked: '2019-07-30' },
  'ruby3.4': { deprecated: '2028-03-31', blocked: '2028-05-31' },
  'ruby3.3': { deprecated: '2027-03-31' },
  'ruby3.2': { deprecated: '2026-03-31', blocked: commonBlock },
  'ruby2.7': { deprecated: '2023-12-07', blocked: commonBlock },
  'ruby2.5': { deprecated: '2021-07-30', blocked: '2022-03-31' },
  'go1.x': { deprecated: '2024-01-08', blocked: commonBlock },
  provided: { deprecated: '2024-01-08', blocked: commonBlock },
  'provided.al2': { deprecated: '2026-07-31', blocked: commonBlock },
  'provided.al2023': { deprecated: '2029-06-30' },
};

/** A runtime that ends within this time is worth a word. */
const warningDays = 90;

/** What is wrong with a runtime at a time; `undefined` for current and for unknown ones. */
export function runtimeTrouble(
  runtime: string,
  now: string,
): { readonly text: string; readonly severity: Severity } | undefined {
  const dates = runtimes[runtime];
  if (dates === undefined) return undefined;
  const today = now.slice(0, 10);
  if (dates.blocked !== undefined && today >= dates.blocked) {
    return { text: `deprecated since ${dates.deprecated}; it can no longer be updated`, severity: 'error' };
  }
  if (today >= dates.deprecated) {
    const next = dates.blocked === undefined ? '' : `; updates end on ${dates.blocked}`;
    return { text: `deprecated since ${dates.deprecated}${next}`, severity: 'warning' };
  }
  const days = (Date.parse(dates.deprecated) - Date.parse(now)) / 86_400_000;
  return days <= warningDays
    ? { text: `which is deprecated on ${dates.deprecated}`, severity: 'info' }
    : undefined;
}
