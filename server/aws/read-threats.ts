// Reads GuardDuty's findings on functions, and whether it looks at them, Region by Region. A refusal becomes a gap with
// the denied action, and the rest goes on. Nothing is written.
import type { Finding, GetFindingsResponse } from '@aws-sdk/client-guardduty';
import { type Known, known } from '../core/model/known.ts';
import type { Contact, DetectorState, Threat, ThreatWatch } from '../core/model/threat.ts';
import { type Ask, createAsk } from './ask.ts';
import type { Client, Connection } from './clients.ts';
import { listWeaknesses } from './read-weaknesses.ts';

/** The most that `ListFindings` and `GetFindings` take. */
const findingsAtOnce = 50;

type GuardDutyClient = Client<'guardduty'>;

export interface ThreatQuery {
  readonly id?: string;
  readonly functionName?: string;
  /** Absent: both. */
  readonly archived?: boolean;
  /** 1 to 10. */
  readonly minSeverity?: number;
  /** Milliseconds since 1970: changed then or later. */
  readonly since?: number;
}

export interface WatchTarget {
  readonly account: string;
  readonly region: string;
  readonly via: string;
}

export async function readThreatWatch(
  connection: Connection,
  target: WatchTarget,
  /** `archived`: those as well. */
  { archived }: { readonly archived: boolean },
  signal: AbortSignal,
): Promise<ThreatWatch> {
  const ask = createAsk({ signal });
  const client = await connection.client('guardduty', target.region);
  const weaknesses = listWeaknesses(ask, connection, target.region, { closed: false });
  const state = await detectorOf(ask, client, target.account);
  const threats = !state.known
    ? state
    : state.value === null
      ? known([])
      : await findingsOf(ask, client, state.value.detectorId, target, archived ? {} : { archived });
  return { ...target, state, threats, weaknesses: await weaknesses };
}

/** Of every detector of the Region, the worst first. */
export async function listThreats(
  connection: Connection,
  target: Pick<WatchTarget, 'account' | 'region'>,
  query: ThreatQuery,
  signal: AbortSignal,
): Promise<Known<readonly Threat[]>> {
  const ask = createAsk({ signal });
  const client = await connection.client('guardduty', target.region);
  const detectors = await ask.known('guardduty:ListDetectors', (options) =>
    client.listDetectors({}, options),
  );
  if (!detectors.known) return detectors;
  const all = new Map<string, Threat>();
  for (const id of detectors.value.DetectorIds ?? []) {
    const found = await findingsOf(ask, client, id, target, query);
    if (!found.known) return found;
    for (const one of found.value) all.set(one.id, one);
  }
  return known([...all.values()].toSorted(worstFirst));
}

/** Null: GuardDuty is off in the Region. */
export async function readDetectorState(
  connection: Connection,
  { account, region }: Pick<WatchTarget, 'account' | 'region'>,
  signal: AbortSignal,
): Promise<Known<DetectorState | null>> {
  return detectorOf(createAsk({ signal }), await connection.client('guardduty', region), account);
}

async function detectorOf(
  ask: Ask,
  client: GuardDutyClient,
  account: string,
): Promise<Known<DetectorState | null>> {
  const detectors = await ask.known('guardduty:ListDetectors', (options) =>
    client.listDetectors({}, options),
  );
  if (!detectors.known) return detectors;
  const [DetectorId] = detectors.value.DetectorIds ?? [];
  if (DetectorId === undefined) return known(null);
  const [detector, trial] = await Promise.all([
    ask.known('guardduty:GetDetector', (options) => client.getDetector({ DetectorId }, options)),
    ask.known('guardduty:GetRemainingFreeTrialDays', (options) =>
      client.getRemainingFreeTrialDays({ DetectorId, AccountIds: [account] }, options),
    ),
  ]);
  if (!detector.known) return detector;
  const { Features, Status, CreatedAt, FindingPublishingFrequency } = detector.value;
  const feature = Features?.find((one) => one.Name === 'LAMBDA_NETWORK_LOGS');
  const watchesFunctions = feature?.Status === 'ENABLED';
  return known({
    detectorId: DetectorId,
    isEnabled: Status === 'ENABLED',
    watchesFunctions,
    ...(CreatedAt === undefined ? {} : { createdAt: CreatedAt }),
    ...(feature?.UpdatedAt === undefined ? {} : { featureChangedAt: feature.UpdatedAt.toISOString() }),
    ...(FindingPublishingFrequency === undefined ? {} : { updatesEvery: FindingPublishingFrequency }),
    trialDaysLeft: trial.known
      ? known(
          trial.value.Accounts?.[0]?.Features?.find((one) => one.Name === 'LAMBDA_NETWORK_LOGS')
            ?.FreeTrialDaysRemaining ?? null,
        )
      : trial,
  });
}

/** Fifty at a time; a page's findings are fetched while the next page is listed. */
async function findingsOf(
  ask: Ask,
  client: GuardDutyClient,
  DetectorId: string,
  target: Pick<WatchTarget, 'account' | 'region'>,
  query: ThreatQuery,
): Promise<Known<readonly Threat[]>> {
  const fetches: Promise<Known<GetFindingsResponse>>[] = [];
  const ids = await ask.pages<string>('guardduty:ListFindings', async (token, options) => {
    const page = await client.listFindings(
      {
        DetectorId,
        MaxResults: findingsAtOnce,
        FindingCriteria: { Criterion: criterionOf(query) },
        ...(token === undefined ? {} : { NextToken: token }),
      },
      options,
    );
    const FindingIds = page.FindingIds ?? [];
    if (FindingIds.length > 0)
      fetches.push(
        ask.known('guardduty:GetFindings', (inner) => client.getFindings({ DetectorId, FindingIds }, inner)),
      );
    return { items: FindingIds, next: page.NextToken };
  });
  const pages = await Promise.all(fetches);
  if (!ids.known) return ids;
  const threats: Threat[] = [];
  for (const page of pages) {
    if (!page.known) return page;
    for (const one of page.value.Findings ?? []) threats.push(toThreat(one, DetectorId, target));
  }
  // Sorted here: the service would sort anew for each page.
  return known(threats.toSorted(worstFirst));
}

function criterionOf({ id, functionName, archived, minSeverity, since }: ThreatQuery) {
  return {
    'resource.resourceType': { Equals: ['Lambda'] },
    ...(id === undefined ? {} : { id: { Equals: [id] } }),
    ...(archived === undefined ? {} : { 'service.archived': { Equals: [String(archived)] } }),
    ...(functionName === undefined
      ? {}
      : { 'resource.lambdaDetails.functionName': { Equals: [functionName] } }),
    ...(minSeverity === undefined ? {} : { severity: { GreaterThanOrEqual: minSeverity } }),
    ...(since === undefined ? {} : { updatedAt: { GreaterThanOrEqual: since } }),
  };
}

function worstFirst(a: Threat, b: Threat): number {
  return b.severity - a.severity || compare(b.lastSeen, a.lastSeen) || compare(a.id, b.id);
}

/** ISO times and ids: by code units, a tenth of the time of a comparison by language. */
function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

function toThreat(
  one: Finding,
  detectorId: string,
  { account, region }: Pick<WatchTarget, 'account' | 'region'>,
): Threat {
  const lambda = one.Resource?.LambdaDetails;
  const contact = contactOf(one);
  return {
    id: one.Id ?? '',
    account: one.AccountId ?? account,
    region: one.Region ?? region,
    detectorId,
    type: one.Type ?? '',
    title: one.Title ?? '',
    description: one.Description ?? '',
    severity: one.Severity ?? 0,
    isSample: one.Title?.startsWith('[SAMPLE]') ?? false,
    isArchived: one.Service?.Archived ?? false,
    function: {
      arn: (lambda?.FunctionArn ?? '').split(':').slice(0, 7).join(':'),
      name: lambda?.FunctionName ?? '',
      version: lambda?.FunctionVersion ?? '$LATEST',
      revisionId: lambda?.RevisionId ?? '',
      role: lambda?.Role ?? '',
      ...(lambda?.LastModifiedAt === undefined ? {} : { lastModified: lambda.LastModifiedAt.toISOString() }),
    },
    ...(contact === undefined ? {} : { contact }),
    count: one.Service?.Count ?? 0,
    firstSeen: one.Service?.EventFirstSeen ?? one.CreatedAt ?? '',
    lastSeen: one.Service?.EventLastSeen ?? one.UpdatedAt ?? '',
  };
}

function contactOf({ Service }: Finding): Contact | undefined {
  const network = Service?.Action?.NetworkConnectionAction;
  if (network !== undefined) {
    const remote = network.RemoteIpDetails;
    const direction = network.ConnectionDirection;
    return {
      direction: direction === 'OUTBOUND' ? 'out' : direction === 'INBOUND' ? 'in' : 'unknown',
      protocol: network.Protocol ?? '',
      address: remote?.IpAddressV4 ?? remote?.IpAddressV6 ?? '',
      domain: '',
      ...(network.RemotePortDetails?.Port === undefined ? {} : { port: network.RemotePortDetails.Port }),
      organization: remote?.Organization?.Org ?? remote?.Organization?.AsnOrg ?? '',
      asn: remote?.Organization?.Asn ?? '',
      country: remote?.Country?.CountryName ?? '',
      city: remote?.City?.CityName ?? '',
      isBlocked: network.Blocked ?? false,
    };
  }
  const dns = Service?.Action?.DnsRequestAction;
  if (dns === undefined) return undefined;
  return {
    direction: 'out',
    protocol: dns.Protocol ?? '',
    address: '',
    domain: dns.Domain ?? '',
    organization: '',
    asn: '',
    country: '',
    city: '',
    isBlocked: dns.Blocked ?? false,
  };
}
