// An alias leads to a published version whose runtime is deprecated, though $LATEST has moved on.
import { functionCheck, type Hit } from '../../check.ts';
import { configuration, options, place } from '../../examples.ts';
import { lambdaGuide } from '../../references.ts';
import { runtimeTrouble } from '../../runtimes.ts';

const alias = (weights: Readonly<Record<string, number>> = {}) => ({
  name: 'live',
  arn: 'arn:aws:lambda:eu-west-1:111122223333:function:orders:live',
  version: '3',
  weights,
  revisionId: 'r',
});

export const deprecatedPublishedRuntime = functionCheck({
  id: 'deprecated-published-runtime',
  severity: 'warning',
  title: 'an alias leads to a version with a deprecated runtime',
  why: 'Callers of the alias run the old version. Looking at $LATEST alone does not show it.',
  todo: 'Publish a version with a current runtime and move the alias.',
  cwe: [1104],
  references: [lambdaGuide('configuration-versions', 'Versions'), lambdaGuide('lambda-runtimes', 'Runtimes')],
  needs: ['versions', 'aliases', 'options', 'place'],
  test: ({ versions, aliases, options: { now }, place: here }) => {
    if (aliases.length === 0) return 'not-applicable';
    const byVersion = new Map(versions.map((version) => [version.version, version]));
    const hits: Hit[] = [];
    for (const one of aliases) {
      for (const number of [one.version, ...Object.keys(one.weights)]) {
        const runtime = byVersion.get(number)?.runtime;
        const trouble = runtime === undefined ? undefined : runtimeTrouble(runtime, now);
        if (trouble === undefined) continue;
        hits.push({
          message: `alias ${one.name} of ${here.name} leads to version ${number} on ${runtime}, ${trouble.text}`,
          resource: `alias ${one.name}`,
          severity: trouble.severity,
          data: { alias: one.name, version: number },
        });
      }
    }
    return hits;
  },
  examples: {
    good: [
      {
        place,
        options,
        aliases: [alias()],
        versions: [configuration({ version: '3' }), configuration({ version: '1', runtime: 'python3.7' })],
      },
    ],
    bad: [
      {
        place,
        options,
        aliases: [alias()],
        versions: [configuration({ version: '3', runtime: 'python3.7' })],
      },
      {
        place,
        options,
        aliases: [alias({ '2': 0.1 })],
        versions: [configuration({ version: '3' }), configuration({ version: '2', runtime: 'nodejs14.x' })],
      },
    ],
    notApplicable: [{ place, options, aliases: [], versions: [] }],
  },
});
