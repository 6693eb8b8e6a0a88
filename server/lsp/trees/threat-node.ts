// A finding of GuardDuty as a tree node that more than one view has, and what unfolds below it.
import type { Threat } from '../../core/model/threat.ts';
import { peerWords, severityWord, threatSentence } from '../../core/report/threat-words.ts';
import { pageUri, showPageCommand } from '../../protocol/pages.ts';
import type { TreeNode } from '../../protocol/trees.ts';
import type { Session } from '../session.ts';
import { evidenceNodes } from './evidence-nodes.ts';
import { escapeMarkdown } from './finding-node.ts';

export const threatLooks = {
  critical: { icon: 'flame', tone: 'error' },
  high: { icon: 'flame', tone: 'error' },
  medium: { icon: 'warning', tone: 'warning' },
  low: { icon: 'info', tone: 'info' },
} as const;

const mark = ' > threat ';

export function threatPageUri({ id, type }: Pick<Threat, 'id' | 'type'>): string {
  return pageUri('threat', id, type.replaceAll('/', ' '));
}

/** `parent`: of the group or the function that it is below. */
export function threatNodeId(parent: string, id: string): string {
  return `${parent}${mark}${id}`;
}

export function threatNode(threat: Threat, parent: string, isFresh: boolean): TreeNode {
  const word = severityWord(threat.severity);
  const { type, contact, isSample, lastSeen, isArchived } = threat;
  const sentence = threatSentence(threat);
  const isBelowFunction = parent.startsWith('function ');
  return {
    id: threatNodeId(parent, threat.id),
    label: `${isSample ? 'Sample: ' : ''}${isBelowFunction ? type : threat.function.name}`,
    description: [
      isFresh ? 'new' : '',
      isArchived ? 'archived' : '',
      isBelowFunction ? '' : type,
      contact === undefined ? '' : peerWords(contact),
      lastSeen,
    ]
      .filter((part) => part !== '')
      .join(' · '),
    spoken: `${isFresh ? 'new, ' : ''}${isArchived ? 'archived, ' : ''}${word} threat: ${sentence}`,
    tooltip: escapeMarkdown(sentence),
    ...threatLooks[word],
    children: 'collapsed',
    kind: 'threat',
    arguments: [threat.id],
    command: { id: showPageCommand, arguments: [threatPageUri(threat)] },
  };
}

/** What is below a finding, in whichever view; undefined where the node is above one. Begins to gather it. */
export function belowThreat({ threats, roots }: Session, parent: string): readonly TreeNode[] | undefined {
  const at = parent.indexOf(mark);
  if (at === -1) return undefined;
  const [id = '', ...below] = parent.slice(at + mark.length).split(' > ');
  const found = threats.find(id);
  if (found === undefined) return [];
  threats.seen(id);
  const { parts, failure } = threats.gather(found.threat);
  const view = { threat: found.threat, parts, failure, root: roots[0], places: threats.weaknessPlaces };
  return evidenceNodes(view, parent, below[0]);
}
