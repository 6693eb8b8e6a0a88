// Filter patterns on lines whose fields stand between blanks: `[ip, user, status=4*, ..., size>1000]`. Quotes and square
// brackets hold a field together.
// https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/matching-terms-space-delimited-log-events.html
import { comparison, splitOutside, type ValueTest } from './pattern-values.ts';

export function fieldPattern(text: string): ((line: string) => boolean) | undefined {
  if (!text.endsWith(']')) return undefined;
  const fields = splitOutside(text.slice(1, -1), ',').map((one) => one.trim());
  const tests = fields.map((one) => (one === '...' ? 'rest' : fieldTest(one)));
  if (tests.some((one) => one === undefined) || tests.filter((one) => one === 'rest').length > 1)
    return undefined;
  const gap = tests.indexOf('rest');
  return (line) => {
    const values = [...line.matchAll(/"([^"]*)"|\[([^\]]*)\]|(\S+)/g)].map(
      (match) => match[1] ?? match[2] ?? match[3] ?? '',
    );
    if (gap === -1 ? values.length !== tests.length : values.length < tests.length - 1) return false;
    return tests.every((test, index) => {
      const at = gap !== -1 && index > gap ? values.length - (tests.length - index) : index;
      return test === 'rest' || test?.(values[at]);
    });
  };
}

function fieldTest(text: string): ValueTest | undefined {
  const name = /^[\w-]*/.exec(text)?.[0] ?? '';
  if (name === text) return () => true;
  const parts = splitOutside(text, '||').map((any) => {
    const all = splitOutside(any, '&&').map((one) => {
      const match = /^\s*[\w-]*\s*(=|!=|<=|>=|<|>)\s*(\S.*?)\s*$/s.exec(one);
      return match ? comparison(match[1] ?? '', match[2] ?? '') : undefined;
    });
    return all.every((one) => one !== undefined)
      ? (value: unknown) => all.every((one) => one?.(value))
      : undefined;
  });
  return parts.every((one) => one !== undefined) ? (value) => parts.some((one) => one?.(value)) : undefined;
}
