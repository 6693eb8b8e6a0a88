// The plan that contains a function: what there is to choose from, the least harmful first, and the changes of what a
// person chose of it.
import type { Wish } from '../core/remedy/change.ts';
import type { FunctionFacts, RemoteParty } from '../core/remedy/remedy.ts';
import { eventInvokeNote, type Offer, offersFor, withoutCovered } from '../core/remedy/response.ts';
import { type MadePlan, makePlan, PlanError, type PlanScope } from './make-plan.ts';
import { collectResponseFacts } from './response-facts.ts';

/** Files of plan and journal. */
export const responseTopic = (functionName: string) => `response-${functionName}`;

export interface ResponseSubject {
  readonly functionName: string;
  /** The version that a finding names. */
  readonly suspectVersion?: string;
  /** Whom a finding names as the other side: what is to be blocked. */
  readonly remote?: RemoteParty;
}

export interface FindingToArchive {
  readonly id: string;
  readonly detectorId: string;
  /** What it was: goes to GuardDuty as the comment of a feedback. */
  readonly note?: string;
  /** Whether GuardDuty was right to report it; with a note only. */
  readonly wasUseful?: boolean;
}

export interface Response {
  readonly facts: FunctionFacts;
  readonly offers: readonly Offer[];
}

/** Undefined where there is no function of that name, or it may not be read. */
export async function offerResponse(
  { connection, region, identity, signal, now }: PlanScope,
  { functionName: name, suspectVersion, remote }: ResponseSubject,
): Promise<Response | undefined> {
  const facts = await collectResponseFacts(
    connection,
    {
      region,
      account: identity.account,
      name,
      now,
      ...(suspectVersion === undefined ? {} : { suspectVersion }),
      ...(remote === undefined ? {} : { remote }),
    },
    signal,
  );
  return facts && { facts, offers: offersFor(facts) };
}

/** `chosen`: ids of remedies. Throws `PlanError` for one that there is not. */
export function planResponse(
  scope: PlanScope,
  { facts, offers }: Response,
  chosen: readonly string[],
  archive?: FindingToArchive,
): Promise<MadePlan> {
  const wrong = chosen.find((id) => !offers.some((one) => one.remedy.id === id));
  if (wrong !== undefined)
    throw new PlanError(
      `unknown remedy: ${wrong}; there are ${offers.map((one) => one.remedy.id).join(', ')}`,
    );
  const taken = withoutCovered(offers.filter((one) => chosen.includes(one.remedy.id)));
  return makePlan(scope, {
    title: `contain ${facts.name}`,
    wishes: [
      ...taken.flatMap((one) => one.wishes),
      ...(archive === undefined ? [] : closeWishes(scope.region, archive)),
    ],
    warnings: [
      ...taken.map((one) => `${one.remedy.id}: ${one.remedy.harm}`),
      ...taken.flatMap((one) => one.warnings),
      ...(taken.length === 0 ? [] : [eventInvokeNote]),
      ...(archive === undefined ? [] : closeWarnings(archive)),
    ],
  });
}

/** Throws nothing of its own: a finding that is gone shows when its state is read. */
export function planArchive(
  scope: PlanScope,
  functionName: string,
  finding: FindingToArchive,
): Promise<MadePlan> {
  return makePlan(scope, {
    title: `archive a finding on ${functionName}`,
    wishes: closeWishes(scope.region, finding),
    warnings: closeWarnings(finding),
  });
}

/** GuardDuty's archive holds no note; its feedback takes one. */
function closeWishes(
  region: string,
  { id: findingId, detectorId, note, wasUseful }: FindingToArchive,
): readonly Wish[] {
  const feedback: Wish = {
    kind: 'finding-feedback',
    region,
    target: { detectorId, findingId, comment: note ?? '' },
    after: { feedback: wasUseful === false ? 'NOT_USEFUL' : 'USEFUL' },
    note: 'AWS reads the comment: write nothing secret into it; it cannot be taken back',
  };
  const archive: Wish = {
    kind: 'finding-archive',
    region,
    target: { detectorId, findingId },
    after: { archived: true },
  };
  return note === undefined && wasUseful === undefined ? [archive] : [feedback, archive];
}

function closeWarnings({ note }: FindingToArchive): readonly string[] {
  return [
    // https://docs.aws.amazon.com/guardduty/latest/APIReference/API_ArchiveFindings.html
    'GuardDuty keeps archived findings for 90 days; in an organization only its administrator account may archive, a member is refused',
    ...(note === undefined ? [] : [`note on the finding: ${note}`]),
  ];
}
