// What the bench of the Node.js guard runs on: 50 patterns against attacks, clean HTTP events of a wanted size, and
// schemas that describe event and response member by member.

export const patterns: readonly string[] = [
  '(?i)<\\s*script\\b',
  '(?i)\\bjavascript\\s*:',
  '(?i)\\bon(?:error|load|click|mouseover|focus)\\s*=',
  '(?i)<\\s*iframe\\b',
  '(?i)<\\s*svg\\b[^>]*\\bon\\w+\\s*=',
  '(?i)\\bunion\\b[\\s/*]+(?:all[\\s/*]+)?\\bselect\\b',
  '(?i)\\bselect\\b.{1,100}\\bfrom\\b.{1,100}\\bwhere\\b',
  '(?i)\\binsert\\s+into\\b.{1,100}\\bvalues\\b',
  '(?i)\\bdrop\\s+(?:table|database|schema)\\b',
  '(?i)\\b(?:sleep|benchmark|pg_sleep|waitfor\\s+delay)\\s*\\(',
  "(?i)'\\s*or\\s+'?\\d+'?\\s*=\\s*'?\\d+",
  '(?i)\\binformation_schema\\b',
  '(?i)\\bxp_cmdshell\\b',
  '(?i)\\bload_file\\s*\\(',
  '(?i)\\binto\\s+(?:out|dump)file\\b',
  '(?:\\.\\./){2,}',
  '/etc/(?:passwd|shadow|hosts|group)',
  '/proc/self/(?:environ|cmdline|fd)',
  '(?i)\\bboot\\.ini\\b',
  '[;&|`]\\s*(?:cat|ls|id|whoami|uname|curl|wget|nc|bash|sh|python|perl)\\b',
  '\\$\\((?:cat|ls|id|whoami|uname|curl|wget|nc|bash|sh)\\b',
  '`[^`]{1,80}`',
  '(?i)\\bcmd\\.exe\\b',
  '(?i)\\bpowershell(?:\\.exe)?\\b',
  '\\$\\{jndi:',
  '(?i)\\$\\{(?:lower|upper|env|sys):',
  '\\{\\{.{1,80}\\}\\}',
  '<%.{1,80}%>',
  '[#]\\{.{1,80}\\}',
  '(?i)\\b(?:file|gopher|dict|ldap|phar|expect)://',
  '169\\.254\\.169\\.254',
  '(?i)metadata\\.google\\.internal',
  '(?i)\\b(?:localhost|127\\.0\\.0\\.1|0\\.0\\.0\\.0)[:/]',
  '__proto__',
  'constructor\\s*\\[\\s*["\']prototype',
  '\\$where\\b',
  '\\$(?:gt|lt|ne|regex|nin)\\b',
  '(?i)<!ENTITY\\b',
  '(?i)<!DOCTYPE\\b',
  '(?i)\\bSYSTEM\\s+["\']',
  'O:\\d+:"',
  'rO0AB[A-Za-z0-9+/]',
  '(?i)\\bwget\\s+https?:',
  '(?i)\\bcurl\\s+(?:-\\w+\\s+)*https?:',
  '(?i)\\bnc\\s+-[a-z]*e',
  '(?i)/bin/(?:ba|z|da)?sh\\b',
  '\\b(?:AKIA|ASIA)[0-9A-Z]{16}\\b',
  '-----BEGIN [A-Z ]*PRIVATE KEY-----',
  '\\bghp_[A-Za-z0-9]{36}\\b',
  '\\bxox[abp]-[0-9A-Za-z-]{10,}',
];

const words =
  'please note that the order of twelve chairs and one table shall be delivered into the storage room behind the union building on the last Tuesday of the month select a driver who knows the way and has a ladder thank you very much'.split(
    ' ',
  );

/** An event of API Gateway's HTTP API whose compact JSON has about `bytes` bytes: most of it a JSON body. */
export function cleanEvent(bytes: number): unknown {
  const base = {
    version: '2.0',
    routeKey: 'POST /orders',
    rawPath: '/orders',
    rawQueryString: 'page=2&sort=name',
    headers: {
      accept: 'application/json',
      'content-type': 'application/json',
      host: 'api.example.com',
      'user-agent': 'Mozilla/5.0 (X11; Linux x86_64) Gecko/20100101',
      'x-forwarded-for': '203.0.113.7',
    },
    requestContext: {
      accountId: '111122223333',
      requestId: 'JKJaXmPLvHcESHA=',
      time: '12/Mar/2026:19:03:58 +0000',
      http: { method: 'POST', path: '/orders', protocol: 'HTTP/1.1', sourceIp: '203.0.113.7' },
    },
    isBase64Encoded: false,
  };
  const items: object[] = [];
  let length = JSON.stringify({ ...base, body: '{"customer":"c-1","items":[]}' }).length;
  for (let i = 0; length < bytes - 60; i++) {
    const room = Math.min(160, bytes - length - 60);
    let note = '';
    for (let w = i; note.length < room - 40; w++)
      note += `${note === '' ? '' : ' '}${words[w % words.length]}`;
    const item = { sku: `A-${1000 + i}`, quantity: (i % 7) + 1, note };
    items.push(item);
    length += JSON.stringify(JSON.stringify(item)).length - 1;
  }
  return { ...base, body: JSON.stringify({ customer: 'c-1', items }) };
}

export const cleanResponse = {
  statusCode: 201,
  headers: { 'content-type': 'application/json', 'cache-control': 'no-store' },
  body: JSON.stringify({ id: 'o-4711', state: 'accepted', note: 'your order is on its way' }),
};

/** Printable characters, so that control characters and markup stay out. */
const plain = (maxLength: number) =>
  ({ type: 'string', maxLength, pattern: '^[^<>\\u0000-\\u001f]*$' }) as const;

export const eventSchema = {
  type: 'object',
  required: ['version', 'routeKey', 'rawPath', 'headers', 'requestContext', 'body', 'isBase64Encoded'],
  additionalProperties: false,
  properties: {
    version: { const: '2.0' },
    routeKey: plain(200),
    rawPath: plain(2000),
    rawQueryString: plain(4000),
    headers: {
      type: 'object',
      maxProperties: 100,
      propertyNames: plain(100),
      additionalProperties: plain(8000),
    },
    requestContext: {
      type: 'object',
      additionalProperties: false,
      properties: {
        accountId: { type: 'string', pattern: '^\\d{12}$' },
        requestId: plain(64),
        time: plain(40),
        http: {
          type: 'object',
          additionalProperties: false,
          properties: {
            method: { enum: ['GET', 'POST', 'PUT', 'DELETE'] },
            path: plain(2000),
            protocol: plain(20),
            sourceIp: plain(64),
          },
        },
      },
    },
    body: { type: 'string', maxLength: 10_000_000 },
    isBase64Encoded: { type: 'boolean' },
  },
} as const;

export const responseSchema = {
  type: 'object',
  required: ['statusCode', 'body'],
  properties: {
    statusCode: { type: 'integer', minimum: 100, maximum: 599 },
    headers: { type: 'object', propertyNames: plain(100), additionalProperties: plain(8000) },
    body: { type: 'string', maxLength: 6_000_000 },
  },
} as const;

/** The same where the body has been parsed. */
export const eventSchemaWithBody = {
  ...eventSchema,
  properties: {
    ...eventSchema.properties,
    body: {
      type: 'object',
      required: ['customer', 'items'],
      additionalProperties: false,
      properties: {
        customer: plain(64),
        items: {
          type: 'array',
          maxItems: 100_000,
          items: {
            type: 'object',
            additionalProperties: false,
            properties: {
              sku: { type: 'string', pattern: '^[A-Z]-\\d+$' },
              quantity: { type: 'integer', minimum: 1, maximum: 1000 },
              note: plain(1000),
            },
          },
        },
      },
    },
  },
} as const;
