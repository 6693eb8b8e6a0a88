// GuardDuty's state in a Region and its open findings on functions.
import type { GuardDuty, OpenFinding } from '../../core/model/detection-services.ts';
import { type Known, known } from '../../core/model/known.ts';
import type { CollectorFacts, RegionScope } from '../scope.ts';

export const guardDutyCollector: CollectorFacts = {
  thing: 'GuardDuty',
  feature: 'surveillance',
  actions: [
    'guardduty:ListDetectors',
    'guardduty:GetDetector',
    'guardduty:ListFindings',
    'guardduty:GetFindings',
  ],
};

export async function collectGuardDuty(scope: RegionScope): Promise<Known<GuardDuty | null>> {
  const client = await scope.client('guardduty');
  const detectors = await scope.ask.known('guardduty:ListDetectors', (options) =>
    client.listDetectors({}, options),
  );
  if (!detectors.known) return detectors;
  const [DetectorId] = detectors.value.DetectorIds ?? [];
  if (DetectorId === undefined) return known(null);
  const detector = await scope.ask.known('guardduty:GetDetector', (options) =>
    client.getDetector({ DetectorId }, options),
  );
  if (!detector.known) return detector;
  const feature = detector.value.Features?.find((one) => one.Name === 'LAMBDA_NETWORK_LOGS');
  return known({
    detectorId: DetectorId,
    enabled: detector.value.Status === 'ENABLED',
    lambdaProtection: feature?.Status === 'ENABLED',
    ...(feature?.UpdatedAt === undefined
      ? {}
      : { lambdaProtectionUpdatedAt: feature.UpdatedAt.toISOString() }),
    openLambdaFindings: await findingsOf(scope, DetectorId),
  });
}

async function findingsOf(scope: RegionScope, DetectorId: string): Promise<Known<readonly OpenFinding[]>> {
  const client = await scope.client('guardduty');
  const ids = await scope.ask.pages<string>('guardduty:ListFindings', async (token, options) => {
    const page = await client.listFindings(
      {
        DetectorId,
        MaxResults: 50,
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
    return { items: page.FindingIds, next: page.NextToken };
  });
  if (!ids.known) return ids;
  const findings: OpenFinding[] = [];
  for (let start = 0; start < ids.value.length; start += 50) {
    const FindingIds = ids.value.slice(start, start + 50);
    const page = await scope.ask.known('guardduty:GetFindings', (options) =>
      client.getFindings({ DetectorId, FindingIds }, options),
    );
    if (!page.known) return page;
    for (const one of page.value.Findings ?? []) {
      findings.push({
        id: one.Id ?? '',
        functionArn: (one.Resource?.LambdaDetails?.FunctionArn ?? '').split(':').slice(0, 7).join(':'),
        title: one.Title ?? '',
        type: one.Type ?? '',
        severity: one.Severity ?? 0,
      });
    }
  }
  return known(findings);
}
