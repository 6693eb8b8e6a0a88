// The facts that hover and lenses show of a rule: what it hits, what it costs, a text that it matches.
import { samplesOf } from '../../core/regex/sample.ts';
import { type RuleLinter, searchedOver } from '../../core/rulelang/linter.ts';
import type { Rule } from '../../core/rulelang/rule.ts';
import type { Measured, RuleCost, RuleFacts } from '../../core/rulelang/rule-facts.ts';
import { nameOf } from '../../core/text/path.ts';
import type { Session } from '../session.ts';
import type { RuleMeasures } from './measures.ts';

export function hitFacts(file: string, rule: Rule, measures: RuleMeasures): RuleFacts {
  return rule.kind === 'code'
    ? { code: measures.codeHits(file, rule) }
    : { events: measures.eventHits(file, rule) };
}

/** With what is measured at once, for the one rule that a person looks at. */
export async function allFacts(
  file: string,
  rule: Rule,
  session: Session,
  linter: RuleLinter,
  measures: RuleMeasures,
): Promise<RuleFacts> {
  const compiled = linter.compile(rule.pattern, searchedOver(rule));
  if (!compiled.ok) return {};
  const { regex } = compiled;
  const sample = samplesOf(linter.regexOf(rule.pattern)).find((text) => regex.test(text));
  const costs: Measured<RuleCost>[] = [];
  const largest = await largestHandler(session);
  if (rule.kind === 'code' && largest)
    costs.push(costOf((text) => regex.test(text), largest.text, largest.subject));
  costs.push(costOf((text) => regex.test(text), benignEvent(), 'an event of 10 KB'));
  return { ...hitFacts(file, rule, measures), costs, ...(sample === undefined ? {} : { sample }) };
}

const COST_LIMIT_MS = 20;

/** The median of a few searches; one that takes longer than the limit is said to have timed out. */
function costOf(search: (text: string) => boolean, text: string, subject: string): Measured<RuleCost> {
  const times: number[] = [];
  const until = performance.now() + COST_LIMIT_MS;
  while (times.length < 25 && performance.now() < until) {
    const before = performance.now();
    search(text);
    times.push(performance.now() - before);
  }
  times.sort((a, b) => a - b);
  const ms = times[times.length >> 1];
  return ms === undefined || ms > COST_LIMIT_MS * 10
    ? { state: 'timed-out' }
    : { state: 'known', value: { ms, subject } };
}

async function largestHandler(
  session: Session,
): Promise<{ readonly text: string; readonly subject: string } | undefined> {
  const { workspace } = await session.scope.index();
  let best: { readonly text: string; readonly subject: string } | undefined;
  for (const path of new Set(session.scope.lastHandlers.map(({ file }) => file))) {
    const text = session.documentAt(path)?.text ?? workspace.read(path);
    if (text === undefined || text.length <= (best?.text.length ?? 0)) continue;
    best = { text, subject: `${nameOf(path)}, ${text.split('\n').length} lines` };
  }
  return best;
}

let event: string | undefined;

/** A request as API Gateway passes it on, with a body that makes it 10 KB. */
function benignEvent(): string {
  if (event !== undefined) return event;
  const items = Array.from({ length: 120 }, (_, index) => ({
    id: index,
    name: `item ${index}`,
    note: 'left at the door, please ring',
  }));
  event = JSON.stringify({
    version: '2.0',
    routeKey: 'POST /orders',
    headers: { 'content-type': 'application/json', 'user-agent': 'curl/8.5.0', accept: '*/*' },
    queryStringParameters: { page: '2', sort: 'name' },
    requestContext: { http: { method: 'POST', path: '/orders', sourceIp: '192.0.2.1' } },
    body: JSON.stringify({ items }),
    isBase64Encoded: false,
  }).slice(0, 10_240);
  return event;
}
