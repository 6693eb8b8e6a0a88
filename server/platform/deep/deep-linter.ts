// Asks the thread of the dear lints, keeps what it said by pattern, and ends it when it does not answer in time.
import type { Worker } from 'node:worker_threads';
import { backtrackProblems } from '../../core/rulelang/deep-lints.ts';
import { shifted } from '../../core/rulelang/lint.ts';
import type { RuleFile } from '../../core/rulelang/parse.ts';
import type { RuleProblem } from '../../core/rulelang/rule.ts';
import { startThread } from '../thread.ts';
import type { DeepAnswer, DeepRequest } from './deep-lints.worker.ts';

export interface DeepLinter {
  /** What is known of the file's patterns by now; asks nothing. */
  known(file: RuleFile): readonly RuleProblem[];
  /**
   * Looks at every pattern that is not known yet, then at how rules cover each other. An aborted call answers with
   * what is known by then. `onProgress` is called now and then while it goes on.
   */
  lint(
    file: RuleFile,
    text: string,
    signal: AbortSignal,
    onProgress?: () => void,
  ): Promise<readonly RuleProblem[]>;
  dispose(): void;
}

export interface DeepLimits {
  /** For one pattern. */
  readonly patternMs: number;
  /** For the rules of a file among each other. */
  readonly fileMs: number;
}

/** A thread that is this much over its time is ended. */
const PATIENCE_MS = 3000;
const PROGRESS_EVERY_MS = 1000;
const KEPT = 20_000;

type Request = DeepRequest extends infer R ? (R extends DeepRequest ? Omit<R, 'id'> : never) : never;

export function createDeepLinter(limits: DeepLimits = { patternMs: 400, fileMs: 3000 }): DeepLinter {
  const byPattern = new Map<string, readonly RuleProblem[]>();
  const byFile = new Map<string, readonly RuleProblem[]>();
  let worker: Worker | undefined;
  let nextId = 1;
  let queue: Promise<unknown> = Promise.resolve();

  function start(): Worker {
    if (worker) return worker;
    const started = startThread(new URL('./deep-lints.worker.ts', import.meta.url), undefined);
    started.unref();
    started.on('error', () => {
      if (worker === started) worker = undefined;
    });
    worker = started;
    return started;
  }

  /** `undefined`: no answer, since the thread died or took too long. */
  function ask(request: Request): Promise<readonly RuleProblem[] | undefined> {
    const id = nextId++;
    return new Promise((resolve) => {
      const asked = start();
      const timer = setTimeout(() => finish(undefined), request.timeLimitMs + PATIENCE_MS);
      function finish(problems: readonly RuleProblem[] | undefined): void {
        clearTimeout(timer);
        asked.off('message', onMessage);
        asked.off('exit', onExit);
        if (problems === undefined) {
          void asked.terminate();
          if (worker === asked) worker = undefined;
        }
        resolve(problems);
      }
      function onMessage(answer: DeepAnswer): void {
        if (answer.id === id) finish(answer.problems);
      }
      function onExit(): void {
        finish(undefined);
      }
      asked.on('message', onMessage);
      asked.on('exit', onExit);
      asked.postMessage({ ...request, id });
    });
  }

  /** One request at a time: a thread that is ended then takes nobody else's question with it. */
  function inTurn<T>(work: () => Promise<T>): Promise<T> {
    const turn = queue.then(work);
    queue = turn.catch(() => undefined);
    return turn;
  }

  async function lintPattern(pattern: string, signal: AbortSignal): Promise<void> {
    await inTurn(async () => {
      if (signal.aborted || byPattern.has(pattern)) return;
      const found = await ask({ about: 'pattern', pattern, timeLimitMs: limits.patternMs });
      if (byPattern.size > KEPT) byPattern.clear();
      const undecided = { kind: 'undecided', reason: 'the checker did not come to an end' } as const;
      byPattern.set(pattern, found ?? backtrackProblems(pattern, undecided));
    });
  }

  function keyOf(file: RuleFile): string {
    return JSON.stringify(
      file.rules.map(({ id, line, pattern, patternSpan, lang, where, over, target, mode }) => [
        id,
        line,
        pattern,
        patternSpan.start,
        lang,
        where,
        over,
        target,
        mode,
      ]),
    );
  }

  function known(file: RuleFile): readonly RuleProblem[] {
    const problems = file.rules.flatMap((rule) =>
      (byPattern.get(rule.pattern) ?? []).map((one) => shifted(one, rule.patternSpan.start)),
    );
    const among = byFile.get(keyOf(file)) ?? [];
    return [...problems, ...among];
  }

  return {
    known,
    async lint(file, text, signal, onProgress) {
      let last = performance.now();
      for (const { pattern } of file.rules) {
        if (signal.aborted) return known(file);
        if (byPattern.has(pattern)) continue;
        await lintPattern(pattern, signal);
        if (onProgress && performance.now() - last > PROGRESS_EVERY_MS && !signal.aborted) {
          last = performance.now();
          onProgress();
        }
      }
      const key = keyOf(file);
      await inTurn(async () => {
        if (signal.aborted || byFile.has(key) || file.rules.length < 2) return;
        const found = await ask({ about: 'file', text, kind: file.kind, timeLimitMs: limits.fileMs });
        if (byFile.size > 20) byFile.clear();
        byFile.set(key, found ?? []);
      });
      return known(file);
    },
    dispose() {
      void worker?.terminate();
      worker = undefined;
    },
  };
}
