// The opposite of StringEquals: true when no wanted text is the value, or the key is absent.
import { toLiteral } from '../glob.ts';
import type { ConditionOperator } from '../operator.ts';

export const stringNotEquals: ConditionOperator = {
  name: 'StringNotEquals',
  negated: true,
  values: 'text',
  matches: (value, wanted) => value === toLiteral(wanted),
};
