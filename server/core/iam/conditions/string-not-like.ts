// The opposite of StringLike.
import { globMatches } from '../glob.ts';
import type { ConditionOperator } from '../operator.ts';

export const stringNotLike: ConditionOperator = {
  name: 'StringNotLike',
  negated: true,
  values: 'text',
  matches: (value, wanted) => globMatches(wanted, value),
};
