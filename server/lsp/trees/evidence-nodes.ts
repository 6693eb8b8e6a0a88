// What unfolds below a finding: each part of the evidence as a node, which says that it is being gathered, what it comes
// to, or why it is not known, and its single things below it, each of which opens its place.
import type { Known } from '../../core/model/known.ts';
import type { Threat, Weakness } from '../../core/model/threat.ts';
import { changesBefore } from '../../core/remedy/change-history.ts';
import { addressPlaces, type PartialEvidence } from '../../core/remedy/evidence.ts';
import { counted } from '../../core/report/counted.ts';
import {
  codeNow,
  codeNowSentence,
  findingPlace,
  placeWords,
  sizeWords,
} from '../../core/report/evidence-page.ts';
import { gapWords, layerWords, weaknessPlace } from '../../core/report/threat-words.ts';
import { type DiffPlace, showDiffCommand } from '../../protocol/threats.ts';
import type { TextPlace, TreeNode } from '../../protocol/trees.ts';
import { deployedAt, previousDiffs, workspaceDiffs } from '../threat-diffs.ts';
import { escapeMarkdown, severityLooks } from './finding-node.ts';

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

type Leaf = Omit<TreeNode, 'id' | 'children'>;

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
        ...muted('The evidence could not be gathered', failure),
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
    more > 0 ? [...leaves.slice(0, maxLeaves), muted(`${more} more`, 'the page has them')] : leaves;
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
      children: () => [
        ...hits.map((one): Leaf => {
          const look = severityLooks[one.severity];
          return {
            label: one.id,
            description: findingPlace(one),
            tooltip: escapeMarkdown(one.message),
            spoken: `${one.severity} ${one.id}: ${one.message}, ${findingPlace(one)}`,
            icon: look.icon,
            tone: look.tone,
            kind: 'evidence-hit',
            ...(one.place.kind === 'code'
              ? { place: { uri: deployedAt(threat, one.place.file), range: one.place.range } }
              : {}),
          };
        }),
        {
          label: 'Open a file of it …',
          description: 'read-only',
          icon: 'go-to-file',
          kind: 'evidence-open',
          command: {
            id: 'lambdaProtect.openDeployedFile',
            arguments: [{ arn: threat.function.arn, version: threat.function.version }],
          },
        },
      ],
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
      children: () => [
        ...previousFiles.map(diffLeaf),
        ...(before?.libraries ?? []).map(
          ({ name, before: then, after }): Leaf => ({
            label: name,
            description: `${then || 'was not there'} → ${after || 'is gone'}`,
            icon: 'library',
            kind: 'evidence-library',
          }),
        ),
      ],
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
      children: () => [
        ...places.map(
          (one): Leaf => ({
            label: placeWords(one),
            description: `${one.writing}${one.isDependency ? ', in a dependency' : ''}`,
            icon: 'target',
            tone: 'warning',
            kind: 'evidence-address',
            ...(one.line === 0 ? {} : { place: lineOf(deployedAt(threat, one.path), one.line, one.line) }),
          }),
        ),
        ...holding.map(
          (name): Leaf => ({
            label: name,
            description: 'an environment variable holds it',
            icon: 'symbol-variable',
            tone: 'warning',
            kind: 'evidence-variable',
          }),
        ),
      ],
    },
    {
      id: 'libraries',
      label: 'Libraries',
      icon: 'library',
      fact: code,
      words: `${libraries.length}`,
      children: () =>
        libraries.map(
          ({ name, version, path }): Leaf => ({
            label: name,
            description: `${version || 'a bundle does not say which'} · ${path}`,
            icon: 'package',
            kind: 'evidence-library',
          }),
        ),
    },
    {
      id: 'layers',
      label: 'Layers',
      icon: 'layers',
      fact: layers,
      words: used.length === 0 ? 'none' : `${used.length}`,
      children: () =>
        used.map(({ arn, isForeign, createdAt, content }): Leaf => {
          const isNew = before?.newLayers.includes(arn) ?? false;
          return {
            label: layerWords(arn),
            description: [
              isNew ? `not in version ${before?.version ?? ''}` : '',
              isForeign ? `of account ${arn.split(':')[4] ?? ''}` : '',
              createdAt.known ? `since ${createdAt.value.slice(0, 10)}` : `since when is not known`,
              content.known
                ? `${counted(content.value.fileCount, 'file')}, ${sizeWords(content.value.sizeBytes)}`
                : gapWords(content),
            ]
              .filter((part) => part !== '')
              .join(' · '),
            icon: 'layers',
            ...(isNew || isForeign ? { tone: 'warning' as const } : {}),
            kind: 'evidence-layer',
          };
        }),
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
      children: () => (weaknesses?.known ? weaknesses.value.map((one) => weaknessLeaf(one, view)) : []),
    },
    {
      id: 'history',
      label: 'Who changed it',
      icon: 'history',
      fact: history,
      words: `${counted(changes.length, 'change')} in 90 days, ${first.size} before the first sight`,
      children: () =>
        changes.map(
          (one): Leaf => ({
            label: one.what,
            description: [
              first.has(one) ? 'before' : 'after',
              one.isUsualWay ? '' : 'never changed it before',
              one.by,
              one.address,
              one.meansWords,
              new Date(one.at).toISOString(),
            ]
              .filter((part) => part !== '')
              .join(' · '),
            icon: one.means === 'person' ? 'person' : one.means === 'pipeline' ? 'rocket' : 'gear',
            ...(one.isUsualWay ? {} : { tone: 'warning' as const }),
            kind: 'evidence-change',
          }),
        ),
    },
  ];
}

function weaknessLeaf(one: Weakness, { threat, places }: EvidenceView): Leaf {
  const { file } = one;
  const own = places.get(one.arn);
  return {
    label: one.title,
    description: `${one.severity} · ${weaknessPlace(one)}`,
    tooltip: escapeMarkdown(one.advice || one.title),
    icon: one.kind === 'code' ? 'bug' : 'package',
    tone: one.severity === 'critical' || one.severity === 'high' ? 'error' : 'warning',
    kind: 'evidence-weakness',
    ...(own !== undefined
      ? { place: own }
      : file === undefined
        ? {}
        : { place: lineOf(deployedAt(threat, file.path), file.startLine, file.endLine) }),
  };
}

function diffLeaf(diff: DiffPlace): Leaf {
  return {
    label: diff.path,
    description: diff.change,
    icon:
      diff.left === undefined ? 'diff-added' : diff.right === undefined ? 'diff-removed' : 'diff-modified',
    kind: 'evidence-diff',
    command: { id: showDiffCommand, arguments: [diff] },
  };
}

/** Lines are counted from 1. */
function lineOf(uri: string, first: number, last: number): TextPlace {
  return {
    uri,
    range: { start: { line: first - 1, character: 0 }, end: { line: last - 1, character: 0 } },
  };
}

function muted(label: string, description: string): Leaf {
  return { label, description, icon: 'question', tone: 'muted', kind: 'note' };
}
