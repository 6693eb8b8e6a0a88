// An ARN, part by part, with `*` and `?`.
import { arnMatches } from '../compare/arns.ts';
import type { ConditionOperator } from '../operator.ts';

export const arnLike: ConditionOperator = {
  name: 'ArnLike',
  negated: false,
  values: 'text',
  matches: arnMatches,
};
