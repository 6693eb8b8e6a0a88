// The view of violations that guards logged: function → rule → the latest.
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
import type { TreeView } from './tree-view.ts';

const SPARKS = 12;
const LATEST = 20;
const GAPS = 'gaps';
const showCommand = 'lambdaProtect.showViolations';
const ruleCommand = 'lambdaProtect.openViolationRule';

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
        ...(shown.gaps.length === 0 ? [] : [gapsNode(shown.gaps)]),
      ];
    }
    if (parent === GAPS) return shown.gaps.map(gapNode);
    const [name = '', kind, rule] = parent.split('\0');
    const own = shown.violations.filter((one) => one.function === name);
    if (rule === undefined) return countByRule(own).map((one) => ruleNode(name, one, now));
    return own
      .filter((one) => one.kind === kind && one.rule === rule)
      .slice(0, LATEST)
      .map((one) => latestNode(one, now));
  },
  onChange: onViolations,
};

function functionNode(name: string, { violations: all, from, to }: ShownViolations, now: number): TreeNode {
  const own = all.filter((one) => one.function === name);
  const starts = periodsOf(from, to, (to - from) / SPARKS);
  const counts = seriesByFunction(own, starts)[0]?.counts ?? [];
  const last = own[0]?.at ?? 0;
  const words = `${countOf(own.length, 'violation')}, last ${agoWords(last, now)}`;
  return {
    id: name,
    label: name,
    description: `${own.length} ${sparkline(counts)} last ${agoWords(last, now)}`,
    icon: 'shield',
    tone: 'warning',
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

/** Where in the event, or in the code. */
export function placeWords({ path, file, line }: SeenViolation): string {
  if (path !== undefined) return path;
  if (file === undefined) return '';
  return line === undefined ? file : `${file}:${line}`;
}

function nothingNode({ sources, from, to }: ShownViolations): TreeNode {
  const hours = Math.round((to - from) / 3_600_000);
  return {
    id: 'nothing',
    label: 'No violation',
    description: `in ${countOf(hours, 'hour')}, ${countOf(sources.length, 'log group')} asked`,
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
