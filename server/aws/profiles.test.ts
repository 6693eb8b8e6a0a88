import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { profileNames } from './profiles.ts';

test('profiles of both files, default first, without other sections', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'profiles-'));
  try {
    const config =
      '[default]\nregion = eu-west-1\n[profile ops]\r\n[profile "with space"]\n[sso-session corp]\n# [profile no]\n';
    writeFileSync(join(folder, 'config'), config);
    writeFileSync(
      join(folder, 'credentials'),
      '[ old ]\naws_access_key_id = AKIAIOSFODNN7EXAMPLE\n[default]\n',
    );
    const env = {
      AWS_CONFIG_FILE: join(folder, 'config'),
      AWS_SHARED_CREDENTIALS_FILE: join(folder, 'credentials'),
    };
    expect(await profileNames(env)).toEqual(['default', 'old', 'ops', 'with space']);
  } finally {
    rmSync(folder, { recursive: true });
  }
});

test('no files, no profiles', async () => {
  const env = {
    AWS_CONFIG_FILE: '/nonexistent/config',
    AWS_SHARED_CREDENTIALS_FILE: '/nonexistent/credentials',
  };
  expect(await profileNames(env)).toEqual([]);
});
