// Starts a thread of this program's own, and lets it end by itself. A thread that is torn down from outside in the very
// moment in which it ends can take the whole process with it, so `terminate` is for a thread that does not end.
import { basename, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { Worker } from 'node:worker_threads';
import { installFolder } from './install-folder.ts';

/** How long a thread that has said its last word may take to end. */
const PATIENCE_MS = 5_000;

/** `file`: the thread's file (`….worker.ts`) in a checkout; a bundle has it beside the others in `dist/`. */
export function startThread(file: URL, workerData: unknown): Worker {
  const source = fileURLToPath(file);
  const bundled = join(installFolder, basename(source).replace(/\.ts$/, '.mjs'));
  return new Worker(import.meta.url.endsWith('.ts') ? source : bundled, { workerData });
}

/** Resolves when the thread is gone. The patience does not keep this process alive. */
export function endThread(worker: Worker, patienceMs: number = PATIENCE_MS): Promise<void> {
  return new Promise((resolve) => {
    const patience = setTimeout(() => void worker.terminate(), patienceMs).unref();
    worker.once('exit', () => {
      clearTimeout(patience);
      resolve();
    });
    worker.unref();
    // A thread that is gone already says nothing any more; its id tells.
    if (worker.threadId === -1) {
      clearTimeout(patience);
      resolve();
    }
  });
}
