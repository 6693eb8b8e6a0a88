// Function URLs ask for signed requests. They are not removed: a new URL would have another address.
import { missing, type Remedy } from '../remedy.ts';

export const privateUrl: Remedy = {
  id: 'private-url',
  title: 'let function URLs accept signed requests only',
  harm: 'anonymous callers of the URL are refused',
  propose(facts) {
    if (!facts.urls.known) return { wishes: [], warnings: missing('function URLs', facts.urls) };
    return {
      wishes: facts.urls.value
        .filter((one) => one.authType === 'NONE')
        .map((one) => ({
          kind: 'function-url',
          region: facts.region,
          target: { functionName: facts.name, qualifier: one.qualifier },
          after: { authType: 'AWS_IAM' },
        })),
      warnings: [],
    };
  },
};
