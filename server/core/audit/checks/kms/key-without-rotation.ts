// The key of the environment variables is never rotated.
import { functionCheck } from '../../check.ts';
import { configuration, neighbours, place } from '../../examples.ts';
import { securityHub } from '../../references.ts';

const keyArn = 'arn:aws:kms:eu-west-1:111122223333:key/11111111-2222-3333-4444-555555555555';
const key = (rotated: boolean) => ({
  kind: 'kms-key' as const,
  arn: keyArn,
  exists: { known: true as const, value: true },
  policy: { known: true as const, value: null },
  enabled: { known: true as const, value: true },
  rotated: { known: true as const, value: rotated },
});

export const keyWithoutRotation = functionCheck({
  id: 'key-without-rotation',
  severity: 'info',
  title: 'the key of the function is not rotated',
  why: 'Rotation bounds how much one version of a key protects.',
  todo: 'Turn automatic rotation of the key on.',
  cwe: [324],
  references: [securityHub('KMS.4')],
  needs: ['configuration', 'neighbours', 'place'],
  test: ({ configuration: { kmsKeyArn }, neighbours: around, place: here }) => {
    const found = kmsKeyArn === undefined ? undefined : around.get(kmsKeyArn);
    if (found?.kind !== 'kms-key') return 'not-applicable';
    if (!found.rotated.known) return { hits: [], gaps: [found.rotated.gap] };
    return found.rotated.value
      ? []
      : [{ message: `${found.arn} of ${here.name} is not rotated`, resource: found.arn }];
  },
  examples: {
    good: [{ place, configuration: configuration({ kmsKeyArn: keyArn }), neighbours: neighbours(key(true)) }],
    bad: [{ place, configuration: configuration({ kmsKeyArn: keyArn }), neighbours: neighbours(key(false)) }],
    notApplicable: [{ place, configuration: configuration(), neighbours: neighbours() }],
  },
});
