// A URL without authentication that no policy opens yet: one AddPermission call from being public.
import { functionCheck } from '../../check.ts';
import { place, policy, publicUrlGrants, url } from '../../examples.ts';
import { lambdaGuide } from '../../references.ts';
import { isPubliclyCallable } from '../../url-grants.ts';

export const dormantPublicUrl = functionCheck({
  id: 'dormant-public-url',
  severity: 'info',
  title: 'a URL without authentication waits for a permission',
  why: 'The URL asks for no identity. It answers nobody now, because no policy lets everybody in; a single added permission changes that.',
  todo: 'Delete the URL if nobody uses it, or set AuthType to AWS_IAM.',
  cwe: [1188],
  references: [lambdaGuide('urls-auth', 'Control access to function URLs')],
  needs: ['urls', 'policies', 'place'],
  test: ({ urls, policies, place: here }) => {
    if (urls.length === 0) return 'not-applicable';
    return urls
      .filter((one) => one.authType === 'none' && !isPubliclyCallable(one, policies))
      .map((one) => ({
        message: `the URL of ${here.name} (${one.qualifier ?? '$LATEST'}) has AuthType NONE and no policy that opens it`,
        resource: `url of ${one.qualifier ?? '$LATEST'}`,
        data: { qualifier: one.qualifier },
      }));
  },
  examples: {
    good: [
      { place, urls: [url()], policies: [policy(null, ...publicUrlGrants)] },
      { place, urls: [url({ authType: 'iam' })], policies: [] },
    ],
    bad: [
      { place, urls: [url()], policies: [] },
      { place, urls: [url()], policies: [policy(null, publicUrlGrants[0] ?? {})] },
    ],
    notApplicable: [{ place, urls: [], policies: [] }],
  },
});
