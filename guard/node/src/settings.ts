// What may be stated as an option or as PROTECT_LAMBDA_NAME in the environment; the option wins. A word that is not
// known counts as the default and is told as a failure of the guard.
import type { Rule } from '../../../server/core/rulelang/rule.ts';
import type { ProtectLambdaOptions } from '../index.d.ts';

export type Mode = 'block' | 'monitor' | 'off';

export interface Settings {
  readonly mode: Mode;
  readonly onError: 'block' | 'allow';
  readonly log: 'json' | 'text';
  readonly answer: 'text' | 'raise';
  /** `undefined`: by source. */
  readonly batch: 'fail' | 'drop' | undefined;
  /** Whether records name the caller's address. */
  readonly source: 'off' | 'address';
  readonly rules: string | undefined;
  readonly emf: boolean;
  readonly emfNamespace: string;
  readonly callbackHosts: readonly string[];
  readonly budgetMs: number;
  readonly root: string | undefined;
  readonly file: string | undefined;
  /** Words of ours for what was stated wrongly. */
  readonly problems: readonly string[];
}

const names = [
  'mode',
  'onError',
  'log',
  'answer',
  'batch',
  'source',
  'rules',
  'emf',
  'emfNamespace',
  'callbackHosts',
  'budgetMs',
  'root',
  'file',
] as const;
type Name = (typeof names)[number];

/** Throws a TypeError for an option that does not exist. Names in the Python guard's spelling (`on_error`) work too. */
export function readSettings(options: ProtectLambdaOptions, environment: NodeJS.ProcessEnv): Settings {
  const given = new Map<string, unknown>();
  for (const [name, value] of Object.entries(options)) {
    const camel = name.replace(/_([a-z])/g, (_, letter: string) => letter.toUpperCase());
    if (!(names as readonly string[]).includes(camel))
      throw new TypeError(`protectLambda has no option ${name}; it has ${names.join(', ')}`);
    given.set(camel, value);
  }
  const problems: string[] = [];

  function stated(name: Name): unknown {
    const value = given.get(name) ?? environment[`PROTECT_LAMBDA_${snake(name).toUpperCase()}`];
    return value === '' ? undefined : value;
  }

  function word<const W extends string, D>(name: Name, words: readonly W[], otherwise: D): W | D {
    const value = stated(name);
    if (value === undefined || value === null) return otherwise;
    const text = String(value).trim().toLowerCase();
    const known = words.find((candidate) => candidate === text);
    if (known === undefined) problems.push(`bad-setting-${snake(name).replaceAll('_', '-')}`);
    return known ?? otherwise;
  }

  function text(name: Name): string | undefined {
    const value = given.get(name) ?? (name === 'root' || name === 'file' ? undefined : stated(name));
    return typeof value === 'string' && value !== '' ? value : undefined;
  }

  const budget = stated('budgetMs');
  let budgetMs = budget === undefined || budget === null ? 1000 : Number(budget);
  if (!(budgetMs > 0)) {
    budgetMs = 1000;
    problems.push('bad-setting-budget-ms');
  }
  const hosts = stated('callbackHosts');
  return {
    mode: word('mode', ['block', 'monitor', 'off'], 'block'),
    onError: word('onError', ['block', 'allow'], 'block'),
    log: word('log', ['json', 'text'], 'json'),
    answer: word('answer', ['text', 'raise'], 'text'),
    batch: word('batch', ['fail', 'drop'], undefined),
    source: word('source', ['off', 'address'], 'off'),
    rules: text('rules'),
    emf: ['1', 'true', 'yes', 'on'].includes(String(stated('emf')).trim().toLowerCase()),
    emfNamespace: text('emfNamespace') ?? 'LambdaProtect',
    callbackHosts: (Array.isArray(hosts) ? hosts.map(String) : String(hosts ?? '').split(','))
      .map((host) => host.trim().toLowerCase())
      .filter((host) => host !== ''),
    budgetMs,
    root: text('root'),
    file: text('file'),
    problems,
  };
}

/** The weaker of the rule's mode and the guard's. Rules in mode `off` never get here. */
export function modeOf(rule: Rule, settings: Settings): 'block' | 'monitor' {
  return rule.mode === 'block' && settings.mode === 'block' ? 'block' : 'monitor';
}

function snake(name: string): string {
  return name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
}
