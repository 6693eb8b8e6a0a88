// Dates of condition values: ISO 8601 (a date, or a date and time) or seconds since 1970.

/** Milliseconds since 1970; `undefined` for a text that is no date. */
export function parseDate(text: string): number | undefined {
  if (/^-?\d+(\.\d+)?$/.test(text) && !/^\d{4}$/.test(text)) return Number(text) * 1000;
  if (!/^\d{4}(-\d{2}(-\d{2})?)?(T\d{2}:\d{2}(:\d{2}(\.\d+)?)?(Z|[+-]\d{2}:?\d{2})?)?$/i.test(text)) {
    return undefined;
  }
  const zoned = /T/i.test(text) && !/(Z|[+-]\d{2}:?\d{2})$/i.test(text) ? text + 'Z' : text;
  const at = Date.parse(zoned);
  return Number.isNaN(at) ? undefined : at;
}

/** `undefined` where one of the two is no date. */
export function compareDates(value: string, wanted: string): number | undefined {
  const a = parseDate(value);
  const b = parseDate(wanted);
  return a === undefined || b === undefined ? undefined : Math.sign(a - b);
}
