// What a query in AWS scanned and what that costs, in words. Prices are those of most Regions.

/** US dollars for a gigabyte that Logs Insights or CloudTrail Lake scans. */
export const dollarsPerGigabyte = 0.005;
/** US dollars for a terabyte that Athena scans, of at least ten megabytes a query. */
export const dollarsPerTerabyte = 5;

export function gigabytes(bytes: number): string {
  return `${(bytes / 1e9).toPrecision(3)} GB`;
}

export function dollars(amount: number): string {
  return amount < 0.01 ? '<$0.01' : `$${amount.toFixed(2)}`;
}

/** `0.001 GB scanned, about <$0.01`. */
export function scannedWords(bytes: number, by: 'gigabyte' | 'athena'): string {
  const price =
    by === 'athena'
      ? (Math.max(bytes, 10e6) / 1e12) * dollarsPerTerabyte
      : (bytes / 1e9) * dollarsPerGigabyte;
  return `${gigabytes(bytes)} scanned, about ${dollars(price)}`;
}
