// A number not after the wanted one.
import { compareNumbers } from '../compare/numbers.ts';
import type { ConditionOperator } from '../operator.ts';

export const numericLessThanEquals: ConditionOperator = {
  name: 'NumericLessThanEquals',
  negated: false,
  values: 'number',
  matches: (value, wanted) => (compareNumbers(value, wanted) ?? 1) <= 0,
};
