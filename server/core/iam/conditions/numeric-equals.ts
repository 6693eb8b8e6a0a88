// The same number.
import { compareNumbers } from '../compare/numbers.ts';
import type { ConditionOperator } from '../operator.ts';

export const numericEquals: ConditionOperator = {
  name: 'NumericEquals',
  negated: false,
  values: 'number',
  matches: (value, wanted) => compareNumbers(value, wanted) === 0,
};
