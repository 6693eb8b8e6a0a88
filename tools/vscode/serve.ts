// Runs the browser-served VS Code on a loopback port with a profile of its own, and ends it.

import { execFile } from 'node:child_process';
import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { codeServerEntry } from './code-server.ts';
import { endGroup, startGroup } from './process-group.ts';

const run = promisify(execFile);
const START_LIMIT_MS = 60_000;

export interface ServedVsCode {
  /** `http://127.0.0.1:PORT`, without a slash at its end. */
  readonly address: string;
  /** The page that opens a folder. */
  page(folder: string): string;
  stop(): Promise<void>;
}

export interface ServeOptions {
  /** Settings, extensions and state live here; it may be empty. */
  readonly profile: string;
  /** VSIX files to install first. */
  readonly install: readonly string[];
  /** User settings beside the ones that keep it quiet. */
  readonly settings?: Readonly<Record<string, unknown>>;
  /** Added to the environment of the server and with it of the extension host. */
  readonly env?: Readonly<Record<string, string>>;
  /** 0 takes any free port. */
  readonly port?: number;
  say(line: string): void;
}

const quietSettings = {
  'workbench.startupEditor': 'none',
  'workbench.tips.enabled': false,
  'workbench.secondarySideBar.defaultVisibility': 'hidden',
  'workbench.enableExperiments': false,
  'chat.disableAIFeatures': true,
  'telemetry.telemetryLevel': 'off',
  'update.mode': 'none',
  'extensions.autoCheckUpdates': false,
  'extensions.autoUpdate': false,
  'extensions.ignoreRecommendations': true,
  'git.enabled': false,
  'security.workspace.trust.enabled': false,
} as const;

export async function serveVsCode(options: ServeOptions): Promise<ServedVsCode> {
  const entry = await codeServerEntry(options.say);
  const { profile } = options;
  const userData = join(profile, 'data');
  mkdirSync(join(userData, 'User'), { recursive: true });
  mkdirSync(join(profile, 'extensions'), { recursive: true });
  keepSettings(join(userData, 'User', 'settings.json'), { ...quietSettings, ...options.settings });
  const common = [
    ...['--user-data-dir', userData],
    ...['--extensions-dir', join(profile, 'extensions')],
    ...['--config', join(profile, 'config.yaml')],
    '--disable-telemetry',
    '--disable-update-check',
  ];
  const env = environment(profile, options.env);
  for (const file of options.install) {
    await run(process.execPath, [entry, ...common, '--force', '--install-extension', file], { env });
  }
  const child = startGroup(
    process.execPath,
    [
      entry,
      ...common,
      ...['--auth', 'none'],
      ...['--bind-addr', `127.0.0.1:${options.port ?? 0}`],
      '--disable-workspace-trust',
      '--disable-getting-started-override',
    ],
    { env, stdio: ['ignore', 'pipe', 'pipe'] },
  );

  const address = await new Promise<string>((resolve, reject) => {
    let heard = '';
    const late = setTimeout(
      () => reject(new Error(`VS Code did not start in time:\n${heard}`)),
      START_LIMIT_MS,
    );
    const listen = (chunk: Buffer): void => {
      heard += chunk.toString();
      const found = /HTTP server listening on (http:\/\/[^\s/]+)/.exec(heard);
      if (!found?.[1]) return;
      clearTimeout(late);
      resolve(found[1]);
      heard = '';
    };
    child.stdout?.on('data', listen);
    child.stderr?.on('data', listen);
    child.once('exit', (code) => {
      clearTimeout(late);
      reject(new Error(`VS Code ended at once (${code}):\n${heard}`));
    });
  });

  return {
    address,
    page: (folder) => `${address}/?folder=${encodeURIComponent(folder)}`,
    stop: () => endGroup(child),
  };
}

/** What a person changed in an earlier run of the same profile stays. */
function keepSettings(file: string, settings: Readonly<Record<string, unknown>>): void {
  if (!existsSync(file)) writeFileSync(file, `${JSON.stringify(settings, null, 2)}\n`);
}

/** Ours, without what another VS Code around us put there, and with every folder of the user's moved into the profile. */
function environment(profile: string, extra: ServeOptions['env']): NodeJS.ProcessEnv {
  const inherited = Object.entries(process.env).filter(([name]) => !/^(VSCODE_|ELECTRON_|npm_)/.test(name));
  return {
    ...Object.fromEntries(inherited),
    XDG_CONFIG_HOME: join(profile, 'xdg', 'config'),
    XDG_DATA_HOME: join(profile, 'xdg', 'data'),
    XDG_STATE_HOME: join(profile, 'xdg', 'state'),
    XDG_RUNTIME_DIR: join(profile, 'xdg', 'run'),
    EXTENSIONS_GALLERY: '{}',
    ...extra,
  };
}
