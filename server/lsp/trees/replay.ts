// The view of the last replay: what a changed rule file would newly block, and what it would newly let pass; or what
// one rule alone blocks.
import { basename } from 'node:path';
import { countOf } from '../../core/rulelang/rule-facts.ts';
import { relativePath } from '../../core/text/path.ts';
import type { ReplayChange } from '../../platform/replay.ts';
import type { TreeNode } from '../../protocol/trees.ts';
import { lastReplay, onReplay, type ShownReplay } from '../rule-files/last-replay.ts';
import type { Session } from '../session.ts';
import { clientUri } from '../uri.ts';
import type { TreeView } from './tree-view.ts';

const BLOCKED = 'blocked';
const PASSING = 'passing';

export const replay: TreeView = {
  id: 'replay',
  async children(session, parent) {
    const shown = lastReplay(session);
    if (!shown) return [];
    if (parent === undefined)
      return [
        sideNode(BLOCKED, shown),
        ...(shown.rule === undefined ? [sideNode(PASSING, shown)] : []),
        ...leftOutNodes(shown),
      ];
    const changes = parent === BLOCKED ? shown.newlyBlocked : parent === PASSING ? shown.newlyPassing : [];
    return changes.map((change, index) => changeNode(change, `${parent} ${index}`, session));
  },
  onChange: onReplay,
};

function sideNode(side: typeof BLOCKED | typeof PASSING, shown: ShownReplay): TreeNode {
  const isBlocked = side === BLOCKED;
  const count = isBlocked ? shown.newlyBlocked.length : shown.newlyPassing.length;
  const looked = shown.events > 0 ? countOf(shown.events, 'event') : countOf(shown.files, 'source file');
  return {
    id: side,
    label:
      shown.rule === undefined ? (isBlocked ? 'Newly blocked' : 'Newly passing') : `Hit by ${shown.rule}`,
    description: `${count} · ${basename(shown.ruleFile)} ${shown.rule === undefined ? 'against the committed version' : 'in this workspace'}, ${looked}`,
    icon: isBlocked ? 'error' : 'pass',
    tone: count === 0 ? 'muted' : isBlocked ? 'warning' : 'info',
    children: count === 0 ? 'none' : 'expanded',
    kind: 'replay-side',
  };
}

function changeNode({ what, path, range, rules }: ReplayChange, id: string, session: Session): TreeNode {
  const root = session.roots
    .map((one) => one.replaceAll('\\', '/'))
    .find((one) => path.startsWith(`${one}/`));
  const name = root === undefined ? path : relativePath(root, path);
  return {
    id,
    label: `${name}:${range.start.line + 1}`,
    description: rules.join(', '),
    icon: what === 'line' ? 'code' : 'json',
    spoken: `${what} ${name}, line ${range.start.line + 1}, by ${rules.join(' and ')}`,
    children: 'none',
    kind: 'replay-change',
    place: { uri: clientUri(path, session), range },
  };
}

function leftOutNodes({ leftOut }: ShownReplay): readonly TreeNode[] {
  return leftOut.map((what, index) => ({
    id: `left-out ${index}`,
    label: `Not looked at: ${what}`,
    icon: 'question',
    tone: 'muted',
    children: 'none',
    kind: 'replay-left-out',
  }));
}
