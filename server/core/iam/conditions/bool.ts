// `true` or `false`.
import type { ConditionOperator } from '../operator.ts';

export const bool: ConditionOperator = {
  name: 'Bool',
  negated: false,
  values: 'boolean',
  matches: (value, wanted) => value.toLowerCase() === wanted.toLowerCase(),
};
