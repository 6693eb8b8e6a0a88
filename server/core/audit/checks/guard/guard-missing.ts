// The guard is not in the deployed package, though outsiders reach the function.
import { functionCheck } from '../../check.ts';
import { code, configuration, place, trigger } from '../../examples.ts';
import { lambdaGuide } from '../../references.ts';

export const guardMissing = functionCheck({
  id: 'guard-missing',
  severity: 'info',
  title: 'the guard is not deployed with the function',
  why: 'Without the guard no rule looks at what comes in, what goes out and what runs.',
  todo: 'Wrap the handler with the guard (quick fix, or lambda-protect guard add) and deploy again.',
  cwe: [693],
  references: [lambdaGuide('configuration-function-zip', 'Deploying functions')],
  needs: ['code', 'configuration', 'triggers', 'place'],
  test: ({ code: deployed, configuration: { runtime }, triggers, place: here }) => {
    if (runtime !== undefined && !/^(?:python|nodejs)/.test(runtime)) return 'not-applicable';
    if (deployed.guard.files.length > 0) return [];
    return [
      {
        message: `${here.name} runs without the guard${triggers.length === 0 ? '' : ` and is called by ${[...new Set(triggers.map((one) => one.service))].join(', ')}`}`,
        severity: triggers.some((one) => one.service === 'url' || one.service === 'apigateway')
          ? 'warning'
          : 'info',
      },
    ];
  },
  examples: {
    good: [{ place, configuration: configuration(), triggers: [], code: code() }],
    bad: [
      {
        place,
        configuration: configuration(),
        triggers: [trigger('url', 'synchronous')],
        code: code({ guard: { files: [], wrapsHandler: 'no', evidence: '' } }),
      },
    ],
    notApplicable: [
      { place, configuration: configuration({ runtime: 'java21' }), triggers: [], code: code() },
    ],
  },
});
