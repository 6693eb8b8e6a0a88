import { expect, test } from 'vitest';
import { accessQuestions } from '../audit/access.ts';
import { checks } from '../audit/checks/index.ts';
import {
  denied,
  exampleFunction,
  exampleRegion,
  exampleRole,
  exampleSnapshot,
  is,
  largeSnapshot,
} from '../audit/example-snapshot.ts';
import { options } from '../audit/examples.ts';
import { judge } from '../audit/judge.ts';
import { renderWhatCan, renderWhoCanInvoke, renderWhoCanModify } from './access-text.ts';
import { accessBranches, accessNodes } from './access-tree.ts';
import { renderAuditMarkdown } from './audit-markdown.ts';
import type { AuditReport } from './audit-report.ts';
import { renderAuditHtml } from './html.ts';

const evil = '<img src=x onerror=alert(1)>"\'&|`';
const open = JSON.stringify({
  Statement: { Sid: evil, Effect: 'Allow', Principal: '*', Action: 'lambda:InvokeFunction', Resource: '*' },
});
const snapshot = exampleSnapshot(
  [
    exampleRegion([
      exampleFunction('orders', {
        policies: [{ qualifier: null, document: is(open) }],
        tags: denied('lambda:ListTags'),
      }),
    ]),
  ],
  [exampleRole('orders-role', [{ Effect: 'Allow', Action: 's3:*', Resource: '*' }])],
);

function reportOf(one = snapshot): AuditReport {
  const judgement = judge(one, checks, options);
  const findings = judgement.findings.map((finding) =>
    finding.id === 'unsigned-code'
      ? { ...finding, suppression: { justification: `by ${evil}`, kind: 'external' as const } }
      : finding,
  );
  return { snapshot: one, judgement, findings, checks };
}

test('the HTML stands alone and takes no text for HTML', () => {
  const html = renderAuditHtml(reportOf());
  expect(html).not.toContain('<img');
  expect(html).not.toMatch(/<(?:script|link|iframe)\b|\bon\w+=["']|url\(|@import/);
  expect(html).toContain("default-src 'none'");
  expect(html).toContain('&#60;img src=x onerror=alert(1)&#62;');
});

test('the HTML says all: figures, unknown, allowed, findings with what to do', () => {
  const html = renderAuditHtml(reportOf());
  for (const text of [
    '<html lang="en">',
    'lambda:ListTags',
    'Allowed by exceptions',
    'public-invoke-policy',
    'To do:',
    'prefers-color-scheme: dark',
    'scope="col"',
  ])
    expect(html).toContain(text);
  // Every link within the page leads somewhere.
  for (const [, id] of html.matchAll(/href="#([^"]+)"/g)) expect(html).toContain(`id="${id}"`);
  const ids = [...html.matchAll(/ id="([^"]+)"/g)].map(([, id]) => id);
  expect(new Set(ids).size).toBe(ids.length);
});

test('elements are closed in order', () => {
  const stack: string[] = [];
  for (const [, close, name = '', rest = ''] of renderAuditHtml(reportOf())
    .replace(/<!doctype html>/, '')
    .replace(/<style>[\s\S]*?<\/style>/, '')
    .matchAll(/<(\/?)([a-z0-9]+)([^>]*)>/g)) {
    if (name === 'meta' || rest.endsWith('/')) continue;
    if (close === '') stack.push(name);
    else expect(stack.pop()).toBe(name);
  }
  expect(stack).toEqual([]);
});

test('the Markdown has a table for each check and takes no text for Markdown', () => {
  const markdown = renderAuditMarkdown(reportOf());
  expect(markdown).toContain('# Audit of Lambda functions');
  expect(markdown).toContain('lambda:ListTags');
  expect(markdown).not.toMatch(/(^|[^\\])<img/);
  for (const line of markdown.split('\n')) if (line.startsWith('|')) expect(line.endsWith('|')).toBe(true);
});

test('an empty account has a report too', () => {
  const report = reportOf(exampleSnapshot([exampleRegion([])], []));
  expect(renderAuditHtml(report)).toContain('<p>None.</p>');
  expect(renderAuditMarkdown(report)).toContain('Functions');
});

test('access is told in words and as nodes of a tree', () => {
  const large = largeSnapshot(60);
  const questions = accessQuestions(large);
  const first = questions.functions[0]?.arn ?? '';
  const [modify, invoke, can] = [
    questions.whoCanModify(first),
    questions.whoCanInvoke(first),
    questions.whatCan(first),
  ];
  if (modify === undefined || invoke === undefined || can === undefined) throw new Error('no answer');
  expect(renderWhoCanModify(modify)).toContain('role service-0-role');
  expect(renderWhoCanInvoke(invoke)).toContain('without authentication');
  expect(renderWhatCan(can)).toContain('every service: list, read, write, permissions, tagging');
  const region = large.accounts[0]?.regions[0];
  const lambda = region?.functions.known ? region.functions.value[0] : undefined;
  if (lambda === undefined) throw new Error('no function');
  const nodes = accessBranches.map(({ id }) => accessNodes(questions, lambda, id));
  expect(nodes.map((branch) => branch.length > 0)).toEqual([true, true, true, false]);
  expect(nodes[0]?.[0]).toMatchObject({
    kind: 'role',
    label: 'role service-0-role',
    description: '26 actions',
  });
});
