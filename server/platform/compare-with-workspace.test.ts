import { expect, test } from 'vitest';
import { compareWithWorkspace, type WorkspaceSources } from './compare-with-workspace.ts';

function workspace(files: Record<string, string>): WorkspaceSources {
  const byName = new Map<string, string[]>();
  for (const path of Object.keys(files)) {
    const name = path.slice(path.lastIndexOf('/') + 1);
    byName.set(name, [...(byName.get(name) ?? []), path]);
  }
  return { root: '/w', byName, read: (path) => files[path] };
}

test('the folder with the same files is found, and what differs is named', () => {
  const own = workspace({ '/w/one/app.py': 'a\r\n', '/w/one/lib/x.py': 'x', '/w/two/app.py': 'other' });
  const deployed = [
    ['app.py', 'a\n'],
    ['lib/x.py', 'y'],
    ['added.py', 'z'],
  ] as const;
  expect(compareWithWorkspace(deployed, own)).toEqual({
    folder: 'one',
    sameCount: 1,
    changed: ['lib/x.py'],
    onlyDeployed: ['added.py'],
  });
});

test('one handler that was changed is compared with the only file that it can be', () => {
  expect(compareWithWorkspace([['app.py', 'new']], workspace({ '/w/app.py': 'old' }))).toEqual({
    folder: '.',
    sameCount: 0,
    changed: ['app.py'],
    onlyDeployed: [],
  });
});

test('where nobody can know, nothing is said', () => {
  const two = workspace({ '/w/one/app.py': '1', '/w/two/app.py': '2' });
  expect(compareWithWorkspace([['app.py', '3']], two)).toBeUndefined();
  expect(
    compareWithWorkspace(
      [
        ['app.py', '1'],
        ['b.py', ''],
        ['c.py', ''],
      ],
      two,
    ),
  ).toBeUndefined();
  expect(compareWithWorkspace([['app.py', '1']], workspace({}))).toBeUndefined();
});
