// A date before the wanted one.
import { compareDates } from '../compare/dates.ts';
import type { ConditionOperator } from '../operator.ts';

export const dateLessThan: ConditionOperator = {
  name: 'DateLessThan',
  negated: false,
  values: 'date',
  matches: (value, wanted) => compareDates(value, wanted) === -1,
};
