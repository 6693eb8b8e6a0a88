// A secret stands in an environment variable.
import { functionCheck } from '../../check.ts';
import { place } from '../../examples.ts';
import { cis, lambdaGuide } from '../../references.ts';

export const secretInEnv = functionCheck({
  id: 'secret-in-env',
  severity: 'error',
  title: 'a secret stands in an environment variable',
  why: 'Everybody who may read the configuration (lambda:GetFunctionConfiguration, ListFunctions) reads the secret, and every fault that shows the environment shows it.',
  todo: 'Move the secret into Secrets Manager or Parameter Store, keep only its name in the variable, and replace the secret: it has been seen.',
  cwe: [526, 798],
  references: [lambdaGuide('configuration-envvars', 'Environment variables'), cis('4.3')],
  needs: ['environment', 'place'],
  test: ({ environment, place: here }) => {
    if (environment.length === 0) return 'not-applicable';
    return environment.flatMap(({ name, value }) =>
      value.kind !== 'secret'
        ? []
        : [
            {
              message: `${name} of ${here.name} holds ${value.secret === 'named-secret' ? 'a value that its name calls a secret' : `a ${value.secret}`} (${value.length} characters)`,
              resource: `variable ${name}`,
              confidence: value.certain ? ('high' as const) : ('medium' as const),
              data: { variable: name, kind: value.secret },
            },
          ],
    );
  },
  examples: {
    good: [
      {
        place,
        environment: [
          {
            name: 'DB_PASSWORD',
            value: {
              kind: 'plain',
              form: 'reference',
              text: 'arn:aws:secretsmanager:eu-west-1:111122223333:secret:db',
            },
          },
        ],
      },
    ],
    bad: [
      {
        place,
        environment: [
          {
            name: 'DB_PASSWORD',
            value: { kind: 'secret', secret: 'named-secret', certain: false, length: 16 },
          },
        ],
      },
    ],
    notApplicable: [{ place, environment: [] }],
  },
});
