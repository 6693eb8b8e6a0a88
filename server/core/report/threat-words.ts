// A finding of GuardDuty or Inspector in plain words: what happened, with whom, how bad it is, where to read on.
import type { Known } from '../model/known.ts';
import type { Contact, Threat, Weakness } from '../model/threat.ts';

const typesPage = 'https://docs.aws.amazon.com/guardduty/latest/ug/lambda-protection-finding-types.html';

/** The types as that page lists them, in our words, with the page's anchors. */
const types: Readonly<Record<string, { readonly happened: string; readonly anchor: string }>> = {
  'Backdoor:Lambda/C&CActivity.B': {
    happened: 'talked to an address from which taken-over machines are commanded',
    anchor: 'backdoor-lambda-ccactivity-b',
  },
  'CryptoCurrency:Lambda/BitcoinTool.B': {
    happened: 'talked to an address of a network that mines or moves cryptocurrency',
    anchor: 'cryptocurrency-lambda-bitcointool-b',
  },
  'Trojan:Lambda/BlackholeTraffic': {
    happened:
      'talked to an address that swallows all traffic, as programs do whose command server was taken away',
    anchor: 'trojan-lambda-blackhole-traffic',
  },
  'Trojan:Lambda/DropPoint': {
    happened: 'talked to a host that is known to hold stolen data',
    anchor: 'trojan-lambda-drop-point',
  },
  'UnauthorizedAccess:Lambda/MaliciousIPCaller.Custom': {
    happened: 'talked to an address on a threat list that you uploaded',
    anchor: 'unauthorized-access-lambda-maliciousIPcaller-custom',
  },
  'UnauthorizedAccess:Lambda/TorClient': {
    happened: 'talked to an entry of the Tor network: the receiver stays hidden',
    anchor: 'unauthorized-access-lambda-tor-client',
  },
  'UnauthorizedAccess:Lambda/TorRelay': {
    happened: 'works as a relay of the Tor network',
    anchor: 'unauthorized-access-lambda-tor-relay',
  },
};

/** In the documentation of GuardDuty; of a type that is not known here, the page of all of them. */
export function typePage(type: string): string {
  const anchor = types[type]?.anchor;
  return anchor === undefined ? typesPage : `${typesPage}#${anchor}`;
}

/** `shop-search talked to …: 198.51.100.7, port 443 (Example Hosting, Exampleland)`. */
export function happening({ type, function: { name }, contact }: Threat): string {
  const happened = types[type]?.happened ?? 'did something that GuardDuty takes for an attack';
  const where = contact === undefined ? '' : peerWords(contact);
  return `${name} ${happened}${where === '' ? '' : `: ${where}`}`;
}

/** One sentence. */
export function threatSentence(threat: Threat): string {
  return `${threat.isSample ? 'A sample, nothing happened: ' : ''}The function ${happening(threat)}.`;
}

export function severityWord(severity: number): 'critical' | 'high' | 'medium' | 'low' {
  // https://docs.aws.amazon.com/guardduty/latest/ug/guardduty_findings-severity.html
  return severity >= 9 ? 'critical' : severity >= 7 ? 'high' : severity >= 4 ? 'medium' : 'low';
}

/** Such as `198.51.100.7, port 443 (Example Hosting, Exampleland)`. */
export function peerWords({ address, domain, port, organization, country }: Contact): string {
  const host = [domain, address].filter((part) => part !== '').join(', ');
  const who = [organization, country].filter((part) => part !== '').join(', ');
  return `${host}${port === undefined ? '' : `, port ${port}`}${who === '' ? '' : ` (${who})`}`;
}

export function seenWords({ count, firstSeen, lastSeen }: Threat): string {
  return `${count === 1 ? 'once' : `${count} times`}, first ${firstSeen || 'unknown'}, last ${lastSeen || 'unknown'}`;
}

export function weaknessPlace({ packages, file }: Pick<Weakness, 'packages' | 'file'>): string {
  if (file !== undefined)
    return file.startLine === file.endLine
      ? `${file.path}, line ${file.startLine}`
      : `${file.path}, lines ${file.startLine} to ${file.endLine}`;
  return packages
    .map(
      ({ name, version, fixedIn, layerArn }) =>
        `${name} ${version}${fixedIn === '' ? '' : `, fixed in ${fixedIn}`}${layerArn === '' ? '' : ` (in the layer ${layerWords(layerArn)})`}`,
    )
    .join('; ');
}

/** `image-tools:4`. */
export function layerWords(arn: string): string {
  return arn.split(':').slice(-2).join(':');
}

/** Empty where the fact is known. */
export function gapWords(fact: Known<unknown>): string {
  if (fact.known) return '';
  const { action, reason, detail } = fact.gap;
  // Nobody asked: the detail says why.
  if (reason === 'not-asked') return detail;
  return `${action} ${reason === 'denied' ? 'is not allowed' : `was ${reason}`} (${detail})`;
}
