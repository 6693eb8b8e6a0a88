// What a command of a tree's menu is given.
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
