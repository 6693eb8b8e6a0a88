// The opposite of ArnEquals.
import { arnMatches } from '../compare/arns.ts';
import type { ConditionOperator } from '../operator.ts';

export const arnNotEquals: ConditionOperator = {
  name: 'ArnNotEquals',
  negated: true,
  values: 'text',
  matches: arnMatches,
};
