// A dependency in a package.json, put in with the file's own indentation; the rest of the text stays as it is.

import type { ReaderContext } from '../../syntax/configuration/configured-function.ts';
import { entriesOf, textOf, valueAt } from '../../syntax/configuration/document.ts';
import type { FileChange } from './plan.ts';
import { insertion } from './wrap.ts';

/** An edit without edits when it is there already. */
export function addDependency(
  path: string,
  name: string,
  version: string,
  { files, documents }: ReaderContext,
): FileChange {
  const why = `the dependency ${name}`;
  const text = files.read(path);
  const root = text === undefined ? undefined : documents.parseJson(text);
  if (text === undefined || root?.kind !== 'map') {
    return {
      kind: 'create',
      path,
      text: `${JSON.stringify({ private: true, dependencies: { [name]: version } }, undefined, 2)}\n`,
      why,
    };
  }
  const isThere = ['dependencies', 'devDependencies', 'optionalDependencies'].some(
    (key) => textOf(valueAt(root, key, name)) !== undefined,
  );
  if (isThere) return { kind: 'edit', path, edits: [], why };
  const indent = /\n([ \t]+)"/.exec(text)?.[1] ?? '  ';
  const end = text.includes('\r\n') ? '\r\n' : '\n';
  const entry = `${JSON.stringify(name)}: ${JSON.stringify(version)}`;
  const dependencies = valueAt(root, 'dependencies');
  if (dependencies?.kind === 'map') {
    const entries = entriesOf(dependencies);
    const next = entries.find(({ key }) => key > name);
    const last = entries.at(-1);
    if (next !== undefined)
      return {
        kind: 'edit',
        path,
        edits: [insertion(next.keySpan.start, `${entry},${end}${indent}${indent}`)],
        why,
      };
    const at = last === undefined ? dependencies.start + 1 : last.value.end;
    const lead = last === undefined ? '' : ',';
    const close = last === undefined ? `${end}${indent}` : '';
    return {
      kind: 'edit',
      path,
      edits: [insertion(at, `${lead}${end}${indent}${indent}${entry}${close}`)],
      why,
    };
  }
  const lastOfAll = root.entries.at(-1);
  const at = lastOfAll === undefined ? root.start + 1 : lastOfAll.value.end;
  const block = `${end}${indent}"dependencies": {${end}${indent}${indent}${entry}${end}${indent}}`;
  return {
    kind: 'edit',
    path,
    edits: [
      insertion(at, (lastOfAll === undefined ? '' : ',') + block + (lastOfAll === undefined ? end : '')),
    ],
    why,
  };
}
