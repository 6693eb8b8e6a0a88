// What a guard does for one handler: looks at its code, its events and its responses, records what violates the rules,
// and says whether to go on. It never changes what is clean.
import { resolve } from 'node:path';
import { buildEventRules, type EventRules } from '../../../server/core/events/event-rules.ts';
import { holdsNothing, type InspectOptions, inspectEvent } from '../../../server/core/events/inspect.ts';
import type { Step } from '../../../server/core/events/path.ts';
import type { Rule } from '../../../server/core/rulelang/rule.ts';
import { bytePorts, writeAscii } from '../../../server/platform/byte-ports.ts';
import { batchSourceOf, type FailedRecord, sift } from './batch.ts';
import { type CodeInspection, createCodeInspection } from './code-inspection.ts';
import { lazyEngine } from './engine.ts';
import { createRecorder } from './records.ts';
import {
  failCustomResource,
  isCustomResource,
  isObject,
  member,
  type Refusal,
  refusalFor,
} from './refusal.ts';
import { badPattern, type Failure, foldersOf, loadRules } from './rule-files.ts';
import { modeOf, type Settings } from './settings.ts';
import { sourceAddressOf } from './source-address.ts';

export type Verdict =
  | { readonly kind: 'pass' }
  /** Records of a batch were taken out. */
  | { readonly kind: 'sifted'; readonly event: unknown; readonly failed: readonly FailedRecord[] }
  | { readonly kind: 'refused'; readonly refusal: Refusal | Promise<Refusal> };

export interface Guard {
  /** `spentMs` in `budget` grows with each inspection of the invocation. */
  before(event: unknown, context: unknown, budget: Budget): Verdict;
  after(response: unknown, event: unknown, context: unknown, budget: Budget): Verdict;
  /** Of one text of a streamed response; `told` keeps what earlier ones gave. True: it must not pass. */
  chunk(text: unknown, context: unknown, budget: Budget, told: Set<string>): boolean;
  refuse(event: unknown, context: unknown): Refusal | Promise<Refusal>;
  readonly watchesResponses: boolean;
}

export interface Budget {
  spentMs: number;
}

export interface GuardInput {
  readonly settings: Settings;
  readonly handlerFile: string | undefined;
  /** Tells the files of the guard itself. */
  readonly isGuardFile: (path: string) => boolean;
  readonly environment: NodeJS.ProcessEnv;
}

const pass: Verdict = { kind: 'pass' };

export function createGuard({ settings, handlerFile, isGuardFile, environment }: GuardInput): Guard {
  const recorder = createRecorder(settings, environment);
  const failures: Failure[] = settings.problems.map((what) => ({ what }));
  /** By the context of an invocation, the part of its records that names the caller. */
  const callers = new WeakMap<object, { readonly source?: string }>();
  /** Hits of monitoring code rules are recorded once. */
  const toldCode = new Set<string>();
  let code: CodeInspection | undefined;
  let incoming: EventRules | undefined;
  let outgoing: EventRules | undefined;
  /** When the inspection at hand was first asked for the time, 0 before: most never are, and looking costs. */
  let startedAt = 0;
  let leftMs = 0;
  const options: InspectOptions = { ports: bytePorts, isOver };

  function isOver(): boolean {
    const now = performance.now();
    if (startedAt === 0) startedAt = now;
    return now - startedAt > leftMs;
  }

  if (settings.mode !== 'off') {
    try {
      load();
    } catch (error) {
      failures.push({ what: 'cold-start', facts: { error: nameOf(error) } });
    }
  }

  function load(): void {
    const folders = foldersOf(handlerFile, environment['LAMBDA_TASK_ROOT']);
    const loaded = loadRules(settings.rules, folders);
    failures.push(...loaded.failures);
    incoming = ready(loaded.rules.in);
    outgoing = ready(loaded.rules.out);
    if (loaded.rules.code.length === 0) return;
    if (handlerFile === undefined) {
      failures.push({ what: 'no-source' });
      return;
    }
    const root = resolve(settings.root ?? folders.at(-1) ?? '.');
    const { code: rules } = loaded.rules;
    code = createCodeInspection({
      file: handlerFile,
      root,
      rules,
      ruleText: loaded.texts.code,
      passOver: isGuardFile,
    });
    failures.push(...code.invalid.map(badPattern));
    try {
      code.findings(performance.now());
    } catch {
      // Told at every invocation, where it is tried again.
    }
  }

  function ready(rules: readonly Rule[]): EventRules | undefined {
    if (rules.length === 0) return undefined;
    const built = buildEventRules(lazyEngine, rules, writeAscii);
    for (const { rule } of built.invalid) failures.push(badPattern(rule));
    return built;
  }

  const blocksOnError = settings.onError === 'block' && settings.mode === 'block';

  function callerOf(context: unknown): { readonly source?: string } {
    return isObject(context) ? (callers.get(context) ?? {}) : {};
  }

  /** Failures of the guard at its start, and violations in the function's code. True: refuse. */
  function checkSelf(context: unknown): boolean {
    const requestId = requestIdOf(context);
    let isRefused = false;
    for (const { what, facts } of failures) {
      recorder.failure(what, requestId, facts);
      isRefused ||= blocksOnError;
    }
    if (code === undefined) return isRefused;
    try {
      const { hits, isComplete } = code.findings(performance.now());
      for (const { rule, file, line, matched } of hits) {
        const mode = modeOf(rule, settings);
        const name = JSON.stringify([rule.id, file, line, matched]);
        if (mode === 'block' || !toldCode.has(name))
          recorder.violation(rule, mode, requestId, matched, { file, line, ...callerOf(context) });
        toldCode.add(name);
        isRefused ||= mode === 'block';
      }
      if (!isComplete) {
        recorder.unchecked('code', ['budget'], requestId);
        isRefused ||= blocksOnError;
      }
    } catch (error) {
      recorder.failure('code', requestId, { error: nameOf(error) });
      isRefused ||= blocksOnError;
    }
    return isRefused;
  }

  /** Records what is found; true when it must not pass. */
  function isViolating(
    rules: EventRules,
    kind: 'in' | 'out',
    value: unknown,
    context: unknown,
    budget: Budget,
    within?: readonly Step[],
    told?: Set<string>,
  ): boolean {
    startedAt = 0;
    leftMs = settings.budgetMs - budget.spentMs;
    try {
      const { hits, leftOut } = inspectEvent(
        value,
        rules,
        within === undefined ? options : { ...options, within },
      );
      if (hits.length === 0 && leftOut.length === 0) return false;
      const requestId = requestIdOf(context);
      let isBlocked = false;
      for (const hit of hits) {
        const mode = modeOf(hit.rule, settings);
        const matched = hit.text.slice(hit.span.start, hit.span.end);
        const name = JSON.stringify([hit.rule.id, matched]);
        if (!told?.has(name))
          recorder.violation(hit.rule, mode, requestId, matched, { path: hit.path, ...callerOf(context) });
        told?.add(name);
        isBlocked ||= mode === 'block';
      }
      if (leftOut.length > 0) {
        const reasons = leftOut.map((part) => part.reason);
        recorder.unchecked(kind, reasons, requestId);
        isBlocked ||= blocksOnError;
      }
      return isBlocked;
    } catch (error) {
      recorder.failure(kind, requestIdOf(context), { error: nameOf(error) });
      return blocksOnError;
    } finally {
      if (startedAt !== 0) budget.spentMs += performance.now() - startedAt;
    }
  }

  function refuse(event: unknown, context: unknown, isWholeBatch = false): Refusal | Promise<Refusal> {
    if (batchSourceOf(event) !== undefined)
      return isWholeBatch ? { kind: 'raise' } : { kind: 'answer', value: { batchItemFailures: [] } };
    if (!isCustomResource(event)) return refusalFor(event, settings);
    return failCustomResource(event, settings).then(
      () => refusalFor(undefined, { ...settings, answer: 'text' }),
      (error: unknown) => {
        recorder.failure('custom-resource-callback', requestIdOf(context), { error: nameOf(error) });
        return { kind: 'raise' } as const;
      },
    );
  }

  return {
    watchesResponses: outgoing !== undefined,
    refuse,
    before(event, context, budget) {
      if (settings.source === 'address' && isObject(context)) {
        const source = sourceAddressOf(event);
        callers.set(context, source === undefined ? {} : { source });
      }
      if ((failures.length > 0 || code !== undefined) && checkSelf(context))
        return { kind: 'refused', refusal: refuse(event, context, true) };
      const rules = incoming;
      if (rules === undefined) return pass;
      const source = batchSourceOf(event);
      if (source === undefined) {
        if (!isViolating(rules, 'in', event, context, budget)) return pass;
        return { kind: 'refused', refusal: refuse(event, context) };
      }
      if (holdsNothing(event, rules)) return pass;
      const sifted = sift(event, source, settings, (record, within) =>
        isViolating(rules, 'in', record, context, budget, within),
      );
      if (sifted.event === event) return pass;
      if (sifted.event === undefined)
        return { kind: 'refused', refusal: { kind: 'answer', value: { batchItemFailures: sifted.failed } } };
      return { kind: 'sifted', event: sifted.event, failed: sifted.failed };
    },
    after(response, event, context, budget) {
      if (outgoing === undefined || response === undefined || response === null) return pass;
      if (!isViolating(outgoing, 'out', response, context, budget)) return pass;
      return { kind: 'refused', refusal: refuse(event, context) };
    },
    chunk(text, context, budget, told) {
      return outgoing !== undefined && isViolating(outgoing, 'out', text, context, budget, undefined, told);
    },
  };
}

function requestIdOf(context: unknown): string {
  const id = member(context, 'awsRequestId');
  return typeof id === 'string' ? id : '';
}

/** The class of an error only: a message may quote what it was about. */
function nameOf(error: unknown): string {
  return error instanceof Error ? error.constructor.name : typeof error;
}
