// The thread of the dear lints: one request at a time, answered in order. It holds the libraries, so that neither
// the server nor the command line loads them.
import { parentPort } from 'node:worker_threads';
import {
  backtrackProblems,
  checkBacktracking,
  coveredAlternatives,
  subsumedRules,
} from '../../core/rulelang/deep-lints.ts';
import { parseRuleFile } from '../../core/rulelang/parse.ts';
import type { RuleFileKind, RuleProblem } from '../../core/rulelang/rule.ts';
import { createRe2jsEngine } from '../regex/re2js-engine.ts';
import { createBacktrackChecker } from './recheck.ts';
import { createInclusionChecker } from './refa.ts';

export type DeepRequest =
  | { readonly id: number; readonly about: 'pattern'; readonly pattern: string; readonly timeLimitMs: number }
  | {
      readonly id: number;
      readonly about: 'file';
      readonly text: string;
      readonly kind: RuleFileKind;
      readonly timeLimitMs: number;
    };

export interface DeepAnswer {
  readonly id: number;
  readonly problems: readonly RuleProblem[];
}

const includes = createInclusionChecker();
const engine = createRe2jsEngine();

function answer(request: DeepRequest): readonly RuleProblem[] {
  if (request.about === 'file') {
    const until = performance.now() + request.timeLimitMs;
    const { rules } = parseRuleFile(request.text, request.kind);
    return subsumedRules(rules, engine, includes, () => performance.now() > until);
  }
  const { pattern, timeLimitMs } = request;
  const verdict = checkBacktracking(pattern, engine, createBacktrackChecker(timeLimitMs));
  return [...backtrackProblems(pattern, verdict), ...coveredAlternatives(pattern, includes)];
}

parentPort?.on('message', (request: DeepRequest) => {
  let problems: readonly RuleProblem[] = [];
  try {
    problems = answer(request);
  } catch {
    problems =
      request.about === 'pattern'
        ? backtrackProblems(request.pattern, { kind: 'undecided', reason: 'the checker failed' })
        : [];
  }
  parentPort?.postMessage({ id: request.id, problems } satisfies DeepAnswer);
});
