// 5,000 findings of GuardDuty: how long listing them takes over real HTTP, with the service in a process of its own, and
// how long the editor's view takes for its pages and its filter.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { openConnection } from '../../server/aws/clients.ts';
import { readThreatWatch } from '../../server/aws/read-threats.ts';
import { createSession } from '../../server/lsp/session.ts';
import { threats as view } from '../../server/lsp/trees/threats.ts';
import { showAllThreats } from '../../server/protocol/threats.ts';
import type { Bench } from '../../tools/bench.ts';
import { demoAccountId } from '../aws/demo-account.ts';
import { demoEnvironment } from '../aws/demo-environment.ts';
import { runCli } from '../run-cli.ts';
import { median } from './support/lsp-peer.ts';

const count = 5_000;
const rounds = 5;

async function withEndpoint<T>(work: (url: string) => Promise<T>): Promise<T> {
  const child = spawn(
    process.execPath,
    [join(import.meta.dirname, 'support/findings-endpoint.ts'), `${count}`],
    {
      stdio: ['ignore', 'pipe', 'inherit'],
    },
  );
  try {
    const [line]: unknown[] = await once(child.stdout, 'data');
    return await work(String(line).trim());
  } finally {
    child.kill();
  }
}

async function listing(url: string) {
  const target = { account: demoAccountId, region: 'eu-central-1', via: 'default credentials' };
  const times: number[] = [];
  for (let round = 0; ; round += 1) {
    const connection = openConnection({ env: demoEnvironment(url), retries: 'by-caller' });
    const started = performance.now();
    const watch = await readThreatWatch(
      connection,
      target,
      { archived: false },
      new AbortController().signal,
    );
    times.push(performance.now() - started);
    connection.close();
    if (!watch.threats.known || watch.threats.value.length !== count) throw new Error('not all were listed');
    if (round === rounds - 1) return { watch, first: times[0] ?? 0, later: median(times.slice(1)) };
  }
}

async function timed(work: () => Promise<unknown>): Promise<number> {
  const times: number[] = [];
  for (let round = 0; round < 20; round += 1) {
    const started = performance.now();
    await work();
    times.push(performance.now() - started);
  }
  return median(times);
}

export const bench: Bench = {
  name: 'Findings of GuardDuty',
  run: () =>
    withEndpoint(async (url) => {
      Object.assign(process.env, demoEnvironment());
      const { watch, first, later } = await listing(url);
      const started = performance.now();
      const cli = await runCli(
        ['findings', '--endpoint-url', url, '--region', 'eu-central-1'],
        process.cwd(),
        demoEnvironment(url),
      );
      const commandLine = performance.now() - started;
      if (cli.out.split('\n').length !== count + 1) throw new Error(`not all were printed: ${cli.err}`);
      const session = createSession();
      const take = await timed(async () => session.threats.take([watch]));
      const root = await timed(() => view.children(session, undefined));
      const page = await timed(() => view.children(session, 'high'));
      session.threats.setFilter({ ...showAllThreats, text: 'example-7', withinDays: 7 });
      const filtered = await timed(() => view.children(session, undefined));
      const limit = (value: number, most: number, name: string) => ({
        name,
        value: Math.round(value * 10) / 10,
        unit: 'ms',
        must: `at most ${most} ms`,
        holds: value <= most,
      });
      return [
        limit(commandLine, 2_000, 'the command line, from start to the last line'),
        limit(later, 2_000, 'listed (median)'),
        // Not as people have it: the bundle is one file, the SDK here is hundreds.
        { name: 'listed the first time, loading the SDK unbundled', value: Math.round(first), unit: 'ms' },
        limit(take, 50, 'taken into the view'),
        limit(root, 50, 'the view’s groups'),
        limit(page, 50, 'a page of a group'),
        limit(filtered, 50, 'the groups, filtered by a word and a time'),
      ];
    }),
};
