// The client of DNS Firewall against the endpoint and against odd answers: what is signed, what comes of refusals,
// nonsense, silence and a person's stop.
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, expect, test } from 'vitest';
import { startAwsEndpoint } from '../../test/aws/endpoint.ts';
import { createAccount } from '../../test/aws/world.ts';
import { dnsFirewallClient } from './dns-firewall-client.ts';

const region = 'eu-central-1';
const credentials = {
  accessKeyId: 'AKIAIOSFODNN7EXAMPLE',
  secretAccessKey: 'EXAMPLEsecretEXAMPLEsecretEXAMPLEsecret1',
  sessionToken: 'EXAMPLEtoken',
};
let server: Server | undefined;
afterEach(() => {
  server?.closeAllConnections();
  server?.close();
  server = undefined;
});

/** Answers everything so; gives back what it was sent. */
async function serve(status: number, body: string | undefined) {
  const seen: { target?: string; authorization?: string; token?: string; body: string }[] = [];
  const made = createServer((request, response) => {
    let text = '';
    request.on('data', (chunk: Buffer) => {
      text += chunk.toString();
    });
    request.on('end', () => {
      const header = (name: string) => String(request.headers[name] ?? '');
      seen.push({
        target: header('x-amz-target'),
        authorization: header('authorization'),
        token: header('x-amz-security-token'),
        body: text,
      });
      if (body !== undefined) response.writeHead(status).end(body);
    });
  });
  server = made;
  await new Promise<void>((resolve) => made.listen(0, '127.0.0.1', resolve));
  const endpoint = `http://127.0.0.1:${(made.address() as AddressInfo).port}`;
  return { seen, client: dnsFirewallClient({ region, endpoint, credentials, requestTimeoutMs: 500 }) };
}

test('a request is signed for the service and the Region, with the session’s token', async () => {
  const { client, seen } = await serve(200, '{"FirewallRuleGroups":[{"Id":"a","Name":"b"}]}');
  expect(await client.listFirewallRuleGroups({ MaxResults: 5 })).toEqual({
    FirewallRuleGroups: [{ Id: 'a', Name: 'b' }],
  });
  expect(seen[0]).toMatchObject({
    target: 'Route53Resolver.ListFirewallRuleGroups',
    token: 'EXAMPLEtoken',
    body: '{"MaxResults":5}',
  });
  expect(seen[0]?.authorization).toMatch(
    /^AWS4-HMAC-SHA256 Credential=AKIAIOSFODNN7EXAMPLE\/\d{8}\/eu-central-1\/route53resolver\/aws4_request, SignedHeaders=.*x-amz-security-token.*, Signature=[0-9a-f]{64}$/,
  );
});

test.each([
  [
    400,
    '{"__type":"com.amazonaws.route53resolver#ConflictException","Message":"in use"}',
    'ConflictException',
    'in use',
  ],
  [400, '{"__type":"ThrottlingException","message":"Rate exceeded"}', 'ThrottlingException', 'Rate exceeded'],
  [500, '{}', 'UnknownError', ''],
])('%i %s is an error of that name', async (status, body, name, message) => {
  const { client } = await serve(status, body);
  await expect(client.listFirewallDomainLists({})).rejects.toMatchObject({
    name,
    message,
    $metadata: { httpStatusCode: status },
  });
});

test('nonsense, silence and a closed door are errors; a stop is a stop', async () => {
  const garbled = await serve(200, '<html>');
  await expect(garbled.client.listFirewallDomainLists({})).rejects.toBeInstanceOf(SyntaxError);
  server?.close();
  const silent = await serve(200, undefined);
  await expect(silent.client.listFirewallDomainLists({})).rejects.toMatchObject({ name: 'TimeoutError' });
  const stop = new AbortController();
  const asked = silent.client.listFirewallDomainLists({}, { abortSignal: stop.signal });
  stop.abort();
  await expect(asked).rejects.toMatchObject({ name: 'AbortError' });
  const closed = dnsFirewallClient({
    region,
    endpoint: 'http://127.0.0.1:9',
    credentials,
    requestTimeoutMs: 500,
  });
  await expect(closed.listFirewallDomainLists({})).rejects.toMatchObject({ name: 'ConnectionError' });
});

test('lists come in pages', async () => {
  const account = createAccount('111122223333');
  const endpoint = await startAwsEndpoint(account);
  try {
    const client = dnsFirewallClient({ region, endpoint: endpoint.url, credentials, requestTimeoutMs: 5000 });
    for (const name of ['one', 'two', 'three'])
      await client.createFirewallDomainList({ CreatorRequestId: name, Name: name });
    const first = await client.listFirewallDomainLists({ MaxResults: 2 });
    const second = await client.listFirewallDomainLists({ NextToken: first.NextToken ?? '' });
    expect(
      [...(first.FirewallDomainLists ?? []), ...(second.FirewallDomainLists ?? [])].map((one) => one.Name),
    ).toEqual(['one', 'two', 'three']);
  } finally {
    await endpoint.close();
  }
});
