// What a command of a tree's menu is given.
import type { ChangeSubject } from '../../server/protocol/changes.ts';
import type { TreeNode } from '../../server/protocol/trees.ts';

/** A node that carries arguments for the commands of its menu. */
export function isNode(given: unknown): given is TreeNode & { readonly arguments: readonly unknown[] } {
  return (
    typeof given === 'object' && given !== null && 'arguments' in given && Array.isArray(given.arguments)
  );
}

/** Of a function in the tree of functions, whose id is `function ARN`, or of a node that carries one. */
export function arnOfNode(given: unknown): string | undefined {
  const carried: unknown = isNode(given) ? given.arguments[0] : given;
  if (typeof carried === 'object' && carried !== null && 'arn' in carried && typeof carried.arn === 'string')
    return carried.arn;
  if (typeof given !== 'object' || given === null || !('id' in given) || typeof given.id !== 'string')
    return undefined;
  return /^function (arn:\S+)$/.exec(given.id)?.[1];
}

/** Of a row of violations: a node of their view, or its argument. */
export function idOfViolation(given: unknown): string | undefined {
  const value: unknown = isNode(given) ? given.arguments[0] : given;
  return typeof value === 'object' && value !== null && 'id' in value && typeof value.id === 'string'
    ? value.id
    : undefined;
}

export interface NodePlace {
  readonly account: string;
  readonly region: string;
  /** How the account is entered, in the words of an audit. */
  readonly via?: string;
  /** Absent: all functions that are there. */
  readonly name?: string;
}

/** Of a node of observations that is about a function, or about functions of one place. */
export function placeOfNode(given: unknown): NodePlace | undefined {
  const value: unknown = isNode(given) ? given.arguments[0] : given;
  if (typeof value !== 'object' || value === null) return undefined;
  const { account, region, via, name }: Readonly<Record<string, unknown>> = { ...value };
  if (typeof account !== 'string' || typeof region !== 'string') return undefined;
  return {
    account,
    region,
    ...(typeof via === 'string' ? { via } : {}),
    ...(typeof name === 'string' ? { name } : {}),
  };
}

/** For a planned change there. */
export function subjectOf({ account, region, via, name }: NodePlace): ChangeSubject {
  return {
    region,
    ...(via === undefined ? {} : { via }),
    about: { account, ...(name === undefined ? {} : { function: name }) },
  };
}
