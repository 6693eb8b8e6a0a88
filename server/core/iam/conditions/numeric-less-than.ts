// A number before the wanted one.
import { compareNumbers } from '../compare/numbers.ts';
import type { ConditionOperator } from '../operator.ts';

export const numericLessThan: ConditionOperator = {
  name: 'NumericLessThan',
  negated: false,
  values: 'number',
  matches: (value, wanted) => compareNumbers(value, wanted) === -1,
};
