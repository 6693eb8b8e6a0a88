import fc from 'fast-check';
import { RE2JS } from 're2js';
import { expect, test } from 'vitest';
import { anyPattern, text, validPattern } from '../../../test/arbitrary-pattern.ts';
import { walk } from './ast.ts';
import { parseRegex } from './parse.ts';
import { requiredLiterals } from './required-literals.ts';
import { stripOuter } from './strip.ts';

/** Faults as `kind|marked text`. */
function checkFaults(pattern: string, ...expected: string[]): void {
  const found = parseRegex(pattern).faults.map((fault) => {
    const span = fault.type === 'foreign' ? fault.token : fault;
    const kind = fault.type === 'foreign' ? fault.construct : 'error';
    return `${kind}|${pattern.slice(span.start, span.end)}`;
  });
  expect(found).toEqual(expected);
}

test('what other engines have is a fault at its own characters', () => {
  checkFaults('a(?=b)', 'look-ahead|(?=');
  checkFaults('(?<!a)b', 'negative-look-behind|(?<!');
  checkFaults('(a)\\1', 'back-reference|\\1');
  checkFaults('(?P<n>a)(?P=n)\\k<n>', 'back-reference|(?P=n)', 'back-reference|\\k<n>');
  checkFaults('a++b*+', 'possessive|+', 'possessive|+');
  checkFaults('(?>a|b)', 'atomic-group|(?>');
  checkFaults('(?(1)a|b)', 'conditional|(?(');
  checkFaults('(?#note)a', 'comment-group|(?#');
  checkFaults('a\\Z', 'escape|\\Z');
  checkFaults('(?x)a', 'flag|x');
  checkFaults('(?R)', 'recursion|(?R)');
  checkFaults('\\u0061', 'escape|\\u0061');
});

test('what no engine takes is an error at its place', () => {
  checkFaults('a)', 'error|)');
  checkFaults('(a', 'error|(');
  checkFaults('[a', 'error|[');
  checkFaults('[z-a]', 'error|z-a');
  checkFaults('*a', 'error|*');
  checkFaults('a**', 'error|*');
  checkFaults('a{3,2}', 'error|{3,2}');
  checkFaults('a\\', 'error|\\');
  checkFaults('(?:a{100}b){11}', 'error|{11}');
  checkFaults('(?:a{100}b){10}');
  checkFaults('\\C', 'escape|\\C');
});

test('braces that repeat nothing, sets that begin with ] and quotations are fine', () => {
  checkFaults('a{,2}{x}');
  checkFaults('[]a][^]a][\\d-z]');
  checkFaults('\\Q*(\\E+');
  checkFaults('(?P<n>a)(?<m>b)(?i-s:c)(?i)');
});

test('flags reach to the end of their group', () => {
  const seen: string[] = [];
  walk(parseRegex('a(b(?i)c(d)|e)f(?i:g)h').root, (node) => {
    if (node.type === 'char') seen.push(String.fromCodePoint(node.code) + (node.ignoreCase ? '+' : ''));
  });
  expect(seen.join('')).toBe('abc+d+e+fg+h');
});

test('finds the same patterns valid as re2js', () => {
  fc.assert(
    fc.property(anyPattern, (pattern) => {
      // RE2 repeats what stands before a repeated flag group.
      if (/\(\?[imsU-]*\)[*+?{]/.test(pattern)) return;
      expect(parseRegex(pattern).faults.length === 0, JSON.stringify(pattern)).toBe(compiles(pattern));
    }),
    { numRuns: 1500 },
  );
});

test('every node lies inside its pattern and inside its parent', () => {
  fc.assert(
    fc.property(anyPattern, (pattern) => {
      const { root, faults } = parseRegex(pattern);
      walk(root, (node) =>
        expect(0 <= node.start && node.start <= node.end && node.end <= pattern.length).toBe(true),
      );
      for (const fault of faults) expect(fault.end <= pattern.length).toBe(true);
    }),
    { numRuns: 500 },
  );
});

test('a matching text holds a required literal', () => {
  let decided = 0;
  fc.assert(
    fc.property(validPattern, text, (pattern, subject) => {
      if (!compiles(pattern) || !RE2JS.compile(pattern).test(subject)) return;
      const required = requiredLiterals(pattern);
      if (!required) return;
      decided++;
      const haystack = required.ignoreCase ? subject.toLowerCase() : subject;
      expect(
        required.anyOf.some((literal) => haystack.includes(literal)),
        JSON.stringify([pattern, subject, required]),
      ).toBe(true);
    }),
    { numRuns: 4000 },
  );
  expect(decided).toBeGreaterThan(50);
});

/** The literals, ordered, behind `i:` where case does not count. */
function checkLiterals(pattern: string, expected: string | undefined): void {
  const found = requiredLiterals(pattern);
  expect(found && (found.ignoreCase ? 'i:' : '') + [...found.anyOf].sort().join(' ')).toBe(expected);
}

test('required literals of usual rules', () => {
  checkLiterals('\\b(popen|system)\\w*\\s*\\(', 'popen system');
  checkLiterals('.*(call|run).*\\(.*', 'call run');
  checkLiterals('(?i)union\\s+select', 'i:union');
  checkLiterals('(?i)<script', 'i:cript');
  checkLiterals('(?i:k)ey', 'i:key');
  checkLiterals('foo(bar)?baz', 'foobarbaz foobaz');
  checkLiterals('md[45]\\(', 'md4( md5(');
  checkLiterals('[a-z]+', undefined);
  checkLiterals('(?i)s', undefined);
  checkLiterals('a|', undefined);
});

test('the outer .* goes, the verdict stays', () => {
  expect(stripOuter('.*(call|run).*\\(.*', 'line')).toBe('(call|run).*\\(');
  expect(stripOuter('^.*x.*$', 'line')).toBe('x');
  expect(stripOuter('^.*x.*$', 'file')).toBe('^.*x.*$');
  expect(stripOuter('(?i).*x', 'file')).toBe('(?i)x');
  expect(stripOuter('.*a|b.*', 'line')).toBe('.*a|b.*');
  expect(stripOuter('(.*)x\\.*', 'line')).toBe('(.*)x\\.*');
  expect(stripOuter('.*', 'line')).toBe('');
  expect(stripOuter('.*\\Qa.b\\E', 'line')).toBe('.*\\Qa.b\\E');
});

test('a stripped pattern finds the same texts', () => {
  const outer = fc.constantFrom('', '.*', '^.*', '.*?', '(?i).*', '(?s)^.*');
  const tail = fc.constantFrom('', '.*', '.*$', '.*?$', '.*.*');
  fc.assert(
    fc.property(
      outer,
      validPattern,
      tail,
      text,
      fc.constantFrom('line', 'file'),
      (head, middle, end, subject, over) => {
        const pattern = head + middle + end;
        if (!compiles(pattern)) return;
        const seen = over === 'line' ? subject.replaceAll('\n', '') : subject;
        const stripped = stripOuter(pattern, over === 'line' ? 'line' : 'file');
        expect(RE2JS.compile(stripped).test(seen), JSON.stringify([pattern, stripped, seen])).toBe(
          RE2JS.compile(pattern).test(seen),
        );
      },
    ),
    { numRuns: 2000 },
  );
});

function compiles(pattern: string): boolean {
  try {
    RE2JS.compile(pattern);
    return true;
  } catch {
    return false;
  }
}
