import fc from 'fast-check';
import { expect, test } from 'vitest';
import { classifyVariable, findSecrets, isReference, isSecretName } from './secrets.ts';

const kindOf = (name: string, value: string) => {
  const result = classifyVariable(name, value);
  return result.kind === 'plain' ? result.form : result.kind;
};

test.each([
  ['DB_PASSWORD', 'correct-horse-battery'],
  ['STRIPE', 'sk_live_' + 'Example0'.repeat(3)],
  ['KEY_ID', 'AKIAIOSFODNN7EXAMPLE'],
  ['DATABASE_URL', 'postgres://app:s3cr3tpass@db.example.com:5432/app'],
  ['apiToken', 'd41d8cd98f00b204e9800998ecf8427e'],
  ['CERT', '-----BEGIN RSA PRIVATE KEY-----\nMIIE'],
  ['GITHUB', 'ghp_' + 'a1B2'.repeat(9)],
])('%s holds a secret', (name, value) => {
  expect(kindOf(name, value)).toBe('secret');
  expect(JSON.stringify(classifyVariable(name, value))).not.toContain(value);
});

test.each([
  ['DB_PASSWORD', 'arn:aws:secretsmanager:eu-west-1:111122223333:secret:db-AbCdEf'],
  ['DB_PASSWORD', '{{resolve:secretsmanager:db:SecretString:password}}'],
  ['DB_PASSWORD', '/prod/db/password'],
  ['API_KEY', 'ssm:/prod/api-key'],
  ['API_TOKEN', '${ApiToken}'],
])('%s = %s is a reference and no secret', (name, value) => {
  expect(kindOf(name, value)).toBe('reference');
});

test.each([
  ['SECRET_NAME', 'prod-database'],
  ['DB_PASSWORD_SECRET_ARN', 'my-secret-name'],
  ['TOKEN_TTL', '3600'],
  ['PASSWORD_POLICY', 'strict'],
  ['AUTH', 'true'],
  ['TOKEN_ENDPOINT', 'https://auth.example.com/oauth2/token'],
  ['LOG_LEVEL', 'INFO'],
  ['TABLE', 'orders-prod'],
])('%s = %s is no secret', (name, value) => {
  expect(kindOf(name, value)).not.toBe('secret');
});

test('what Lambda or the guard defines is kept, unless a secret hides in it', () => {
  expect(kindOf('NODE_OPTIONS', '--require /opt/hook.js')).toBe('kept');
  expect(kindOf('NODE_OPTIONS', '--x=AKIAIOSFODNN7EXAMPLE')).toBe('secret');
});

test('free text is not kept', () => {
  expect(classifyVariable('NOTE', 'call me at 5, mother')).toEqual({ kind: 'text', length: 20 });
});

test('names', () => {
  expect(['dbPassword', 'API_KEY', 'client_secret', 'TOKEN'].every(isSecretName)).toBe(true);
  expect(['PASSWORD_FILE', 'tokenUrl', 'SECRET_ID', 'MONKEY', 'KEYBOARD', 'compass'].some(isSecretName)).toBe(
    false,
  );
  expect(isReference('not a reference')).toBe(false);
});

test('secrets in code are found by line, references and examples are not', () => {
  const found = findSecrets(
    'app.py',
    [
      'import os',
      "password = os.environ['DB_PASSWORD']",
      "password = get_secret('arn:aws:secretsmanager:eu-west-1:111122223333:secret:x')",
      'password = "changeme"',
      'api_key = "hT7xQ2mZ9pLw4vKd"',
      "key = 'AKIAIOSFODNN7EXAMPLE'",
      'token_url = "https://example.com/oauth/token"',
    ].join('\n'),
  );
  expect(found).toEqual([
    { path: 'app.py', line: 5, kind: 'named-secret', length: 16 },
    { path: 'app.py', line: 6, kind: 'aws-access-key-id', length: 20 },
  ]);
});

test('no value, however odd, throws or comes back', () => {
  fc.assert(
    fc.property(fc.string(), fc.string({ minLength: 12 }), (name, value) => {
      const result = classifyVariable(name, value);
      if (result.kind !== 'plain') expect(Object.values(result)).not.toContain(value);
      findSecrets('x', value);
    }),
    { numRuns: 300 },
  );
});

test('a long line without a secret takes no time', () => {
  const line = 'password="' + 'a'.repeat(500_000);
  const started = performance.now();
  findSecrets('x', line + '\n' + '"'.repeat(100_000) + '\n' + 'A://:'.repeat(50_000));
  expect(performance.now() - started).toBeLessThan(2_000);
});
