// Looks into a deployment package and its layers: rule hits and secrets in the function's own code, the guard, rule
// files, extensions. The same scan as in the editor; hits in bundles are led back through their source maps.
import { createHash } from 'node:crypto';
import { findSecrets } from '../core/audit/secrets.ts';
import type { Finding } from '../core/finding/finding.ts';
import type {
  DeployedCode,
  DeployedExtension,
  DeployedRuleFile,
  FunctionConfiguration,
  GuardInCode,
  SecretInCode,
} from '../core/model/function.ts';
import { languageIdOf } from '../core/syntax/language-of.ts';
import { entryPointFinders } from '../core/syntax/shapes/index.ts';
import { compareWithWorkspace, type WorkspaceSources } from './compare-with-workspace.ts';
import { ruleFileKindOf } from './rule-files.ts';
import type { Scanner } from './scanner.ts';
import { mapFindings, readSourceMap } from './source-maps.ts';
import { decodeSource } from './source-text.ts';
import { readZip, type ZipLimits } from './zip.ts';

export interface Archive {
  /** A file's path or the archive's bytes. */
  readonly source: string | Uint8Array;
  /** ARN of the layer; absent: the function's own package. */
  readonly layerArn?: string;
}

export interface InspectOptions {
  readonly configuration: FunctionConfiguration;
  readonly scanner: Scanner;
  /** Whose rules apply, such as the workspace's folder. */
  readonly rulesFolder: string;
  /** To compare with; absent: nothing is compared. */
  readonly workspace?: WorkspaceSources;
  readonly limits?: Partial<ZipLimits>;
  readonly signal?: AbortSignal;
}

/** Folders of other people's code: hits there would bury those in the function's own. */
const dependencyPath =
  /(^|\/)(node_modules|site-packages|vendor|__pycache__|\.git|[^/]+\.(dist-info|egg-info))\/|^(python|nodejs|java|ruby)\/(lib|node_modules|gems)\//;

/** Also of paths in layers, which begin with `/opt/`. */
export function isDependencyPath(path: string): boolean {
  return dependencyPath.test(path.replace(/^\/opt\//, ''));
}

const wanted = /\.(map|json|ya?ml|env|ini|cfg|conf|toml|properties|txt|sh|xml)$/i;
const maxFindings = 500;
const guardMarks = /Rule Violation for /;

interface Found {
  readonly findings: Finding[];
  readonly secrets: SecretInCode[];
  readonly ruleFiles: DeployedRuleFile[];
  readonly extensions: DeployedExtension[];
  readonly guardFiles: string[];
  readonly skipped: { path: string; reason: string }[];
  readonly texts: Map<string, string>;
  fileCount: number;
  unpackedBytes: number;
}

/** Throws where the function's own package is no archive. */
export async function inspectPackage(
  archives: readonly Archive[],
  codeSha256: string,
  options: InspectOptions,
): Promise<DeployedCode> {
  const found: Found = {
    findings: [],
    secrets: [],
    ruleFiles: [],
    extensions: [],
    guardFiles: [],
    skipped: [],
    texts: new Map(),
    fileCount: 0,
    unpackedBytes: 0,
  };
  await options.scanner.parser.load();
  for (const archive of archives) {
    try {
      await readArchive(archive, found, options);
    } catch (error) {
      if (archive.layerArn === undefined || options.signal?.aborted) throw error;
      found.skipped.push({
        path: archive.layerArn,
        reason: error instanceof Error ? error.message : String(error),
      });
    }
  }
  scanTexts(found, options);
  const { texts, guardFiles, ...rest } = found;
  const own = [...texts].filter(
    ([path]) => languageIdOf(path) !== undefined && !path.startsWith('/opt/') && !guardFiles.includes(path),
  );
  const drift = options.workspace && compareWithWorkspace(own, options.workspace);
  return { codeSha256, ...rest, guard: guardIn(found, options), ...(drift ? { drift } : {}) };
}

/** The paths of a function's package are under /var/task, those of layers under /opt. */
async function readArchive(
  { source, layerArn }: Archive,
  found: Found,
  options: InspectOptions,
): Promise<void> {
  const root = layerArn === undefined ? '' : '/opt/';
  const fromLayer = layerArn === undefined ? {} : { layerArn };
  const select = (path: string): boolean => {
    found.fileCount += 1;
    const extension = /^extensions\/([^/]+)$/.exec(path)?.[1];
    if (extension !== undefined) found.extensions.push({ name: extension, ...fromLayer });
    if (ruleFileKindOf(path) !== undefined || isGuardPath(path)) return true;
    return !dependencyPath.test(path) && (languageIdOf(path) !== undefined || wanted.test(path));
  };
  const reading = {
    select,
    onSkip: (path: string, reason: string) => {
      if (found.skipped.length < 200) found.skipped.push({ path: root + path, reason });
    },
    ...(options.signal ? { signal: options.signal } : {}),
  };
  for await (const { path, bytes } of readZip(source, options.limits ?? {}, reading)) {
    found.unpackedBytes += bytes.length;
    const name = root + path;
    const kind = ruleFileKindOf(path);
    if (kind !== undefined) {
      found.ruleFiles.push({
        kind,
        path: name,
        sha256: createHash('sha256').update(bytes).digest('hex'),
        ...fromLayer,
      });
      continue;
    }
    const text = decodeSource(bytes);
    if (!text.ok) {
      if (languageIdOf(path) !== undefined) reading.onSkip(path, text.reason);
      continue;
    }
    if (isGuardPath(path) || (languageIdOf(path) !== undefined && guardMarks.test(text.text))) {
      found.guardFiles.push(name);
      if (isGuardPath(path)) continue;
    }
    found.texts.set(name, text.text);
  }
}

function isGuardPath(path: string): boolean {
  return /(^|\/)protect_lambda(_redirect)?\.py$|(^|\/)(@?lambda-protect|protect-lambda)\/.*\.(m?js|cjs)$/.test(
    path,
  );
}

function scanTexts(found: Found, { scanner, rulesFolder }: InspectOptions): void {
  for (const [path, text] of found.texts) {
    const language = languageIdOf(path);
    if (language === undefined) {
      if (!path.endsWith('.map')) addSecrets(found, path, text);
      continue;
    }
    const { findings, leftOut } = scanner.scanText({
      path: `${rulesFolder}/package.${language}`,
      name: path,
      language,
      text,
    });
    for (const reason of leftOut) found.skipped.push({ path, reason });
    const map = readSourceMap(path, text, (name) => found.texts.get(name));
    const own =
      map === undefined
        ? findings
        : mapFindings(findings, map).filter(
            ({ place }) => place.kind !== 'code' || !dependencyPath.test(place.file),
          );
    found.findings.push(...own.slice(0, maxFindings - found.findings.length));
    addSecrets(found, path, text);
  }
}

function addSecrets(found: Found, path: string, text: string): void {
  if (found.secrets.length < 100) found.secrets.push(...findSecrets(path, text, 100 - found.secrets.length));
}

/** `module.name` → the file that has it; the guard around it in the code, or in front of it by the layer. */
function guardIn(found: Found, { configuration, scanner }: InspectOptions): GuardInCode {
  const files = found.guardFiles;
  const variable = (name: string) => {
    const one = configuration.environment.known
      ? configuration.environment.value.find((each) => each.name === name)?.value
      : undefined;
    return one?.kind === 'plain' ? one.text : undefined;
  };
  const wrapper = variable('AWS_LAMBDA_EXEC_WRAPPER') ?? '';
  if (/protect-lambda/.test(wrapper)) {
    return files.length > 0
      ? { files, wrapsHandler: 'yes', evidence: `the layer's wrapper ${wrapper} stands before the handler` }
      : {
          files,
          wrapsHandler: 'unclear',
          evidence: `${wrapper} is set, and no layer with the guard was found`,
        };
  }
  const handler = variable('PROTECT_LAMBDA_HANDLER') ?? configuration.handler ?? '';
  const dot = handler.lastIndexOf('.');
  const stem = handler.slice(0, dot).replace(/^\.\//, '');
  const name = handler.slice(dot + 1);
  if (dot < 0)
    return { files, wrapsHandler: files.length > 0 ? 'unclear' : 'no', evidence: 'no handler is configured' };
  for (const candidate of candidates(stem, configuration.runtime ?? '')) {
    const text = found.texts.get(candidate);
    const language = languageIdOf(candidate);
    if (text === undefined || language === undefined) continue;
    const tree = scanner.parser.parse(language, text);
    try {
      const entry = tree
        ? entryPointFinders[language]?.(tree).find((one) => one.exportName === name)
        : undefined;
      if (entry?.guarded)
        return { files, wrapsHandler: 'yes', evidence: `${candidate} exports ${name} behind the guard` };
      if (entry)
        return { files, wrapsHandler: 'no', evidence: `${candidate} exports ${name} without the guard` };
      return {
        files,
        wrapsHandler: files.length > 0 ? 'unclear' : 'no',
        evidence: `${name} was not found in ${candidate}`,
      };
    } finally {
      tree?.dispose();
    }
  }
  return {
    files,
    wrapsHandler: files.length > 0 ? 'unclear' : 'no',
    evidence: `no file for the handler ${handler}`,
  };
}

function candidates(stem: string, runtime: string): readonly string[] {
  if (runtime.startsWith('python')) return [`${stem.replaceAll('.', '/')}.py`, `${stem}.py`];
  if (runtime.startsWith('ruby')) return [`${stem}.rb`];
  return ['.js', '.mjs', '.cjs', '.ts', '.mts', '.cts'].map((extension) => stem + extension);
}
