// Exact text; letters' case matters, wildcards are plain characters.
import { toLiteral } from '../glob.ts';
import type { ConditionOperator } from '../operator.ts';

export const stringEquals: ConditionOperator = {
  name: 'StringEquals',
  negated: false,
  values: 'text',
  matches: (value, wanted) => value === toLiteral(wanted),
};
