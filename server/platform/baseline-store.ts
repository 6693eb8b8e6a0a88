// What is usual, and what a person called normal, kept between runs: small texts by topic and key. `node:sqlite` where
// the Node has it, a plain file else; whole or not at all after a kill, and safe with several processes on one file.
import {
  closeSync,
  existsSync,
  openSync,
  readFileSync,
  readSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import type { DatabaseSync } from 'node:sqlite';

export interface BaselineEntry {
  readonly key: string;
  readonly value: string;
  /** When it was put, milliseconds since 1970. */
  readonly at: number;
}

export interface BaselineStore {
  readonly kind: 'sqlite' | 'file';
  get(topic: string, key: string): string | undefined;
  list(topic: string): readonly BaselineEntry[];
  /** Reads and writes as one step: another process waits meanwhile. `undefined` removes. */
  update(topic: string, key: string, change: (old: string | undefined) => string | undefined): void;
  close(): void;
}

export interface BaselineStoreOptions {
  readonly kind?: 'sqlite' | 'file';
  readonly now?: () => number;
  /** Entries that were not put for so long go; default 400 days. */
  readonly retentionDays?: number;
  /** The oldest entries go when all values together are longer; default 32 million characters. */
  readonly maxCharacters?: number;
  /** A store that cannot be read is laid aside and made anew; this says so. */
  readonly onProblem?: (reason: string) => void;
}

const storeVersion = 1;
const dayMs = 86_400_000;
const waitMs = 10_000;

/** Throws where the folder is not there or another version's store is newer than ours. */
export function openBaselineStore(path: string, options: BaselineStoreOptions = {}): BaselineStore {
  const limits: Limits = {
    now: options.now ?? Date.now,
    retentionMs: (options.retentionDays ?? 400) * dayMs,
    maxCharacters: options.maxCharacters ?? 32_000_000,
    onProblem: options.onProblem ?? (() => {}),
  };
  const Sqlite = options.kind === 'file' || isPlain(path) ? undefined : sqlite();
  return Sqlite ? openSqlite(path, Sqlite, limits) : openFile(path, limits);
}

interface Limits {
  readonly now: () => number;
  readonly retentionMs: number;
  readonly maxCharacters: number;
  readonly onProblem: (reason: string) => void;
}

/** Loading it prints a warning that it is experimental, which tells a person nothing. */
function sqlite(): typeof DatabaseSync | undefined {
  const { emitWarning } = process;
  process.emitWarning = () => {};
  try {
    return process.getBuiltinModule?.('node:sqlite')?.DatabaseSync;
  } catch {
    return undefined;
  } finally {
    process.emitWarning = emitWarning;
  }
}

/** A file of the plain kind stays one. */
function isPlain(path: string): boolean {
  if (!existsSync(path)) return false;
  const head = Buffer.alloc(1);
  const file = openSync(path, 'r');
  try {
    return readSync(file, head, 0, 1, 0) === 1 && head[0] === 123;
  } finally {
    closeSync(file);
  }
}

function openSqlite(path: string, Sqlite: typeof DatabaseSync, limits: Limits): BaselineStore {
  let database: DatabaseSync;
  try {
    database = prepare(path, Sqlite);
  } catch (error) {
    if (error instanceof NewerStore || !/not a database|malformed/.test(String(error))) throw error;
    renameSync(path, `${path}.broken`);
    limits.onProblem(`the store could not be read: it lies aside as ${path}.broken`);
    database = prepare(path, Sqlite);
  }
  const read = database.prepare('SELECT value FROM entries WHERE topic = ? AND key = ?');
  const all = database.prepare('SELECT key, value, at FROM entries WHERE topic = ? ORDER BY at, key');
  const write = database.prepare(
    'INSERT INTO entries (topic, key, value, at) VALUES (?, ?, ?, ?) ON CONFLICT (topic, key) DO UPDATE SET value = excluded.value, at = excluded.at',
  );
  const remove = database.prepare('DELETE FROM entries WHERE topic = ? AND key = ?');
  const expire = database.prepare('DELETE FROM entries WHERE at < ?');
  const size = database.prepare('SELECT COALESCE(SUM(LENGTH(value)), 0) AS size FROM entries');
  const dropOldest = database.prepare(
    'DELETE FROM entries WHERE rowid = (SELECT rowid FROM entries ORDER BY at, rowid LIMIT 1)',
  );
  const get = (topic: string, key: string) => {
    const value = read.get(topic, key)?.['value'];
    return typeof value === 'string' ? value : undefined;
  };
  return {
    kind: 'sqlite',
    get,
    list: (topic) =>
      all.all(topic).map((row) => ({
        key: String(row['key']),
        value: String(row['value']),
        at: Number(row['at']),
      })),
    update(topic, key, change) {
      database.exec('BEGIN IMMEDIATE');
      try {
        const value = change(get(topic, key));
        if (value === undefined) remove.run(topic, key);
        else write.run(topic, key, value, limits.now());
        expire.run(limits.now() - limits.retentionMs);
        while (Number(size.get()?.['size']) > limits.maxCharacters) dropOldest.run();
        database.exec('COMMIT');
      } catch (error) {
        database.exec('ROLLBACK');
        throw error;
      }
    },
    close: () => database.close(),
  };
}

class NewerStore extends Error {}

function prepare(path: string, Sqlite: typeof DatabaseSync): DatabaseSync {
  const database = new Sqlite(path);
  try {
    database.exec(`PRAGMA busy_timeout = ${waitMs}; PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL`);
    const version = Number(database.prepare('PRAGMA user_version').get()?.['user_version']);
    if (version > storeVersion) throw newer(path);
    database.exec(
      `CREATE TABLE IF NOT EXISTS entries (topic TEXT, key TEXT, value TEXT NOT NULL, at INTEGER NOT NULL, PRIMARY KEY (topic, key)); PRAGMA user_version = ${storeVersion}`,
    );
    return database;
  } catch (error) {
    database.close();
    throw error;
  }
}

function newer(path: string): NewerStore {
  return new NewerStore(
    `the store is of a newer version: ${path}; update Lambda Protect, or name another file`,
  );
}

type Topics = Record<string, Record<string, { readonly value: string; readonly at: number }>>;

function openFile(path: string, limits: Limits): BaselineStore {
  const load = (): Topics => {
    if (!existsSync(path)) return {};
    try {
      const value: unknown = JSON.parse(readFileSync(path, 'utf8'));
      if (typeof value === 'object' && value !== null && 'storeVersion' in value && 'topics' in value) {
        if (Number(value.storeVersion) > storeVersion) throw newer(path);
        // Written by nobody but this file.
        return value.topics as Topics;
      }
    } catch (error) {
      if (error instanceof NewerStore) throw error;
    }
    renameSync(path, `${path}.broken`);
    limits.onProblem(`the store could not be read: it lies aside as ${path}.broken`);
    return {};
  };
  load();
  return {
    kind: 'file',
    get: (topic, key) => load()[topic]?.[key]?.value,
    list: (topic) =>
      Object.entries(load()[topic] ?? {})
        .map(([key, { value, at }]) => ({ key, value, at }))
        .sort((a, b) => a.at - b.at || (a.key < b.key ? -1 : 1)),
    update(topic, key, change) {
      const unlock = lock(`${path}.lock`);
      try {
        const topics = load();
        const value = change(topics[topic]?.[key]?.value);
        const entries = { ...topics[topic] };
        if (value === undefined) delete entries[key];
        else entries[key] = { value, at: limits.now() };
        const kept = withinLimits({ ...topics, [topic]: entries }, limits);
        const partial = `${path}.${process.pid}.partial`;
        writeFileSync(partial, JSON.stringify({ storeVersion, topics: kept }), { flush: true });
        renameSync(partial, path);
      } finally {
        unlock();
      }
    },
    close() {},
  };
}

function withinLimits(topics: Topics, { now, retentionMs, maxCharacters }: Limits): Topics {
  const all = Object.entries(topics)
    .flatMap(([topic, entries]) => Object.entries(entries).map(([key, one]) => ({ topic, key, ...one })))
    .filter(({ at }) => at >= now() - retentionMs)
    .sort((a, b) => b.at - a.at);
  const kept: Topics = {};
  let size = 0;
  for (const { topic, key, value, at } of all) {
    size += value.length;
    if (size > maxCharacters) break;
    kept[topic] = { ...kept[topic], [key]: { value, at } };
  }
  return kept;
}

/** Waits for the other process; a lock whose owner was killed is old, and does not hold. */
function lock(path: string): () => void {
  const until = Date.now() + waitMs;
  for (;;) {
    try {
      closeSync(openSync(path, 'wx'));
      return () => rmSync(path, { force: true });
    } catch (error) {
      if (!(error instanceof Error && 'code' in error && error.code === 'EEXIST')) throw error;
    }
    const since = statSync(path, { throwIfNoEntry: false })?.mtimeMs ?? Date.now();
    if (Date.now() - since > waitMs / 2) rmSync(path, { force: true });
    else if (Date.now() > until) throw new Error(`another process holds the store: ${path}`);
    else Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 5);
  }
}
