// A date not after the wanted one.
import { compareDates } from '../compare/dates.ts';
import type { ConditionOperator } from '../operator.ts';

export const dateLessThanEquals: ConditionOperator = {
  name: 'DateLessThanEquals',
  negated: false,
  values: 'date',
  matches: (value, wanted) => (compareDates(value, wanted) ?? 1) <= 0,
};
