// The single things of a finding's evidence as tree nodes, each of which opens its place.
import type { Finding } from '../../core/finding/finding.ts';
import type { Threat, Weakness } from '../../core/model/threat.ts';
import type {
  AddressPlace,
  EvidentChange,
  LayerEvidence,
  LibraryChange,
  PreviousEvidence,
} from '../../core/remedy/evidence.ts';
import type { Library } from '../../core/remedy/libraries.ts';
import { counted } from '../../core/report/counted.ts';
import { findingPlace, placeWords, sizeWords } from '../../core/report/evidence-page.ts';
import { gapWords, layerWords, weaknessPlace } from '../../core/report/threat-words.ts';
import { type DiffPlace, showDiffCommand } from '../../protocol/threats.ts';
import type { TextPlace, TreeNode } from '../../protocol/trees.ts';
import { deployedAt } from '../threat-diffs.ts';
import { escapeMarkdown, severityLooks } from './finding-node.ts';

/** Its id and that nothing is below it are said where it is put. */
export type Leaf = Omit<TreeNode, 'id' | 'children'>;

export function hitLeaf(one: Finding, threat: Threat): Leaf {
  const { icon, tone } = severityLooks[one.severity];
  return {
    label: one.id,
    description: findingPlace(one),
    tooltip: escapeMarkdown(one.message),
    spoken: `${one.severity} ${one.id}: ${one.message}, ${findingPlace(one)}`,
    icon,
    tone,
    kind: 'evidence-hit',
    ...(one.place.kind === 'code'
      ? { place: { uri: deployedAt(threat, one.place.file), range: one.place.range } }
      : {}),
  };
}

export function openFileLeaf({ function: { arn, version } }: Threat): Leaf {
  return {
    label: 'Open a file of it …',
    description: 'read-only',
    icon: 'go-to-file',
    kind: 'evidence-open',
    command: { id: 'lambdaProtect.openDeployedFile', arguments: [{ arn, version }] },
  };
}

export function diffLeaf(diff: DiffPlace): Leaf {
  const { left, right } = diff;
  return {
    label: diff.path,
    description: diff.change,
    icon: left === undefined ? 'diff-added' : right === undefined ? 'diff-removed' : 'diff-modified',
    kind: 'evidence-diff',
    command: { id: showDiffCommand, arguments: [diff] },
  };
}

export function libraryLeaf({ name, version, path }: Library): Leaf {
  return {
    label: name,
    description: `${version || 'a bundle does not say which'} · ${path}`,
    icon: 'package',
    kind: 'evidence-library',
  };
}

export function libraryChangeLeaf({ name, before, after }: LibraryChange): Leaf {
  return {
    label: name,
    description: `${before || 'was not there'} → ${after || 'is gone'}`,
    icon: 'library',
    kind: 'evidence-library',
  };
}

export function addressLeaf(one: AddressPlace, threat: Threat): Leaf {
  return {
    label: placeWords(one),
    description: `${one.writing}${one.isDependency ? ', in a dependency' : ''}`,
    icon: 'target',
    tone: 'warning',
    kind: 'evidence-address',
    ...(one.line === 0 ? {} : { place: linesOf(deployedAt(threat, one.path), one.line, one.line) }),
  };
}

export function variableLeaf(name: string): Leaf {
  return {
    label: name,
    description: 'an environment variable holds it',
    icon: 'symbol-variable',
    tone: 'warning',
    kind: 'evidence-variable',
  };
}

export function layerLeaf(
  { arn, isForeign, createdAt, content }: LayerEvidence,
  before: PreviousEvidence | undefined,
): Leaf {
  const isNew = before?.newLayers.includes(arn) ?? false;
  const words = [
    isNew ? `not in version ${before?.version ?? ''}` : '',
    isForeign ? `of account ${arn.split(':')[4] ?? ''}` : '',
    createdAt.known ? `since ${createdAt.value.slice(0, 10)}` : 'since when is not known',
    content.known
      ? `${counted(content.value.fileCount, 'file')}, ${sizeWords(content.value.sizeBytes)}`
      : gapWords(content),
  ];
  return {
    label: layerWords(arn),
    description: words.filter((part) => part !== '').join(' · '),
    icon: 'layers',
    ...(isNew || isForeign ? { tone: 'warning' as const } : {}),
    kind: 'evidence-layer',
  };
}

/** `own`: where the workspace has it; else it opens the deployed file. */
export function weaknessLeaf(one: Weakness, threat: Threat, own: TextPlace | undefined): Leaf {
  const { file } = one;
  const deployed = file && linesOf(deployedAt(threat, file.path), file.startLine, file.endLine);
  const place = own ?? deployed;
  return {
    label: one.title,
    description: `${one.severity} · ${weaknessPlace(one)}`,
    tooltip: escapeMarkdown(one.advice || one.title),
    icon: one.kind === 'code' ? 'bug' : 'package',
    tone: one.severity === 'critical' || one.severity === 'high' ? 'error' : 'warning',
    kind: 'evidence-weakness',
    ...(place === undefined ? {} : { place }),
  };
}

export function changeLeaf(one: EvidentChange, isBefore: boolean): Leaf {
  const words = [
    isBefore ? 'before' : 'after',
    one.way === 'unusual' ? 'not the usual way' : '',
    one.by,
    one.address,
    one.meansWords,
    new Date(one.at).toISOString(),
  ];
  return {
    label: one.what,
    description: words.filter((part) => part !== '').join(' · '),
    icon: one.means === 'person' ? 'person' : one.means === 'pipeline' ? 'rocket' : 'gear',
    ...(one.way === 'unusual' ? { tone: 'warning' as const } : {}),
    kind: 'evidence-change',
  };
}

export function mutedLeaf(label: string, description: string): Leaf {
  return { label, description, icon: 'question', tone: 'muted', kind: 'note' };
}

/** Lines are counted from 1. */
function linesOf(uri: string, first: number, last: number): TextPlace {
  return {
    uri,
    range: { start: { line: first - 1, character: 0 }, end: { line: last - 1, character: 0 } },
  };
}
