// The answers to the three questions of access, for a terminal: who, how, and under which condition.
import type { Outsider, WhatCan, WhoCanInvoke, WhoCanModify } from '../audit/access.ts';
import type { Able } from '../iam/reach.ts';
import { nameOf } from '../iam/reach.ts';
import type { Gap } from '../model/known.ts';

export function renderWhoCanModify(answer: WhoCanModify): string {
  return page(
    `who can modify ${answer.functionArn}`,
    section(
      'users and roles',
      answer.identities.flatMap((one) => ableLines(one)),
    ),
    section('other accounts and everybody, by resource policies', answer.outsiders.flatMap(outsiderLines)),
    section(
      'over detours',
      answer.routes.flatMap((route) => [
        `${nameOf(route.from)}${route.answer === 'unknown' ? ' (under conditions)' : ''}`,
        ...route.steps.map((step, index) => `  ${index + 1}. ${step}`),
      ]),
    ),
    section(
      'who can change what the function may do',
      answer.changeRole.flatMap((one) => ableLines(one)),
    ),
    section(
      'who can publish a version of its layers',
      answer.changeLayers.flatMap((one) => [`${one.layer}`, ...ableLines(one).map((line) => `  ${line}`)]),
    ),
    gaps(answer.gaps),
  );
}

export function renderWhoCanInvoke(answer: WhoCanInvoke): string {
  return page(
    `who can invoke ${answer.functionArn}`,
    section(
      'function URLs',
      answer.urls.map(
        (one) =>
          `${one.url} (${one.qualifier ?? '$LATEST'}), ${one.authType === 'none' ? 'without authentication' : 'with IAM'}`,
      ),
    ),
    section('by resource policies', answer.outsiders.flatMap(outsiderLines)),
    section(
      'triggers',
      answer.triggers.map(
        (one) =>
          `${one.service}${one.source === undefined ? '' : ` ${one.source}`} → ${one.qualifier ?? '$LATEST'}, ${one.delivery}${one.enabled ? '' : ', switched off'} (said by ${one.proofs.join(', ')})`,
      ),
    ),
    section(
      'users and roles',
      answer.identities.flatMap((one) => ableLines(one, one.qualifier === null ? '' : ` (${one.qualifier})`)),
    ),
    gaps(answer.gaps),
  );
}

export function renderWhatCan(answer: WhatCan): string {
  const limit = answer.boundary === null ? [] : [`within the permissions boundary ${answer.boundary}`];
  return page(
    `what ${answer.functionArn} can do as ${answer.roleArn}`,
    ...(limit.length === 0 ? [] : [section('limits', limit)]),
    ...answer.services.map((one) => {
      const used =
        one.lastUsedAt === undefined
          ? ''
          : one.lastUsedAt === null
            ? ', never used'
            : `, last used ${one.lastUsedAt.slice(0, 10)}`;
      const name = one.service === '*' ? 'every service' : one.service;
      return section(
        `${name}: ${one.levels.join(', ')}${used}`,
        one.lines.map(
          (line) =>
            `${line.actions.join(', ')} on ${line.resources.join(', ')}${line.conditions.length === 0 ? '' : ` if ${line.conditions.join(' and ')}`}${line.takenBack ? ' (taken back by a limit)' : ''}: ${line.statement}`,
        ),
      );
    }),
    gaps(answer.gaps),
  );
}

function ableLines(one: Able, suffix = ''): readonly string[] {
  const byHow = new Map<string, string[]>();
  for (const ability of one.abilities)
    byHow.set(ability.how, [...(byHow.get(ability.how) ?? []), ability.action]);
  return [
    `${nameOf(one.arn)}${suffix}  ${one.arn}`,
    ...[...byHow].map(([how, actions]) => `  ${shorten(actions)}: ${how}`),
  ];
}

/** The first few: a terminal is no place for thirty names, which `--format json` has. */
function shorten(actions: readonly string[]): string {
  if (actions.length <= 8) return actions.join(', ');
  return `${actions.slice(0, 4).join(', ')} and ${actions.length - 4} more`;
}

function outsiderLines(one: Outsider): readonly string[] {
  const conditions = one.conditions.length === 0 ? '' : ` if ${one.conditions.join(' and ')}`;
  return [`${one.principal}: ${one.actions.join(', ')}${conditions} (${one.statement})`];
}

function gaps(list: readonly Gap[]): string {
  const lines = [
    ...new Set(list.map((gap) => `${gap.action} ${gap.reason}${gap.detail === '' ? '' : `: ${gap.detail}`}`)),
  ];
  return lines.length === 0 ? '' : section('not known, so that somebody or something may be missing', lines);
}

function section(title: string, lines: readonly string[]): string {
  return `${title}\n${lines.length === 0 ? '  none\n' : lines.map((line) => `  ${line}\n`).join('')}`;
}

function page(title: string, ...sections: readonly string[]): string {
  return [`${title}\n`, ...sections.filter((one) => one !== '')].join('\n');
}
