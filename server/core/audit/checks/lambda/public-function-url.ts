// A function URL asks for no identity, and the policy lets everybody use it.
import { functionCheck } from '../../check.ts';
import { grant, place, policy, publicUrlGrants, url } from '../../examples.ts';
import { lambdaGuide } from '../../references.ts';
import { isPubliclyCallable } from '../../url-grants.ts';

export const publicFunctionUrl = functionCheck({
  id: 'public-function-url',
  severity: 'error',
  title: 'anybody on the internet can call the function through its URL',
  why: 'A URL with AuthType NONE and a policy for everybody runs the function for each request that reaches it, without identity, firewall or throttling in front.',
  todo: 'Set AuthType to AWS_IAM, or put CloudFront with origin access control or an API with an authorizer in front; if the URL is meant to be public, verify each request in the code and write an exception with the reason.',
  cwe: [306],
  references: [lambdaGuide('urls-auth', 'Control access to function URLs')],
  needs: ['urls', 'policies', 'place'],
  test: ({ urls, policies, place: here }) => {
    if (urls.length === 0) return 'not-applicable';
    return urls
      .filter((one) => one.authType === 'none' && isPubliclyCallable(one, policies))
      .map((one) => ({
        message: `the URL of ${here.name} (${one.qualifier ?? '$LATEST'}) answers everybody`,
        resource: `url of ${one.qualifier ?? '$LATEST'}`,
        data: { qualifier: one.qualifier, url: one.url },
      }));
  },
  examples: {
    good: [
      { place, urls: [url({ authType: 'iam' })], policies: [policy(null, ...publicUrlGrants)] },
      { place, urls: [url()], policies: [] },
      { place, urls: [url({ qualifier: 'live' })], policies: [policy(null, ...publicUrlGrants)] },
    ],
    bad: [
      { place, urls: [url()], policies: [policy(null, ...publicUrlGrants)] },
      { place, urls: [url({ qualifier: 'live' })], policies: [policy('live', ...publicUrlGrants)] },
      { place, urls: [url()], policies: [policy(null, grant({ Principal: '*', Action: 'lambda:*' }))] },
    ],
    notApplicable: [{ place, urls: [], policies: [] }],
  },
});
