// `npm run -s lambda-protect -- COMMAND …`: the command line of this checkout, built when it has to be.
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { isStale } from './build-stamp.ts';

const root = join(import.meta.dirname, '..');
const dist = join(root, 'dist');
if (isStale(root, dist)) await (await import('./build.ts')).build(dist);
// npm runs scripts in the checkout; the person means the folder that they called it from.
const cwd = process.env['INIT_CWD'];
if (cwd) process.chdir(cwd);
await import(pathToFileURL(join(dist, 'cli.mjs')).href);
