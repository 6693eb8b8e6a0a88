// The code that runs: files of a function's package and layers, opened read-only. Their texts come through the same
// request as the other pages of the server; their URIs end with the file's name, so that editors know the language.
import { pageScheme } from './pages.ts';

/** Request: the functions of the audit that is open → `readonly AuditedFunction[]`. */
export const auditedFunctionsRequest = 'lambdaProtect/code/functions';

export interface AuditedFunction {
  readonly arn: string;
  readonly name: string;
  readonly region: string;
  /** Published versions and aliases, beside `$LATEST`. */
  readonly qualifiers: readonly string[];
}

/** Request: `DeployedFilesParams` → `readonly DeployedFile[]`. Downloads the package. Fails with words for a person. */
export const deployedFilesRequest = 'lambdaProtect/code/files';

export interface DeployedFilesParams {
  readonly arn: string;
  /** A version or an alias; absent: `$LATEST`. */
  readonly qualifier?: string;
}

export interface DeployedFile {
  /** Files of layers begin with `/opt/`. */
  readonly path: string;
  readonly sizeBytes: number;
  readonly uri: string;
}

export interface DeployedPlace extends DeployedFilesParams {
  readonly path: string;
}

export function deployedUri({ arn, qualifier = '', path }: DeployedPlace): string {
  const query = encodeURIComponent(JSON.stringify([arn, qualifier]));
  return `${pageScheme}:/deployed/${path
    .split('/')
    .filter((part) => part !== '')
    .map(encodeURIComponent)
    .join('/')}?${query}#${path.startsWith('/') ? 'layer' : ''}`;
}

export function parseDeployedUri(uri: string): DeployedPlace | undefined {
  const match = /^lambda-protect:\/+deployed\/([^?#]+)\?([^#]*)(?:#(layer)?)?$/.exec(uri);
  if (match === null) return undefined;
  try {
    const path = (match[1] ?? '').split('/').map(decodeURIComponent).join('/');
    const [arn, qualifier] = parsePair(match[2] ?? '');
    if (arn === undefined) return undefined;
    return { arn, path: match[3] === 'layer' ? `/${path}` : path, ...(qualifier ? { qualifier } : {}) };
  } catch {
    return undefined;
  }
}

/** Editors may encode once more what is encoded already. */
function parsePair(text: string): readonly (string | undefined)[] {
  let plain = text;
  for (let round = 0; round < 3 && !plain.startsWith('['); round += 1) plain = decodeURIComponent(plain);
  const value: unknown = JSON.parse(plain);
  return Array.isArray(value) ? value.map((one) => (typeof one === 'string' ? one : undefined)) : [];
}
