// Function URLs are removed. What undo makes has the same settings and another address: it comes last for that.
import { missing, type Remedy } from '../remedy.ts';

export const removeUrl: Remedy = {
  id: 'remove-url',
  title: 'remove function URLs',
  harm: 'every caller of the URL is refused, signed ones too; undo brings a new address, so each caller has to be told',
  covers: ['private-url'],
  propose(facts) {
    if (!facts.urls.known) return { wishes: [], warnings: missing('function URLs', facts.urls) };
    return {
      // The last first: made again in the opposite order, they stand as before.
      wishes: facts.urls.value.toReversed().map((one) => ({
        kind: 'function-url-config',
        region: facts.region,
        target: { functionName: facts.name, qualifier: one.qualifier },
        after: null,
        note: 'undo makes it anew: settings as before, address not; private-url keeps the address',
      })),
      warnings: [],
    };
  },
};
