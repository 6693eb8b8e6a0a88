// Saved snapshots: text → data, checked member by member. A file that is none is refused in words, never with a throw.
import { type AccountSnapshot, snapshotFormat, snapshotVersion } from './account-snapshot.ts';
import { isObject } from './shape.ts';
import { snapshotShape } from './snapshot-shape.ts';

export type ParsedSnapshot =
  | { readonly ok: true; readonly snapshot: AccountSnapshot }
  /** What is wrong, for a person: the first things, with their paths. */
  | { readonly ok: false; readonly message: string };

export function parseSnapshot(text: string): ParsedSnapshot {
  let value: unknown;
  try {
    value = JSON.parse(text.charCodeAt(0) === 0xfeff ? text.slice(1) : text);
  } catch (error) {
    return refuse(`the file is not JSON: ${error instanceof Error ? error.message : String(error)}`);
  }
  if (!isObject(value) || value['format'] !== snapshotFormat) {
    return refuse(`the file is no snapshot of an audit: its "format" is not "${snapshotFormat}"`);
  }
  if (value['version'] !== snapshotVersion) {
    return refuse(
      `the snapshot is of version ${String(value['version'] ?? 'none')}, this program reads version ${snapshotVersion}: audit again, or use the program that saved it`,
    );
  }
  if (!Array.isArray(value['accounts'])) return refuse('the snapshot has no list of accounts');
  const problems: string[] = [];
  if (isSnapshot(value, problems)) return { ok: true, snapshot: value };
  const more = problems.length > 3 ? `; and ${problems.length - 3} more` : '';
  return refuse(`the snapshot is damaged at ${problems.slice(0, 3).join('; ')}${more}`);
}

function refuse(message: string): ParsedSnapshot {
  return { ok: false, message };
}

function isSnapshot(value: unknown, problems: string[]): value is AccountSnapshot {
  return snapshotShape(value, '', problems);
}

/** Indented by one, so that two saved snapshots may be compared by line. */
export function renderSnapshot(snapshot: AccountSnapshot): string {
  return `${JSON.stringify(snapshot, null, 1)}\n`;
}
