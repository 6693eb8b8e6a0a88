// The handler that a function has when the layer guards it: loads the function's own, whose name stands in
// PROTECT_LAMBDA_HANDLER, as AWS's runtime does, and wraps it. Its kind (async, callback, streaming) stays the same.
import { existsSync, statSync } from 'node:fs';
import { createRequire } from 'node:module';
import { basename, join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { protectLambda } from './index.mjs';

const name = process.env.PROTECT_LAMBDA_HANDLER ?? '';
const root = process.env.LAMBDA_TASK_ROOT ?? process.cwd();

const { module, file } = await load();
export const handler = protectLambda(exported(module), { file });

/** `folder/module.export.name`: the first dot behind the last slash parts the module from the export. */
function parts() {
  const found = /^([^.]*)\.(.+)$/.exec(basename(name));
  if (found === null || name.includes('..'))
    throw new Error(
      `PROTECT_LAMBDA_HANDLER names no handler: ${JSON.stringify(name)}; expected the function's own, such as index.handler`,
    );
  return { folder: name.slice(0, name.length - basename(name).length), stem: found[1], path: found[2] };
}

async function load() {
  const { folder, stem } = parts();
  const base = resolve(root, folder, stem);
  for (const ending of ['', '.js', '.mjs', '.cjs']) {
    const path = base + ending;
    if (existsSync(path) && statSync(path).isFile())
      return { module: await import(pathToFileURL(path).href), file: path };
  }
  const require = createRequire(join(root, 'from-here.js'));
  const path = require.resolve(stem, { paths: [root, join(root, folder)] });
  return { module: require(path), file: path };
}

function exported(module) {
  const steps = parts().path.split('.');
  const walk = (from) =>
    steps.reduce((at, step) => (at && typeof at === 'object' ? at[step] : undefined), from);
  const found = walk(module) ?? walk(module.default);
  if (typeof found !== 'function') throw new Error(`${name} is undefined or not exported`);
  return found;
}
