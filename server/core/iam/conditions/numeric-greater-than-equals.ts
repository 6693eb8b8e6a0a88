// A number not before the wanted one.
import { compareNumbers } from '../compare/numbers.ts';
import type { ConditionOperator } from '../operator.ts';

export const numericGreaterThanEquals: ConditionOperator = {
  name: 'NumericGreaterThanEquals',
  negated: false,
  values: 'number',
  matches: (value, wanted) => (compareNumbers(value, wanted) ?? -1) >= 0,
};
