// What was gathered around a finding, in Markdown: whether that code still runs, what is in it, who changed it, what
// Inspector says, where the remote address stands. What could not be read is said at its place.
import type { Finding } from '../finding/finding.ts';
import type { Known } from '../model/known.ts';
import type { Threat } from '../model/threat.ts';
import { changesBefore, codeHashThen } from '../remedy/change-history.ts';
import {
  type AddressPlace,
  addressPlaces,
  type LayerContent,
  type ThreatEvidence,
  versionBefore,
} from '../remedy/evidence.ts';
import type { Library } from '../remedy/libraries.ts';
import { codeNowSentence } from './code-now.ts';
import { counted } from './counted.ts';
import { heading, plain, table } from './markdown.ts';
import { gapWords, layerWords, weaknessPlace } from './threat-words.ts';

/** Longer lists end with how many more there are. */
const maxRows = 100;
const maxLayerFiles = 50;

export function renderEvidence(threat: Threat, evidence: ThreatEvidence): readonly string[] {
  return [
    heading(2, 'Is it still that code?'),
    ...comparison(threat, evidence),
    heading(2, 'What the code rules say'),
    ...codeFindings(evidence),
    heading(2, 'Where the remote address stands'),
    ...addresses(threat, evidence),
    heading(2, 'What changed since the version before'),
    ...previous(evidence),
    heading(2, 'Libraries'),
    ...libraries(evidence),
    heading(2, 'Layers'),
    ...layers(evidence),
    heading(2, 'Who changed it'),
    ...history(threat, evidence),
    heading(2, 'What Inspector says'),
    ...weaknesses(evidence),
  ];
}

function comparison(threat: Threat, evidence: ThreatEvidence): readonly string[] {
  const { versions } = evidence;
  const first = plain(codeNowSentence(threat, evidence));
  if (!versions.known || versions.value === null) return [first];
  const now = versions.value.find(({ version }) => version === threat.function.version);
  if (now === undefined) return [first];
  const then = evidence.history.known
    ? codeHashThen(evidence.history.value.changes, threat.firstSeen)
    : undefined;
  const byHash =
    then === undefined
      ? []
      : [
          then === now.codeSha256
            ? 'By the change history the package is the same as when it was first seen.'
            : 'By the change history the package was replaced since it was first seen.',
        ];
  const twins = versions.value
    .filter((one) => one !== now && one.codeSha256 === now.codeSha256)
    .map(({ version }) => version);
  const before = versionBefore(now.version, versions.value);
  const isNew = (arn: string) => before !== undefined && !before.layers.includes(arn);
  return [
    first,
    ...byHash,
    table(
      ['', 'in the finding', 'now'],
      [
        ['Revision', code(threat.function.revisionId), code(now.revisionId)],
        [
          'Package (SHA-256)',
          then === undefined ? 'the finding does not say' : code(then),
          code(now.codeSha256),
        ],
        ['Modified', plain(threat.function.lastModified ?? '–'), plain(now.lastModified)],
        [
          'Layers',
          '',
          plain(
            now.layers
              .map((arn) => `${layerWords(arn)}${isNew(arn) ? ` (not in version ${before?.version})` : ''}`)
              .join(', ') || 'none',
          ),
        ],
      ],
    ),
    ...(twins.length === 0 ? [] : [`The same package is also version ${plain(twins.join(', '))}.`]),
  ];
}

function codeFindings({ code: looked, layers: used }: ThreatEvidence): readonly string[] {
  const ofLayers = used.known
    ? used.value.flatMap(({ content }) => (content.known ? content.value.findings : []))
    : [];
  if (!looked.known) return [missing(looked), ...findingRows(ofLayers)];
  const { findings, fileCount, sizeBytes, drift, skipped } = looked.value;
  const files = `${counted(fileCount, 'file')}, ${sizeWords(sizeBytes)}.`;
  return [
    files,
    ...(findings.length + ofLayers.length === 0
      ? ['No rule hits.']
      : findingRows([...findings, ...ofLayers])),
    ...(drift === undefined
      ? []
      : [
          plain(
            drift.changed.length + drift.onlyDeployed.length === 0
              ? `The same as in the workspace’s folder ${drift.folder}.`
              : `Other than in the workspace’s folder ${drift.folder}: ${[...drift.changed.map((path) => `${path} differs`), ...drift.onlyDeployed.map((path) => `${path} is only deployed`)].join(', ')}.`,
          ),
        ]),
    ...(skipped.length === 0
      ? []
      : [
          `Not looked into: ${plain(
            skipped
              .slice(0, 10)
              .map(({ path, reason }) => [path, reason].filter((part) => part !== '').join(': '))
              .join('; '),
          )}${skipped.length > 10 ? ` and ${skipped.length - 10} more` : ''}.`,
        ]),
  ];
}

function findingRows(findings: readonly Finding[]): readonly string[] {
  return rows(
    ['Where', 'Rule', 'What'],
    findings.map((one) => [findingPlace(one), one.id, one.message]),
  );
}

export function findingPlace({ place }: Finding): string {
  return place.kind === 'code' ? `${place.file}:${place.range.start.line + 1}` : place.arn;
}

function addresses(threat: Threat, evidence: ThreatEvidence): readonly string[] {
  const { contact } = threat;
  if (contact === undefined || (contact.address === '' && contact.domain === ''))
    return ['The finding names no address.'];
  const { variables } = evidence;
  const places = addressPlaces(evidence);
  return [
    ...(evidence.code.known ? [] : [missing(evidence.code)]),
    ...(places.length === 0
      ? evidence.code.known
        ? ['In no file of the package or its layers, neither plain nor as a number or in Base64.']
        : []
      : rows(
          ['Where', 'Written', 'Whose code'],
          places.map((one) => [placeWords(one), one.writing, one.isDependency ? 'a dependency' : 'its own']),
        )),
    plain(
      !variables.known
        ? `Environment variables: not known: ${gapWords(variables)}.`
        : variables.value.names.length === 0
          ? 'There are no environment variables.'
          : variables.value.holding.length === 0
            ? `In none of ${counted(variables.value.names.length, 'environment variable')}.`
            : `In the environment variables ${variables.value.holding.join(', ')}.`,
    ),
  ];
}

export function placeWords({ path, line }: AddressPlace): string {
  return line === 0 ? `${path} (no text)` : `${path}:${line}`;
}

function previous({ previous: before }: ThreatEvidence): readonly string[] {
  if (!before.known) return [missing(before)];
  if (before.value === null) return ['There is no published version before it.'];
  const { version, files, libraries: changed, newLayers, goneLayers } = before.value;
  const lines = [
    ...(files.length === 0
      ? [plain(`The same code as version ${version}.`)]
      : [
          plain(`Other code than version ${version}:`),
          ...rows(
            ['File', ''],
            files.map(({ path, kind }) => [path, kind]),
          ),
        ]),
    ...(changed.length === 0
      ? []
      : rows(
          ['Library', 'before', 'now'],
          changed.map(({ name, before: then, after }) => [name, then || '–', after || '–']),
        )),
  ];
  const layerLines = [
    ...newLayers.map((arn) => plain(`New layer: ${arn}`)),
    ...goneLayers.map((arn) => plain(`Layer that is gone: ${arn}`)),
  ];
  return [...lines, ...layerLines];
}

function libraries({ code: looked, layers: used, previous: before }: ThreatEvidence): readonly string[] {
  const ofLayers = used.known
    ? used.value.flatMap(({ content }) => (content.known ? content.value.libraries : []))
    : [];
  const own = looked.known ? looked.value.libraries : [];
  const changed = new Set(
    before.known && before.value !== null ? before.value.libraries.map(({ name }) => name) : [],
  );
  const all: readonly Library[] = [...own, ...ofLayers];
  return [
    ...(looked.known ? [] : [missing(looked)]),
    ...(all.length === 0
      ? looked.known
        ? ['None that its installer left a trace of.']
        : []
      : rows(
          ['Library', 'Version', 'Told by', 'Since the version before'],
          all.map(({ name, version, path }) => [
            name,
            version || 'a bundle does not say',
            path,
            changed.has(name) ? 'changed' : '',
          ]),
        )),
  ];
}

function layers({ layers: used, previous: before }: ThreatEvidence): readonly string[] {
  if (!used.known) return [missing(used)];
  if (used.value.length === 0) return ['None.'];
  const fresh = before.known && before.value !== null ? before.value.newLayers : [];
  return [
    ...rows(
      ['Layer', 'Whose', 'Since', 'Content', 'Since the version before'],
      used.value.map(({ arn, isForeign, createdAt, content }) => [
        layerWords(arn),
        `${arn.split(':')[4] ?? ''}${isForeign ? ', another account' : ''}`,
        createdAt.known ? createdAt.value : '–',
        content.known
          ? `${counted(content.value.fileCount, 'file')}, ${sizeWords(content.value.sizeBytes)}`
          : gapWords(content),
        fresh.includes(arn) ? 'new' : '',
      ]),
    ),
    ...used.value.flatMap(({ arn, content }) => (content.known ? [layerFiles(arn, content.value)] : [])),
  ];
}

function layerFiles(arn: string, { files, fileCount }: LayerContent): string {
  const shown = files.slice(0, maxLayerFiles);
  const more = fileCount - shown.length;
  return plain(
    `${layerWords(arn)} holds ${shown.join(', ') || 'no file'}${more > 0 ? ` and ${more} more` : ''}.`,
  );
}

function history(threat: Threat, { history: known }: ThreatEvidence): readonly string[] {
  if (!known.known) return [missing(known)];
  const { changes, isWhole } = known.value;
  if (changes.length === 0)
    return ['CloudTrail has no change of the function or its layers in its last 90 days.'];
  const before = new Set(changesBefore(changes, threat.firstSeen));
  return [
    ...rows(
      ['When', 'First sight', 'What', 'By', 'From', 'With', ''],
      changes.map((one) => [
        new Date(one.at).toISOString(),
        before.has(one) ? 'before' : 'after',
        `${one.what}${one.error === '' ? '' : ` (refused: ${one.error})`}`,
        [one.by, one.session].filter((part) => part !== '').join('/'),
        one.address,
        `${one.agent}, ${one.meansWords}`,
        one.way === 'unusual' ? 'not the usual way' : '',
      ]),
    ),
    ...(isWhole ? [] : ['There are more records than were read.']),
  ];
}

function weaknesses({ weaknesses: found }: ThreatEvidence): readonly string[] {
  if (!found.known) return [missing(found)];
  if (found.value.length === 0) return ['Nothing open on this function.'];
  return rows(
    ['Severity', 'What', 'Where'],
    found.value.map((one) => [one.severity, one.title, weaknessPlace(one)]),
  );
}

function rows(heads: readonly string[], all: readonly (readonly string[])[]): readonly string[] {
  if (all.length === 0) return [];
  const more = all.length - maxRows;
  return [
    table(
      heads,
      all.slice(0, maxRows).map((row) => row.map(plain)),
    ),
    ...(more > 0 ? [`${more} more.`] : []),
  ];
}

function missing(fact: Known<unknown>): string {
  return plain(`Not known: ${gapWords(fact)}.`);
}

function code(text: string): string {
  return text === '' ? '–' : `\`${text.replaceAll('`', '')}\``;
}

export function sizeWords(bytes: number): string {
  return bytes < 10_000 ? `${bytes} bytes` : `${Math.round(bytes / 1000)} kB`;
}
