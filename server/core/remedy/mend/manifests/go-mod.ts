// go.mod. https://go.dev/ref/mod#go-mod-file
import type { Declaration, Manifest } from '../manifest.ts';

export const goMod: Manifest = {
  ecosystem: 'go',
  isNamed: (name) => name === 'go.mod',
  globs: ['**/go.mod'],
  afterwards: 'run go mod tidy, so that go.sum follows',
  nameKey: (name) => name,
  find(text) {
    const found: Declaration[] = [];
    const replaced = new Set<string>();
    let block = '';
    for (const line of text.matchAll(/[^\n]+/g)) {
      const content = line[0].replace(/\/\/.*/, '');
      const opens = /^\s*(\w+)\s*\(\s*$/.exec(content);
      if (opens) block = opens[1] ?? '';
      else if (/^\s*\)/.test(content)) block = '';
      else {
        const [, word = '', rest = ''] =
          block === '' ? (/^\s*(\w+)\s+(.*)$/.exec(content) ?? []) : ['', block, content];
        if (word === 'replace') replaced.add(/^\s*"?([^\s"]+)/.exec(rest)?.[1] ?? '');
        const required = word === 'require' ? /(\s|^)"?([^\s"]+)"?(\s+)(v\d\S*)\s*$/.exec(content) : null;
        if (required) {
          const range = required[4] ?? '';
          const start = line.index + content.trimEnd().length - range.length;
          found.push({
            name: required[2] ?? '',
            range,
            span: { start, end: start + range.length },
            style: 'go',
          });
        }
        if (word === 'go' || word === 'toolchain') {
          const version = /(\d[\w.]*)\s*$/.exec(content)?.[1] ?? '';
          const start = line.index + content.trimEnd().length - version.length;
          found.push({
            name: 'stdlib',
            range: `v${version}`,
            span: { start, end: start + version.length },
            style: 'go',
            obstacle:
              'it is part of Go itself: build with a newer Go, and raise this line where it should be obligatory',
          });
        }
      }
    }
    return found.map((one) =>
      replaced.has(one.name)
        ? { ...one, obstacle: 'a replace directive decides its version: change that one' }
        : one,
    );
  },
};
