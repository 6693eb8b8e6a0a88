// Every web site may call the URL from its visitors' browsers.
import { functionCheck } from '../../check.ts';
import { place, url } from '../../examples.ts';
import { lambdaGuide } from '../../references.ts';

export const wildcardUrlCors = functionCheck({
  id: 'wildcard-url-cors',
  severity: 'warning',
  title: 'every web site may call the URL from a browser',
  why: 'With "*" as allowed origin the browser of any visitor of any site may send requests to the URL and read the answers; with credentials, in the name of the visitor.',
  todo: 'List the origins that need it.',
  cwe: [942],
  references: [lambdaGuide('urls-configuration', 'Function URLs: CORS')],
  needs: ['urls', 'place'],
  test: ({ urls, place: here }) => {
    const withCors = urls.filter((one) => one.cors !== undefined);
    if (withCors.length === 0) return 'not-applicable';
    return withCors
      .filter((one) => one.cors?.allowOrigins.some((origin) => /^(?:\*|https?:\/\/\*)$/.test(origin)))
      .map((one) => ({
        message: `the URL of ${here.name} (${one.qualifier ?? '$LATEST'}) allows every origin${one.cors?.allowCredentials === true ? ', with credentials' : ''}`,
        resource: `url of ${one.qualifier ?? '$LATEST'}`,
        severity:
          one.cors?.allowCredentials === true
            ? ('error' as const)
            : one.authType === 'none'
              ? ('warning' as const)
              : ('info' as const),
      }));
  },
  examples: {
    good: [
      {
        place,
        urls: [
          url({
            cors: {
              allowCredentials: false,
              allowOrigins: ['https://shop.example.com'],
              allowMethods: ['GET'],
              allowHeaders: [],
              exposeHeaders: [],
            },
          }),
        ],
      },
    ],
    bad: [
      {
        place,
        urls: [
          url({
            cors: {
              allowCredentials: true,
              allowOrigins: ['*'],
              allowMethods: ['*'],
              allowHeaders: ['*'],
              exposeHeaders: [],
            },
          }),
        ],
      },
    ],
    notApplicable: [{ place, urls: [url()] }],
  },
});
