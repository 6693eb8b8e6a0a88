// Every remedy over an imagined account: offered from what is there, applied, cut off, met by somebody else's change,
// undone; the account is compared whole.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { accountState } from '../../test/aws/account-state.ts';
import { type AwsEndpoint, startAwsEndpoint } from '../../test/aws/endpoint.ts';
import {
  createResponseAccount,
  responseAccount as id,
  responseRegion as region,
} from '../../test/aws/response-scene.ts';
import { regionOf } from '../../test/aws/world.ts';
import type { Plan } from '../core/remedy/plan.ts';
import { renderPreview } from '../core/remedy/preview.ts';
import { remedies } from '../core/remedy/remedies/index.ts';
import { ApplyError, applyPlan, undoPlan } from './apply.ts';
import { openConnection } from './clients.ts';
import { createJournal, openJournal } from './journal.ts';
import type { PlanScope } from './make-plan.ts';
import { offerResponse, planArchive, planResponse, type ResponseSubject } from './plan-response.ts';

vi.setConfig({ testTimeout: 120_000 });
vi.stubEnv('AWS_ACCESS_KEY_ID', 'AKIAIOSFODNN7EXAMPLE');
vi.stubEnv('AWS_SECRET_ACCESS_KEY', 'EXAMPLEsecretEXAMPLEsecretEXAMPLEsecret1');
let folder = '';
let endpoint: AwsEndpoint;
let now = new Date('2026-11-21T12:00:00Z');
const place = () => regionOf(endpoint.account, region);

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'lambda-protect-test-'));
  now = new Date('2026-11-21T12:00:00Z');
  endpoint = await startAwsEndpoint(createResponseAccount(now), { now: () => now });
});
afterEach(async () => {
  await endpoint.close();
  rmSync(folder, { recursive: true, force: true });
});

const signal = new AbortController().signal;
const connect = () =>
  openConnection({ endpointUrl: endpoint.url, retries: 'by-caller', env: { AWS_REGION: region } });
const options = () => ({ connection: connect(), signal, sleep: async () => {} });
const scope = (): PlanScope => ({
  connection: connect(),
  region,
  identity: { account: id, partition: 'aws', arn: '' },
  signal,
  now: now.toISOString(),
});
const subject: ResponseSubject = {
  functionName: 'api',
  suspectVersion: '$LATEST',
  remote: { address: '198.51.100.7', domain: 'evil.example', direction: 'out' },
};

async function planOf(chosen: readonly string[], about: ResponseSubject = subject): Promise<Plan> {
  const response = await offerResponse(scope(), about);
  if (!response) throw new Error('no function');
  return (await planResponse(scope(), response, chosen)).plan;
}

async function offerOf(remedy: string, about: ResponseSubject = subject) {
  const response = await offerResponse(scope(), about);
  const found = response?.offers.find((one) => one.remedy.id === remedy);
  if (!found) throw new Error('no offer');
  return found;
}

/** The address of a URL that was made anew is another. */
const accountNow = () => accountState(endpoint.account, /^(?:FunctionUrl|CreationTime)$/);
const all = remedies.map((one) => one.id);
const firstAllowed = () => all.filter((one) => one !== 'clean-version');

describe.each(firstAllowed())('%s', (remedy) => {
  test('is applied, seen, and undone to the very same account', async () => {
    const before = accountNow();
    const plan = await planOf([remedy]);
    expect(plan.changes.length).toBeGreaterThan(0);
    expect(accountNow()).toEqual(before);
    const journal = createJournal(join(folder, 'journal'), plan);
    await applyPlan(journal, options());
    expect(accountNow()).not.toEqual(before);
    expect((await planOf([remedy])).changes).toEqual([]);
    const { undone, waiting } = await undoPlan(openJournal(journal.path), options());
    expect(undone).toBe(plan.changes.length);
    expect(waiting).toEqual([]);
    expect(accountNow()).toEqual(before);
  });

  test('refused at its first call it changes nothing, and says which permission is missing', async () => {
    const before = accountNow();
    const plan = await planOf([remedy]);
    const [first] = renderPreview(plan).match(/(?<=^ {5})[\w-]+:[A-Z]\w+(?= \{)/m) ?? [];
    const action = first?.trim() ?? '';
    endpoint.denied.add(action);
    await expect(applyPlan(createJournal(join(folder, 'journal'), plan), options())).rejects.toThrow(
      `${action} failed`,
    );
    expect(accountNow()).toEqual(before);
  });
});

test('aliases leave versions with the code of $LATEST, by version and by weight', async () => {
  const api = place().lambda.functions.get('api');
  const [one, two] = api?.versions ?? [];
  if (!api || !one || !two) throw new Error('no versions');
  one.CodeSha256 = 'other';
  const [live] = api.aliases;
  if (live) live.RoutingConfig = { AdditionalVersionWeights: { '2': 0.1 } };
  const before = accountNow();
  const plan = await planOf(['clean-version']);
  expect(plan.changes.map((change) => change.after)).toEqual([
    { version: '1', weights: {} },
    { version: '1', weights: {} },
  ]);
  const journal = createJournal(join(folder, 'journal'), plan);
  await applyPlan(journal, options());
  expect(api.aliases.map((alias) => alias.FunctionVersion)).toEqual(['1', '1']);
  await undoPlan(openJournal(journal.path), options());
  expect(accountNow()).toEqual(before);
});

test.each(['cut', 'cut-after'] as const)(
  'all of them, with a line that is %s from any of the writing calls on: resume and undo go on',
  async (does) => {
    const before = accountNow();
    const plan = await planOf(all);
    expect(plan.changes.length).toBeGreaterThan(18);
    // One of the two begins at the first write, the other at the second.
    let cutAt = does === 'cut' ? 0 : 1;
    for (let number = 0; ; number += 1) {
      const path = join(folder, `journal-${number}`);
      let writes = 0;
      const stop = endpoint.disturbances.add({
        does,
        when: ({ action }) => (/^(?:Get|List|Describe)/.test(action) ? writes > cutAt : writes++ >= cutAt),
      });
      let failed = false;
      await applyPlan(createJournal(path, plan), options()).catch(() => {
        failed = true;
      });
      stop();
      if (number % 2 === 0) {
        await applyPlan(openJournal(path), options());
        expect(openJournal(path).steps.every((state) => state === 'done')).toBe(true);
      }
      let later = 0;
      const stopUndo = endpoint.disturbances.add({ does, when: () => later++ >= (cutAt * 7) % 90 });
      await undoPlan(openJournal(path), options()).catch(() => {});
      stopUndo();
      expect((await undoPlan(openJournal(path), options())).waiting).toEqual([]);
      expect(accountNow(), `cut at request ${cutAt}`).toEqual(before);
      if (!failed) break;
      cutAt += 2;
    }
    expect(cutAt).toBeGreaterThanOrEqual(plan.changes.length);
  },
);

/** What somebody else may do to what a remedy changed. */
const meddlings: Readonly<Record<string, () => void>> = {
  'block-in-network-acl': () => {
    const entry = place().ec2.networkAcls[0]?.Entries?.find((one) => one.CidrBlock === '198.51.100.7/32');
    if (entry) entry.RuleAction = 'allow';
  },
  'block-in-firewall': () => {
    const reference = place().firewall.policies[0]?.policy.StatelessRuleGroupReferences?.[0];
    if (reference) reference.Priority = 7;
  },
  'block-in-dns': () => place().dnsFirewall.lists[0]?.domains.push('theirs.example.'),
  'no-egress': () => {
    const { VpcConfig } = place().lambda.functions.get('api')?.latest ?? {};
    if (VpcConfig) VpcConfig.SecurityGroupIds = ['sg-1', 'sg-2'];
  },
  'newer-layers': () => {
    const api = place().lambda.functions.get('api');
    if (api) api.latest.Layers = [];
  },
  'remove-url': () =>
    place()
      .lambda.functions.get('api')
      ?.urls.push({
        FunctionArn: `arn:aws:lambda:${region}:${id}:function:api`,
        FunctionUrl: 'https://theirs.example/',
        AuthType: 'AWS_IAM',
        CreationTime: '',
        LastModifiedTime: '',
      }),
  'stop-function': () => {
    const api = place().lambda.functions.get('api');
    if (api) api.reserved = 3;
  },
  'deny-role': () => {
    const role = endpoint.account.iam.roles[0]?.RolePolicyList?.find((one) =>
      /deny/.test(one.PolicyName ?? ''),
    );
    if (role) role.PolicyDocument = '{"Version":"2012-10-17","Statement":[]}';
  },
};

test.each(Object.keys(meddlings))('%s: undo leaves what somebody else changed since', async (remedy) => {
  const journal = createJournal(join(folder, 'journal'), await planOf([remedy]));
  await applyPlan(journal, options());
  meddlings[remedy]?.();
  const theirs = accountNow();
  await expect(undoPlan(openJournal(journal.path), options())).rejects.toThrow(/somebody else changed it/);
  const kept = accountNow();
  if (remedy !== 'block-in-dns') expect(kept).toEqual(theirs);
  else expect(place().dnsFirewall.lists[0]?.domains).toContain('theirs.example.');
});

test.each(['no-egress', 'block-in-network-acl', 'newer-layers', 'remove-url'])(
  '%s: a plan older than the state it was made from is refused',
  async (remedy) => {
    const plan = await planOf([remedy]);
    const { ec2, lambda } = place();
    ec2.securityGroups.push({ GroupId: 'sg-9', GroupName: 'lambda-protect-no-egress-api', VpcId: 'vpc-1' });
    ec2.networkAcls[0]?.Entries?.push({
      RuleNumber: 98,
      Egress: true,
      RuleAction: 'allow',
      CidrBlock: '10.0.0.0/8',
    });
    const api = lambda.functions.get('api');
    if (api) {
      api.latest.Layers = [];
      api.urls[0] = { ...api.urls[0], AuthType: 'AWS_IAM' } as (typeof api.urls)[number];
    }
    const before = accountNow();
    await expect(applyPlan(createJournal(join(folder, 'journal'), plan), options())).rejects.toThrow(
      /older than the account/,
    );
    expect(accountNow()).toEqual(before);
  },
);

test('a group that interfaces still hold is said, the rest is undone, and undo goes on later', async () => {
  place().ec2.lingeringMinutes = 20;
  const before = accountNow();
  const journal = createJournal(join(folder, 'journal'), await planOf(['no-egress', 'stop-function']));
  await applyPlan(journal, options());
  const early = await undoPlan(openJournal(journal.path), options());
  expect(early.undone).toBe(3);
  expect(early.waiting.join()).toMatch(/has to wait: AWS says DependencyViolation.*undo again/);
  expect(place().lambda.functions.get('api')?.latest.VpcConfig?.SecurityGroupIds).toEqual(['sg-1']);
  now = new Date(now.getTime() + 30 * 60_000);
  const late = await undoPlan(openJournal(journal.path), options());
  expect(late).toMatchObject({ undone: 1, waiting: [] });
  place().ec2.lingering.clear();
  expect(accountNow()).toEqual(before);
});

test('a policy that others change at the same time keeps their change', async () => {
  const journal = createJournal(join(folder, 'journal'), await planOf(['block-in-firewall']));
  const [policy] = place().firewall.policies;
  if (!policy) throw new Error('no policy');
  // Between our reading and our writing, once.
  const stop = endpoint.disturbances.add({
    action: 'UpdateFirewallPolicy',
    times: 1,
    does: 'slow',
    delayMs: 0,
    when: () => {
      if (policy.token === 'first') {
        policy.token = 'second';
        policy.policy = { ...policy.policy, StatelessDefaultActions: ['aws:drop'] };
      }
      return true;
    },
  });
  await applyPlan(journal, options());
  stop();
  expect(policy.policy.StatelessDefaultActions).toEqual(['aws:drop']);
  expect(policy.policy.StatelessRuleGroupReferences).toHaveLength(1);
  await undoPlan(openJournal(journal.path), options());
  expect(policy.policy).toMatchObject({
    StatelessDefaultActions: ['aws:drop'],
    StatelessRuleGroupReferences: [],
  });
});

test('an update that Lambda gives up is told, and nothing is called done', async () => {
  const journal = createJournal(join(folder, 'journal'), await planOf(['newer-layers']));
  const api = place().lambda.functions.get('api');
  endpoint.disturbances.add({
    action: 'GetFunctionConfiguration',
    does: 'slow',
    delayMs: 0,
    when: () => {
      if (api?.latest.LastUpdateStatus === 'InProgress') {
        delete api.updating;
        api.latest.LastUpdateStatus = 'Failed';
        api.latest.LastUpdateStatusReasonCode = 'EniLimitExceeded';
      }
      return true;
    },
  });
  await expect(applyPlan(journal, options())).rejects.toThrow(/could not update api: EniLimitExceeded/);
  expect(openJournal(journal.path).steps).toEqual(['begun']);
});

test('what undo cannot give back exactly is said before and after', async () => {
  const { remedy, wishes } = await offerOf('remove-url');
  expect(remedy.harm).toContain('new address');
  expect(wishes).toHaveLength(2);
  const journal = createJournal(join(folder, 'journal'), await planOf(['private-url', 'remove-url']));
  // The removal takes the place of the change that would come before it.
  expect(journal.plan.changes.map((one) => one.kind)).toEqual(['function-url-config', 'function-url-config']);
  await applyPlan(journal, options());
  expect(place().lambda.functions.get('api')?.urls).toEqual([]);
  const { remarks } = await undoPlan(openJournal(journal.path), options());
  expect(remarks).toHaveLength(2);
  expect(remarks[0]).toMatch(/the URL of api has a new address: https:\/\/.*tell its callers/);
  expect(remarks[1]).toContain('the URL of api:live has a new address');
});

test('what is of no use, is said', async () => {
  const { vpc: _, ...rest } = { vpc: 0, ...subject };
  const words = async (remedy: string, about: ResponseSubject) => {
    const { wishes, warnings } = await offerOf(remedy, about);
    expect(wishes).toEqual([]);
    return warnings.join();
  };
  expect(await words('no-egress', { ...rest, suspectVersion: '2' })).toContain('part of a published version');
  expect(await words('block-in-network-acl', { functionName: 'api' })).toContain('no remote address');
  expect(await words('block-in-dns', { functionName: 'api' })).toContain('no domain');
  const api = place().lambda.functions.get('api');
  if (api) delete api.latest.VpcConfig;
  for (const remedy of ['no-egress', 'block-in-network-acl', 'block-in-firewall', 'block-in-dns'])
    expect(await words(remedy, subject)).toContain('in no VPC');
});

test('rules lead to the function by its versions too; those that could not be given back are left alone', async () => {
  const { wishes, warnings } = await offerOf('pause-event-rules');
  expect(wishes.map((one) => 'name' in one.target && one.target.name)).toEqual(['hourly', 'versioned']);
  expect(warnings.join()).toContain('rule managed is left alone');
});

test('the entry stands below the first rule that allows, on a number that is free; both sides where nobody knows', async () => {
  const { wishes, warnings } = await offerOf('block-in-network-acl');
  expect(wishes).toMatchObject([{ target: { networkAclId: 'acl-1', ruleNumber: 98, egress: true } }]);
  expect(warnings.join()).toContain('also serves 1 other subnet:');
  const about = { ...subject, remote: { address: '2001:DB8::7', domain: '', direction: 'unknown' as const } };
  expect((await offerOf('block-in-network-acl', about)).wishes).toMatchObject([
    { target: { ruleNumber: 98, egress: true }, after: { cidr: '2001:db8::7/128' } },
    { target: { ruleNumber: 99, egress: false } },
  ]);
  const entries = place().ec2.networkAcls[0]?.Entries ?? [];
  for (let number = 1; number < 98; number += 1)
    entries.push({
      RuleNumber: number,
      Egress: true,
      RuleAction: 'deny',
      Protocol: '6',
      CidrBlock: `10.0.${number}.0/24`,
    });
  expect((await offerOf('block-in-network-acl')).warnings.join()).toContain('AWS refuses more than 20');
  entries.push({ RuleNumber: 98, Egress: true, RuleAction: 'deny', Protocol: '6', CidrBlock: '10.1.0.0/24' });
  expect((await offerOf('block-in-network-acl')).warnings.join()).toContain('no free number');
});

test('the network is the one of the suspect version', async () => {
  const version = place().lambda.functions.get('api')?.versions[1];
  if (!version) throw new Error('no version');
  version.VpcConfig = { VpcId: 'vpc-2', SubnetIds: ['subnet-z'], SecurityGroupIds: ['sg-2'] };
  place().ec2.networkAcls.push({
    NetworkAclId: 'acl-2',
    VpcId: 'vpc-2',
    Associations: [{ SubnetId: 'subnet-z' }],
    Entries: [],
  });
  const { wishes } = await offerOf('block-in-network-acl', { ...subject, suspectVersion: '2' });
  expect(wishes).toMatchObject([{ target: { networkAclId: 'acl-2' } }]);
});

test('a refused reading is said at its place, and the rest is offered', async () => {
  for (const action of [
    'ec2:DescribeNetworkAcls',
    'network-firewall:ListFirewalls',
    'events:DescribeRule',
    'lambda:ListLayerVersions',
    'route53resolver:ListFirewallRuleGroupAssociations',
  ])
    endpoint.denied.add(action);
  const response = await offerResponse(scope(), subject);
  const words = new Map(response?.offers.map((one) => [one.remedy.id, one.warnings.join()]));
  expect(words.get('block-in-network-acl')).toContain('ec2:DescribeNetworkAcls');
  expect(words.get('block-in-firewall')).toContain('network-firewall:ListFirewalls');
  expect(words.get('block-in-dns')).toContain('route53resolver:ListFirewallRuleGroupAssociations');
  expect(words.get('pause-event-rules')).toContain('events:DescribeRule');
  expect(words.get('newer-layers')).toContain('lambda:ListLayerVersions');
  expect(response?.offers.find((one) => one.remedy.id === 'no-egress')?.wishes).toHaveLength(2);
});

test('a finding is closed with a note, which GuardDuty keeps', async () => {
  const [detector] = place().guardduty.detectors;
  const finding = detector?.findings[0];
  if (!detector || !finding?.Id) throw new Error('no finding');
  const archive = { id: finding.Id, detectorId: detector.id, note: 'a test of ours', wasUseful: false };
  const { plan } = await planArchive(scope(), 'api', archive);
  expect(renderPreview(plan)).toContain('"Comments":"a test of ours"');
  const journal = createJournal(join(folder, 'journal'), plan);
  await applyPlan(journal, options());
  expect(finding.Service).toMatchObject({ Archived: true, UserFeedback: 'NOT_USEFUL' });
  expect(endpoint.requests.find((one) => one.action === 'UpdateFindingsFeedback')?.input).toMatchObject({
    Comments: 'a test of ours',
  });
  const { remarks } = await undoPlan(openJournal(journal.path), options());
  expect(finding.Service?.Archived).toBe(false);
  expect(remarks.join()).toContain('keeps what was said');
});

test('every call that the preview shows is of an operation that there is', async () => {
  const plan = await planOf(all);
  endpoint.requests.length = 0;
  await applyPlan(createJournal(join(folder, 'journal'), plan), options());
  const shown = [...renderPreview(plan).matchAll(/^ {5}[\w-]+:([A-Z]\w+) \{/gm)].map((one) => one[1]);
  const sent = endpoint.requests.filter((one) => !/^(?:Get|List|Describe)/.test(one.action));
  expect(sent.map((one) => one.action)).toEqual(shown);
  expect(sent.some((one) => one.action === 'DeleteFunctionEventInvokeConfig')).toBe(false);
  expect(ApplyError).toBeDefined();
});
