// What Inspector found in one function, as work in a workspace of several.
import { expect, test } from 'vitest';
import type { Weakness, WeakPackage } from '../../model/threat.ts';
import type { WorkspaceView } from '../place-weaknesses.ts';
import { planMend } from './plan-mend.ts';

const weakness = (more: Partial<Weakness>): Weakness => ({
  arn: 'arn',
  title: 'CVE-2026-0001',
  severity: 'high',
  kind: 'package',
  account: '111122223333',
  region: 'eu-central-1',
  function: {
    arn: 'arn:aws:lambda:eu-central-1:111122223333:function:orders',
    name: 'orders',
    version: '$LATEST',
  },
  isClosed: false,
  packages: [],
  advice: '',
  firstSeen: '',
  lastSeen: '',
  ...more,
});
const weak = (name: string, fixedIn: string, more: Partial<WeakPackage> = {}): WeakPackage => ({
  name,
  version: '1.0.0',
  fixedIn,
  manager: 'NODEPKG',
  path: '',
  layerArn: '',
  ...more,
});
const texts: Readonly<Record<string, string>> = {
  '/w/orders/package.json': '{"dependencies":{"left":"^1.0.0"}}',
  '/w/orders/src/app.js': '',
  '/w/search/package.json': '{"dependencies":{"left":"^1.0.0"}}',
  '/w/search/src/app.js': '',
};
const view = (folders: readonly string[]): WorkspaceView => ({
  paths: Object.keys(texts),
  read: (path) => texts[path],
  foldersOf: () => folders,
});
const all = [
  weakness({ packages: [weak('left', '1.2.0'), weak('left', '1.1.0'), weak('deep', '2.0.0')] }),
  weakness({ packages: [weak('never', ''), weak('layered', '3.0.0', { layerArn: 'layer:1' })] }),
  weakness({ kind: 'code', file: { path: 'src/app.js', startLine: 3, endLine: 4 } }),
];

test('of a declared function only its own manifest and file count', () => {
  const plan = planMend(all, view(['/w/orders']));
  expect(plan.manifests.map((one) => one.path)).toEqual(['/w/orders/package.json']);
  expect(plan.manifests[0]?.mends).toMatchObject([{ kind: 'edit', edits: [{ newText: '^1.2.0' }] }]);
  expect(plan.code).toMatchObject([{ paths: ['/w/orders/src/app.js'], line: 3 }]);
  expect(plan.undeclared.map((one) => one.name)).toEqual(['deep']);
  expect(plan.unmendable.map((one) => one.name)).toEqual(['never']);
  expect(plan.layers).toMatchObject([{ layerArn: 'layer:1', fixes: [{ name: 'layered' }] }]);
});

test('of one that is not declared all of them do, and what may be two files is said to be', () => {
  const plan = planMend(all, view([]));
  expect(plan.manifests).toHaveLength(2);
  expect(plan.code[0]?.paths).toEqual(['/w/orders/src/app.js', '/w/search/src/app.js']);
});

test('nothing found is nothing to do', () => {
  expect(planMend([], view([]))).toEqual({
    manifests: [],
    code: [],
    layers: [],
    undeclared: [],
    unmendable: [],
  });
});
