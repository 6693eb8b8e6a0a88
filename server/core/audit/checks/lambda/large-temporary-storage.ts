// More temporary storage than the default: data of other calls stays there while the environment lives.
import { functionCheck } from '../../check.ts';
import { configuration, place } from '../../examples.ts';
import { lambdaGuide } from '../../references.ts';

export const largeTemporaryStorage = functionCheck({
  id: 'large-temporary-storage',
  severity: 'hint',
  title: 'much temporary storage outlives a call',
  why: 'Files in /tmp stay for the next calls in the same environment, which may come from somebody else.',
  todo: 'Delete files at the end of each call, and lower the size when it is not needed.',
  cwe: [459],
  references: [lambdaGuide('configuration-ephemeral-storage', 'Ephemeral storage')],
  needs: ['configuration', 'place'],
  test: ({ configuration: { ephemeralStorageMb }, place: here }) =>
    ephemeralStorageMb > 512 ? [{ message: `${here.name} has ${ephemeralStorageMb} MB in /tmp` }] : [],
  examples: {
    good: [{ place, configuration: configuration() }],
    bad: [{ place, configuration: configuration({ ephemeralStorageMb: 4096 }) }],
  },
});
