// Programs that the tools start: each in a process group of its own, and none outlives the tool that started it.
import { type ChildProcess, type SpawnOptions, spawn } from 'node:child_process';

const running = new Set<ChildProcess>();
let watching = false;

/** Starts a program as the leader of a new process group, which ends with this process whatever ends it. */
export function startGroup(command: string, args: readonly string[], options: SpawnOptions): ChildProcess {
  watchForOurEnd();
  const child = spawn(command, [...args], { ...options, detached: process.platform !== 'win32' });
  running.add(child);
  // The leader may go before its children: the group is ended with it, and only then forgotten.
  child.once('exit', () => {
    signalGroup(child, 'SIGKILL');
    running.delete(child);
  });
  return child;
}

/** Ends a group: politely, and after two seconds for certain. Resolves when its leader is gone. */
export async function endGroup(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const gone = new Promise<void>((resolve) => child.once('exit', () => resolve()));
  signalGroup(child, 'SIGTERM');
  const certain = setTimeout(() => signalGroup(child, 'SIGKILL'), 2_000);
  await gone;
  clearTimeout(certain);
}

function signalGroup(child: ChildProcess, signal: NodeJS.Signals): void {
  if (child.pid === undefined) return;
  try {
    process.kill(process.platform === 'win32' ? child.pid : -child.pid, signal);
  } catch {
    // Gone already.
  }
}

function watchForOurEnd(): void {
  if (watching) return;
  watching = true;
  process.once('exit', () => {
    for (const child of running) signalGroup(child, 'SIGKILL');
  });
  for (const [signal, code] of [
    ['SIGINT', 130],
    ['SIGTERM', 143],
    ['SIGHUP', 129],
  ] as const) {
    process.once(signal, () => process.exit(code));
  }
}
