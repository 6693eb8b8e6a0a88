// requirements.txt and its kin: one requirement a line. Where hashes stand with it, the version is not touched: they
// belong to that version alone.
// https://pip.pypa.io/en/stable/reference/requirements-file-format/
import type { Declaration, Manifest } from '../manifest.ts';
import { pythonKey, requirementOf } from '../python-requirement.ts';

export const requirements: Manifest = {
  ecosystem: 'python',
  isNamed: (name, folder) =>
    /^(?:requirements|constraints)[\w.-]*\.(?:txt|in)$|^[\w.-]*-requirements\.txt$/i.test(name) ||
    (folder === 'requirements' && /\.(?:txt|in)$/.test(name)),
  globs: [
    '**/requirements*.{txt,in}',
    '**/constraints*.txt',
    '**/*-requirements.txt',
    '**/requirements/*.txt',
  ],
  afterwards: 'install anew from it',
  nameKey: pythonKey,
  find(text) {
    const found: Declaration[] = [];
    // A line goes on behind a backslash at its end.
    for (const line of text.matchAll(/(?:[^\r\n\\]|\\\r?\n|\\(?!\r?\n))+/g)) {
      const blank = (part: string) => ' '.repeat(part.length);
      const content = line[0].replace(/(?:^|\s)#.*/, blank).replace(/\\\r?\n/g, blank);
      if (/^\s*(?:-|$)/.test(content)) continue;
      const options = content.search(/\s--(?:hash|config-settings|global-option)\b/);
      const hashed = /\s--hash[=\s]/.test(content);
      const declared = requirementOf(options === -1 ? content : content.slice(0, options), line.index);
      if (!declared) continue;
      found.push(
        hashed
          ? {
              ...declared,
              obstacle:
                'it is pinned by hashes, which are of that version: write the file anew with the tool that made it, such as pip-compile',
            }
          : declared,
      );
    }
    return found;
  },
};
