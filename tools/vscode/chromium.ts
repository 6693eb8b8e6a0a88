// The Chromium that the tests drive: the one that the machine has, else Debian's, installed after saying so.
import { execFile } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { promisify } from 'node:util';

const run = promisify(execFile);

const usual = [
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/usr/bin/google-chrome',
  '/usr/bin/google-chrome-stable',
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
  '/Applications/Chromium.app/Contents/MacOS/Chromium',
  'C:\\Program Files\\Google\\Chrome\\Application\\chrome.exe',
];

/** Nothing but loopback is reachable for the browser, and nothing is sent to anybody. */
export const chromiumArguments = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  '--host-resolver-rules=MAP * ~NOTFOUND , EXCLUDE localhost , EXCLUDE 127.0.0.1',
] as const;

export type Chromium =
  | { readonly ok: true; readonly path: string }
  | { readonly ok: false; readonly reason: string };

export function findChromium(): Chromium {
  const named = process.env['CHROMIUM_PATH'];
  if (named !== undefined) {
    return existsSync(named)
      ? { ok: true, path: named }
      : { ok: false, reason: `CHROMIUM_PATH names no file: ${named}` };
  }
  const path = usual.find((file) => existsSync(file));
  return path === undefined ? { ok: false, reason: 'no Chromium is installed' } : { ok: true, path };
}

/** Finds one, or installs Debian's where this is Debian and we may. */
export async function ensureChromium(say: (line: string) => void): Promise<Chromium> {
  const found = findChromium();
  if (found.ok || !isDebian() || process.getuid?.() !== 0) return found;
  say('Installing Debian’s package chromium with apt-get, for the tests in a browser-served VS Code …');
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
  const aptGet = (...args: readonly string[]) =>
    run('apt-get', ['-o', 'DPkg::Lock::Timeout=300', '-q', ...args], { env, maxBuffer: 1 << 26 });
  const install = () => aptGet('install', '-y', '--no-install-recommends', 'chromium');
  try {
    // A fresh machine has no package lists yet: only then is the first attempt in vain.
    await install().catch(async () => {
      await aptGet('update');
      await install();
    });
  } catch (error) {
    const words = error instanceof Error ? error.message : String(error);
    return {
      ok: false,
      reason: `Debian’s chromium could not be installed: ${words.trim().split('\n').at(-1)}`,
    };
  }
  return findChromium();
}

function isDebian(): boolean {
  try {
    return /^ID(_LIKE)?=.*debian/m.test(readFileSync('/etc/os-release', 'utf8'));
  } catch {
    return false;
  }
}
