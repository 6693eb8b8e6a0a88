// The same bytes, both given in base64.
import type { ConditionOperator } from '../operator.ts';

export const binaryEquals: ConditionOperator = {
  name: 'BinaryEquals',
  negated: false,
  values: 'bytes',
  matches: (value, wanted) => value.replace(/=+$/, '') === wanted.replace(/=+$/, ''),
};
