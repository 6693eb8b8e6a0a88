// A variable that the settings list is not encrypted by the person who set it.
import { functionCheck } from '../../check.ts';
import { options, place } from '../../examples.ts';
import { lambdaGuide } from '../../references.ts';

export const unencryptedNamedVariable = functionCheck({
  id: 'unencrypted-named-variable',
  severity: 'warning',
  title: 'a variable that must be encrypted is not',
  why: 'The settings say that this variable is to be encrypted before it is set; its value does not look like it.',
  todo: 'Encrypt the value with KMS on the client side, or replace it by a reference.',
  cwe: [312],
  references: [lambdaGuide('configuration-envvars-encryption', 'Securing environment variables')],
  needs: ['environment', 'options', 'place'],
  test: ({ environment, options: { encryptedVariables }, place: here }) => {
    const listed = environment.filter(({ name }) => encryptedVariables.includes(name));
    if (listed.length === 0) return 'not-applicable';
    return listed
      .filter(
        ({ value }) =>
          value.kind !== 'ciphertext' &&
          !(value.kind === 'plain' && (value.form === 'reference' || value.form === 'empty')),
      )
      .map(({ name }) => ({
        message: `${name} of ${here.name} is not encrypted`,
        resource: `variable ${name}`,
      }));
  },
  examples: {
    good: [
      {
        place,
        options: { ...options, encryptedVariables: ['DB'] },
        environment: [{ name: 'DB', value: { kind: 'ciphertext', length: 200 } }],
      },
    ],
    bad: [
      {
        place,
        options: { ...options, encryptedVariables: ['DB'] },
        environment: [{ name: 'DB', value: { kind: 'text', length: 20 } }],
      },
    ],
    notApplicable: [{ place, options, environment: [{ name: 'DB', value: { kind: 'text', length: 20 } }] }],
  },
});
