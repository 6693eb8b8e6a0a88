// What an account can say about the function of a finding, gathered side by side: its versions, Inspector's findings,
// its change history. Each that may not be read is a gap of its own. Nothing is written.
import type { Finding } from '@aws-sdk/client-inspector2';
import { type Known, known } from '../core/model/known.ts';
import type { DeployedVersion, Threat, ThreatEvidence, Weakness } from '../core/model/threat.ts';
import { type Ask, createAsk } from './ask.ts';
import type { Connection } from './clients.ts';

/** The trail may be asked twice a second, for 50 records each: more is not waited for. */
const trailPages = 6;

/** `now`: ISO 8601. */
export async function readThreatEvidence(
  connection: Connection,
  { region, function: { name } }: Pick<Threat, 'region' | 'function'>,
  now: string,
  signal: AbortSignal,
): Promise<ThreatEvidence> {
  const ask = createAsk({ signal });
  const [versions, weaknesses, trail] = await Promise.all([
    versionsOf(ask, connection, region, name),
    weaknessesOf(ask, connection, region, name),
    trailOf(ask, connection, region, name),
  ]);
  return { versions, weaknesses, trail, gatheredAt: now };
}

async function versionsOf(
  ask: Ask,
  connection: Connection,
  region: string,
  FunctionName: string,
): Promise<Known<readonly DeployedVersion[] | null>> {
  const lambda = await connection.client('lambda', region);
  const action = 'lambda:ListVersionsByFunction';
  let isGone = false;
  const versions = await ask.pages<DeployedVersion>(action, async (Marker, options) => {
    const page = await lambda
      .listVersionsByFunction({ FunctionName, ...(Marker === undefined ? {} : { Marker }) }, options)
      .catch((error: unknown) => {
        if (!(error instanceof Error && error.name === 'ResourceNotFoundException')) throw error;
        isGone = true;
        return { Versions: [], NextMarker: undefined };
      });
    return {
      items: page.Versions?.map((one) => ({
        version: one.Version ?? '',
        revisionId: one.RevisionId ?? '',
        codeSha256: one.CodeSha256 ?? '',
        lastModified: one.LastModified ?? '',
        layers: one.Layers?.map((layer) => layer.Arn ?? '') ?? [],
      })),
      next: page.NextMarker,
    };
  });
  return isGone ? known(null) : versions;
}

async function weaknessesOf(
  ask: Ask,
  connection: Connection,
  region: string,
  functionName: string,
): Promise<Known<readonly Weakness[]>> {
  const inspector = await connection.client('inspector2', region);
  return ask.pages<Weakness>('inspector2:ListFindings', async (token, options) => {
    const page = await inspector.listFindings(
      {
        maxResults: 100,
        filterCriteria: {
          resourceType: [{ comparison: 'EQUALS', value: 'AWS_LAMBDA_FUNCTION' }],
          findingStatus: [{ comparison: 'EQUALS', value: 'ACTIVE' }],
          lambdaFunctionName: [{ comparison: 'EQUALS', value: functionName }],
        },
        ...(token === undefined ? {} : { nextToken: token }),
      },
      options,
    );
    return { items: page.findings?.map(toWeakness), next: page.nextToken };
  });
}

function toWeakness(one: Finding): Weakness {
  const file = one.codeVulnerabilityDetails?.filePath;
  return {
    arn: one.findingArn ?? '',
    title: one.title ?? '',
    severity: (one.severity ?? 'UNTRIAGED').toLowerCase(),
    kind:
      one.type === 'PACKAGE_VULNERABILITY' ? 'package' : one.type === 'CODE_VULNERABILITY' ? 'code' : 'other',
    packages:
      one.packageVulnerabilityDetails?.vulnerablePackages?.map((each) => ({
        name: each.name ?? '',
        version: each.version ?? '',
        fixedIn: each.fixedInVersion ?? '',
      })) ?? [],
    ...(file?.filePath === undefined
      ? {}
      : {
          file: { path: file.filePath, startLine: file.startLine ?? 1, endLine: file.endLine ?? 1 },
        }),
  };
}

async function trailOf(
  ask: Ask,
  connection: Connection,
  region: string,
  AttributeValue: string,
): Promise<Known<readonly string[]>> {
  const trail = await connection.client('cloudtrail', region);
  const records: string[] = [];
  let token: string | undefined;
  for (let number = 0; number < trailPages; number += 1) {
    const from: string | undefined = token;
    const page = await ask.known('cloudtrail:LookupEvents', (options) =>
      trail.lookupEvents(
        {
          LookupAttributes: [{ AttributeKey: 'ResourceName', AttributeValue }],
          MaxResults: 50,
          ...(from === undefined ? {} : { NextToken: from }),
        },
        options,
      ),
    );
    if (!page.known) return page;
    for (const event of page.value.Events ?? [])
      if (event.CloudTrailEvent !== undefined) records.push(event.CloudTrailEvent);
    token = page.value.NextToken;
    if (token === undefined || token === '' || token === from) break;
  }
  return known(records);
}
