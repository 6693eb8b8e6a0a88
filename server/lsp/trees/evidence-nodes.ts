// What unfolds below a finding: each part of the evidence as a node, which says that it is being gathered, what it comes
// to, or why it is not known, and its single things below it.
import type { Known } from '../../core/model/known.ts';
import type { Threat } from '../../core/model/threat.ts';
import { changesBefore } from '../../core/remedy/change-history.ts';
import { addressPlaces, type PartialEvidence } from '../../core/remedy/evidence.ts';
import { codeNow, codeNowSentence } from '../../core/report/code-now.ts';
import { counted } from '../../core/report/counted.ts';
import { gapWords } from '../../core/report/threat-words.ts';
import type { TextPlace, TreeNode } from '../../protocol/trees.ts';
import { previousDiffs, workspaceDiffs } from '../threat-diffs.ts';
import {
  addressLeaf,
  changeLeaf,
  diffLeaf,
  hitLeaf,
  type Leaf,
  layerLeaf,
  libraryChangeLeaf,
  libraryLeaf,
  mutedLeaf,
  openFileLeaf,
  variableLeaf,
  weaknessLeaf,
} from './evidence-leaves.ts';

export interface EvidenceView {
  readonly threat: Threat;
  readonly parts: PartialEvidence;
  readonly failure: string | undefined;
  /** Of the workspace. */
  readonly root: string | undefined;
  /** By ARN of a weakness: where the workspace has it. */
  readonly places: ReadonlyMap<string, TextPlace>;
}

interface Section {
  readonly id: string;
  readonly label: string;
  readonly icon: string;
  /** Undefined: it is being gathered. */
  readonly fact: Known<unknown> | undefined;
  readonly words: string;
  readonly children: () => readonly Leaf[];
}

const maxLeaves = 200;

/** `section`: the part whose single things are wanted; absent: the parts. */
export function evidenceNodes(
  view: EvidenceView,
  parent: string,
  section: string | undefined,
): readonly TreeNode[] {
  const { failure } = view;
  if (failure !== undefined)
    return [
      {
        ...mutedLeaf('The evidence could not be gathered', failure),
        id: `${parent} > failure`,
        children: 'none',
        kind: 'note',
      },
    ];
  const sections = sectionsOf(view);
  if (section === undefined) return sections.map((one) => sectionNode(one, parent));
  const leaves = sections.find(({ id }) => id === section)?.children() ?? [];
  const more = leaves.length - maxLeaves;
  const shown =
    more > 0 ? [...leaves.slice(0, maxLeaves), mutedLeaf(`${more} more`, 'the page has them')] : leaves;
  return shown.map((leaf, index) => ({ ...leaf, id: `${parent} > ${index}`, children: 'none' }));
}

function sectionNode({ id, label, icon, fact, words, children }: Section, parent: string): TreeNode {
  const base = { id: `${parent} > ${id}`, label, kind: `evidence-${id}` };
  if (fact === undefined)
    return {
      ...base,
      description: 'being gathered …',
      icon: 'loading~spin',
      tone: 'muted',
      children: 'none',
    };
  if (!fact.known)
    return {
      ...base,
      description: `not known: ${gapWords(fact)}`,
      icon: 'question',
      tone: 'muted',
      children: 'none',
    };
  return { ...base, description: words, icon, children: children().length === 0 ? 'none' : 'collapsed' };
}

function sectionsOf(view: EvidenceView): readonly Section[] {
  const { threat, parts } = view;
  const { versions, code, previous, layers, variables, weaknesses, history } = parts;
  const looked = code?.known ? code.value : undefined;
  const before = previous?.known ? (previous.value ?? undefined) : undefined;
  const used = layers?.known ? layers.value : [];
  const contents = used.flatMap(({ content }) => (content.known ? [content.value] : []));
  const hits = [...(looked?.findings ?? []), ...contents.flatMap(({ findings }) => findings)];
  const libraries = [...(looked?.libraries ?? []), ...contents.flatMap((one) => one.libraries)];
  const places = code === undefined || layers === undefined ? [] : addressPlaces({ code, layers });
  const holding = variables?.known ? variables.value.holding : [];
  const previousFiles = previousDiffs(threat, parts);
  const driftFiles = workspaceDiffs(threat, parts, view.root);
  const changes = history?.known ? history.value.changes : [];
  const first = new Set(changesBefore(changes, threat.firstSeen));
  return [
    {
      id: 'version',
      label: 'Deployed now',
      icon: versions !== undefined && codeNow(threat, { versions }) === 'same' ? 'warning' : 'versions',
      fact: versions,
      words: versions === undefined ? '' : codeNowSentence(threat, { versions }),
      children: () => [],
    },
    {
      id: 'code',
      label: 'Rule hits',
      icon: hits.length === 0 ? 'pass' : 'bug',
      fact: code,
      words:
        looked === undefined
          ? ''
          : `${hits.length}, in ${counted(looked.fileCount, 'file')} of version ${threat.function.version}`,
      children: () => [...hits.map((one) => hitLeaf(one, threat)), openFileLeaf(threat)],
    },
    {
      id: 'workspace',
      label: 'Workspace',
      icon: driftFiles.length === 0 ? 'pass' : 'diff',
      fact: code,
      words:
        looked?.drift === undefined
          ? 'no folder has these files'
          : driftFiles.length === 0
            ? `the same as ${looked.drift.folder}`
            : `${counted(driftFiles.length, 'file differs', 'files differ')} from ${looked.drift.folder}`,
      children: () => driftFiles.map(diffLeaf),
    },
    {
      id: 'previous',
      label: 'Version before',
      icon: previousFiles.length === 0 ? 'pass' : 'diff',
      fact: previous,
      words:
        before === undefined
          ? 'no version was published before'
          : previousFiles.length === 0
            ? `the same code as version ${before.version}`
            : `${counted(previousFiles.length, 'file differs', 'files differ')} from version ${before.version}`,
      children: () => [...previousFiles.map(diffLeaf), ...(before?.libraries ?? []).map(libraryChangeLeaf)],
    },
    {
      id: 'address',
      label: 'Remote address',
      icon: places.length + holding.length === 0 ? 'pass' : 'target',
      fact: code === undefined || layers === undefined ? undefined : code,
      words:
        places.length + holding.length === 0
          ? 'nowhere in code, layers and variables'
          : `${counted(places.length, 'place')} in files, ${counted(holding.length, 'variable')}`,
      children: () => [...places.map((one) => addressLeaf(one, threat)), ...holding.map(variableLeaf)],
    },
    {
      id: 'libraries',
      label: 'Libraries',
      icon: 'library',
      fact: code,
      words: `${libraries.length}`,
      children: () => libraries.map(libraryLeaf),
    },
    {
      id: 'layers',
      label: 'Layers',
      icon: 'layers',
      fact: layers,
      words: used.length === 0 ? 'none' : `${used.length}`,
      children: () => used.map((one) => layerLeaf(one, before)),
    },
    {
      id: 'weaknesses',
      label: 'Inspector',
      icon: weaknesses?.known && weaknesses.value.length === 0 ? 'pass' : 'shield',
      fact: weaknesses,
      words: weaknesses?.known
        ? weaknesses.value.length === 0
          ? 'nothing open'
          : `${weaknesses.value.length} open`
        : '',
      children: () =>
        weaknesses?.known
          ? weaknesses.value.map((one) => weaknessLeaf(one, threat, view.places.get(one.arn)))
          : [],
    },
    {
      id: 'history',
      label: 'Who changed it',
      icon: 'history',
      fact: history,
      words: `${counted(changes.length, 'change')} in 90 days, ${first.size} before the first sight`,
      children: () => changes.map((one) => changeLeaf(one, first.has(one))),
    },
  ];
}
