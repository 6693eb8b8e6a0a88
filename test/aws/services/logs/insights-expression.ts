// Expressions of the Logs Insights language, from its documentation: fields (in backticks where they have odd
// characters), text, numbers, arithmetic, comparison, `like`, `=~`, `in`, boolean operators and functions.
// https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/CWL_QuerySyntax-operations-functions.html
import { Fault } from '../../behaviour.ts';

/** A field that is not there is undefined. */
export type Value = string | number | boolean | readonly string[] | undefined;
export type Row = Readonly<Record<string, string>>;
export type Expression = (row: Row) => Value;

type Token =
  | { readonly kind: 'name' | 'text' | 'number' | 'mark'; readonly text: string; readonly end: number }
  | { readonly kind: 'regex'; readonly text: string; readonly flags: string; readonly end: number };

const forms: readonly (readonly [Token['kind'], RegExp])[] = [
  ['number', /^\d+(?:\.\d+)?(?![\w.])/],
  ['name', /^`[^`]+`|^[@A-Za-z_][\w.@]*/],
  ['text', /^"(?:[^"\\]|\\.)*"|^'(?:[^'\\]|\\.)*'/],
  ['mark', /^(?:!=|<=|>=|=~|[-+*/^%=<>(),[\]])/],
  ['number', /^\d+[smhd]\b/],
];

export function malformed(words: string): Fault {
  return new Fault('MalformedQueryException', words, { status: 400 });
}

export interface Reader {
  /** Undefined at the end. */
  peek(): Token | undefined;
  next(): Token;
  /** Takes the word or mark where it comes next. */
  take(word: string): boolean;
  expect(word: string): void;
  /** Everything that is left, as it is written. */
  rest(): string;
}

export function readerOf(source: string): Reader {
  let at = 0;
  let last: Token | undefined;
  const read = (): Token | undefined => {
    while (/\s/.test(source[at] ?? '')) at++;
    const left = source.slice(at);
    if (left === '') return undefined;
    // A slash begins an expression where a value is expected, and divides elsewhere.
    const wantsValue = !last || /^(?:like|in|and|or|not|by|as|=~|[-+*/^%=<>(,[]|!=|<=|>=)$/i.test(last.text);
    const regex = wantsValue ? /^\/((?:[^/\\]|\\.)+)\/([a-z]*)/.exec(left) : null;
    if (regex)
      return { kind: 'regex', text: regex[1] ?? '', flags: regex[2] ?? '', end: at + regex[0].length };
    for (const [kind, form] of forms) {
      const match = form.exec(left);
      if (match && kind !== 'regex') return { kind, text: match[0], end: at + match[0].length };
    }
    throw malformed(`unexpected symbol found: ${left.slice(0, 20)}`);
  };
  const reader: Reader = {
    peek: read,
    next() {
      const token = read();
      if (!token) throw malformed('unexpected end of the query');
      at = token.end;
      last = token;
      return token;
    },
    take(word) {
      const token = read();
      if (!token || token.kind === 'text' || token.text.toLowerCase() !== word) return false;
      reader.next();
      return true;
    },
    expect(word) {
      if (!reader.take(word)) throw malformed(`expected ${word} before: ${source.slice(at, at + 20)}`);
    },
    rest: () => source.slice(at).trim(),
  };
  return reader;
}

export function readExpression(reader: Reader): Expression {
  let left = readAnd(reader);
  while (reader.take('or')) {
    const [a, b] = [left, readAnd(reader)];
    left = (row) => truth(a(row)) || truth(b(row));
  }
  return left;
}

function readAnd(reader: Reader): Expression {
  let left = readNot(reader);
  while (reader.take('and')) {
    const [a, b] = [left, readNot(reader)];
    left = (row) => truth(a(row)) && truth(b(row));
  }
  return left;
}

function readNot(reader: Reader): Expression {
  if (!reader.take('not')) return readComparison(reader);
  const inner = readNot(reader);
  return (row) => !truth(inner(row));
}

function readComparison(reader: Reader): Expression {
  const left = readSum(reader);
  const negated = reader.take('not');
  if (reader.take('like') || (!negated && reader.take('=~'))) {
    const token = reader.next();
    const test =
      token.kind === 'regex' ? regexTest(token.text, token.flags) : containsTest(plain(token.text));
    return (row) => {
      const value = left(row);
      return value !== undefined && test(String(value)) !== negated;
    };
  }
  if (reader.take('in')) {
    reader.expect('[');
    const items: Expression[] = [];
    while (!reader.take(']')) {
      items.push(readSum(reader));
      reader.take(',');
    }
    return (row) => items.some((item) => isEqual(left(row), item(row))) !== negated;
  }
  for (const mark of ['!=', '<=', '>=', '=', '<', '>']) {
    if (!reader.take(mark)) continue;
    const right = readSum(reader);
    return (row) => compare(mark, left(row), right(row));
  }
  return left;
}

function compare(mark: string, a: Value, b: Value): boolean {
  if (mark === '=') return isEqual(a, b);
  if (mark === '!=') return !isEqual(a, b);
  if (a === undefined || b === undefined) return false;
  const [x, y] = [Number(a), Number(b)];
  const order = Number.isNaN(x) || Number.isNaN(y) ? (String(a) < String(b) ? -1 : 1) : x - y;
  return mark === '<' ? order < 0 : mark === '>' ? order > 0 : mark === '<=' ? order <= 0 : order >= 0;
}

function isEqual(a: Value, b: Value): boolean {
  if (a === undefined || b === undefined) return a === b;
  return String(a) === String(b) || (String(a) !== '' && Number(a) === Number(b));
}

function readSum(reader: Reader): Expression {
  let left = readProduct(reader);
  for (;;) {
    const mark = ['+', '-'].find((one) => reader.take(one));
    if (mark === undefined) return left;
    const [a, b] = [left, readProduct(reader)];
    left = arithmetic(a, b, mark === '+' ? (x, y) => x + y : (x, y) => x - y);
  }
}

function readProduct(reader: Reader): Expression {
  let left = readPower(reader);
  for (;;) {
    const mark = ['*', '/', '%'].find((one) => reader.take(one));
    if (mark === undefined) return left;
    const [a, b] = [left, readPower(reader)];
    left = arithmetic(
      a,
      b,
      mark === '*' ? (x, y) => x * y : mark === '/' ? (x, y) => x / y : (x, y) => x % y,
    );
  }
}

function readPower(reader: Reader): Expression {
  const left = readValue(reader);
  if (!reader.take('^')) return left;
  return arithmetic(left, readPower(reader), (x, y) => x ** y);
}

function arithmetic(a: Expression, b: Expression, work: (x: number, y: number) => number): Expression {
  return (row) => {
    const [x, y] = [numberOf(a(row)), numberOf(b(row))];
    return x === undefined || y === undefined ? undefined : work(x, y);
  };
}

export function numberOf(value: Value): number | undefined {
  if (value === undefined || value === '') return undefined;
  const number = Number(value);
  return Number.isFinite(number) ? number : undefined;
}

function readValue(reader: Reader): Expression {
  if (reader.take('(')) {
    const inner = readExpression(reader);
    reader.expect(')');
    return inner;
  }
  if (reader.take('-')) {
    const inner = readValue(reader);
    return arithmetic(
      () => 0,
      inner,
      (x, y) => x - y,
    );
  }
  const token = reader.next();
  if (token.kind === 'text') return () => plain(token.text);
  if (token.kind === 'number') return () => (/[smhd]$/.test(token.text) ? token.text : Number(token.text));
  if (token.kind !== 'name') throw malformed(`unexpected symbol found: ${token.text}`);
  const name = token.text.replace(/`/g, '');
  if (!reader.take('(')) return (row) => row[name];
  const given: Expression[] = [];
  while (!reader.take(')')) {
    given.push(readExpression(reader));
    reader.take(',');
  }
  return callOf(name.toLowerCase(), given);
}

function callOf(name: string, given: readonly Expression[]): Expression {
  const [first = () => undefined, second = () => undefined, third = () => undefined] = given;
  const numeric =
    (work: (...numbers: readonly number[]) => number): Expression =>
    (row) => {
      const numbers = given.map((one) => numberOf(one(row)));
      return numbers.every((one) => one !== undefined) ? work(...numbers) : undefined;
    };
  const textual =
    (work: (text: string, row: Row) => Value): Expression =>
    (row) => {
      const value = first(row);
      return value === undefined ? undefined : work(String(value), row);
    };
  switch (name) {
    case 'abs':
      return numeric((x = 0) => Math.abs(x));
    case 'ceil':
      return numeric((x = 0) => Math.ceil(x));
    case 'floor':
      return numeric((x = 0) => Math.floor(x));
    case 'greatest':
      return numeric((...all) => Math.max(...all));
    case 'least':
      return numeric((...all) => Math.min(...all));
    case 'log':
      return numeric((x = 1) => Math.log(x));
    case 'sqrt':
      return numeric((x = 0) => Math.sqrt(x));
    case 'ispresent':
      return (row) => first(row) !== undefined;
    case 'isempty':
      return (row) => (first(row) ?? '') === '';
    case 'isblank':
      return (row) => String(first(row) ?? '').trim() === '';
    case 'coalesce':
      return (row) => given.map((one) => one(row)).find((value) => value !== undefined);
    case 'concat':
      return (row) => given.map((one) => String(one(row) ?? '')).join('');
    case 'trim':
      return textual((text) => text.trim());
    case 'strlen':
      return textual((text) => [...text].length);
    case 'toupper':
      return textual((text) => text.toUpperCase());
    case 'tolower':
      return textual((text) => text.toLowerCase());
    case 'strcontains':
      return textual((text, row) => (text.includes(String(second(row) ?? '')) ? 1 : 0));
    case 'replace':
      return textual((text, row) => text.replaceAll(String(second(row) ?? ''), String(third(row) ?? '')));
    case 'substr':
      return textual((text, row) => {
        const [from, length] = [numberOf(second(row)) ?? 0, numberOf(third(row))];
        return text.slice(from, length === undefined ? undefined : from + length);
      });
    case 'bin':
      return (row) => stampFloor(row['@timestamp'] ?? '', String(first(row) ?? ''));
    case 'datefloor':
      return textual((text, row) => stampFloor(text, String(second(row) ?? '')));
    default:
      throw malformed(`unknown function: ${name}`);
  }
}

function stampFloor(text: string, period: string): Value {
  const match = /^(\d+)([smhd])$/.exec(period);
  if (!match) throw malformed(`no period: ${period}`);
  const unit = { s: 1000, m: 60_000, h: 3_600_000, d: 86_400_000 }[match[2] ?? 's'] ?? 1000;
  const at = Date.parse(`${text.replace(' ', 'T')}Z`);
  const width = Number(match[1]) * unit;
  return Number.isNaN(at) ? undefined : stamp(Math.floor(at / width) * width);
}

/** As times are shown in answers. */
export function stamp(ms: number): string {
  return new Date(ms).toISOString().replace('T', ' ').replace('Z', '');
}

function plain(quoted: string): string {
  return quoted.slice(1, -1).replace(/\\(.)/g, '$1');
}

function containsTest(part: string): (text: string) => boolean {
  return (text) => text.includes(part);
}

function regexTest(source: string, flags: string): (text: string) => boolean {
  const isBlind = /\(\?i\)/.test(source) || flags.includes('i');
  const regex = new RegExp(source.replaceAll('(?i)', ''), isBlind ? 'i' : '');
  return (text) => regex.test(text);
}

function truth(value: Value): boolean {
  return value !== undefined && value !== false && value !== 'false' && value !== 0 && value !== '';
}
