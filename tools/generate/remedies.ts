// docs/remedies.md: every remedy with what it does, what stops working, and which permissions it needs, from the
// remedies themselves, proposed for a function that has everything.
import { known } from '../../server/core/model/known.ts';
import { callsOf } from '../../server/core/remedy/calls.ts';
import { type Change, inverse } from '../../server/core/remedy/change.ts';
import { remedies } from '../../server/core/remedy/remedies/index.ts';
import type { FunctionFacts } from '../../server/core/remedy/remedy.ts';

const region = 'eu-central-1';
const account = '111122223333';
const layer = `arn:aws:lambda:${region}:${account}:layer:libs`;

const facts: FunctionFacts = {
  region,
  account,
  name: 'api',
  arn: `arn:aws:lambda:${region}:${account}:function:api`,
  roleArn: `arn:aws:iam::${account}:role/api-role`,
  now: '2026-01-01T00:00:00Z',
  suspectVersion: '$LATEST',
  latestSha256: 'b',
  remote: { address: '198.51.100.7', domain: 'evil.example', direction: 'out' },
  inVpc: true,
  network: { vpcId: 'vpc-1', subnets: ['subnet-1'], groups: ['sg-1'], dualStack: false },
  acls: known([{ id: 'acl-1', subnets: ['subnet-1'], otherSubnets: 0, entries: [] }]),
  firewalls: known([
    {
      name: 'edge',
      policyArn: `arn:aws:network-firewall:${region}:${account}:firewall-policy/main`,
      users: 1,
      groups: [],
    },
  ]),
  dnsGroups: known([]),
  layers: known([{ arn: `${layer}:1`, newest: known(`${layer}:2`) }]),
  aliases: known([{ name: 'live', version: '2', weights: {} }]),
  versions: known([
    { version: '1', codeSha256: 'a' },
    { version: '2', codeSha256: 'b' },
  ]),
  provisioned: known([{ qualifier: 'live', requested: 2 }]),
  mappings: known([{ uuid: 'u', source: 'queue', enabled: true }]),
  rules: known([{ name: 'hourly', bus: 'default', enabled: true, otherTargets: 0 }]),
  urls: known([{ qualifier: '', authType: 'NONE' }]),
  statements: known([
    { qualifier: '', statementId: 's', state: { action: 'lambda:InvokeFunction', principal: '*' } },
  ]),
  roleSharers: known([]),
};

/** States that stand for what was there: where a wish makes something, nothing was. */
const before: Readonly<Record<string, unknown>> = {
  'event-rule': { enabled: true },
  'reserved-concurrency': { reserved: null },
  'provisioned-concurrency': { requested: 2 },
  permission: { action: 'lambda:InvokeFunction', principal: '*' },
  'function-url-config': { authType: 'NONE', invokeMode: 'BUFFERED', cors: null },
};

export async function generated(): Promise<readonly { readonly path: string; readonly text: string }[]> {
  const rows = remedies.map((remedy) => {
    const changes = remedy.propose(facts).wishes.map((wish): Change => {
      const made = before[wish.kind] ?? (isMade(wish.kind) ? null : wish.after);
      return { ...wish, before: made ?? null } as Change;
    });
    const need = (all: readonly Change[]) =>
      [...new Set(all.flatMap((change) => callsOf(change).map((call) => call.permission)))]
        .toSorted()
        .map((one) => `\`${one}\``)
        .join(', ');
    if (changes.length === 0)
      throw new Error(`${remedy.id} proposes nothing for a function that has everything`);
    return `| \`${remedy.id}\` | ${remedy.title} | ${remedy.harm} | ${need(changes)} | ${need(changes.map(inverse))} |`;
  });
  const text = `# Remedies

<!-- Written by "npm run generate" from server/core/remedy/remedies. -->

What \`respond plan --with\` takes, and what the editor offers, the least harmful first. How plans are made, applied and
undone is in [response.md](response.md).

| remedy | what it does | what stops working | permissions to apply | to undo |
| --- | --- | --- | --- | --- |
${rows.join('\n')}
`;
  return [{ path: 'docs/remedies.md', text }];
}

/** Kinds whose things a plan makes and undo removes. */
function isMade(kind: Change['kind']): boolean {
  return /^(?:security-group|network-acl-entry|firewall-.*|dns-.*|role-policy)$/.test(kind);
}
