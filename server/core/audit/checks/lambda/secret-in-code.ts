// A secret stands in the deployed code or in a layer.
import { functionCheck } from '../../check.ts';
import { code, place } from '../../examples.ts';
import { page } from '../../references.ts';

export const secretInCode = functionCheck({
  id: 'secret-in-code',
  severity: 'error',
  title: 'a secret stands in the deployed code',
  why: 'Everybody who may download the function (lambda:GetFunction) or its layer, and everybody with the repository, has the secret.',
  todo: 'Move the secret into Secrets Manager or Parameter Store and replace it: it has been seen.',
  cwe: [798],
  references: [page('CWE-798', 'https://cwe.mitre.org/data/definitions/798.html')],
  needs: ['code', 'place'],
  test: ({ code: deployed, place: here }) =>
    deployed.secrets.map((secret) => ({
      message: `${secret.path}:${secret.line} of ${here.name} holds a ${secret.kind} (${secret.length} characters)`,
      resource: `${secret.path}:${secret.line}`,
      confidence: secret.kind === 'named-secret' ? ('medium' as const) : ('high' as const),
      data: { path: secret.path, line: secret.line, kind: secret.kind },
    })),
  examples: {
    good: [{ place, code: code() }],
    bad: [
      {
        place,
        code: code({ secrets: [{ path: 'app.py', line: 3, kind: 'aws-access-key-id', length: 20 }] }),
      },
    ],
  },
});
