// The opposite of DateEquals.
import { compareDates } from '../compare/dates.ts';
import type { ConditionOperator } from '../operator.ts';

export const dateNotEquals: ConditionOperator = {
  name: 'DateNotEquals',
  negated: true,
  values: 'date',
  matches: (value, wanted) => compareDates(value, wanted) === 0,
};
