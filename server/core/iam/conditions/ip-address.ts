// An address inside a CIDR block.
import { addressIn } from '../compare/addresses.ts';
import type { ConditionOperator } from '../operator.ts';

export const ipAddress: ConditionOperator = {
  name: 'IpAddress',
  negated: false,
  values: 'address',
  matches: addressIn,
};
