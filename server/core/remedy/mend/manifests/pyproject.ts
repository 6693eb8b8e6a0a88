// pyproject.toml: the standard's lists of requirements, and the tables of Poetry, PDM, Hatch and uv.
// https://packaging.python.org/en/latest/specifications/pyproject-toml/
import type { Declaration, Manifest } from '../manifest.ts';
import { pythonKey, requirementOf } from '../python-requirement.ts';
import { type TomlString, tomlStrings } from '../toml-strings.ts';

const lists =
  /^(?:project\/dependencies|project\/optional-dependencies\/[^/]+|dependency-groups\/[^/]+|build-system\/requires|tool\/pdm\/dev-dependencies\/[^/]+|tool\/uv\/(?:dev-dependencies|constraint-dependencies|override-dependencies)|tool\/hatch\/envs\/[^/]+\/(?:extra-)?dependencies)\/\[\]$/;
const poetry = /^tool\/poetry\/(?:dev-dependencies|dependencies|group\/[^/]+\/dependencies)$/;

export const pyproject: Manifest = {
  ecosystem: 'python',
  isNamed: (name) => name === 'pyproject.toml',
  globs: ['**/pyproject.toml'],
  afterwards: 'lock anew (poetry lock, uv lock, pdm lock) or install anew',
  nameKey: pythonKey,
  find: (text) => tomlStrings(text).flatMap(declared),
};

function declared({ path, value, span }: TomlString): readonly Declaration[] {
  // A group may include another one: `{ include-group = "test" }`.
  if (lists.test(path.join('/'))) {
    const found = requirementOf(value, span.start);
    return found ? [found] : [];
  }
  const isMember = path.at(-1) === 'version' && poetry.test(path.slice(0, -2).join('/'));
  const name = isMember ? path.at(-2) : poetry.test(path.slice(0, -1).join('/')) ? path.at(-1) : undefined;
  if (name === undefined || name === 'python') return [];
  return [{ name, range: value, span, style: 'poetry' }];
}
