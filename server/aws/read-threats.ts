// Reads GuardDuty's findings on functions and whether it looks at them, Region by Region. A refusal becomes a gap
// with the denied action, and the rest goes on. Nothing is written.
import type { Finding, GetFindingsResponse } from '@aws-sdk/client-guardduty';
import { type Known, known } from '../core/model/known.ts';
import type { Contact, DetectorState, Threat, ThreatWatch } from '../core/model/threat.ts';
import { type Ask, createAsk } from './ask.ts';
import type { Client, Connection } from './clients.ts';

/** The most that `ListFindings` and `GetFindings` take. */
const findingsAtOnce = 50;

type GuardDutyClient = Client<'guardduty'>;

export interface WatchTarget {
  readonly account: string;
  readonly region: string;
  readonly via: string;
}

export async function readThreatWatch(
  connection: Connection,
  target: WatchTarget,
  signal: AbortSignal,
): Promise<ThreatWatch> {
  const ask = createAsk({ signal });
  const client = await connection.client('guardduty', target.region);
  const state = await detectorOf(ask, client, target.account);
  if (!state.known) return { ...target, state, threats: state };
  const threats =
    state.value === null ? known([]) : await threatsOf(ask, client, state.value.detectorId, target);
  return { ...target, state, threats };
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
  const detector = await ask.known('guardduty:GetDetector', (options) =>
    client.getDetector({ DetectorId }, options),
  );
  if (!detector.known) return detector;
  const feature = detector.value.Features?.find((one) => one.Name === 'LAMBDA_NETWORK_LOGS');
  const trial = await ask.known('guardduty:GetRemainingFreeTrialDays', (options) =>
    client.getRemainingFreeTrialDays({ DetectorId, AccountIds: [account] }, options),
  );
  return known({
    detectorId: DetectorId,
    isEnabled: detector.value.Status === 'ENABLED',
    watchesFunctions: feature?.Status === 'ENABLED',
    ...(feature?.UpdatedAt === undefined ? {} : { watchedSince: feature.UpdatedAt.toISOString() }),
    trialDaysLeft: trial.known
      ? known(
          trial.value.Accounts?.[0]?.Features?.find((one) => one.Name === 'LAMBDA_NETWORK_LOGS')
            ?.FreeTrialDaysRemaining ?? null,
        )
      : trial,
  });
}

async function threatsOf(
  ask: Ask,
  client: GuardDutyClient,
  DetectorId: string,
  target: WatchTarget,
): Promise<Known<readonly Threat[]>> {
  // A page's findings are fetched while the next page is listed.
  const fetches: Promise<Known<GetFindingsResponse>>[] = [];
  const ids = await ask.pages<string>('guardduty:ListFindings', async (token, options) => {
    const page = await client.listFindings(
      {
        DetectorId,
        MaxResults: findingsAtOnce,
        FindingCriteria: {
          Criterion: {
            'resource.resourceType': { Equals: ['Lambda'] },
            'service.archived': { Equals: ['false'] },
          },
        },
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
  return known(threats.toSorted(worstFirst));
}

function worstFirst(a: Threat, b: Threat): number {
  return b.severity - a.severity || b.lastSeen.localeCompare(a.lastSeen) || a.id.localeCompare(b.id);
}

function toThreat(one: Finding, detectorId: string, { account, region }: WatchTarget): Threat {
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
    function: {
      arn: (lambda?.FunctionArn ?? '').split(':').slice(0, 7).join(':'),
      name: lambda?.FunctionName ?? '',
      version: lambda?.FunctionVersion ?? '',
      revisionId: lambda?.RevisionId ?? '',
      role: lambda?.Role ?? '',
      ...(lambda?.LastModifiedAt === undefined ? {} : { lastModified: lambda.LastModifiedAt.toISOString() }),
    },
    ...(contact === undefined ? {} : { contact }),
    count: one.Service?.Count ?? 0,
    firstSeen: one.Service?.EventFirstSeen ?? '',
    lastSeen: one.Service?.EventLastSeen ?? '',
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
