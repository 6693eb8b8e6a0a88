// A finding of GuardDuty as a tree node that more than one view has.
import type { Threat } from '../../core/model/threat.ts';
import { peerWords, severityWord, threatSentence } from '../../core/report/threat-page.ts';
import { pageUri, showPageCommand } from '../../protocol/pages.ts';
import type { TreeNode } from '../../protocol/trees.ts';
import { escapeMarkdown } from './finding-node.ts';

export const threatLooks = {
  critical: { icon: 'flame', tone: 'error' },
  high: { icon: 'flame', tone: 'error' },
  medium: { icon: 'warning', tone: 'warning' },
  low: { icon: 'info', tone: 'info' },
} as const;

export function threatNode(threat: Threat, parent: string, isFresh: boolean): TreeNode {
  const word = severityWord(threat.severity);
  const { type, contact, isSample, lastSeen } = threat;
  const sentence = threatSentence(threat);
  return {
    id: `${parent} > threat ${threat.id}`,
    label: `${isSample ? 'Sample: ' : ''}${parent.startsWith('function ') ? type : threat.function.name}`,
    description: [
      isFresh ? 'new' : '',
      parent.startsWith('function ') ? '' : type,
      contact === undefined ? '' : peerWords(contact),
      lastSeen,
    ]
      .filter((part) => part !== '')
      .join(' · '),
    spoken: `${word} threat: ${sentence}`,
    tooltip: escapeMarkdown(sentence),
    ...threatLooks[word],
    children: 'none',
    kind: 'threat',
    arguments: [threat.id],
    command: { id: showPageCommand, arguments: [pageUri('threat', threat.id, type.replaceAll('/', ' '))] },
  };
}
