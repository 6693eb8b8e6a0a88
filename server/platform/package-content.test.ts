import { strToU8, zipSync } from 'fflate';
import { expect, test } from 'vitest';
import { addressWritings } from '../core/remedy/address-writings.ts';
import { readPackageContent } from './package-content.ts';

const { signal } = new AbortController();

async function placesOf(files: Readonly<Record<string, string | Uint8Array>>, address: string, domain = '') {
  const members = Object.entries(files).map(([path, content]) => [
    path,
    typeof content === 'string' ? strToU8(content) : content,
  ]);
  const writings = addressWritings({ address, domain });
  const { places } = await readPackageContent(zipSync(Object.fromEntries(members)), {
    root: '',
    writings,
    signal,
  });
  return places.map(({ path, line, writing }) => `${path}:${line} ${writing}`);
}

test('an address is found plain, as a number, in hexadecimal and in Base64, with its line', async () => {
  const text = 'a\nb = "198.51.100.7"\nc = 3325256711\nd = 0xc6336407\ne = "MTk4LjUxLjEwMC43"\n';
  expect(await placesOf({ 'app.py': text }, '198.51.100.7')).toEqual([
    'app.py:2 as it is',
    'app.py:3 as a number',
    'app.py:4 in hexadecimal',
    'app.py:5 in Base64',
  ]);
});

test('an address that is a part of another one is not meant', async () => {
  expect(
    await placesOf({ 'app.py': '198.51.100.77 1198.51.100.7 198.51.100.7.1\n' }, '198.51.100.7'),
  ).toEqual([]);
  expect(await placesOf({ 'app.py': 'It is 198.51.100.7.\n' }, '198.51.100.7')).toHaveLength(1);
  expect(await placesOf({ 'app.py': '133252567119\n' }, '198.51.100.7')).toEqual([]);
});

test('a domain is found as a whole', async () => {
  expect(
    await placesOf({ 'a.js': 'x = "http://evil.example/"\n// devil.example\n' }, '', 'evil.example'),
  ).toEqual(['a.js:1 as it is']);
});

test('a file that is no text has no line', async () => {
  const bytes = new Uint8Array([0, 1, 2, ...strToU8('198.51.100.7'), 0]);
  expect(await placesOf({ 'tool.bin': bytes }, '198.51.100.7')).toEqual(['tool.bin:0 as it is']);
});

test('without an address nothing is searched; what is no archive is refused', async () => {
  expect(await placesOf({ 'app.py': 'x\n' }, '')).toEqual([]);
  const options = { root: '', writings: [], signal };
  await expect(readPackageContent(new Uint8Array(10), options)).rejects.toThrow('no zip archive');
});
