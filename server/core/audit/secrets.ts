// Secrets in the values of variables and in code, told from references to secrets, which are how it should be done.
// Returns kinds, places and lengths: never a secret or a part of one.
import type { EnvironmentValue } from '../model/environment.ts';
import type { SecretInCode } from '../model/function.ts';

interface SecretForm {
  readonly kind: string;
  /** The secret is the first group, or the whole match. Linear: no nested repetition. */
  readonly form: RegExp;
  /** Said by the format alone; else a name beside it must say so too. */
  readonly certain: boolean;
}

/** Formats that their issuers publish. */
export const secretForms: readonly SecretForm[] = [
  { kind: 'aws-access-key-id', form: /\b((?:AKIA|ASIA)[A-Z2-7]{16})\b/, certain: true },
  { kind: 'private-key', form: /-----BEGIN (?:[A-Z0-9]+ )?PRIVATE KEY(?: BLOCK)?-----/, certain: true },
  {
    kind: 'github-token',
    form: /\b((?:ghp|gho|ghu|ghs|ghr)_[A-Za-z0-9]{36,}|github_pat_[A-Za-z0-9_]{60,})/,
    certain: true,
  },
  { kind: 'gitlab-token', form: /\b(glpat-[A-Za-z0-9_-]{20,})/, certain: true },
  { kind: 'slack-token', form: /\b(xox[abeoprs]-[A-Za-z0-9-]{10,})/, certain: true },
  {
    kind: 'slack-web-hook',
    form: /(https:\/\/hooks\.slack\.com\/services\/T[A-Z0-9]+\/B[A-Z0-9]+\/[A-Za-z0-9]{16,})/,
    certain: true,
  },
  { kind: 'stripe-key', form: /\b((?:sk|rk)_live_[A-Za-z0-9]{16,})/, certain: true },
  { kind: 'google-api-key', form: /\b(AIza[A-Za-z0-9_-]{35})(?![A-Za-z0-9_-])/, certain: true },
  { kind: 'sendgrid-key', form: /\b(SG\.[A-Za-z0-9_-]{16,32}\.[A-Za-z0-9_-]{16,64})/, certain: true },
  { kind: 'npm-token', form: /\b(npm_[A-Za-z0-9]{36})\b/, certain: true },
  { kind: 'pypi-token', form: /\b(pypi-AgEIcHlwaS5vcmc[A-Za-z0-9_-]{40,})/, certain: true },
  {
    kind: 'openai-key',
    form: /\b(sk-(?:proj-|svcacct-)?[A-Za-z0-9_-]{32,})(?![A-Za-z0-9_-])/,
    certain: true,
  },
  { kind: 'twilio-key', form: /\b(SK[0-9a-f]{32})\b/, certain: true },
  {
    kind: 'json-web-token',
    form: /\b(eyJ[A-Za-z0-9_-]{10,}\.eyJ[A-Za-z0-9_-]{10,}\.[A-Za-z0-9_-]{10,})/,
    certain: true,
  },
  {
    kind: 'password-in-url',
    form: /\b[a-z][a-z0-9+.-]{1,20}:\/\/[^\s:/?#@'"]{1,64}:([^\s:/?#@'"${}<>%]{3,128})@/i,
    certain: true,
  },
  {
    kind: 'connection-string',
    form: /;\s*(?:password|pwd|accountkey|sharedaccesskey)\s*=\s*([^;\s'"()${}<>]{6,})/i,
    certain: true,
  },
];

/** Names that announce a secret. A path to one, its name or its ARN is announced by a further word. */
const secretName =
  /(?:^|[_.-])(?:pass(?:word|wd|phrase)?|pwd|secret|token|api_?key|apikey|access_?key|private_?key|secret_?key|client_?secret|auth|credentials?|signing_?key|encryption_?key|connection_?string|conn_?str|dsn|bearer|salt|webhook)(?:$|[_.-]|\d)/i;
const referenceName =
  /(?:^|[_.-])(?:arn|name|id|path|param(?:eter)?|ref|uri|url|endpoint|region|file|location|prefix|bucket|table|key_?id|ttl|timeout|length|expiry|expires?(?:_?in)?|enabled?|version|type|header|provider|issuer|audience|policy|rotation|count|size|limit)$/i;
/** AWS sets these, or their value is public by nature. */
const harmlessName =
  /^(?:AWS_(?:REGION|DEFAULT_REGION|LAMBDA_|XRAY_|EXECUTION_ENV)|POWERTOOLS_|LAMBDA_|NODE_ENV$|TZ$|LOG_LEVEL$|PUBLIC_|NEXT_PUBLIC_)/;

/** True for a name that says that its value is a secret and not the way to one. */
export function isSecretName(name: string): boolean {
  const snake = name.replace(/([a-z0-9])([A-Z])/g, '$1_$2');
  return secretName.test(snake) && !referenceName.test(snake) && !harmlessName.test(name);
}

/** A value that names where a secret is kept. */
export function isReference(value: string): boolean {
  const text = value.trim();
  return (
    /^arn:aws[a-z-]*:(?:secretsmanager|ssm|kms|s3|iam|lambda|dynamodb|rds|sns|sqs):/.test(text) ||
    /^\{\{\s*resolve:(?:secretsmanager|ssm|ssm-secure):/.test(text) ||
    /^(?:ssm|secretsmanager|secret|vault|op|sm|aws-?secret(?:smanager)?|awssm|ref\+[a-z]+):(?:\/\/)?[\w/.:-]+/i.test(
      text,
    ) ||
    /^\/[\w.-]+(?:\/[\w.-]+)+\/?$/.test(text) ||
    /^\$\{[^}]+\}$/.test(text) ||
    /^(?:\$\w+|<[^>]+>|\{\{[^}]+\}\})$/.test(text)
  );
}

/** Words that stand where a secret will be, or that switch something. */
function isPlaceholder(value: string): boolean {
  const text = value.trim();
  return (
    text.length < 4 ||
    /^(?:true|false|yes|no|on|off|none|null|nil|undefined|empty|disabled?|enabled?|required?|optional|default|basic|bearer|oauth2?|jwt|iam|aws_iam|todo|tbd|change_?me|replace_?me|placeholder|redacted|hidden|dummy|example|sample|test|dev|prod|staging|local|unused|n\/a|x{3,}|\*{3,}|\.{3,}|-+)$/i.test(
      text,
    ) ||
    /^(?:your|my|some|the|insert|enter|put)[-_ ]/i.test(text) ||
    /^-?\d{1,6}(?:\.\d+)?$/.test(text)
  );
}

/** The kind of a value that is a secret by its form. */
export function secretKindOf(value: string): string | undefined {
  return secretForms.find((one) => matchesForm(one, value))?.kind;
}

function matchesForm(one: SecretForm, text: string): boolean {
  const match = one.form.exec(text);
  if (match === null) return false;
  const secret = match[1] ?? match[0];
  return one.kind === 'private-key' || (!isPlaceholder(secret) && !isReference(secret));
}

/**
 * What of a variable may be kept. `kept` are names whose meaning Lambda or the guard defines and whose text an
 * audit needs; even their text is replaced when its form is a secret's.
 */
export function classifyVariable(
  name: string,
  value: string,
  kept: (name: string) => boolean = isKeptName,
): EnvironmentValue {
  const length = value.length;
  if (length === 0) return { kind: 'plain', form: 'empty', text: '' };
  const kind = secretKindOf(value);
  if (kind !== undefined) return { kind: 'secret', secret: kind, certain: true, length };
  if (isReference(value)) return { kind: 'plain', form: 'reference', text: value };
  if (kept(name)) return { kind: 'plain', form: 'kept', text: value };
  if (isCiphertext(value)) return { kind: 'ciphertext', length };
  if (isSecretName(name) && !isPlaceholder(value) && !isPlainUrl(value)) {
    return { kind: 'secret', secret: 'named-secret', certain: false, length };
  }
  if (/^-?\d+(?:\.\d+)?$/.test(value) && length <= 10) return { kind: 'plain', form: 'number', text: value };
  if (/^(?:true|false)$/i.test(value)) return { kind: 'plain', form: 'boolean', text: value };
  if (isPlainUrl(value)) return { kind: 'plain', form: 'url', text: value };
  if (/^(?:\/|\.{1,2}\/)?[\w.-]{1,64}(?:\/[\w.-]{1,64})+$/.test(value) && entropy(value) < 4.5) {
    return { kind: 'plain', form: 'path', text: value };
  }
  if (/^[A-Za-z][A-Za-z_-]{0,39}$/.test(value) && !isSecretName(name) && entropy(value) < 4) {
    return { kind: 'plain', form: 'word', text: value };
  }
  return { kind: 'text', length };
}

/** Variables that change how the function runs. */
export function isKeptName(name: string): boolean {
  return /^(?:AWS_LAMBDA_EXEC_WRAPPER|AWS_LAMBDA_RUNTIME_API|NODE_OPTIONS|NODE_PATH|NODE_TLS_REJECT_UNAUTHORIZED|NODE_EXTRA_CA_CERTS|LD_PRELOAD|LD_LIBRARY_PATH|LD_AUDIT|PYTHONPATH|PYTHONSTARTUP|PYTHONHOME|PYTHONHTTPSVERIFY|PYTHONINSPECT|PYTHONWARNINGS|RUBYOPT|RUBYLIB|GEM_PATH|JAVA_TOOL_OPTIONS|_JAVA_OPTIONS|JDK_JAVA_OPTIONS|CLASSPATH|DOTNET_STARTUP_HOOKS|DOTNET_ADDITIONAL_DEPS|CORECLR_PROFILER|CORECLR_PROFILER_PATH|CORECLR_ENABLE_PROFILING|PERL5OPT|BASH_ENV|ENV|PATH|GODEBUG|HTTPS?_PROXY|https?_proxy|ALL_PROXY|NO_PROXY|PROTECT_LAMBDA_[A-Z_]+|POWERTOOLS_[A-Z_]+|AWS_LAMBDA_[A-Z_]+|AWS_ENDPOINT_URL(?:_[A-Z_]+)?|OTEL_LAMBDA_[A-Z_]+|_HANDLER|LAMBDA_TASK_ROOT|LAMBDA_RUNTIME_DIR)$/.test(
    name,
  );
}

/** Without user, password and query, which may hold tokens; the path has no part that looks drawn by lot. */
function isPlainUrl(value: string): boolean {
  const match = /^https?:\/\/[A-Za-z0-9.-]+(?::\d{1,5})?((?:\/[\w.~-]*)*)$/.exec(value);
  return (
    match !== null && (match[1] ?? '').split('/').every((part) => part.length < 20 || entropy(part) < 3.5)
  );
}

/** Bytes as KMS returns them: long base64 that begins with the version of its envelope. */
function isCiphertext(value: string): boolean {
  return value.length >= 120 && /^AQI[A-Za-z0-9+/]+={0,2}$/.test(value);
}

/** Bits for each character. */
export function entropy(text: string): number {
  const counts = new Map<string, number>();
  for (const unit of text) counts.set(unit, (counts.get(unit) ?? 0) + 1);
  let bits = 0;
  for (const count of counts.values()) bits -= (count / text.length) * Math.log2(count / text.length);
  return bits;
}

/** `name = "value"`, `"name": "value"`, `name=value` in code and settings files. */
const assignment =
  /["']?([A-Za-z_][\w.-]{1,60})["']?\s{0,4}(?::=|=>|=|:)\s{0,4}(["'`])((?:(?!\2)[^\\\r\n]){6,200})\2/g;

/** Longer lines are minified code: only the published forms are looked for. */
const maxAssignmentLine = 2_000;

/** Secrets in the text of a file, with 1-based lines; at most `limit`. */
export function findSecrets(path: string, text: string, limit = 100): readonly SecretInCode[] {
  const found: SecretInCode[] = [];
  const lines = text.split(/\r\n|\n|\r/);
  for (const [index, line] of lines.entries()) {
    if (found.length >= limit) break;
    const secret = secretInLine(line);
    if (secret !== undefined) found.push({ path, line: index + 1, ...secret });
  }
  return found;
}

function secretInLine(line: string): { readonly kind: string; readonly length: number } | undefined {
  for (const one of secretForms) {
    const match = one.form.exec(line);
    if (match !== null && matchesForm(one, line))
      return { kind: one.kind, length: (match[1] ?? match[0]).length };
  }
  if (line.length > maxAssignmentLine) return undefined;
  for (const match of line.matchAll(assignment)) {
    const name = match[1] ?? '';
    const value = match[3] ?? '';
    if (isSecretName(name) && looksDrawnByLot(value)) return { kind: 'named-secret', length: value.length };
  }
  return undefined;
}

/** No reference, no placeholder, no sentence, no identifier: what a generator or a careful person makes. */
function looksDrawnByLot(value: string): boolean {
  if (isReference(value) || isPlaceholder(value) || /\s/.test(value) || value.length < 8) return false;
  if (/\$\{|\{\{|%s|%\(|<[A-Za-z]|\(/.test(value)) return false;
  if (/^[a-z]+(?:[._/-][a-z]+)*$/i.test(value) && entropy(value) < 4) return false;
  const kinds = [/[a-z]/, /[A-Z]/, /\d/, /[^A-Za-z0-9]/].filter((kind) => kind.test(value)).length;
  return kinds >= 2 && entropy(value) >= 2.8;
}
