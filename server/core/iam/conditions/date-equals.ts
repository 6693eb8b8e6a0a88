// The same date.
import { compareDates } from '../compare/dates.ts';
import type { ConditionOperator } from '../operator.ts';

export const dateEquals: ConditionOperator = {
  name: 'DateEquals',
  negated: false,
  values: 'date',
  matches: (value, wanted) => compareDates(value, wanted) === 0,
};
