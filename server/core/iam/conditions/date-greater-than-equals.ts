// A date not before the wanted one.
import { compareDates } from '../compare/dates.ts';
import type { ConditionOperator } from '../operator.ts';

export const dateGreaterThanEquals: ConditionOperator = {
  name: 'DateGreaterThanEquals',
  negated: false,
  values: 'date',
  matches: (value, wanted) => (compareDates(value, wanted) ?? -1) >= 0,
};
