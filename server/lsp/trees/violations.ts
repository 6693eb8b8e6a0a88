// The view of violations that guards logged: function → its alarms, its rules → the latest.
import { partitionOf } from '../../aws/partition.ts';
import type { ViolationSource } from '../../aws/violation-events.ts';
import {
  alarmState,
  alarmsFor,
  alarmWords,
  sortAlarms,
  type ViolationAlarm,
} from '../../core/monitor/violations/alarms.ts';
import {
  agoWords,
  countByFunction,
  countByRule,
  periodsOf,
  type SeenViolation,
  seriesByFunction,
  sparkline,
} from '../../core/monitor/violations/overview.ts';
import { countOf } from '../../core/rulelang/rule-facts.ts';
import type { TreeNode } from '../../protocol/trees.ts';
import type { Session } from '../session.ts';
import { onViolations, type ShownViolations, shownViolations } from '../violations/shown.ts';
import { placeWords } from '../violations/view.ts';
import type { TreeView } from './tree-view.ts';

const SPARKS = 12;
const LATEST = 20;
const GAPS = 'gaps';
const ALARMS = 'alarms';
const showCommand = 'lambdaProtect.showViolations';
const ruleCommand = 'lambdaProtect.openViolationRule';
const setUpCommand = 'lambdaProtect.setUpMonitoring';

export const violations: TreeView = {
  id: 'violations',
  async children(session: Session, parent) {
    const shown = shownViolations(session);
    if (!shown) return [];
    const now = Date.now();
    if (parent === undefined) {
      const functions = countByFunction(shown.violations);
      return [
        ...(functions.length === 0 ? [nothingNode(shown)] : []),
        ...functions.map((one) => functionNode(one.function, shown, now)),
        ...(shown.alarms === undefined ? [] : [alarmsNode(shown.alarms.alarms)]),
        ...(shown.gaps.length === 0 ? [] : [gapsNode(shown.gaps)]),
      ];
    }
    if (parent === GAPS) return shown.gaps.map(gapNode);
    if (parent === ALARMS)
      return sortAlarms(shown.alarms?.alarms ?? []).map((one) => alarmNode(one, ALARMS, now));
    const [name = '', kind, rule] = parent.split('\0');
    const own = shown.violations.filter((one) => one.function === name);
    if (rule === undefined)
      return [...alarmNodes(name, shown, now), ...countByRule(own).map((one) => ruleNode(name, one, now))];
    return own
      .filter((one) => one.kind === kind && one.rule === rule)
      .slice(0, LATEST)
      .map((one) => latestNode(one, now));
  },
  onChange: onViolations,
};

function functionNode(name: string, shown: ShownViolations, now: number): TreeNode {
  const { violations: all, alarms, from, to } = shown;
  const own = all.filter((one) => one.function === name);
  const starts = periodsOf(from, to, (to - from) / SPARKS);
  const counts = seriesByFunction(own, starts)[0]?.counts ?? [];
  const last = own[0]?.at ?? 0;
  const isRinging = alarms !== undefined && alarmState(alarms, name) === 'ALARM';
  const words = `${countOf(own.length, 'violation')}, last ${agoWords(last, now)}${isRinging ? ', in alarm' : ''}`;
  return {
    id: name,
    label: name,
    description: `${own.length} ${sparkline(counts)} last ${agoWords(last, now)}${isRinging ? ' · ALARM' : ''}`,
    icon: isRinging ? 'bell-dot' : 'shield',
    tone: isRinging ? 'error' : 'warning',
    spoken: `function ${name}, ${words}`,
    children: 'collapsed',
    kind: 'violations-function',
    arguments: [{ function: name }],
  };
}

function ruleNode(name: string, one: ReturnType<typeof countByRule>[number], now: number): TreeNode {
  const { rule, kind, count, monitored, last } = one;
  const passed = monitored === 0 ? '' : `, ${monitored} let through`;
  return {
    id: `${name}\0${kind}\0${rule}`,
    label: rule,
    description: `${kind} · ${count}${passed}, last ${agoWords(last, now)}`,
    icon: kind === 'code' ? 'code' : kind === 'in' ? 'arrow-right' : 'arrow-left',
    spoken: `${kind} rule ${rule}, ${countOf(count, 'violation')}${passed}, last ${agoWords(last, now)}`,
    children: 'collapsed',
    kind: 'violations-rule',
    arguments: [{ function: name, kind, rule }],
  };
}

function latestNode(one: SeenViolation, now: number): TreeNode {
  const time = new Date(one.at).toISOString();
  const where = placeWords(one);
  return {
    id: `violation ${one.id}`,
    label: agoWords(one.at, now),
    description: [where, one.mode === 'monitor' ? 'let through' : 'blocked', one.requestId]
      .filter((part) => part !== undefined && part !== '')
      .join(' · '),
    spoken: `${time}, ${one.mode === 'monitor' ? 'let through' : 'blocked'}, ${where}`,
    icon: one.mode === 'monitor' ? 'eye' : 'circle-slash',
    children: 'none',
    kind: 'violation',
    arguments: [{ id: one.id }],
    command: { id: ruleCommand, arguments: [{ id: one.id }] },
  };
}

/** Of one function; nothing where nobody asked, as for files. */
function alarmNodes(name: string, { alarms, sources }: ShownViolations, now: number): readonly TreeNode[] {
  if (alarms === undefined) return [];
  const own = alarmsFor(name, alarms);
  if (own.length > 0) return own.map((one) => alarmNode(one, name, now));
  const isUnknown = alarmState(alarms, name) === 'unknown';
  const source = sources.find(({ functions }) => functions.includes(name));
  const about = { function: name, ...(source === undefined ? {} : { arn: functionArn(source, name) }) };
  return [
    {
      id: `${name}\0no-alarm`,
      label: isUnknown ? 'Alarm unknown' : 'No alarm',
      description: isUnknown ? 'it could not be looked for' : 'nobody is told: set up monitoring',
      icon: isUnknown ? 'question' : 'bell-slash',
      tone: isUnknown ? 'muted' : 'warning',
      children: 'none',
      kind: isUnknown ? 'violations-alarm-unknown' : 'violations-no-alarm',
      arguments: [about],
      ...(isUnknown ? {} : { command: { id: setUpCommand, arguments: [about] } }),
    },
  ];
}

function functionArn({ region, account }: ViolationSource, name: string): string {
  return `arn:${partitionOf(region)}:lambda:${region}:${account}:function:${name}`;
}

const alarmLooks = {
  ALARM: { icon: 'bell-dot', tone: 'error' },
  INSUFFICIENT_DATA: { icon: 'bell', tone: 'muted' },
  OK: { icon: 'bell', tone: 'good' },
} as const;

function alarmNode(alarm: ViolationAlarm, parent: string, now: number): TreeNode {
  const { name, region, state, reason } = alarm;
  const words = alarmWords(alarm, now);
  return {
    id: `${parent}\0alarm ${region} ${name}`,
    label: name,
    description: `${words} · ${region}`,
    ...(reason === '' ? {} : { tooltip: reason.replace(/[\\`*_{}[\]()#+\-.!<>|]/g, '\\$&') }),
    spoken: `alarm ${name} in ${region}: ${words}. ${reason}`,
    ...alarmLooks[state],
    children: 'none',
    kind: 'violations-alarm',
  };
}

function alarmsNode(alarms: readonly ViolationAlarm[]): TreeNode {
  const ringing = alarms.filter(({ state }) => state === 'ALARM').length;
  const words = alarms.length === 0 ? 'none on violations' : `${alarms.length}, ${ringing} in ALARM`;
  return {
    id: ALARMS,
    label: 'Alarms',
    description: words,
    icon: ringing > 0 ? 'bell-dot' : alarms.length === 0 ? 'bell-slash' : 'bell',
    tone: ringing > 0 ? 'error' : 'muted',
    spoken: `alarms on violations: ${words}`,
    children: alarms.length === 0 ? 'none' : 'collapsed',
    kind: alarms.length === 0 ? 'violations-no-alarm' : 'violations-alarms',
    ...(alarms.length === 0 ? { command: { id: setUpCommand, arguments: [] } } : {}),
  };
}

function nothingNode({ origin, sources, from, to }: ShownViolations): TreeNode {
  const hours = Math.round((to - from) / 3_600_000);
  return {
    id: 'nothing',
    label: 'No violation',
    description:
      origin === 'files'
        ? 'in these log files'
        : `in ${countOf(hours, 'hour')}, ${countOf(sources.length, 'log group')} asked`,
    icon: 'pass',
    tone: 'muted',
    children: 'none',
    kind: 'violations-nothing',
    command: { id: showCommand, arguments: [] },
  };
}

function gapsNode(gaps: readonly string[]): TreeNode {
  return {
    id: GAPS,
    label: 'Not answered',
    description: `${gaps.length}`,
    icon: 'question',
    tone: 'warning',
    children: 'collapsed',
    kind: 'violations-gaps',
  };
}

function gapNode(gap: string, index: number): TreeNode {
  return {
    id: `gap ${index}`,
    label: gap,
    icon: 'question',
    tone: 'muted',
    children: 'none',
    kind: 'violations-gap',
  };
}
