// Ranges of versions as people write them, and what they become so that nothing older than a fixed version is chosen.
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { RangeStyle } from './manifest.ts';
import { raiseRange } from './raise-range.ts';
import { compareVersions } from './version.ts';

describe('ranges', () => {
  test.each([
    ['npm', '4.17.20', '4.17.21', '4.17.21'],
    ['npm', '=4.17.20', '4.17.21', '=4.17.21'],
    ['npm', 'v4.17.20', '4.17.21', 'v4.17.21'],
    ['npm', '^4.17.11', '4.17.21', '^4.17.21'],
    ['npm', '~4.17.11', '4.17.21', '~4.17.21'],
    ['npm', '~4.16.0', '4.17.21', '~4.17.21'],
    ['npm', '^4.17.21', '4.17.21', 'enough'],
    ['npm', '5.0.0', '4.17.21', 'enough'],
    ['npm', '>=4.0.0', '4.17.21', '>=4.17.21'],
    ['npm', '>= 4.0.0', '4.17.21', '>= 4.17.21'],
    ['npm', '>4.0.0', '4.17.21', '>=4.17.21'],
    ['npm', '>=4.0.0 <5', '4.17.21', '>=4.17.21 <5'],
    ['npm', '>=4.0.0 <4.17.0', '4.17.21', 'unsure'],
    ['npm', '<5.0.0', '4.17.21', '>=4.17.21 <5.0.0'],
    ['npm', '4.0.0 - 4.20.0', '4.17.21', '4.17.21 - 4.20.0'],
    ['npm', '4.0.0 - 4', '4.17.21', '4.17.21 - 4'],
    ['npm', '4.0.0 - 4.10.0', '4.17.21', 'unsure'],
    ['npm', '4.x', '4.17.21', '^4.17.21'],
    ['npm', '4', '4.17.21', '^4.17.21'],
    ['npm', '~4', '4.17.21', '^4.17.21'],
    ['npm', '4.17.x', '4.17.21', '~4.17.21'],
    ['npm', '4.16.x', '4.17.21', '^4.17.21'],
    ['npm', '*', '4.17.21', 'open'],
    ['npm', 'latest', '4.17.21', 'open'],
    ['npm', '^3.0.0 || ^4.0.0', '4.17.21', 'unsure'],
    ['npm', 'github:lodash/lodash#4.17', '4.17.21', 'unsure'],
    ['npm', 'workspace:^', '4.17.21', 'unsure'],
    ['npm', 'npm:lodash@^4.17.0', '4.17.21', 'npm:lodash@^4.17.21'],
    ['npm', 'npm:4.17.20', '4.17.21', 'npm:4.17.21'],
    ['npm', 'npm:@scope/lodash@~4.17.0', '4.17.21', 'npm:@scope/lodash@~4.17.21'],
    ['npm', 'catalog:', '4.17.21', 'unsure'],
    ['npm', '^1.0.0-rc.1', '1.0.0', '^1.0.0'],
    ['npm', 'canary', '1.0.0', 'unsure'],
    ['pep440', '==2.30.0', '2.31.0', '==2.31.0'],
    ['pep440', '== 2.30.0', '2.31.0', '== 2.31.0'],
    ['pep440', '===2.30.0', '2.31.0', '===2.31.0'],
    ['pep440', '>=2.0', '2.31.0', '>=2.31.0'],
    ['pep440', '>=2.0,<3', '2.31.0', '>=2.31.0,<3'],
    ['pep440', '<3,>=2.0', '2.31.0', '<3,>=2.31.0'],
    ['pep440', '>=2.0, <2.30', '2.31.0', 'unsure'],
    ['pep440', '<3', '2.31.0', '>=2.31.0,<3'],
    ['pep440', '!=2.5', '2.31.0', '>=2.31.0,!=2.5'],
    ['pep440', '!=2.31.0,>1', '2.31.0', 'unsure'],
    ['pep440', '~=2.28', '2.31.0', '~=2.28,>=2.31.0'],
    ['pep440', '~=2.31.0', '2.31.4', '~=2.31.4'],
    ['pep440', '~=2.28.0', '2.31.0', '~=2.31.0'],
    ['pep440', '==2.*', '2.31.0', '>=2.31.0,==2.*'],
    ['pep440', '==1.*', '2.31.0', 'unsure'],
    ['pep440', '', '2.31.0', '>=2.31.0'],
    ['pep440', '*', '2.31.0', 'open'],
    ['pep440', '>=2.31.0', '2.31.0', 'enough'],
    ['pep440', '==2.31.0.post1', '2.31.0', 'enough'],
    ['poetry', '^2.28', '2.31.0', '^2.31.0'],
    ['poetry', '~2.28', '2.31.0', '~2.31.0'],
    ['poetry', '2.28.1', '2.31.0', '2.31.0'],
    ['poetry', '>=2.28,<3.0', '2.31.0', '>=2.31.0,<3.0'],
    ['poetry', '^2.28 || ^3.0', '2.31.0', 'unsure'],
    ['maven', '2.14.1', '2.17.1', '2.17.1'],
    ['maven', '[2.14.1]', '2.17.1', '[2.17.1]'],
    ['maven', '[2.0,3.0)', '2.17.1', '[2.17.1,3.0)'],
    ['maven', '(2.0, 3.0)', '2.17.1', '[2.17.1, 3.0)'],
    ['maven', '[2.0,2.17.1)', '2.17.1', 'unsure'],
    ['maven', '[2.0,2.17.1]', '2.17.1', '[2.17.1,2.17.1]'],
    ['maven', '(,3.0)', '2.17.1', '[2.17.1,3.0)'],
    ['maven', '31.1-jre', '32.0.0-android', '32.0.0-jre'],
    ['maven', '2.17.1', '2.17.1', 'enough'],
    ['maven', '5.3.18.RELEASE', '5.3.18', 'enough'],
    ['maven', '4.1.68.Final', '4.1.100.Final', '4.1.100.Final'],
    ['gradle', '2.+', '2.17.1', 'open'],
    ['gradle', '1.+', '2.17.1', 'unsure'],
    ['gradle', 'latest.release', '2.17.1', 'open'],
    ['nuget', '12.0.3', '13.0.1', '13.0.1'],
    ['nuget', '12.*', '13.0.1', 'unsure'],
    ['nuget', '13.0.*', '13.0.1', 'open'],
    ['go', 'v0.7.0', '0.17.0', 'v0.17.0'],
    ['go', 'v0.0.0-20220314234659-1baeb1ce4c0b', '0.17.0', 'v0.17.0'],
    ['go', 'v0.17.0', 'v0.17.0', 'enough'],
    ['gem', "'~> 2.2.3'", '2.2.8', "'~> 2.2.8'"],
    ['gem', "'~> 2.2'", '2.2.8', "'~> 2.2', '>= 2.2.8'"],
    ['gem', '"~> 2"', '2.2.8', '"~> 2", ">= 2.2.8"'],
    ['gem', "'2.2.3'", '2.2.8', "'2.2.8'"],
    ['gem', "'= 2.2.3'", '2.2.8', "'= 2.2.8'"],
    ['gem', "'>= 2.0', '< 3'", '2.2.8', "'>= 2.2.8', '< 3'"],
    ['gem', "'>= 2.0', '< 2.2'", '2.2.8', 'unsure'],
    ['gem', "'~> 1.9.0'", '2.2.8', "'~> 2.2.8'"],
    ['gem', "'~> 2.2', '>= 2.2.9'", '2.2.8', 'enough'],
  ] as const)('%s %j to %s: %s', (style, range, fixed, wanted) => {
    const result = raiseRange(style, range, fixed);
    expect(result.kind === 'raised' ? result.range : result.kind).toBe(wanted);
  });

  test('a big step is said', () => {
    expect(raiseRange('npm', '^3.0.0', '4.17.21')).toMatchObject({
      remark: expect.stringContaining('break'),
    });
    expect(raiseRange('npm', '^0.21.1', '0.28.0')).toMatchObject({
      remark: expect.stringContaining('break'),
    });
    expect(raiseRange('npm', '^4.0.0', '4.17.21')).not.toHaveProperty('remark');
  });

  test('raised ranges are enough: raising again changes nothing', () => {
    const numbers = fc.tuple(fc.nat(20), fc.nat(20), fc.nat(20)).map((one) => one.join('.'));
    const shapes = fc.constantFrom<readonly [RangeStyle, (version: string) => string]>(
      ['npm', (v) => `^${v}`],
      ['npm', (v) => `~${v}`],
      ['npm', (v) => v],
      ['pep440', (v) => `==${v}`],
      ['pep440', (v) => `>=${v},!=99`],
      ['maven', (v) => `[${v},99)`],
      ['gem', (v) => `'~> ${v}'`],
      ['go', (v) => `v${v}`],
    );
    fc.assert(
      fc.property(shapes, numbers, numbers, ([style, shape], from, to) => {
        const first = raiseRange(style, shape(from), to);
        expect(first.kind).toBe(compareVersions(from, to) >= 0 ? 'enough' : 'raised');
        if (first.kind === 'raised') expect(raiseRange(style, first.range, to).kind).toBe('enough');
      }),
      { numRuns: 200 },
    );
  });
});

test.each([
  ['1.2', '1.2.0', 0],
  ['v1.2.3', '1.2.3', 0],
  ['1.10', '1.9', 1],
  ['1.0-rc1', '1.0', -1],
  ['1.0a2', '1.0b1', -1],
  ['1.0.dev1', '1.0a1', -1],
  ['1.0.post1', '1.0', 1],
  ['1.0.0-beta.2', '1.0.0-beta.10', -1],
  ['5.3.18.RELEASE', '5.3.18', 0],
  ['1.0.0+build.7', '1.0.0', 0],
  ['2!1.0', '1.0', 0],
  ['1.0-SNAPSHOT', '1.0', -1],
])('%s and %s', (a, b, order) => {
  expect(Math.sign(compareVersions(a, b))).toBe(order);
  expect(Math.sign(compareVersions(b, a))).toBe(order === 0 ? 0 : -order);
});
