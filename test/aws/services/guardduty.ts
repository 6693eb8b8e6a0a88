// GuardDuty: detectors with features, findings.
// https://docs.aws.amazon.com/guardduty/latest/APIReference/API_Operations.html
import type * as G from '@aws-sdk/client-guardduty';
import { type Behaviours, type Call, defined, Fault, hexId, page } from '../behaviour.ts';

export interface DetectorState {
  id: string;
  enabled: boolean;
  createdAt: string;
  updatedAt: string;
  frequency: string;
  features: {
    Name: string;
    Status: string;
    UpdatedAt: Date;
    AdditionalConfiguration?: { Name: string; Status: string }[];
  }[];
  findings: G.Finding[];
  freeTrialDaysRemaining: number | undefined;
}

export interface GuardDutyState {
  detectors: DetectorState[];
}

export function emptyGuardDuty(): GuardDutyState {
  return { detectors: [] };
}

export function newDetector(
  options: { enabled?: boolean; lambdaProtection?: boolean; at?: Date } = {},
): DetectorState {
  const at = options.at ?? new Date('2025-01-01T00:00:00Z');
  const feature = (Name: string, on: boolean) => ({
    Name,
    Status: on ? 'ENABLED' : 'DISABLED',
    UpdatedAt: at,
  });
  return {
    id: hexId(32),
    enabled: options.enabled ?? true,
    createdAt: at.toISOString(),
    updatedAt: at.toISOString(),
    frequency: 'FIFTEEN_MINUTES',
    features: [
      feature('CLOUD_TRAIL', true),
      feature('DNS_LOGS', true),
      feature('FLOW_LOGS', true),
      feature('S3_DATA_EVENTS', true),
      feature('EKS_AUDIT_LOGS', false),
      feature('EBS_MALWARE_PROTECTION', false),
      feature('RDS_LOGIN_EVENTS', false),
      feature('LAMBDA_NETWORK_LOGS', options.lambdaProtection ?? true),
      feature('RUNTIME_MONITORING', false),
    ],
    findings: [],
    freeTrialDaysRemaining: undefined,
  };
}

function detectorOf(call: Call, id: string | undefined): DetectorState {
  const found = call.region.guardduty.detectors.find((one) => one.id === id);
  if (!found)
    throw new Fault(
      'BadRequestException',
      'The request is rejected because the input detectorId is not owned by the current account.',
    );
  return found;
}

/** The members that a dotted path of a criterion, whose names begin in lower case, goes through. */
function membersOf(path: string): readonly string[] {
  return path.split('.').map((part) => part.charAt(0).toUpperCase() + part.slice(1));
}

/** The values in a finding behind such members; a list on the way is gone through. */
function valuesAt(value: unknown, members: readonly string[], from = 0): readonly unknown[] {
  if (value === undefined) return [];
  if (Array.isArray(value)) return value.flatMap((one) => valuesAt(one, members, from));
  const member = members[from];
  if (member === undefined) return [value];
  if (typeof value !== 'object' || value === null) return [];
  return valuesAt(Reflect.get(value, member), members, from + 1);
}

function meets(finding: G.Finding, members: readonly string[], condition: G.Condition): boolean {
  const values = valuesAt(finding, members);
  const texts = values.map(String);
  const times = (value: unknown) =>
    typeof value === 'number'
      ? value
      : Number.isNaN(Number(value))
        ? Date.parse(String(value))
        : Number(value);
  const equals = condition.Equals ?? condition.Eq;
  const different = condition.NotEquals ?? condition.Neq;
  if (equals && !texts.some((text) => equals.includes(text))) return false;
  if (different && texts.some((text) => different.includes(text))) return false;
  const atLeast = condition.GreaterThanOrEqual ?? condition.Gte;
  const above = condition.GreaterThan ?? condition.Gt;
  const atMost = condition.LessThanOrEqual ?? condition.Lte;
  const below = condition.LessThan ?? condition.Lt;
  if (atLeast !== undefined && !values.some((value) => times(value) >= Number(atLeast))) return false;
  if (above !== undefined && !values.some((value) => times(value) > Number(above))) return false;
  if (atMost !== undefined && !values.some((value) => times(value) <= Number(atMost))) return false;
  if (below !== undefined && !values.some((value) => times(value) < Number(below))) return false;
  return true;
}

function matching(
  call: Call,
  detectorId: string | undefined,
  criteria: G.FindingCriteria | undefined,
): G.Finding[] {
  const conditions = Object.entries(criteria?.Criterion ?? {}).map(
    ([field, condition]) => [membersOf(field), condition] as const,
  );
  return detectorOf(call, detectorId).findings.filter((finding) =>
    conditions.every(([members, condition]) => meets(finding, members, condition)),
  );
}

export const guardduty: Behaviours = {
  ListDetectors(input: G.ListDetectorsRequest, call: Call): G.ListDetectorsResponse {
    const { items, next } = page(
      call.region.guardduty.detectors,
      input.NextToken,
      input.MaxResults,
      50,
      'BadRequestException',
    );
    return defined({ DetectorIds: items.map((one) => one.id), NextToken: next });
  },

  GetDetector(input: G.GetDetectorRequest, call: Call): G.GetDetectorResponse {
    const one = detectorOf(call, input.DetectorId);
    return {
      Status: one.enabled ? 'ENABLED' : 'DISABLED',
      CreatedAt: one.createdAt,
      UpdatedAt: one.updatedAt,
      FindingPublishingFrequency: one.frequency as G.FindingPublishingFrequency,
      ServiceRole: `arn:${call.account.partition}:iam::${call.account.id}:role/aws-service-role/guardduty.amazonaws.com/AWSServiceRoleForAmazonGuardDuty`,
      Features: one.features as G.DetectorFeatureConfigurationResult[],
      Tags: {},
    };
  },

  CreateDetector(input: G.CreateDetectorRequest, call: Call): G.CreateDetectorResponse {
    if (call.region.guardduty.detectors.length > 0) {
      throw new Fault(
        'BadRequestException',
        'The request is rejected because a detector already exists for the current account.',
      );
    }
    const on = input.Features?.find((one) => one.Name === 'LAMBDA_NETWORK_LOGS')?.Status;
    const detector = newDetector({
      enabled: input.Enable ?? true,
      lambdaProtection: on !== 'DISABLED',
      at: call.now,
    });
    call.region.guardduty.detectors.push(detector);
    return { DetectorId: detector.id };
  },

  UpdateDetector(input: G.UpdateDetectorRequest, call: Call): Record<string, never> {
    const one = detectorOf(call, input.DetectorId);
    if (input.Enable !== undefined) one.enabled = input.Enable;
    if (input.FindingPublishingFrequency !== undefined) one.frequency = input.FindingPublishingFrequency;
    for (const wanted of input.Features ?? []) {
      const feature = one.features.find((candidate) => candidate.Name === wanted.Name);
      if (!feature)
        throw new Fault(
          'BadRequestException',
          'The request is rejected because an invalid feature name was given.',
        );
      feature.Status = wanted.Status ?? feature.Status;
      feature.UpdatedAt = call.now;
    }
    one.updatedAt = call.now.toISOString();
    return {};
  },

  DeleteDetector(input: G.DeleteDetectorRequest, call: Call): Record<string, never> {
    const one = detectorOf(call, input.DetectorId);
    call.region.guardduty.detectors = call.region.guardduty.detectors.filter((other) => other !== one);
    return {};
  },

  ListFindings(input: G.ListFindingsRequest, call: Call): G.ListFindingsResponse {
    const found = matching(call, input.DetectorId, input.FindingCriteria);
    const attribute = input.SortCriteria?.AttributeName;
    const by = attribute === undefined ? undefined : membersOf(attribute);
    const sign = input.SortCriteria?.OrderBy === 'DESC' ? -1 : 1;
    const ordered =
      by === undefined
        ? found
        : found.toSorted((a, b) => sign * compare(valuesAt(a, by)[0], valuesAt(b, by)[0]));
    const { items, next } = page(
      ordered,
      input.NextToken === '' ? undefined : input.NextToken,
      input.MaxResults,
      50,
      'BadRequestException',
    );
    return { FindingIds: items.map((one) => one.Id ?? ''), NextToken: next ?? '' };
  },

  GetFindings(input: G.GetFindingsRequest, call: Call): G.GetFindingsResponse {
    const ids = input.FindingIds ?? [];
    if (ids.length > 50)
      throw new Fault(
        'BadRequestException',
        'The request is rejected because too many finding ids were given.',
      );
    const wanted = new Set(ids);
    const found = detectorOf(call, input.DetectorId).findings.filter((one) => wanted.has(one.Id ?? ''));
    return { Findings: ids.flatMap((id) => found.filter((one) => one.Id === id)) };
  },

  GetFindingsStatistics(input: G.GetFindingsStatisticsRequest, call: Call): G.GetFindingsStatisticsResponse {
    const counts: Record<string, number> = {};
    for (const one of matching(call, input.DetectorId, input.FindingCriteria))
      counts[String(one.Severity)] = (counts[String(one.Severity)] ?? 0) + 1;
    return { FindingStatistics: { CountBySeverity: counts } };
  },

  ArchiveFindings(input: G.ArchiveFindingsRequest, call: Call): Record<string, never> {
    setArchived(call, input.DetectorId, input.FindingIds, true);
    return {};
  },

  UnarchiveFindings(input: G.UnarchiveFindingsRequest, call: Call): Record<string, never> {
    setArchived(call, input.DetectorId, input.FindingIds, false);
    return {};
  },

  UpdateFindingsFeedback(input: G.UpdateFindingsFeedbackRequest, call: Call): Record<string, never> {
    for (const one of detectorOf(call, input.DetectorId).findings) {
      if (input.FindingIds?.includes(one.Id ?? '') && one.Service && input.Feedback)
        one.Service.UserFeedback = input.Feedback;
    }
    return {};
  },

  CreateSampleFindings(input: G.CreateSampleFindingsRequest, call: Call): Record<string, never> {
    const detector = detectorOf(call, input.DetectorId);
    for (const type of input.FindingTypes ?? ['Backdoor:Lambda/C&CActivity.B']) {
      detector.findings.push(
        lambdaFinding(call, detector.id, {
          type,
          functionName: 'GeneratedFindingLambdaFunctionName',
          sample: true,
        }),
      );
    }
    return {};
  },

  GetRemainingFreeTrialDays(
    input: G.GetRemainingFreeTrialDaysRequest,
    call: Call,
  ): G.GetRemainingFreeTrialDaysResponse {
    const one = detectorOf(call, input.DetectorId);
    const days = one.freeTrialDaysRemaining;
    return {
      Accounts: [
        defined({
          AccountId: call.account.id,
          Features:
            days === undefined
              ? []
              : [{ Name: 'LAMBDA_NETWORK_LOGS' as const, FreeTrialDaysRemaining: days }],
        }),
      ],
      UnprocessedAccounts: [],
    };
  },
};

function compare(a: unknown, b: unknown): number {
  if (typeof a === 'number' && typeof b === 'number') return a - b;
  return String(a) < String(b) ? -1 : String(a) > String(b) ? 1 : 0;
}

function setArchived(
  call: Call,
  detectorId: string | undefined,
  ids: string[] | undefined,
  archived: boolean,
): void {
  for (const one of detectorOf(call, detectorId).findings) {
    if (ids?.includes(one.Id ?? '') && one.Service) {
      one.Service.Archived = archived;
      one.UpdatedAt = call.now.toISOString();
    }
  }
}

export interface LambdaFindingOptions {
  type?: string;
  functionName: string;
  functionVersion?: string;
  revisionId?: string;
  role?: string;
  severity?: number;
  remoteIp?: string;
  remotePort?: number;
  country?: string;
  organization?: string;
  count?: number;
  firstSeen?: Date;
  lastSeen?: Date;
  sample?: boolean;
  id?: string;
}

/** A finding as Lambda Protection writes them; addresses are of the documentation ranges. */
export function lambdaFinding(
  call: Pick<Call, 'account' | 'region' | 'now'>,
  detectorId: string,
  options: LambdaFindingOptions,
): G.Finding {
  const { account, region } = call;
  const id = options.id ?? hexId(32);
  const last = options.lastSeen ?? call.now;
  const first = options.firstSeen ?? new Date(last.getTime() - 3_600_000);
  const type = options.type ?? 'Backdoor:Lambda/C&CActivity.B';
  const sample = options.sample ? '[SAMPLE] ' : '';
  return {
    Id: id,
    AccountId: account.id,
    Region: region.name,
    Partition: account.partition,
    Arn: `arn:${account.partition}:guardduty:${region.name}:${account.id}:detector/${detectorId}/finding/${id}`,
    Type: type,
    SchemaVersion: '2.0',
    Severity: options.severity ?? 8,
    Title: `${sample}The Lambda function ${options.functionName} is behaving in a way that is described by ${type}.`,
    Description: `${sample}The Lambda function ${options.functionName} is communicating with the remote host ${options.remoteIp ?? '198.51.100.7'}.`,
    CreatedAt: first.toISOString(),
    UpdatedAt: last.toISOString(),
    Resource: {
      ResourceType: 'Lambda',
      LambdaDetails: {
        FunctionArn: `arn:${account.partition}:lambda:${region.name}:${account.id}:function:${options.functionName}`,
        FunctionName: options.functionName,
        FunctionVersion: options.functionVersion ?? '$LATEST',
        LastModifiedAt: first,
        RevisionId: options.revisionId ?? '00000000-0000-0000-0000-000000000000',
        Role:
          options.role ??
          `arn:${account.partition}:iam::${account.id}:role/service-role/${options.functionName}-role`,
        Tags: [],
      },
    },
    Service: {
      ServiceName: 'guardduty',
      DetectorId: detectorId,
      Archived: false,
      Count: options.count ?? 12,
      EventFirstSeen: first.toISOString(),
      EventLastSeen: last.toISOString(),
      ResourceRole: 'ACTOR',
      FeatureName: 'LambdaNetworkLogs',
      Action: {
        ActionType: 'NETWORK_CONNECTION',
        NetworkConnectionAction: {
          Blocked: false,
          ConnectionDirection: 'OUTBOUND',
          Protocol: 'TCP',
          LocalPortDetails: { Port: 41_122, PortName: 'Unknown' },
          LocalIpDetails: { IpAddressV4: '10.0.0.23' },
          RemoteIpDetails: {
            IpAddressV4: options.remoteIp ?? '198.51.100.7',
            City: { CityName: 'Example City' },
            Country: { CountryName: options.country ?? 'Exampleland' },
            GeoLocation: { Lat: 0, Lon: 0 },
            Organization: {
              Asn: '64496',
              AsnOrg: options.organization ?? 'Example Hosting',
              Isp: options.organization ?? 'Example Hosting',
              Org: options.organization ?? 'Example Hosting',
            },
          },
          RemotePortDetails: { Port: options.remotePort ?? 443, PortName: 'HTTPS' },
        },
      },
    },
  };
}
