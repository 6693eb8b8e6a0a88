// A finding of GuardDuty or Inspector on a function, in our words: what happened, where to, since when.
import type { Finding, Severity } from '../finding/finding.ts';

export interface LambdaFinding {
  readonly source: 'guardduty' | 'inspector';
  readonly id: string;
  /** GuardDuty: the detector that holds it. */
  readonly detectorId?: string;
  readonly type: string;
  readonly title: string;
  /** 0 to 10. */
  readonly severity: number;
  readonly account: string;
  readonly region: string;
  readonly functionArn: string;
  readonly functionName: string;
  readonly functionVersion: string;
  readonly revisionId?: string;
  readonly archived: boolean;
  readonly count?: number;
  /** ISO 8601. */
  readonly firstSeen: string;
  readonly lastSeen: string;
  readonly connection?: RemoteConnection;
  /** Inspector: the package with its version and the one that mends it, or the file and line. */
  readonly cause?: string;
}

export interface RemoteConnection {
  readonly address: string;
  readonly port?: number;
  readonly direction: string;
  readonly protocol: string;
  readonly organization: string;
  readonly country: string;
  readonly blocked: boolean;
}

/** https://docs.aws.amazon.com/guardduty/latest/ug/lambda-protection-finding-types.html */
const kinds: Readonly<Record<string, string>> = {
  'Backdoor:Lambda/C&CActivity.B': 'talks to an address that is known to command stolen machines',
  'CryptoCurrency:Lambda/BitcoinTool.B': 'talks to an address of cryptocurrency mining',
  'Trojan:Lambda/BlackholeTraffic': 'tries to reach an address that is known to swallow traffic of malware',
  'Trojan:Lambda/DropPoint': 'talks to an address that is known to receive stolen data',
  'UnauthorizedAccess:Lambda/MaliciousIPCaller.Custom': 'talks to an address on your own threat list',
  'UnauthorizedAccess:Lambda/TorClient': 'connects to the Tor network as a client',
  'UnauthorizedAccess:Lambda/TorRelay': 'connects to the Tor network as a relay',
};

export function findingWords(finding: LambdaFinding): string {
  const { connection, source, title, cause } = finding;
  if (source === 'inspector') return cause === undefined ? title : `${title}: ${cause}`;
  const what = kinds[finding.type] ?? `shows ${finding.type}`;
  if (!connection) return `${finding.functionName} ${what}`;
  const port = connection.port === undefined ? '' : `:${connection.port}`;
  const who = [connection.organization, connection.country].filter(Boolean).join(', ');
  return `${finding.functionName} ${what}: ${connection.address}${port}${who === '' ? '' : ` (${who})`}, ${connection.direction.toLowerCase()}${connection.blocked ? ', blocked' : ''}`;
}

export function typePage(type: string): string {
  const anchor = type.toLowerCase().replace(/[^a-z0-9]+/g, '-');
  return `https://docs.aws.amazon.com/guardduty/latest/ug/lambda-protection-finding-types.html#${anchor}`;
}

export function toFinding(finding: LambdaFinding): Finding {
  const isNetwork = finding.source === 'guardduty';
  const count = finding.count === undefined ? '' : `, ${finding.count} times`;
  return {
    id: isNetwork ? 'open-guardduty-finding' : 'open-inspector-finding',
    severity: severityOf(finding.severity),
    confidence: 'high',
    title: finding.type,
    message: `${findingWords(finding)}${count}, last ${finding.lastSeen}`,
    cwe: [],
    place: {
      kind: 'aws',
      account: finding.account,
      region: finding.region,
      arn: finding.functionArn,
      function: finding.functionName,
      resource: finding.id,
    },
    ...(isNetwork ? { ref: typePage(finding.type) } : {}),
  };
}

/** GuardDuty: low below 4, medium below 7. */
function severityOf(severity: number): Severity {
  return severity >= 7 ? 'error' : severity >= 4 ? 'warning' : 'info';
}
