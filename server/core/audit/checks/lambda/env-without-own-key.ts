// Environment variables are encrypted with the key that AWS owns: whoever may read the configuration reads them.
import { functionCheck } from '../../check.ts';
import { configuration, place } from '../../examples.ts';
import { cis, lambdaGuide } from '../../references.ts';

export const envWithoutOwnKey = functionCheck({
  id: 'env-without-own-key',
  severity: 'info',
  title: 'environment variables have no key of their own',
  why: 'With a customer-managed key only those who may use the key read the variables; with the default key everybody who may read the configuration does.',
  todo: 'Set KMSKeyArn when the variables say something that not everybody in the account should read.',
  cwe: [311],
  references: [
    lambdaGuide('configuration-envvars-encryption', 'Securing environment variables'),
    cis('4.12'),
  ],
  needs: ['environment', 'configuration', 'place'],
  test: ({ environment, configuration: { kmsKeyArn }, place: here }) => {
    // Settings that anybody may know need no key.
    const worth = environment.filter(({ value }) => value.kind !== 'plain' && value.kind !== 'ciphertext');
    if (worth.length === 0) return 'not-applicable';
    return kmsKeyArn === undefined
      ? [
          {
            message: `${worth.length} variable${worth.length === 1 ? '' : 's'} of ${here.name} with free text or secrets ${worth.length === 1 ? 'has' : 'have'} no customer-managed key`,
          },
        ]
      : [];
  },
  examples: {
    good: [
      {
        place,
        configuration: configuration({
          kmsKeyArn: 'arn:aws:kms:eu-west-1:111122223333:key/11111111-2222-3333-4444-555555555555',
        }),
        environment: [{ name: 'A', value: { kind: 'text', length: 20 } }],
      },
    ],
    bad: [
      {
        place,
        configuration: configuration(),
        environment: [{ name: 'A', value: { kind: 'text', length: 20 } }],
      },
    ],
    notApplicable: [
      {
        place,
        configuration: configuration(),
        environment: [{ name: 'LOG', value: { kind: 'plain', form: 'word', text: 'INFO' } }],
      },
    ],
  },
});
