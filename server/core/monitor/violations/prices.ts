// What looking at violations costs, said before and after. The prices are those of us-east-1; other Regions ask more.
// https://aws.amazon.com/cloudwatch/pricing/

/** US dollars for a minute of a Live Tail session; the first 1,800 minutes of a month are free. */
const tailMinute = 0.01;
/** US dollars for a GB that a query scans. */
const scannedGb = 0.005;

/** Of so many sessions at once. */
export function tailPrice(sessions: number): string {
  const each = sessions === 1 ? 'one session' : `${sessions} sessions, one for each Region`;
  const hour = (tailMinute * 60 * sessions).toFixed(2);
  return (
    `Live Tail is charged by the minute for each session: ${each}, about ${hour} USD an hour ` +
    `(${tailMinute} USD a minute in us-east-1, more elsewhere; 1,800 minutes of each month are free)`
  );
}

export const queryPrice = `charged by what is scanned: ${scannedGb} USD a GB in us-east-1, more elsewhere`;

/** `1.5 GB scanned, about 0.0075 USD`. */
export function scannedWords(bytes: number): string {
  const dollars = (bytes / 1e9) * scannedGb;
  const cost = dollars < 0.0001 ? 'less than 0.0001 USD' : `about ${Number(dollars.toPrecision(2))} USD`;
  return `${bytesWords(bytes)} scanned, ${cost}`;
}

export function bytesWords(bytes: number): string {
  const units = ['bytes', 'KB', 'MB', 'GB', 'TB'] as const;
  let value = bytes;
  let unit = 0;
  while (value >= 1000 && unit < units.length - 1) {
    value /= 1000;
    unit++;
  }
  return `${unit === 0 ? value : value.toFixed(1)} ${units[unit]}`;
}
