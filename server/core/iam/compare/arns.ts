// ARNs of condition values: each of the six parts is compared by itself, `*` and `?` within a part.
// https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_condition_operators.html#Conditions_ARN
import { globMatches } from '../glob.ts';

export function arnMatches(value: string, pattern: string): boolean {
  if (pattern === '*') return true;
  const actual = split(value);
  const wanted = split(pattern);
  if (actual.length !== wanted.length) return false;
  return wanted.every((part, index) => globMatches(part, actual[index] ?? ''));
}

function split(text: string): readonly string[] {
  const parts = text.split(':');
  return parts.length <= 6 ? parts : [...parts.slice(0, 5), parts.slice(5).join(':')];
}
