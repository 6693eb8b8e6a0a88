// package.json: dependencies of every kind, and overrides that set a package's versions wherever it is used.
// https://docs.npmjs.com/cli/configuring-npm/package-json
import { jsonStrings } from '../json-strings.ts';
import type { Declaration, Manifest } from '../manifest.ts';

const sections = /^(?:dependencies|devDependencies|optionalDependencies|peerDependencies)$/;

export const packageJson: Manifest = {
  ecosystem: 'npm',
  isNamed: (name) => name === 'package.json',
  globs: ['**/package.json'],
  afterwards: 'run the install command of your package manager, so that the lock file follows',
  nameKey: (name) => name,
  find: (text) =>
    jsonStrings(text).flatMap(({ path, value, span }): Declaration[] => {
      const [section = '', ...rest] = path;
      const name = nameIn(section, rest);
      if (name === undefined || value === '') return [];
      if (value.startsWith('$'))
        return [
          {
            name,
            range: value,
            span,
            style: 'npm',
            obstacle: 'this override follows the dependency of that name',
          },
        ];
      const alias = /^npm:((?:@[^/@]+\/)?[^@]+)@/.exec(value)?.[1];
      return [{ name: alias ?? name, range: value, span, style: 'npm' }];
    }),
};

function nameIn(section: string, rest: readonly string[]): string | undefined {
  if (sections.test(section)) return rest.length === 1 ? rest[0] : undefined;
  // Of `overrides` and pnpm's the last name counts, or the one that `.` stands for; of `resolutions` the last of a path.
  const isOverride =
    section === 'overrides' || section === 'resolutions' || (section === 'pnpm' && rest[0] === 'overrides');
  if (!isOverride) return undefined;
  const names = (section === 'pnpm' ? rest.slice(1) : rest).filter((one) => one !== '.');
  const last = /((?:@[^/@>]+\/)?[^/@>]+)(?:@[^/>]*)?$/.exec(names.at(-1) ?? '')?.[1];
  return last;
}
