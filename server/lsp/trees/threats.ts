// The view of GuardDuty's findings on functions: what is not watched or could not be read, then the findings by
// severity.
import type { ThreatWatch } from '../../core/model/threat.ts';
import { gapWords, severityWord } from '../../core/report/threat-words.ts';
import { paceWords, sinceWords, trialWords } from '../../core/report/watch-words.ts';
import { showMoreThreatsCommand } from '../../protocol/threats.ts';
import type { TreeNode } from '../../protocol/trees.ts';
import type { Session } from '../session.ts';
import { capitalized } from './finding-node.ts';
import { belowThreat, threatLooks, threatNode, threatNodeId } from './threat-node.ts';
import type { TreeView } from './tree-view.ts';

const words = ['critical', 'high', 'medium', 'low'] as const;

export const threats: TreeView = {
  id: 'threats',
  async children(session: Session, parent) {
    const { threats: state } = session;
    if (state.watches === undefined) return [];
    const below = parent === undefined ? undefined : belowThreat(session, parent);
    if (below !== undefined) return below;
    const shown = state.shown(Date.now());
    if (parent === undefined) {
      const hidden = state.all().length - shown.length;
      return [
        ...words.flatMap((word): TreeNode[] => {
          const count = shown.filter(({ severity }) => severityWord(severity) === word).length;
          if (count === 0) return [];
          return [
            {
              id: word,
              label: capitalized(word),
              description: `${count}`,
              spoken: `${count} of severity ${word}`,
              ...threatLooks[word],
              children: 'expanded',
              kind: 'threat-group',
            },
          ];
        }),
        ...(hidden === 0 ? [] : [note('hidden', `${hidden} more`, 'the filter hides them', 'filter')]),
        ...(shown.length + hidden === 0 && state.watches.some(({ threats }) => threats.known)
          ? [note('none', 'No open finding on a function', '', 'pass')]
          : []),
        ...state.watches.flatMap(watchNodes),
      ];
    }
    const members = shown.filter(({ severity }) => severityWord(severity) === parent);
    const limit = state.limitOf(parent);
    return [
      ...members.slice(0, limit).map((one) => threatNode(one, parent, state.fresh.has(one.id))),
      ...(members.length <= limit
        ? []
        : [
            {
              ...note(`${parent} more`, 'Show more', `${members.length - limit} are not shown`, 'unfold'),
              command: { id: showMoreThreatsCommand, arguments: [parent] },
            },
          ]),
    ];
  },
  onChange(session, listener) {
    session.threats.onChange(() => listener());
    session.threats.onEvidence((id) => listener(words.map((word) => threatNodeId(word, id))));
  },
  badge({ threats: state }) {
    const count = state.all().filter(({ isSample, isArchived }) => !isSample && !isArchived).length;
    const fresh = state.fresh.size;
    return {
      count,
      words: `${count} open ${count === 1 ? 'finding' : 'findings'} of GuardDuty on functions${fresh === 0 ? '' : `, ${fresh} new`}`,
    };
  },
};

/** Whether GuardDuty looks at functions in the Region, since when, and what could not be read. */
function watchNodes(watch: ThreatWatch): readonly TreeNode[] {
  const { account, region, state, threats: found, weaknesses } = watch;
  const id = `${account}/${region}`;
  const gaps = [
    ...(state.known && !found.known
      ? [note(`${id} gap`, `The findings of ${region} could not be read`, gapWords(found), 'question')]
      : []),
    ...(weaknesses.known
      ? []
      : [
          note(
            `${id} inspector`,
            `Inspector’s findings of ${region} could not be read`,
            gapWords(weaknesses),
            'question',
          ),
        ]),
  ];
  return [stateNode(id, watch), ...gaps];
}

function stateNode(id: string, { via, account, region, state }: ThreatWatch): TreeNode {
  if (!state.known) return note(id, `${region} could not be read`, gapWords(state), 'question');
  const off = (label: string): TreeNode => ({
    ...note(`${id} off`, label, account, 'circle-slash'),
    tone: 'warning',
    kind: 'protection-off',
    arguments: [via, region, account],
  });
  if (state.value === null) return off(`GuardDuty is off in ${region}`);
  const { isEnabled, watchesFunctions } = state.value;
  if (!isEnabled) return off(`GuardDuty is suspended in ${region}`);
  if (!watchesFunctions) return off(`Lambda Protection is off in ${region}`);
  const pace = paceWords(state.value);
  const words = [
    sinceWords(state.value),
    trialWords(state.value),
    pace === '' ? '' : `repeats ${pace}`,
    account,
  ].filter((part) => part !== '');
  return note(`${id} on`, `Lambda Protection is on in ${region}`, words.join(' · '), 'shield');
}

function note(id: string, label: string, description: string, icon: string): TreeNode {
  return { id: `note ${id}`, label, description, icon, tone: 'muted', children: 'none', kind: 'note' };
}
