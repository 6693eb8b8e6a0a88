// Pipfile. https://pipenv.pypa.io/en/stable/pipfile.html
import type { Declaration, Manifest } from '../manifest.ts';
import { pythonKey } from '../python-requirement.ts';
import { tomlStrings } from '../toml-strings.ts';

/** Tables beside those of packages. */
const others = /^(?:source|requires|scripts|pipenv)$/;

export const pipfile: Manifest = {
  ecosystem: 'python',
  isNamed: (name) => name === 'Pipfile',
  globs: ['**/Pipfile'],
  afterwards: 'run pipenv lock',
  nameKey: pythonKey,
  find: (text) =>
    tomlStrings(text).flatMap(({ path, value, span }): Declaration[] => {
      const [table = '', name = '', member = 'version'] = path;
      const isVersion = path.length <= 3 && member === 'version' && name !== '';
      return others.test(table) || !isVersion ? [] : [{ name, range: value, span, style: 'pep440' }];
    }),
};
