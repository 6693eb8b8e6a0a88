// The opposite of IpAddress.
import { addressIn } from '../compare/addresses.ts';
import type { ConditionOperator } from '../operator.ts';

export const notIpAddress: ConditionOperator = {
  name: 'NotIpAddress',
  negated: true,
  values: 'address',
  matches: addressIn,
};
