// `npm start`: builds, and opens `samples/` in a VS Code with the extension running: the installed one where there is
// one and a screen, else one that is served to a browser on this machine, whose address is printed.
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { cacheFolder } from '../server/platform/cache-folder.ts';
import { createDemoWorld } from '../test/aws/demo-account.ts';
import { addDemoBehaviour } from '../test/aws/demo-behaviour.ts';
import { demoEnvironment } from '../test/aws/demo-environment.ts';
import { startAwsEndpoint } from '../test/aws/endpoint.ts';
import { build, root } from './build.ts';
import { packageExtension } from './package.ts';
import { codeCommand, desktopVsCode } from './vscode/desktop.ts';
import { startGroup } from './vscode/process-group.ts';
import { serveVsCode } from './vscode/serve.ts';

/** The same at every start where it is free, so that an open page finds its server again. */
const USUAL_PORT = 8484;

const samples = join(root, 'samples');
const say = (line: string): void => console.log(line);

const version = await desktopVsCode();
if (version !== undefined) await startDesktop(version);
else await startServed();

async function startDesktop(version: string): Promise<void> {
  say('Building …');
  await build();
  say(`Opening samples/ in VS Code ${version} with the extension running. Ctrl+C here ends nothing there.`);
  const child = startGroup(codeCommand, ['--new-window', `--extensionDevelopmentPath=${root}`, samples], {
    stdio: 'inherit',
    shell: process.platform === 'win32',
  });
  await new Promise((resolve) => child.once('exit', resolve));
}

async function startServed(): Promise<void> {
  say('Building and packaging …');
  const out = mkdtempSync(join(tmpdir(), 'lambda-protect-start-'));
  try {
    const [made] = await packageExtension({ out, targets: ['platform'] });
    if (!made) throw new Error('no package was made');
    const aws = await startAwsEndpoint(addDemoBehaviour(createDemoWorld()));
    const vscode = await serveVsCode({
      profile: cacheFolder('start-profile'),
      install: [made.file],
      env: demoEnvironment(aws.url),
      port: (await isFree(USUAL_PORT)) ? USUAL_PORT : 0,
      say,
    });
    say(`\nOpen this address in a browser on this machine:\n\n  ${vscode.page(samples)}\n`);
    say(
      '“Lambda Protect: Audit Deployed Functions” looks at an imagined AWS account there, “Read Behaviour” at its',
    );
    say('last nine weeks. Ctrl+C ends it.');
  } finally {
    rmSync(out, { recursive: true, force: true });
  }
}

function isFree(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const probe = createServer();
    probe.once('error', () => resolve(false));
    probe.listen(port, '127.0.0.1', () => probe.close(() => resolve(true)));
  });
}
