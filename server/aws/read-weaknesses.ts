// Reads Inspector's findings on functions. Only reads; a refusal is a gap.
import type { Finding } from '@aws-sdk/client-inspector2';
import type { Known } from '../core/model/known.ts';
import type { Weakness, WeaknessSeverity } from '../core/model/threat.ts';
import type { Ask } from './ask.ts';
import type { Connection } from './clients.ts';

export interface WeaknessQuery {
  readonly functionName?: string;
  /** Whether those that are gone are wanted, instead of the open ones. */
  readonly closed: boolean;
}

const severities: readonly WeaknessSeverity[] = ['critical', 'high', 'medium', 'low', 'informational'];

export async function listWeaknesses(
  ask: Ask,
  connection: Connection,
  region: string,
  { functionName, closed }: WeaknessQuery,
): Promise<Known<readonly Weakness[]>> {
  const inspector = await connection.client('inspector2', region);
  const equals = (value: string) => [{ comparison: 'EQUALS' as const, value }];
  return ask.pages<Weakness>('inspector2:ListFindings', async (token, options) => {
    const page = await inspector.listFindings(
      {
        maxResults: 100,
        filterCriteria: {
          resourceType: equals('AWS_LAMBDA_FUNCTION'),
          findingStatus: equals(closed ? 'CLOSED' : 'ACTIVE'),
          ...(functionName === undefined ? {} : { lambdaFunctionName: equals(functionName) }),
        },
        ...(token === undefined ? {} : { nextToken: token }),
      },
      options,
    );
    return { items: page.findings?.map((one) => toWeakness(one, region)), next: page.nextToken };
  });
}

function toWeakness(one: Finding, region: string): Weakness {
  const [resource] = one.resources ?? [];
  const parts = (resource?.id ?? '').split(':');
  const file = one.codeVulnerabilityDetails?.filePath;
  return {
    arn: one.findingArn ?? '',
    title: one.title ?? '',
    severity: severities.find((word) => word === one.severity?.toLowerCase()) ?? 'untriaged',
    kind:
      one.type === 'PACKAGE_VULNERABILITY' ? 'package' : one.type === 'CODE_VULNERABILITY' ? 'code' : 'other',
    account: one.awsAccountId ?? '',
    region,
    function: {
      arn: parts.slice(0, 7).join(':'),
      name: resource?.details?.awsLambdaFunction?.functionName ?? parts[6] ?? '',
      version: parts[7] ?? '$LATEST',
    },
    isClosed: one.status === 'CLOSED',
    packages:
      one.packageVulnerabilityDetails?.vulnerablePackages?.map((each) => ({
        name: each.name ?? '',
        version: each.version ?? '',
        // The service writes `NotAvailable` where there is no such version.
        fixedIn: /^v?\d/.test(each.fixedInVersion ?? '') ? (each.fixedInVersion ?? '') : '',
        manager: each.packageManager ?? '',
        path: each.filePath ?? '',
        layerArn: each.sourceLambdaLayerArn ?? '',
      })) ?? [],
    ...(file?.filePath === undefined
      ? {}
      : {
          file: { path: file.filePath, startLine: file.startLine ?? 1, endLine: file.endLine ?? 1 },
        }),
    advice: one.remediation?.recommendation?.text ?? '',
    firstSeen: one.firstObservedAt?.toISOString() ?? '',
    lastSeen: one.lastObservedAt?.toISOString() ?? '',
  };
}
