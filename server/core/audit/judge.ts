// Runs the checks over a snapshot. Verdicts are pass, fail, not-applicable and unknown; a gap never becomes a pass,
// and what was found beside a gap is still reported.
import type { AwsPlace, Finding } from '../finding/finding.ts';
import type { AccountSnapshot } from '../model/account-snapshot.ts';
import type { LambdaFunction, LayerVersion } from '../model/function.ts';
import { type Gap, notCollected } from '../model/known.ts';
import type { Check, CheckText, FunctionCheck, Hit, LayerCheck, RegionCheck, TestResult } from './check.ts';
import type { AuditOptions, FunctionFactName, FunctionFacts, LayerFacts, RegionFacts } from './facts.ts';
import { type FactSource, factsOf, type Resolved } from './resolve-facts.ts';
import { indexSnapshot, type RegionIndex, type SnapshotIndex } from './snapshot-index.ts';

export type Outcome = 'pass' | 'fail' | 'not-applicable' | 'unknown';
export const outcomes: readonly Outcome[] = ['fail', 'unknown', 'pass', 'not-applicable'];

export interface UnknownVerdict {
  readonly check: string;
  readonly place: AwsPlace;
  readonly gaps: readonly Gap[];
}

export interface SubjectJudgement {
  readonly kind: 'function' | 'region' | 'layer';
  readonly place: AwsPlace;
  readonly passed: readonly string[];
  readonly notApplicable: readonly string[];
  readonly findings: readonly Finding[];
  readonly unknown: readonly UnknownVerdict[];
}

export interface Judgement {
  readonly subjects: readonly SubjectJudgement[];
  readonly findings: readonly Finding[];
  readonly unknown: readonly UnknownVerdict[];
  /** Verdicts: one for each check and subject. */
  readonly counts: Readonly<Record<Outcome, number>>;
  readonly byCheck: Readonly<Record<string, Readonly<Record<Outcome, number>>>>;
  readonly functionCount: number;
}

export function judge(snapshot: AccountSnapshot, checks: readonly Check[], options: AuditOptions): Judgement {
  const index = indexSnapshot(snapshot);
  const onFunctions = checks.filter((check): check is FunctionCheck => check.scope === 'function');
  const onRegions = checks.filter((check): check is RegionCheck => check.scope === 'region');
  const onLayers = checks.filter((check): check is LayerCheck => check.scope === 'layer');
  const subjects: SubjectJudgement[] = [];
  for (const home of index.regions) {
    subjects.push(judgeRegion(home, onRegions, options));
    for (const lambda of home.functions)
      subjects.push(judgeFunction(index, home, lambda, onFunctions, options));
    for (const layer of home.layers.values()) {
      if (isOwn(layer, index)) subjects.push(judgeLayer(index, home, layer, onLayers, options));
    }
  }
  return summarizeSubjects(subjects, checks);
}

function isOwn(layer: LayerVersion, index: SnapshotIndex): boolean {
  return index.ownAccounts.has(layer.arn.split(':')[4] ?? '');
}

function judgeFunction(
  index: SnapshotIndex,
  home: RegionIndex,
  lambda: LambdaFunction,
  checks: readonly FunctionCheck[],
  options: AuditOptions,
): SubjectJudgement {
  const source = factsOf(index, home, lambda, options);
  const place: AwsPlace = {
    kind: 'aws',
    account: home.account.id,
    region: home.region.name,
    arn: lambda.arn,
    function: lambda.name,
  };
  return judgeSubject('function', place, checks, (check) => pickFacts(check.needs, source));
}

/** The declared facts and nothing else; a fact of which nothing is known makes the whole unknown. */
function pickFacts(needs: readonly FunctionFactName[], source: FactSource): Resolved<FunctionFacts> {
  const facts: Record<string, unknown> = {};
  const gaps: Gap[] = [];
  let complete = true;
  for (const name of needs) {
    const resolved: Resolved<unknown> = source.fact(name);
    if (resolved.value === undefined) complete = false;
    facts[name] = resolved.value;
    gaps.push(...resolved.gaps);
  }
  // The check's type lets it read nothing but what it declared, so that the picked facts are all that it can see.
  return complete ? { value: facts as unknown as FunctionFacts, gaps } : { gaps };
}

function judgeRegion(
  home: RegionIndex,
  checks: readonly RegionCheck[],
  options: AuditOptions,
): SubjectJudgement {
  const { account, region } = home;
  const place: AwsPlace = {
    kind: 'aws',
    account: account.id,
    region: region.name,
    arn: `arn:${account.partition}:lambda:${region.name}:${account.id}:*`,
  };
  const {
    guardDuty,
    inspector,
    trails,
    configRecorder = notCollected('config:DescribeConfigurationRecorders'),
  } = region.surveillance;
  return judgeSubject('region', place, checks, (check) => {
    const gaps: Gap[] = [];
    for (const [name, known] of Object.entries({ guardDuty, inspector, trails, configRecorder })) {
      if (!known.known && check.needs.some((need) => need === name)) gaps.push(known.gap);
    }
    if (gaps.length > 0) return { gaps };
    const facts: Partial<RegionFacts> = {
      region: {
        account: account.id,
        partition: account.partition,
        name: region.name,
        functionCount: home.functions.length,
      },
      options,
      ...(guardDuty.known ? { guardDuty: guardDuty.value } : {}),
      ...(inspector.known ? { inspector: inspector.value } : {}),
      ...(trails.known ? { trails: trails.value } : {}),
      ...(configRecorder.known ? { configRecorder: configRecorder.value } : {}),
    };
    return { value: facts as RegionFacts, gaps };
  });
}

function judgeLayer(
  index: SnapshotIndex,
  home: RegionIndex,
  layer: LayerVersion,
  checks: readonly LayerCheck[],
  options: AuditOptions,
): SubjectJudgement {
  const { account, region } = home;
  const place: AwsPlace = {
    kind: 'aws',
    account: account.id,
    region: region.name,
    arn: layer.arn,
    resource: 'layer',
  };
  return judgeSubject('layer', place, checks, (check) => {
    if (check.needs.includes('layerPolicy') && !layer.policy.known) return { gaps: [layer.policy.gap] };
    const document = layer.policy.known ? layer.policy.value : null;
    const facts: LayerFacts = {
      layer,
      place: {
        account: account.id,
        partition: account.partition,
        region: region.name,
        ownAccounts: index.ownAccounts,
      },
      options,
      layerPolicy: document === null ? null : index.parse(document),
    };
    return { value: facts, gaps: [] };
  });
}

interface Answerable<Facts> extends CheckText {
  readonly needs: readonly (keyof Facts)[];
  readonly test: (facts: Facts) => TestResult;
}

function judgeSubject<Facts>(
  kind: SubjectJudgement['kind'],
  place: AwsPlace,
  checks: readonly Answerable<Facts>[],
  load: (check: Answerable<Facts>) => Resolved<Facts>,
): SubjectJudgement {
  const passed: string[] = [];
  const notApplicable: string[] = [];
  const findings: Finding[] = [];
  const unknown: UnknownVerdict[] = [];
  for (const check of checks) {
    const facts = load(check);
    const result: TestResult = facts.value === undefined ? [] : check.test(facts.value);
    const hits = result === 'not-applicable' ? [] : 'hits' in result ? result.hits : result;
    const gaps =
      result !== 'not-applicable' && 'hits' in result ? [...facts.gaps, ...result.gaps] : facts.gaps;
    for (const hit of hits) findings.push(toFinding(check, hit, place));
    if (gaps.length > 0) unknown.push({ check: check.id, place, gaps: distinct(gaps) });
    else if (result === 'not-applicable') notApplicable.push(check.id);
    else if (hits.length === 0) passed.push(check.id);
  }
  return { kind, place, passed, notApplicable, findings, unknown };
}

function toFinding(check: CheckText, hit: Hit, place: AwsPlace): Finding {
  const ref = check.references.find((reference) => reference.url !== undefined)?.url;
  return {
    id: check.id,
    severity: hit.severity ?? check.severity,
    confidence: hit.confidence ?? check.confidence ?? 'high',
    title: check.title,
    message: hit.message,
    cwe: check.cwe,
    place: hit.resource === undefined ? place : { ...place, resource: hit.resource },
    why: check.why,
    todo: hit.todo ?? check.todo,
    ...(ref === undefined ? {} : { ref }),
    ...(hit.data === undefined ? {} : { data: hit.data }),
  };
}

function distinct(gaps: readonly Gap[]): readonly Gap[] {
  const seen = new Map<string, Gap>();
  for (const gap of gaps) seen.set(`${gap.action} ${gap.reason} ${gap.detail}`, gap);
  return [...seen.values()];
}

/** A check that failed beside a gap counts as failed; it still stands among the unknown with its gap. */
function summarizeSubjects(subjects: readonly SubjectJudgement[], checks: readonly Check[]): Judgement {
  const byCheck: Record<string, Record<Outcome, number>> = {};
  const counts: Record<Outcome, number> = { pass: 0, fail: 0, 'not-applicable': 0, unknown: 0 };
  for (const check of checks) byCheck[check.id] = { pass: 0, fail: 0, 'not-applicable': 0, unknown: 0 };
  const count = (id: string, outcome: Outcome) => {
    counts[outcome]++;
    const row = byCheck[id];
    if (row !== undefined) row[outcome]++;
  };
  for (const subject of subjects) {
    const failed = new Set(subject.findings.map((finding) => finding.id));
    for (const id of failed) count(id, 'fail');
    for (const id of subject.passed) count(id, 'pass');
    for (const id of subject.notApplicable) count(id, 'not-applicable');
    for (const verdict of subject.unknown) if (!failed.has(verdict.check)) count(verdict.check, 'unknown');
  }
  return {
    subjects,
    findings: subjects.flatMap((subject) => subject.findings),
    unknown: subjects.flatMap((subject) => subject.unknown),
    counts,
    byCheck,
    functionCount: subjects.filter((subject) => subject.kind === 'function').length,
  };
}
