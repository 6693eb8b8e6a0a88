// The names of the profiles in the shared configuration and credentials files.
// https://docs.aws.amazon.com/cli/latest/userguide/cli-configure-files.html
import { readFile } from 'node:fs/promises';
import { homedir } from 'node:os';
import { join } from 'node:path';

/** Sorted, `default` first; empty where there are no such files. */
export async function profileNames(
  env: Readonly<Record<string, string | undefined>> = process.env,
): Promise<readonly string[]> {
  const home = join(homedir(), '.aws');
  const [config, credentials] = await Promise.all(
    [
      env['AWS_CONFIG_FILE'] ?? join(home, 'config'),
      env['AWS_SHARED_CREDENTIALS_FILE'] ?? join(home, 'credentials'),
    ].map((file) => readFile(file, 'utf8').catch(() => '')),
  );
  const names = new Set([...profilesOfConfig(config ?? ''), ...sectionsOf(credentials ?? '')]);
  return [...names].sort(
    (a, b) => Number(b === 'default') - Number(a === 'default') || a.localeCompare(b, 'en'),
  );
}

/** In the configuration file a profile is `[profile NAME]`, but for `[default]`; other sections are no profiles. */
function profilesOfConfig(text: string): string[] {
  return sectionsOf(text).flatMap((section) => {
    if (section === 'default') return [section];
    const name = /^profile\s+(?:"([^"]+)"|'([^']+)'|(.+))$/.exec(section);
    return name === null ? [] : [(name[1] ?? name[2] ?? name[3] ?? '').trim()];
  });
}

function sectionsOf(text: string): string[] {
  return [...text.matchAll(/^[ \t]*\[[ \t]*([^\]\r\n]+?)[ \t]*\]/gm)].map(([, name]) => name ?? '');
}
