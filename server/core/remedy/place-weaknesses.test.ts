import { expect, test } from 'vitest';
import type { Weakness } from '../model/threat.ts';
import { placeWeaknesses } from './place-weaknesses.ts';

const base: Weakness = {
  arn: 'arn',
  title: 'CVE-2026-00001 - tiny',
  severity: 'high',
  kind: 'package',
  account: '111122223333',
  region: 'eu-central-1',
  function: { arn: 'arn', name: 'orders', version: '$LATEST' },
  isClosed: false,
  packages: [
    { name: 'tiny', version: '1.0.0', fixedIn: '1.0.4', manager: 'NODEPKG', path: '', layerArn: '' },
  ],
  advice: '',
  firstSeen: '',
  lastSeen: '',
};
const code: Weakness = {
  ...base,
  kind: 'code',
  packages: [],
  file: { path: 'src/app.py', startLine: 3, endLine: 4 },
};

const manifest = (range: string) => JSON.stringify({ dependencies: { tiny: range } });

function place(
  weakness: Weakness,
  files: Readonly<Record<string, string>>,
  folders: readonly string[] = [],
): readonly string[] {
  const view = { paths: Object.keys(files), read: (path: string) => files[path], foldersOf: () => folders };
  return placeWeaknesses([weakness], view).map((one) =>
    one.kind === 'code' ? `${one.file}:${one.startLine}` : `${one.file} ${one.mend.kind}`,
  );
}

test('a code finding is where the declaration of the function says that its files are', () => {
  const files = { '/w/orders/src/app.py': '', '/w/search/src/app.py': '' };
  expect(place(code, files, ['/w/orders'])).toEqual(['/w/orders/src/app.py:3']);
});

test('without a declaration only a file that is the only one of its path is meant', () => {
  expect(place(code, { '/w/orders/src/app.py': '' })).toEqual(['/w/orders/src/app.py:3']);
  expect(place(code, { '/w/a/src/app.py': '', '/w/b/src/app.py': '' })).toEqual([]);
  expect(place(code, { '/w/a/other.py': '' })).toEqual([]);
});

test('a package is where the nearest manifest declares it', () => {
  const files = {
    '/w/package.json': manifest('^1.0.0'),
    '/w/orders/package.json': manifest('1.0.0'),
    '/w/search/package.json': manifest('1.0.0'),
  };
  expect(place(base, files, ['/w/orders'])).toEqual(['/w/orders/package.json edit']);
  expect(place(base, files, ['/w/mails'])).toHaveLength(1);
  expect(place(base, files, ['/w/mails'])[0]).toContain('/w/package.json');
});

test('a function that the workspace does not declare has problems only where the old version stands', () => {
  expect(place(base, { '/w/package.json': manifest('1.0.0') })).toEqual(['/w/package.json edit']);
  expect(place(base, { '/w/package.json': manifest('1.0.9') })).toEqual([]);
  expect(place(base, { '/w/package.json': '{}' })).toEqual([]);
});

test('what is in a layer, or has no fixed version, is in no manifest', () => {
  const files = { '/w/package.json': manifest('1.0.0') };
  const [one] = base.packages;
  if (one === undefined) throw new Error('there is one');
  expect(place({ ...base, packages: [{ ...one, layerArn: 'arn:layer' }] }, files)).toEqual([]);
  expect(place({ ...base, packages: [{ ...one, fixedIn: '' }] }, files)).toEqual([]);
});
