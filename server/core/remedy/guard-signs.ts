// Whether a deployed function is guarded, and what tells: its settings, the code that was looked into, what it logged,
// what the workspace holds. Without any sign nothing is claimed.
import type { GuardInCode } from '../model/function.ts';
import type { Known } from '../model/known.ts';

/** Of a function's configuration, what says something of the guard. No other variable is kept. */
export interface GuardSettings {
  readonly handler?: string;
  /** ARNs with version. */
  readonly layers: readonly string[];
  /** `AWS_LAMBDA_EXEC_WRAPPER` and `PROTECT_LAMBDA_…`. */
  readonly environment: Known<Readonly<Record<string, string>>>;
}

export interface GuardSigns {
  readonly settings: GuardSettings;
  /** Of the deployed package and its layers, where somebody looked. */
  readonly code?: Known<GuardInCode>;
  /** The newest line that a guard wrote, milliseconds since 1970; null: none in the time that was searched. */
  readonly logged?: Known<number | null>;
  /** Of the one handler in the workspace that the function is deployed from. */
  readonly workspace?: { readonly file: string; readonly guarded: 'code' | 'layer' | 'no' };
}

export interface GuardVerdict {
  /** `unknown`: no sign, and not everything was looked at. */
  readonly guarded: 'yes' | 'no' | 'unknown';
  /** How it is known. */
  readonly words: string;
}

/** The surest sign decides. */
export function judgeGuard(signs: GuardSigns): GuardVerdict {
  const { settings, code, logged, workspace } = signs;
  const environment = settings.environment.known ? settings.environment.value : {};
  const wrapper = environment['AWS_LAMBDA_EXEC_WRAPPER'] ?? '';
  if (environment['PROTECT_LAMBDA_MODE']?.trim().toLowerCase() === 'off')
    return { guarded: 'no', words: 'switched off: PROTECT_LAMBDA_MODE=off' };
  if (code?.known && code.value.wrapsHandler !== 'unclear')
    return { guarded: code.value.wrapsHandler, words: `code: ${code.value.evidence}` };
  if (/protect-lambda/.test(wrapper))
    return { guarded: 'yes', words: `settings: AWS_LAMBDA_EXEC_WRAPPER is ${wrapper}` };
  if (/(?:^|\/)protect_lambda_redirect\.|\/protect-lambda\/node\/redirect\./.test(settings.handler ?? ''))
    return { guarded: 'yes', words: `settings: the handler is ${settings.handler}` };
  if (logged?.known && logged.value !== null)
    return {
      guarded: 'yes',
      words: `log: a guard wrote on ${new Date(logged.value).toISOString().slice(0, 16).replace('T', ' ')} UTC`,
    };
  const [variable] = Object.keys(environment).filter((name) => name.startsWith('PROTECT_LAMBDA_'));
  if (variable !== undefined) return { guarded: 'yes', words: `settings: ${variable} is set` };
  const layer = settings.layers.find((arn) => /protect-?_?lambda/i.test(arn.split(':')[6] ?? ''));
  if (layer !== undefined)
    return { guarded: 'yes', words: `settings: layer ${layer.split(':').slice(6).join(':')}` };
  if (workspace && workspace.guarded !== 'no')
    return {
      guarded: 'yes',
      words: `workspace: ${workspace.file} is guarded${workspace.guarded === 'layer' ? ' by the layer' : ''}`,
    };
  const gaps = [settings.environment, code, logged].flatMap((one) =>
    one === undefined || one.known ? [] : [`${one.gap.action} was ${one.gap.reason}`],
  );
  if (gaps.length > 0) return { guarded: 'unknown', words: gaps.join(', ') };
  return {
    guarded: 'unknown',
    words: code?.known ? `no sign of the guard (${code.value.evidence})` : 'no sign of the guard',
  };
}

/** Of all variables, those that `judgeGuard` reads. */
export function guardVariables(
  variables: Readonly<Record<string, string>>,
): Readonly<Record<string, string>> {
  return Object.fromEntries(
    Object.entries(variables).filter(
      ([name]) => name === 'AWS_LAMBDA_EXEC_WRAPPER' || name.startsWith('PROTECT_LAMBDA_'),
    ),
  );
}
