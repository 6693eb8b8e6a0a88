// Events and the caller's address that both guards read from them: what the trigger says, never what a caller may claim.
export const callers: readonly (readonly [event: object, address: string | undefined])[] = [
  [{ requestContext: { http: { sourceIp: '198.51.100.7' } } }, '198.51.100.7'],
  [{ requestContext: { identity: { sourceIp: '2001:db8::7' } } }, '2001:db8::7'],
  [{ requestContext: { elb: {} }, headers: { 'x-forwarded-for': '10.0.0.1, 198.51.100.7' } }, '198.51.100.7'],
  [
    { requestContext: { elb: {} }, multiValueHeaders: { 'x-forwarded-for': ['10.0.0.1', '198.51.100.7'] } },
    '198.51.100.7',
  ],
  [{ identity: { sourceIp: ['198.51.100.7'] } }, '198.51.100.7'],
  [{ Records: [{ cf: { request: { clientIp: '198.51.100.7' } } }] }, '198.51.100.7'],
  // A header that anybody may send.
  [{ headers: { 'x-forwarded-for': '198.51.100.7' } }, undefined],
  [{ requestContext: { http: { sourceIp: 'no address but text' } } }, undefined],
  [{ requestContext: { http: { sourceIp: ['198.51.100.7'] } } }, undefined],
  [{ requestContext: null, Records: [] }, undefined],
];
