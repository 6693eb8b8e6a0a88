// Numbers of condition values: integers and decimals.

const form = /^[+-]?(\d+(\.\d*)?|\.\d+)(e[+-]?\d+)?$/i;

/** `undefined` where one of the two is no number. */
export function compareNumbers(value: string, wanted: string): number | undefined {
  if (!form.test(value.trim()) || !form.test(wanted.trim())) return undefined;
  return Math.sign(Number(value) - Number(wanted));
}
