// Flow logs of the interfaces that Lambda made: which functions may stand behind each interface, and the records from
// CloudWatch Logs where they are few. Where they are many, or lie in S3, the caller asks for sums by a query instead.
import type { FlowLog as GivenLog, NetworkInterface } from '@aws-sdk/client-ec2';
import { type Known, known } from '../../core/model/known.ts';
import type { InterfaceFacts } from '../../core/monitor/flows/connections.ts';
import type { BehaviourScope, FunctionFacts } from './open-behaviour.ts';

export interface FlowSource {
  readonly id: string;
  /** Where the records lie. */
  readonly kind: 'logs' | 's3' | 'other';
  /** Log group, or ARN of the bucket. */
  readonly destination: string;
  readonly format: string;
  /** What the log group holds in all, where it says. */
  readonly storedBytes?: number;
}

/** An interface belongs to every function with its subnet and exactly its security groups. */
export async function readInterfaces(
  { connection, ask }: BehaviourScope,
  region: string,
  functions: readonly FunctionFacts[],
): Promise<Known<readonly InterfaceFacts[]>> {
  const ec2 = await connection.client('ec2', region);
  const listed = await ask.pages<NetworkInterface>('ec2:DescribeNetworkInterfaces', async (token, call) => {
    const Filters = [{ Name: 'interface-type', Values: ['lambda'] }];
    const page = await ec2.describeNetworkInterfaces(
      { Filters, ...(token === undefined ? {} : { NextToken: token }) },
      call,
    );
    return { items: page.NetworkInterfaces, next: page.NextToken };
  });
  if (!listed.known) return listed;
  const keyOf = (groups: readonly string[]) => groups.toSorted().join(' ');
  return known(
    listed.value.map((one) => {
      const groups = keyOf((one.Groups ?? []).map((group) => group.GroupId ?? ''));
      return {
        interfaceId: one.NetworkInterfaceId ?? '',
        addresses: [
          ...(one.PrivateIpAddresses ?? []).flatMap((address) => address.PrivateIpAddress ?? []),
          ...(one.Ipv6Addresses ?? []).flatMap((address) => address.Ipv6Address ?? []),
        ],
        functions: functions
          .filter(
            ({ subnetIds, securityGroupIds }) =>
              subnetIds.includes(one.SubnetId ?? '') && keyOf(securityGroupIds) === groups,
          )
          .map(({ name }) => name),
      };
    }),
  );
}

export async function listFlowSources(
  { connection, ask }: BehaviourScope,
  region: string,
): Promise<Known<readonly FlowSource[]>> {
  const ec2 = await connection.client('ec2', region);
  const listed = await ask.pages<GivenLog>('ec2:DescribeFlowLogs', async (token, call) => {
    const page = await ec2.describeFlowLogs(token === undefined ? {} : { NextToken: token }, call);
    return { items: page.FlowLogs, next: page.NextToken };
  });
  if (!listed.known) return listed;
  const logs = await connection.client('logs', region);
  const sources: FlowSource[] = [];
  for (const one of listed.value) {
    const type = one.LogDestinationType ?? 'cloud-watch-logs';
    const group = one.LogGroupName ?? /:log-group:([^:]+)/.exec(one.LogDestination ?? '')?.[1];
    const base = { id: one.FlowLogId ?? '', format: one.LogFormat ?? '' };
    if (type === 's3') sources.push({ ...base, kind: 's3', destination: one.LogDestination ?? '' });
    else if (type !== 'cloud-watch-logs' || group === undefined)
      sources.push({ ...base, kind: 'other', destination: one.LogDestination ?? '' });
    else {
      const groups = await ask.known('logs:DescribeLogGroups', (call) =>
        logs.describeLogGroups({ logGroupNamePrefix: group }, call),
      );
      const stored = groups.known
        ? groups.value.logGroups?.find((other) => other.logGroupName === group)?.storedBytes
        : undefined;
      const size = stored === undefined ? {} : { storedBytes: stored };
      if (!sources.some((other) => other.kind === 'logs' && other.destination === group))
        sources.push({ ...base, kind: 'logs', destination: group, ...size });
    }
  }
  return known(sources);
}

/** Terms of a filter pattern: it may have 1,024 characters. */
const interfacesPerCall = 30;

/** Records as lines, page by page as they come, of those interfaces only. */
export async function readFlowRecords(
  { connection, ask }: BehaviourScope,
  region: string,
  source: FlowSource,
  interfaceIds: readonly string[],
  range: { readonly start: number; readonly end: number },
  onLines: (text: string) => void,
): Promise<Known<number>> {
  const logs = await connection.client('logs', region);
  const hasInterface = source.format === '' || source.format.includes('interface-id');
  const ids = hasInterface ? interfaceIds : [''];
  let records = 0;
  for (let from = 0; from < ids.length; from += interfacesPerCall) {
    const part = ids.slice(from, from + interfacesPerCall).filter((id) => id !== '');
    const filterPattern = part.map((id) => `?"${id}"`).join(' ');
    let token: string | undefined;
    do {
      const at: string | undefined = token;
      const page = await ask.known('logs:FilterLogEvents', (call) =>
        logs.filterLogEvents(
          {
            logGroupName: source.destination,
            startTime: range.start,
            endTime: range.end,
            ...(filterPattern === '' ? {} : { filterPattern }),
            ...(at === undefined ? {} : { nextToken: at }),
          },
          call,
        ),
      );
      if (!page.known) return page;
      const lines = (page.value.events ?? []).map(({ message = '' }) => message.trimEnd());
      records += lines.length;
      if (lines.length > 0) onLines(`${lines.join('\n')}\n`);
      token = page.value.nextToken === at ? undefined : page.value.nextToken;
    } while (token !== undefined && token !== '');
  }
  return known(records);
}
