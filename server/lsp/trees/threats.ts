// The view of GuardDuty's findings on functions: what is not watched or could not be read, then the findings by
// severity.
import type { ThreatWatch } from '../../core/model/threat.ts';
import { severityWord } from '../../core/report/threat-page.ts';
import type { TreeNode } from '../../protocol/trees.ts';
import type { Session } from '../session.ts';
import { capitalized } from './finding-node.ts';
import { threatLooks, threatNode } from './threat-node.ts';
import type { TreeView } from './tree-view.ts';

/** More than this in one group nobody reads: the filter narrows. */
const shownAtOnce = 1_000;
const words = ['critical', 'high', 'medium', 'low'] as const;

export const threats: TreeView = {
  id: 'threats',
  async children({ threats: state }: Session, parent) {
    if (state.watches === undefined) return [];
    const shown = state.shown();
    if (parent === undefined) {
      const hidden = state.all().length - shown.length;
      return [
        ...state.watches.flatMap(watchNodes),
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
        ...(shown.length + hidden === 0 ? [note('none', 'No open finding on a function', '', 'pass')] : []),
      ];
    }
    const members = shown.filter(({ severity }) => severityWord(severity) === parent);
    return [
      ...members.slice(0, shownAtOnce).map((one) => threatNode(one, parent, state.fresh.has(one.id))),
      ...(members.length <= shownAtOnce
        ? []
        : [
            note(
              `${parent} more`,
              `${members.length - shownAtOnce} more`,
              'narrow them with the filter',
              'filter',
            ),
          ]),
    ];
  },
  onChange: (session, listener) => session.threats.onChange(listener),
  badge({ threats: state }) {
    const count = state.all().filter(({ isSample }) => !isSample).length;
    const fresh = state.fresh.size;
    return {
      count,
      words: `${count} open ${count === 1 ? 'finding' : 'findings'} of GuardDuty on functions${fresh === 0 ? '' : `, ${fresh} new`}`,
    };
  },
};

/** Only what a person should know: a Region where all is on says nothing. */
function watchNodes({ account, region, state, threats: found }: ThreatWatch): readonly TreeNode[] {
  const id = `${account}/${region}`;
  if (!state.known) {
    const { action, reason, detail } = state.gap;
    return [note(id, `${region} could not be read`, `${action} ${reason}: ${detail}`, 'question')];
  }
  if (state.value === null) return [note(id, `GuardDuty is off in ${region}`, account, 'circle-slash')];
  const { isEnabled, watchesFunctions, trialDaysLeft } = state.value;
  return [
    ...(isEnabled
      ? watchesFunctions
        ? []
        : [note(`${id} off`, `Lambda Protection is off in ${region}`, account, 'circle-slash')]
      : [note(`${id} off`, `GuardDuty is suspended in ${region}`, account, 'circle-slash')]),
    ...(trialDaysLeft.known && trialDaysLeft.value !== null && trialDaysLeft.value > 0
      ? [note(`${id} trial`, `Trial in ${region}`, `${trialDaysLeft.value} days left`, 'clock')]
      : []),
    ...(found.known
      ? []
      : [
          note(
            `${id} gap`,
            `The findings of ${region} could not be read`,
            `${found.gap.action} ${found.gap.reason}: ${found.gap.detail}`,
            'question',
          ),
        ]),
  ];
}

function note(id: string, label: string, description: string, icon: string): TreeNode {
  return { id: `note ${id}`, label, description, icon, tone: 'muted', children: 'none', kind: 'note' };
}
