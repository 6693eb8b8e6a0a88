// An ARN, part by part; the service treats it as ArnLike, wildcards included.
import { arnMatches } from '../compare/arns.ts';
import type { ConditionOperator } from '../operator.ts';

export const arnEquals: ConditionOperator = {
  name: 'ArnEquals',
  negated: false,
  values: 'text',
  matches: arnMatches,
};
