// The opposite of ArnLike.
import { arnMatches } from '../compare/arns.ts';
import type { ConditionOperator } from '../operator.ts';

export const arnNotLike: ConditionOperator = {
  name: 'ArnNotLike',
  negated: true,
  values: 'text',
  matches: arnMatches,
};
