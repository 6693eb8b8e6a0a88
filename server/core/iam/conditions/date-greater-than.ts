// A date after the wanted one.
import { compareDates } from '../compare/dates.ts';
import type { ConditionOperator } from '../operator.ts';

export const dateGreaterThan: ConditionOperator = {
  name: 'DateGreaterThan',
  negated: false,
  values: 'date',
  matches: (value, wanted) => compareDates(value, wanted) === 1,
};
