// Nothing checks who made the package.
import { functionCheck } from '../../check.ts';
import { configuration, place } from '../../examples.ts';
import { cis, lambdaGuide } from '../../references.ts';

export const unsignedCode = functionCheck({
  id: 'unsigned-code',
  severity: 'info',
  title: 'unsigned code may be deployed',
  why: 'With code signing in force only packages of trusted publishers are accepted: whoever steals the right to deploy still cannot run code of their own.',
  todo: 'Attach a code-signing configuration with the policy Enforce.',
  cwe: [345, 494],
  references: [lambdaGuide('configuration-codesigning', 'Code signing'), cis('4.8')],
  needs: ['codeSigning', 'configuration', 'place'],
  test: ({ codeSigning, configuration: { packageType }, place: here }) => {
    if (packageType === 'image') return 'not-applicable';
    if (codeSigning === 'enforce') return [];
    return [
      {
        message:
          codeSigning === 'warn'
            ? `code signing of ${here.name} only warns`
            : `${here.name} takes unsigned code`,
        ...(codeSigning === 'warn' ? { severity: 'hint' as const } : {}),
      },
    ];
  },
  examples: {
    good: [{ place, configuration: configuration(), codeSigning: 'enforce' }],
    bad: [
      { place, configuration: configuration(), codeSigning: 'none' },
      { place, configuration: configuration(), codeSigning: 'warn' },
    ],
    notApplicable: [{ place, configuration: configuration({ packageType: 'image' }), codeSigning: 'none' }],
  },
});
