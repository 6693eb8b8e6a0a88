// The policy document that a finding is about, laid out for reading, and the lines of the statement at fault.
import type { Finding } from '../finding/finding.ts';
import { parsePolicy } from '../iam/parse.ts';
import { type AccountSnapshot, functionsOf } from '../model/account-snapshot.ts';

export interface PolicyEvidence {
  /** Such as `resource policy of alias live`, `orders-role/inline`. */
  readonly title: string;
  /** JSON, two spaces. */
  readonly document: string;
  /** Zero-based, half-open: the statement's lines in `document`; absent where the finding is about the whole. */
  readonly lines?: { readonly start: number; readonly end: number };
}

/** `undefined` where a finding is about no policy, or its document is not in the snapshot. */
export function evidenceOf(finding: Finding, snapshot: AccountSnapshot): PolicyEvidence | undefined {
  const { data, place } = finding;
  if (place.kind !== 'aws' || !isObject(data)) return undefined;
  const source = data['source'];
  if (isObject(source) && typeof source['policy'] === 'string' && typeof source['index'] === 'number') {
    const text = identityDocument(snapshot, place.account, source['policy']);
    return text === undefined ? undefined : layOut(source['policy'], text, source['index']);
  }
  const statement = data['statement'];
  if (typeof statement !== 'number') return undefined;
  const qualifier = typeof data['qualifier'] === 'string' ? data['qualifier'] : null;
  for (const { function: one } of functionsOf(snapshot)) {
    if (one.arn !== place.arn) continue;
    const policy = one.policies.find((candidate) => candidate.qualifier === qualifier);
    if (policy === undefined || !policy.document.known || policy.document.value === null) return undefined;
    const title =
      qualifier === null
        ? 'resource policy'
        : `resource policy of ${/^\d+$/.test(qualifier) ? 'version' : 'alias'} ${qualifier}`;
    return layOut(title, policy.document.value, statement);
  }
  return undefined;
}

/** `role/inline` or the ARN of a managed policy. */
function identityDocument(snapshot: AccountSnapshot, accountId: string, name: string): string | undefined {
  const iam = snapshot.accounts.find((account) => account.id === accountId)?.iam;
  if (iam === undefined) return undefined;
  if (name.startsWith('arn:')) {
    return iam.policies.known
      ? iam.policies.value.find((policy) => policy.arn === name)?.document
      : undefined;
  }
  const owners = [iam.roles, iam.users, iam.groups].flatMap((known) => (known.known ? [...known.value] : []));
  for (const owner of owners) {
    if (!name.startsWith(`${owner.name}/`) || !owner.inlinePolicies.known) continue;
    const found = owner.inlinePolicies.value.find((policy) => `${owner.name}/${policy.name}` === name);
    if (found !== undefined) return found.document;
  }
  return undefined;
}

/** The document with each statement on lines of its own, in the order of the document. */
function layOut(title: string, text: string, index: number): PolicyEvidence | undefined {
  const json = toJson(text);
  if (json === undefined) return undefined;
  const raw = json['Statement'];
  const statements: readonly unknown[] = Array.isArray(raw) ? raw : [raw];
  const lines = ['{'];
  let found: PolicyEvidence['lines'];
  for (const [key, value] of Object.entries(json)) {
    if (key !== 'Statement') {
      lines.push(...indented(`${JSON.stringify(key)}: ${JSON.stringify(value, undefined, 2)}`, 1));
      continue;
    }
    lines.push('  "Statement": [');
    for (const [position, statement] of statements.entries()) {
      const start = lines.length;
      lines.push(...indented(JSON.stringify(statement, undefined, 2), 2));
      if (position === index) found = { start, end: lines.length };
      if (position < statements.length - 1) lines.push(`${lines.pop() ?? ''},`);
    }
    lines.push('  ]');
  }
  return {
    title,
    document: [...withCommas(lines), '}'].join('\n'),
    ...(found === undefined ? {} : { lines: found }),
  };
}

/** A comma behind each member of the outer object but the last. */
function withCommas(lines: readonly string[]): readonly string[] {
  return lines.map((line, at) => {
    const next = lines[at + 1];
    const ends = next !== undefined && /^ {2}"/.test(next) && at > 0;
    return ends ? `${line},` : line;
  });
}

function indented(text: string, depth: number): readonly string[] {
  return text.split('\n').map((line) => '  '.repeat(depth) + line);
}

function toJson(text: string): Readonly<Record<string, unknown>> | undefined {
  if (parsePolicy(text).statements.length === 0) return undefined;
  for (const candidate of [text, decode(text)]) {
    try {
      const value: unknown = JSON.parse(candidate);
      if (isObject(value)) return value;
    } catch {
      // Percent-encoded: the second candidate.
    }
  }
  return undefined;
}

function decode(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
