// Small checks of JSON that came from outside, put together like the types that they stand for.

/** True when the value has the shape; else what is wrong was added to `problems`, with its path. */
export type Shape = (value: unknown, path: string, problems: string[]) => boolean;

function fail(path: string, wanted: string, value: unknown, problems: string[]): false {
  if (problems.length < 50)
    problems.push(`${path || 'the file'}: ${wanted} was expected, ${inWords(value)} is there`);
  return false;
}

function inWords(value: unknown): string {
  if (value === null) return 'null';
  if (value === undefined) return 'nothing';
  return Array.isArray(value) ? 'a list' : typeof value === 'object' ? 'an object' : `a ${typeof value}`;
}

export const text: Shape = (value, path, problems) =>
  typeof value === 'string' || fail(path, 'text', value, problems);
export const number: Shape = (value, path, problems) =>
  (typeof value === 'number' && Number.isFinite(value)) || fail(path, 'a number', value, problems);
export const truth: Shape = (value, path, problems) =>
  typeof value === 'boolean' || fail(path, 'true or false', value, problems);
/** Taken as it is: read again by whoever understands it. */
export const anything: Shape = () => true;

export function word(...words: readonly string[]): Shape {
  return (value, path, problems) =>
    (typeof value === 'string' && words.includes(value)) ||
    fail(path, words.map((one) => `"${one}"`).join(' or '), value, problems);
}

export function orNull(shape: Shape): Shape {
  return (value, path, problems) => value === null || shape(value, path, problems);
}

export function list(shape: Shape): Shape {
  return (value, path, problems) => {
    if (!Array.isArray(value)) return fail(path, 'a list', value, problems);
    let good = true;
    for (let index = 0; index < value.length; index += 1) {
      if (!shape(value[index], `${path}[${index}]`, problems)) good = false;
    }
    return good;
  };
}

export function record(shape: Shape): Shape {
  return (value, path, problems) => {
    if (!isObject(value)) return fail(path, 'an object', value, problems);
    let good = true;
    for (const [key, inner] of Object.entries(value))
      if (!shape(inner, `${path}.${key}`, problems)) good = false;
    return good;
  };
}

/** Members that it does not name are let be: a later version may have added them. */
export function object(
  members: Readonly<Record<string, Shape>>,
  optional: Readonly<Record<string, Shape>> = {},
): Shape {
  const must = Object.entries(members);
  const may = Object.entries(optional);
  return (value, path, problems) => {
    if (!isObject(value)) return fail(path, 'an object', value, problems);
    let good = true;
    for (const [key, shape] of must) if (!shape(value[key], `${path}.${key}`, problems)) good = false;
    for (const [key, shape] of may) {
      if (value[key] !== undefined && !shape(value[key], `${path}.${key}`, problems)) good = false;
    }
    return good;
  };
}

/** Which object it is, one member says. */
export function variant(member: string, shapes: Readonly<Record<string, Shape>>): Shape {
  return (value, path, problems) => {
    if (!isObject(value)) return fail(path, 'an object', value, problems);
    const name = value[member];
    const shape = typeof name === 'string' ? shapes[name] : undefined;
    return shape
      ? shape(value, path, problems)
      : fail(`${path}.${member}`, Object.keys(shapes).join(' or '), name, problems);
  };
}

const gap = object({
  action: text,
  reason: word('denied', 'throttled', 'unavailable', 'malformed', 'not-asked'),
  detail: text,
});

export function knownOf(shape: Shape): Shape {
  return (value, path, problems) => {
    if (!isObject(value)) return fail(path, 'an object', value, problems);
    if (value['known'] === true) return shape(value['value'], path, problems);
    if (value['known'] === false) return gap(value['gap'], `${path}.gap`, problems);
    return fail(`${path}.known`, 'true or false', value['known'], problems);
  };
}

export function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
