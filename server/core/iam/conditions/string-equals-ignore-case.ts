// Exact text in any case of letters.
import { toLiteral } from '../glob.ts';
import type { ConditionOperator } from '../operator.ts';

export const stringEqualsIgnoreCase: ConditionOperator = {
  name: 'StringEqualsIgnoreCase',
  negated: false,
  values: 'text',
  matches: (value, wanted) => value.toLowerCase() === toLiteral(wanted).toLowerCase(),
};
