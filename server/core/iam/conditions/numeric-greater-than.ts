// A number after the wanted one.
import { compareNumbers } from '../compare/numbers.ts';
import type { ConditionOperator } from '../operator.ts';

export const numericGreaterThan: ConditionOperator = {
  name: 'NumericGreaterThan',
  negated: false,
  values: 'number',
  matches: (value, wanted) => compareNumbers(value, wanted) === 1,
};
