// Whether Inspector looks at functions, and its open findings on them.
import type { Inspector, OpenFinding } from '../../core/model/detection-services.ts';
import { type Known, known } from '../../core/model/known.ts';
import type { CollectorFacts, RegionScope } from '../scope.ts';

export const inspectorCollector: CollectorFacts = {
  thing: 'Inspector',
  feature: 'surveillance',
  actions: ['inspector2:BatchGetAccountStatus', 'inspector2:ListFindings'],
};

const scores: Readonly<Record<string, number>> = { CRITICAL: 9, HIGH: 8, MEDIUM: 5, LOW: 2 };

export async function collectInspector(scope: RegionScope): Promise<Known<Inspector>> {
  const client = await scope.client('inspector2');
  const status = await scope.ask.known('inspector2:BatchGetAccountStatus', (options) =>
    client.batchGetAccountStatus({ accountIds: [scope.account.id] }, options),
  );
  if (!status.known) return status;
  const account = status.value.accounts?.find((one) => one.accountId === scope.account.id);
  const lambdaStandard = account?.resourceState?.lambda?.status === 'ENABLED';
  const lambdaCode = account?.resourceState?.lambdaCode?.status === 'ENABLED';
  const openLambdaFindings: Known<readonly OpenFinding[]> =
    lambdaStandard || lambdaCode ? await findingsOf(scope) : known([]);
  return known({
    enabled: account?.state?.status === 'ENABLED',
    lambdaStandard,
    lambdaCode,
    openLambdaFindings,
  });
}

async function findingsOf(scope: RegionScope): Promise<Known<readonly OpenFinding[]>> {
  const client = await scope.client('inspector2');
  return scope.ask.pages<OpenFinding>('inspector2:ListFindings', async (token, options) => {
    const page = await client.listFindings(
      {
        maxResults: 100,
        filterCriteria: {
          resourceType: [{ comparison: 'EQUALS', value: 'AWS_LAMBDA_FUNCTION' }],
          findingStatus: [{ comparison: 'EQUALS', value: 'ACTIVE' }],
        },
        ...(token === undefined ? {} : { nextToken: token }),
      },
      options,
    );
    return {
      items: page.findings?.map((one) => ({
        id: one.findingArn ?? '',
        functionArn: (one.resources?.[0]?.id ?? '').split(':').slice(0, 7).join(':'),
        title: one.title ?? '',
        type: one.type ?? '',
        severity: scores[one.severity ?? ''] ?? 0,
      })),
      next: page.nextToken,
    };
  });
}
