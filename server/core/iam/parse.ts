// A policy document → data. Takes JSON text, percent-encoded JSON text (as IAM's API gives it) and parsed JSON;
// never throws: what is wrong is listed in `problems`, what is right is kept.
// Grammar: https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_grammar.html
import type {
  Condition,
  PatternList,
  Policy,
  PolicyProblem,
  PrincipalList,
  PrincipalName,
  PrincipalType,
  Statement,
} from './policy.ts';

type Json = Readonly<Record<string, unknown>>;
type Complain = (message: string) => void;

export function parsePolicy(document: unknown): Policy {
  const problems: PolicyProblem[] = [];
  const read = typeof document === 'string' ? readJson(document) : { value: document };
  const complain: Complain = (message) => problems.push({ statement: null, message });
  if (read === undefined) {
    complain('not JSON');
    return { version: '2008-10-17', statements: [], problems };
  }
  if (!isObject(read.value)) {
    complain('not a JSON object');
    return { version: '2008-10-17', statements: [], problems };
  }
  const json = read.value;
  const version = json['Version'];
  if (version !== undefined && version !== '2012-10-17' && version !== '2008-10-17') {
    complain('Version is neither 2012-10-17 nor 2008-10-17');
  }
  if (json['Statement'] === undefined) complain('no Statement');
  const statements: Statement[] = [];
  for (const [index, one] of toList(json['Statement']).entries()) {
    const statement = parseStatement(one, index, (message) => problems.push({ statement: index, message }));
    if (statement !== undefined) statements.push(statement);
  }
  return {
    version: version === '2012-10-17' ? '2012-10-17' : '2008-10-17',
    ...(typeof json['Id'] === 'string' ? { id: json['Id'] } : {}),
    statements,
    problems,
  };
}

function readJson(text: string): { readonly value: unknown } | undefined {
  const plain = text.replace(/^\uFEFF/, '').trim();
  const candidates = /^%7b/i.test(plain) || plain.includes('%22') ? [plain, decode(plain)] : [plain];
  for (const candidate of candidates) {
    if (candidate === undefined) continue;
    try {
      const value: unknown = JSON.parse(candidate);
      return { value };
    } catch {
      // Not this form: the next one, or a problem.
    }
  }
  return undefined;
}

function decode(text: string): string | undefined {
  try {
    return decodeURIComponent(text);
  } catch {
    return undefined;
  }
}

function parseStatement(value: unknown, index: number, complain: Complain): Statement | undefined {
  if (!isObject(value)) {
    complain('a statement is not an object');
    return undefined;
  }
  const effect = value['Effect'];
  if (effect !== 'Allow' && effect !== 'Deny') {
    complain('Effect is neither Allow nor Deny');
    return undefined;
  }
  const actions = parsePatterns(value, 'Action', complain);
  const resources = parsePatterns(value, 'Resource', complain);
  const principals = parsePrincipals(value, complain);
  if (actions === undefined) complain('neither Action nor NotAction');
  return {
    index,
    ...(typeof value['Sid'] === 'string' && value['Sid'] !== '' ? { sid: value['Sid'] } : {}),
    effect,
    ...(actions === undefined ? {} : { actions }),
    ...(resources === undefined ? {} : { resources }),
    ...(principals === undefined ? {} : { principals }),
    conditions: parseConditions(value['Condition'], complain),
  };
}

function parsePatterns(statement: Json, name: string, complain: Complain): PatternList | undefined {
  const plain = statement[name];
  const negated = statement['Not' + name];
  if (plain !== undefined && negated !== undefined) complain(`both ${name} and Not${name}`);
  const chosen = plain ?? negated;
  if (chosen === undefined) return undefined;
  const patterns: string[] = [];
  for (const pattern of toList(chosen)) {
    if (typeof pattern === 'string') patterns.push(pattern);
    else complain(`a value of ${name} is not a text`);
  }
  return { not: plain === undefined, patterns };
}

const principalTypes: readonly PrincipalType[] = ['AWS', 'Service', 'Federated', 'CanonicalUser'];

function parsePrincipals(statement: Json, complain: Complain): PrincipalList | undefined {
  const plain = statement['Principal'];
  const negated = statement['NotPrincipal'];
  if (plain !== undefined && negated !== undefined) complain('both Principal and NotPrincipal');
  const chosen = plain ?? negated;
  if (chosen === undefined) return undefined;
  const not = plain === undefined;
  if (chosen === '*') return { not, names: [{ type: 'Everyone', value: '*' }] };
  if (!isObject(chosen)) {
    complain('Principal is neither "*" nor an object');
    return { not, names: [] };
  }
  const names: PrincipalName[] = [];
  for (const [key, values] of Object.entries(chosen)) {
    const type = principalTypes.find((known) => known === key);
    if (type === undefined) {
      complain(`unknown kind of principal: ${key}`);
      continue;
    }
    for (const value of toList(values)) {
      if (typeof value === 'string') names.push({ type, value });
      else complain('a principal is not a text');
    }
  }
  return { not, names };
}

function parseConditions(value: unknown, complain: Complain): readonly Condition[] {
  if (value === undefined) return [];
  if (!isObject(value)) {
    complain('Condition is not an object');
    return [];
  }
  const conditions: Condition[] = [];
  for (const [operator, keys] of Object.entries(value)) {
    if (!isObject(keys)) {
      complain(`the operator ${operator} has no keys`);
      continue;
    }
    for (const [key, raw] of Object.entries(keys)) {
      const values: string[] = [];
      for (const one of toList(raw)) {
        if (typeof one === 'string') values.push(one);
        else if (typeof one === 'number' || typeof one === 'boolean') values.push(String(one));
        else complain(`a value of ${key} is neither text, number nor boolean`);
      }
      conditions.push({ operator, key, values });
    }
  }
  return conditions;
}

function toList(value: unknown): readonly unknown[] {
  if (value === undefined || value === null) return [];
  return Array.isArray(value) ? value : [value];
}

function isObject(value: unknown): value is Json {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
