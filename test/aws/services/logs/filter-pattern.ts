// Filter patterns of CloudWatch Logs: terms, quoted phrases, `?any`, `-not`, `%regex%`, `{ $.json = selectors }` and
// `[fields, between, blanks]`, as the documentation of the service describes them.
// https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/FilterAndPatternSyntax.html
import { fieldPattern } from './field-pattern.ts';
import { jsonPattern } from './json-pattern.ts';
import { hasOnlyDocumentedRegex, regexTest } from './pattern-values.ts';

export type LineTest = (line: string) => boolean;

/** Undefined where the pattern is none that the service accepts. */
export function parseFilterPattern(pattern: string): LineTest | undefined {
  const text = pattern.trim();
  if (text.length > 1024 || !hasOnlyDocumentedRegex(text)) return undefined;
  if (text === '') return () => true;
  if (text.startsWith('{')) return jsonPattern(text);
  if (text.startsWith('[')) return fieldPattern(text);
  return termPattern(text);
}

/** Terms match anywhere in the line; case counts. `?` beside other terms means nothing. */
function termPattern(text: string): LineTest | undefined {
  const terms = [...text.matchAll(/([?-]?)(?:"((?:[^"\\]|\\.)*)"|%([^%]*)%|([^\s"%]+))/g)].map((match) => {
    const word = (match[2] ?? match[4] ?? '').replace(/\\(.)/g, '$1');
    return {
      sign: match[1] ?? '',
      test: match[3] === undefined ? (line: string) => line.includes(word) : regexTest(match[3]),
    };
  });
  if (terms.some((term) => term.test === undefined)) return undefined;
  const all = terms.filter((term) => term.sign === '');
  const any = terms.filter((term) => term.sign === '?');
  const none = terms.filter((term) => term.sign === '-');
  return (line) =>
    all.every((term) => term.test?.(line)) &&
    (any.length === 0 || all.length > 0 || any.some((term) => term.test?.(line))) &&
    !none.some((term) => term.test?.(line));
}
