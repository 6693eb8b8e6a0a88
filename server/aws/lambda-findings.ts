// Open findings of GuardDuty and Inspector on functions, asked by criteria and read in pages. Only reads; a service
// that refuses is a gap, and the other one goes on.
import type { Finding as Given } from '@aws-sdk/client-guardduty';
import type { Finding as Inspected } from '@aws-sdk/client-inspector2';
import { type Known, known } from '../core/model/known.ts';
import type { LambdaFinding } from '../core/remedy/lambda-finding.ts';
import { type Ask, createAsk } from './ask.ts';
import type { Client, Connection } from './clients.ts';

export interface FindingQuery {
  readonly region: string;
  readonly functionName?: string;
  readonly archived?: boolean;
  /** 0 to 10. */
  readonly minSeverity?: number;
}

export async function listGuardDutyFindings(
  connection: Connection,
  query: FindingQuery,
  signal: AbortSignal,
): Promise<Known<readonly LambdaFinding[]>> {
  const ask = createAsk({ signal });
  const guardduty = await connection.client('guardduty', query.region);
  const detectors = await ask.known('guardduty:ListDetectors', (options) =>
    guardduty.listDetectors({}, options),
  );
  if (!detectors.known) return detectors;
  const all: LambdaFinding[] = [];
  for (const DetectorId of detectors.value.DetectorIds ?? []) {
    // A page is read while the next one is listed. Sorted here: the service would sort anew for each page.
    const reading: Promise<Known<readonly LambdaFinding[]>>[] = [];
    const ids = await ask.pages('guardduty:ListFindings', async (token, options) => {
      const page = await guardduty.listFindings(
        {
          DetectorId,
          MaxResults: 50,
          FindingCriteria: { Criterion: criterionOf(query) },
          ...(token === undefined ? {} : { NextToken: token }),
        },
        options,
      );
      const FindingIds = page.FindingIds ?? [];
      if (FindingIds.length > 0) reading.push(readFindings(guardduty, DetectorId, FindingIds, ask));
      return { items: FindingIds, next: page.NextToken };
    });
    const pages = await Promise.all(reading);
    if (!ids.known) return ids;
    for (const page of pages) {
      if (!page.known) return page;
      all.push(...page.value);
    }
  }
  const unique = new Map(all.map((one) => [one.id, one]));
  return known([...unique.values()].toSorted((a, b) => b.severity - a.severity));
}

function criterionOf(query: FindingQuery) {
  return {
    'resource.resourceType': { Equals: ['Lambda'] },
    'service.archived': { Equals: [String(query.archived ?? false)] },
    ...(query.functionName === undefined
      ? {}
      : { 'resource.lambdaDetails.functionName': { Equals: [query.functionName] } }),
    ...(query.minSeverity === undefined ? {} : { severity: { GreaterThanOrEqual: query.minSeverity } }),
  };
}

/** At most fifty a request. */
async function readFindings(
  guardduty: Client<'guardduty'>,
  DetectorId: string,
  FindingIds: string[],
  ask: Ask,
): Promise<Known<readonly LambdaFinding[]>> {
  const page = await ask.known('guardduty:GetFindings', (options) =>
    guardduty.getFindings({ DetectorId, FindingIds }, options),
  );
  return page.known ? known((page.value.Findings ?? []).map((one) => fromGuardDuty(one, DetectorId))) : page;
}

function fromGuardDuty(given: Given, detectorId: string): LambdaFinding {
  const details = given.Resource?.LambdaDetails;
  const action = given.Service?.Action?.NetworkConnectionAction;
  const remote = action?.RemoteIpDetails;
  const port = action?.RemotePortDetails?.Port;
  return {
    source: 'guardduty',
    id: given.Id ?? '',
    detectorId,
    type: given.Type ?? '',
    title: given.Title ?? '',
    severity: given.Severity ?? 0,
    account: given.AccountId ?? '',
    region: given.Region ?? '',
    functionArn: (details?.FunctionArn ?? '').split(':').slice(0, 7).join(':'),
    functionName: details?.FunctionName ?? '',
    functionVersion: details?.FunctionVersion ?? '$LATEST',
    ...(details?.RevisionId === undefined ? {} : { revisionId: details.RevisionId }),
    archived: given.Service?.Archived ?? false,
    ...(given.Service?.Count === undefined ? {} : { count: given.Service.Count }),
    firstSeen: given.Service?.EventFirstSeen ?? given.CreatedAt ?? '',
    lastSeen: given.Service?.EventLastSeen ?? given.UpdatedAt ?? '',
    ...(action
      ? {
          connection: {
            address: remote?.IpAddressV4 ?? remote?.IpAddressV6 ?? '',
            ...(port === undefined ? {} : { port }),
            direction: action.ConnectionDirection ?? '',
            protocol: action.Protocol ?? '',
            organization: remote?.Organization?.Org ?? remote?.Organization?.AsnOrg ?? '',
            country: remote?.Country?.CountryName ?? '',
            blocked: action.Blocked ?? false,
          },
        }
      : {}),
  };
}

const scores: Readonly<Record<string, number>> = { CRITICAL: 9, HIGH: 8, MEDIUM: 5, LOW: 2 };

export async function listInspectorFindings(
  connection: Connection,
  query: FindingQuery,
  signal: AbortSignal,
): Promise<Known<readonly LambdaFinding[]>> {
  const inspector = await connection.client('inspector2', query.region);
  const found = await createAsk({ signal }).pages('inspector2:ListFindings', async (token, options) => {
    const equals = (value: string) => [{ comparison: 'EQUALS' as const, value }];
    const page = await inspector.listFindings(
      {
        maxResults: 100,
        filterCriteria: {
          resourceType: equals('AWS_LAMBDA_FUNCTION'),
          findingStatus: equals(query.archived ? 'CLOSED' : 'ACTIVE'),
          ...(query.functionName === undefined ? {} : { lambdaFunctionName: equals(query.functionName) }),
        },
        ...(token === undefined ? {} : { nextToken: token }),
      },
      options,
    );
    return { items: page.findings?.map((one) => fromInspector(one, query.region)), next: page.nextToken };
  });
  if (!found.known || query.minSeverity === undefined) return found;
  const least = query.minSeverity;
  return known(found.value.filter((one) => one.severity >= least));
}

function fromInspector(given: Inspected, region: string): LambdaFinding {
  const [resource] = given.resources ?? [];
  const arn = resource?.id ?? '';
  const parts = arn.split(':');
  const code = given.codeVulnerabilityDetails?.filePath;
  const [vulnerable] = given.packageVulnerabilityDetails?.vulnerablePackages ?? [];
  const cause = code
    ? `${code.filePath ?? ''}:${code.startLine ?? ''}`
    : vulnerable
      ? `${vulnerable.name} ${vulnerable.version}${vulnerable.fixedInVersion ? `, mended in ${vulnerable.fixedInVersion}` : ''}`
      : undefined;
  return {
    source: 'inspector',
    id: given.findingArn ?? '',
    type: given.type ?? '',
    title: given.title ?? '',
    severity: scores[given.severity ?? ''] ?? 0,
    account: given.awsAccountId ?? '',
    region,
    functionArn: parts.slice(0, 7).join(':'),
    functionName: resource?.details?.awsLambdaFunction?.functionName ?? parts[6] ?? '',
    functionVersion: parts[7] ?? '$LATEST',
    archived: given.status === 'CLOSED',
    firstSeen: given.firstObservedAt?.toISOString() ?? '',
    lastSeen: given.lastObservedAt?.toISOString() ?? '',
    ...(cause === undefined ? {} : { cause }),
  };
}
