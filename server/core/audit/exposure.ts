// Who outside is let in by a statement of a resource policy, and what narrows it: the questions that several checks
// ask of functions, layers, topics, queues, buckets and keys alike.
import { parseArn } from '../iam/arn.ts';
import { parseOperator } from '../iam/evaluate.ts';
import { hasWildcard } from '../iam/glob.ts';
import { actionMatches } from '../iam/match.ts';
import type { Policy, PrincipalName, Statement } from '../iam/policy.ts';

/** Keys that tie a grant to fixed owners or sources. */
const narrowingKeys = [
  'aws:sourcearn',
  'aws:sourceaccount',
  'aws:sourceowner',
  'aws:sourceorgid',
  'aws:sourceorgpaths',
  'aws:principalaccount',
  'aws:principalorgid',
  'aws:principalorgpaths',
  'aws:principalarn',
  'aws:sourcevpc',
  'aws:sourcevpce',
  'aws:calledvia',
  'kms:calleraccount',
  'kms:viaservice',
];

/** Values of a key in positive conditions without IfExists: what the request must have. */
export function valuesOf(statement: Statement, key: string): readonly string[] {
  const wanted = key.toLowerCase();
  return statement.conditions
    .filter((condition) => condition.key.toLowerCase() === wanted && isRequirement(condition.operator))
    .flatMap((condition) => condition.values);
}

/** A positive operator that an absent key does not fulfil. */
function isRequirement(word: string): boolean {
  const operator = parseOperator(word);
  if (operator === undefined || operator.base === 'Null' || operator.ifExists) return false;
  return operator.set !== 'all' && !operator.base.negated;
}

/** True when a condition fixes who may come: a literal source, account, organization or network. */
export function isNarrowed(statement: Statement): boolean {
  return statement.conditions.some(
    (condition) =>
      narrowingKeys.includes(condition.key.toLowerCase()) &&
      isRequirement(condition.operator) &&
      condition.values.length > 0 &&
      condition.values.every((value) => isFixed(condition.key, value)),
  );
}

/** A value that names an owner: no variable, and no wildcard where the owner stands. */
export function isFixed(key: string, value: string): boolean {
  if (value.includes('${')) return false;
  if (!hasWildcard(value)) return value !== '';
  if (!/arn$/i.test(key)) return /^[a-z]+-?[^*?]{4,}/i.test(value) && !value.startsWith('*');
  const arn = parseArn(value);
  if (arn === undefined) return false;
  // S3 names are unique without an account; elsewhere the account must be there.
  return arn.account === ''
    ? !hasWildcard(arn.resource.split('/')[0] ?? '') && arn.service === 's3'
    : !hasWildcard(arn.account);
}

/** A principal that stands for everybody. */
export function isEverybody(name: PrincipalName): boolean {
  return (
    name.type === 'Everyone' ||
    name.value === '*' ||
    (name.type === 'AWS' && /^arn:[^:]*:(iam|sts)::\*:/.test(name.value)) ||
    (name.type === 'AWS' && name.value === 'arn:aws:iam::*:root')
  );
}

export function isOpen(statement: Statement): boolean {
  if (statement.effect !== 'Allow' || statement.principals === undefined) return false;
  return statement.principals.not || statement.principals.names.some(isEverybody);
}

/** Actions of the statement that fit one of the wanted actions, as the statement writes them. */
export function grantsAction(statement: Statement, action: string): boolean {
  if (statement.actions === undefined) return false;
  return (
    statement.actions.patterns.some((pattern) => actionMatches(pattern, action)) !== statement.actions.not
  );
}

/** A Deny for everybody, without or with only negative conditions, that covers the action: it closes what was open. */
export function isClosedByDeny(policy: Policy, action: string, resource: string | undefined): boolean {
  return policy.statements.some(
    (statement) =>
      statement.effect === 'Deny' &&
      statement.principals !== undefined &&
      !statement.principals.not &&
      statement.principals.names.some(isEverybody) &&
      grantsAction(statement, action) &&
      (statement.conditions.length === 0 || statement.conditions.every(deniesOthers)) &&
      (resource === undefined ||
        statement.resources === undefined ||
        statement.resources.patterns.some((one) => one === '*' || one === resource)),
  );
}

/** `StringNotEquals aws:PrincipalOrgID o-1`: everybody else is refused. */
function deniesOthers(condition: {
  readonly operator: string;
  readonly key: string;
  readonly values: readonly string[];
}): boolean {
  const operator = parseOperator(condition.operator);
  return (
    operator !== undefined &&
    operator.base !== 'Null' &&
    operator.base.negated &&
    narrowingKeys.includes(condition.key.toLowerCase()) &&
    condition.values.every((value) => isFixed(condition.key, value))
  );
}

/** Statements that let everybody do one of the actions, narrowed by nothing. */
export function openStatements(
  policy: Policy,
  actions: readonly string[],
  resource?: string,
): readonly Statement[] {
  return policy.statements.filter(
    (statement) =>
      isOpen(statement) &&
      !isNarrowed(statement) &&
      actions.some((action) => grantsAction(statement, action) && !isClosedByDeny(policy, action, resource)),
  );
}

/** Account ids of the AWS principals of a statement, with how they are written. */
export function accountsOf(
  statement: Statement,
): readonly { readonly account: string; readonly principal: string }[] {
  if (statement.principals === undefined || statement.principals.not) return [];
  return statement.principals.names.flatMap((name) => {
    if (name.type !== 'AWS') return [];
    const account = /^\d{12}$/.test(name.value)
      ? name.value
      : /^arn:[^:]+:(?:iam|sts)::(\d{12}):/.exec(name.value)?.[1];
    return account === undefined ? [] : [{ account, principal: name.value }];
  });
}

/** `statement "x" of the policy of alias live`. */
export function nameOf(statement: Statement, qualifier: string | null): string {
  const which =
    statement.sid === undefined ? `statement ${statement.index + 1}` : `statement "${statement.sid}"`;
  return `${which} of the ${qualifierName(qualifier)} policy`;
}

export function qualifierName(qualifier: string | null): string {
  if (qualifier === null) return "function's";
  return /^\d+$/.test(qualifier) ? `version ${qualifier}'s` : `alias ${qualifier}'s`;
}
