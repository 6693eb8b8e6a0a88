// The manifests that can be mended.
import type { Manifest } from '../manifest.ts';
import { gemfile } from './gemfile.ts';
import { goMod } from './go-mod.ts';
import { gradle, gradleCatalog } from './gradle.ts';
import { msbuild } from './msbuild.ts';
import { packageJson } from './package-json.ts';
import { pipfile } from './pipfile.ts';
import { pom } from './pom.ts';
import { pyproject } from './pyproject.ts';
import { requirements } from './requirements.ts';

export const manifests: readonly Manifest[] = [
  packageJson,
  requirements,
  pipfile,
  pyproject,
  pom,
  gradle,
  gradleCatalog,
  goMod,
  gemfile,
  msbuild,
];
