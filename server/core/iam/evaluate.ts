// One condition of a statement against a request: yes, no, or maybe where the key's value is unknown.
// https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_condition_operators.html
// https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-single-vs-multi-valued-context-keys.html
import { conditionOperators } from './conditions/index.ts';
import type { RequestContext } from './context.ts';
import type { ConditionOperator } from './operator.ts';
import type { Condition, Policy } from './policy.ts';
import { resolveVariables } from './variables.ts';

export type Truth = 'yes' | 'no' | 'maybe';

interface Operator {
  readonly set: 'all' | 'any' | undefined;
  readonly ifExists: boolean;
  readonly base: ConditionOperator | 'Null';
}

const byName = new Map(conditionOperators.map((operator) => [operator.name.toLowerCase(), operator]));

/** `undefined` for a word that is no operator. */
export function parseOperator(word: string): Operator | undefined {
  const match = /^(?:(forallvalues|foranyvalue):)?(.+?)(ifexists)?$/.exec(word.toLowerCase());
  if (match === null) return undefined;
  const name = match[2] ?? '';
  const base = name === 'null' ? 'Null' : byName.get(name);
  if (base === undefined) return undefined;
  return {
    set: match[1] === undefined ? undefined : match[1] === 'forallvalues' ? 'all' : 'any',
    ifExists: match[3] !== undefined,
    base,
  };
}

export function evaluateCondition(condition: Condition, policy: Policy, context: RequestContext): Truth {
  const operator = parseOperator(condition.operator);
  if (operator === undefined) return 'maybe';
  const value = context.get(condition.key);
  if (operator.base === 'Null') return evaluateNull(condition.values, value.kind);
  switch (value.kind) {
    case 'absent':
      return whenAbsent(operator);
    case 'values':
      if (value.values.length === 0) return whenAbsent(operator);
      return compare(
        operator.base,
        operator.set,
        value.values,
        wantedOf(condition, operator.base, policy, context),
      );
    case 'present':
      return takesAnything(operator.base, condition.values) ? 'yes' : 'maybe';
    case 'unknown':
      return takesAnything(operator.base, condition.values) && whenAbsent(operator) === 'yes'
        ? 'yes'
        : 'maybe';
  }
}

/** `"Null": {"key": "true"}` holds when the key is absent, `"false"` when it is there. */
function evaluateNull(values: readonly string[], kind: 'absent' | 'values' | 'present' | 'unknown'): Truth {
  const wantsAbsent = values.some((value) => value.toLowerCase() === 'true');
  const wantsPresent = values.some((value) => value.toLowerCase() === 'false');
  if (wantsAbsent && wantsPresent) return 'yes';
  if (kind === 'unknown') return 'maybe';
  return (kind === 'absent' ? wantsAbsent : wantsPresent) ? 'yes' : 'no';
}

/** ForAnyValue wants at least one value, whatever else the operator says; ForAllValues is content without any. */
function whenAbsent(operator: Operator): Truth {
  if (operator.set === 'any') return 'no';
  if (operator.set === 'all' || operator.ifExists) return 'yes';
  return operator.base !== 'Null' && operator.base.negated ? 'yes' : 'no';
}

/** Positive wildcards such as StringLike `*` hold for every value there is. */
function takesAnything(base: ConditionOperator | 'Null', values: readonly string[]): boolean {
  return (
    base !== 'Null' &&
    !base.negated &&
    (base.name === 'StringLike' || base.name === 'ArnLike' || base.name === 'ArnEquals') &&
    values.includes('*')
  );
}

interface Wanted {
  readonly patterns: readonly string[];
  /** Values whose variables are unknown: each could turn out to be anything below its widest pattern. */
  readonly uncertain: readonly string[];
}

function wantedOf(
  condition: Condition,
  base: ConditionOperator,
  policy: Policy,
  context: RequestContext,
): Wanted {
  if (base.values !== 'text') return { patterns: condition.values, uncertain: [] };
  const patterns: string[] = [];
  const uncertain: string[] = [];
  for (const value of condition.values) {
    const resolved = resolveVariables(value, policy, context);
    if (resolved.kind === 'pattern') patterns.push(resolved.pattern);
    else if (resolved.kind === 'unknown') uncertain.push(resolved.widest);
  }
  return { patterns, uncertain };
}

function compare(
  base: ConditionOperator,
  set: 'all' | 'any' | undefined,
  values: readonly string[],
  wanted: Wanted,
): Truth {
  const answers = values.map((value): Truth => {
    const hit = wanted.patterns.some((pattern) => base.matches(value, pattern));
    if (hit) return base.negated ? 'no' : 'yes';
    if (wanted.uncertain.length > 0) return 'maybe';
    return base.negated ? 'yes' : 'no';
  });
  // Without a set operator, several values act as one question: any may fulfil it, none may break a Not….
  const every = set === 'all' || (set === undefined && base.negated);
  const decisive: Truth = every ? 'no' : 'yes';
  if (answers.includes(decisive)) return decisive;
  if (answers.includes('maybe')) return 'maybe';
  return every ? 'yes' : 'no';
}
