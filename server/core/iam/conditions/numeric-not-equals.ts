// The opposite of NumericEquals.
import { compareNumbers } from '../compare/numbers.ts';
import type { ConditionOperator } from '../operator.ts';

export const numericNotEquals: ConditionOperator = {
  name: 'NumericNotEquals',
  negated: true,
  values: 'number',
  matches: (value, wanted) => compareNumbers(value, wanted) === 0,
};
