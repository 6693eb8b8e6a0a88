// The opposite of StringEqualsIgnoreCase.
import { toLiteral } from '../glob.ts';
import type { ConditionOperator } from '../operator.ts';

export const stringNotEqualsIgnoreCase: ConditionOperator = {
  name: 'StringNotEqualsIgnoreCase',
  negated: true,
  values: 'text',
  matches: (value, wanted) => value.toLowerCase() === toLiteral(wanted).toLowerCase(),
};
