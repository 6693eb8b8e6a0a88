// Text with `*` and `?`; letters' case matters.
import { globMatches } from '../glob.ts';
import type { ConditionOperator } from '../operator.ts';

export const stringLike: ConditionOperator = {
  name: 'StringLike',
  negated: false,
  values: 'text',
  matches: (value, wanted) => globMatches(wanted, value),
};
