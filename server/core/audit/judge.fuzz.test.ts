// Whatever stands in the texts of a snapshot, an audit ends: policies that are none, ARNs that are none, odd names.
import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { AccountSnapshot } from '../model/account-snapshot.ts';
import { renderAuditMarkdown } from '../report/audit-markdown.ts';
import { renderAuditHtml } from '../report/html.ts';
import { toSarif } from '../report/sarif.ts';
import { accessQuestions } from './access.ts';
import { checks } from './checks/index.ts';
import { evidenceOf } from './evidence.ts';
import { largeSnapshot } from './example-snapshot.ts';
import { options } from './examples.ts';
import { judge } from './judge.ts';
import { readyTextFor } from './ready-text.ts';

const base = largeSnapshot(15);

/** The words that tell one kind of thing from another stay: a snapshot with others does not open. */
const kinds =
  /^"(?:zip|image|text|json|none|iam|buffered|response-stream|allow|terminate|auto|user|group|role|account|execution-roles|active|pass-through|standard|s3-bucket|sqs-queue|rest-api|service-key|reads-data|lambda-protect.*|denied|not-asked)"$/;

/** A copy in which the texts of some places, counted in the order of a walk, are others. */
function withTexts<T>(value: T, at: { count: number }, changes: ReadonlyMap<number, string>): T {
  if (typeof value === 'string') {
    const to = changes.get(at.count++);
    return to === undefined || kinds.test(JSON.stringify(value)) ? value : (to as T);
  }
  if (Array.isArray(value)) return value.map((one) => withTexts(one, at, changes)) as T;
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, one]) => [key, withTexts(one, at, changes)]),
  ) as T;
}

const counter = { count: 0 };
withTexts(base, counter, new Map());

const odd = fc.oneof(
  fc.string(),
  fc.json(),
  fc.constantFrom(
    '',
    '*',
    '%7B',
    'arn:',
    'arn:aws:lambda:::',
    '__proto__',
    'constructor',
    '{"Statement":[{"Effect":"Allow","Principal":"*","Action":"*","Resource":"*"}]}',
    '{"Statement":{"Effect":"Deny","NotPrincipal":{"AWS":[]},"NotAction":[],"NotResource":[]}}',
  ),
);

test('no text of a snapshot stops the audit', () => {
  fc.assert(
    fc.property(
      fc.array(fc.record({ at: fc.nat(counter.count - 1), to: odd }), { minLength: 1, maxLength: 12 }),
      (changes) => {
        const snapshot: AccountSnapshot = withTexts(
          base,
          { count: 0 },
          new Map(changes.map(({ at, to }) => [at, to])),
        );
        const judgement = judge(snapshot, checks, options);
        const report = { snapshot, judgement, findings: judgement.findings, checks };
        renderAuditHtml(report);
        renderAuditMarkdown(report);
        toSarif(judgement.findings, [], { name: 'x', version: '1' });
        for (const finding of judgement.findings.slice(0, 40)) {
          evidenceOf(finding, snapshot);
          readyTextFor(finding);
        }
        const questions = accessQuestions(snapshot);
        for (const { arn } of questions.functions.slice(0, 3)) {
          questions.whoCanModify(arn);
          questions.whoCanInvoke(arn);
          questions.whatCan(arn);
        }
        expect(judgement.functionCount).toBe(15);
      },
    ),
    { numRuns: 60 },
  );
});
