// Where the page of the rule language speaks of a lint: it is installed with the product, so that a diagnostic can
// link to it without a network.
import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { installFolder } from './install-folder.ts';

const path = join(dirname(installFolder), 'docs', 'rule-language.md');

let lines: ReadonlyMap<string, number> | undefined;

/** A URL of the line, or nothing where the page or the lint is not there. */
export function lintPage(id: string): string | undefined {
  lines ??= anchors();
  const line = lines.get(id);
  return line === undefined ? undefined : `${pathToFileURL(path).href}#L${line}`;
}

function anchors(): ReadonlyMap<string, number> {
  try {
    const found = new Map<string, number>();
    readFileSync(path, 'utf8')
      .split('\n')
      .forEach((line, index) => {
        const id = /<a id="([\w-]+)"><\/a>/.exec(line)?.[1];
        if (id !== undefined) found.set(id, index + 1);
      });
    return found;
  } catch {
    return new Map();
  }
}
