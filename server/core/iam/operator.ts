// The shape of a condition operator: how one value of the request is compared with one value of the policy.
// IfExists, ForAllValues, ForAnyValue and absent keys are the same for all and are handled around it.

export interface ConditionOperator {
  readonly name: string;
  /** True for the Not… operators: `matches` is their positive form, and an absent key fulfils them. */
  readonly negated: boolean;
  /** What the values are; policy variables stand only in texts. */
  readonly values: 'text' | 'number' | 'date' | 'boolean' | 'bytes' | 'address';
  /** `wanted` is the policy's value with its variables put in. Values that cannot be read match nothing. */
  readonly matches: (value: string, wanted: string) => boolean;
}
