// The runtime gets no security patches any more, or soon.
import { functionCheck } from '../../check.ts';
import { configuration, options, place } from '../../examples.ts';
import { cis, lambdaGuide, securityHub } from '../../references.ts';
import { runtimeTrouble } from '../../runtimes.ts';

export const deprecatedRuntime = functionCheck({
  id: 'deprecated-runtime',
  severity: 'warning',
  title: 'the runtime is deprecated',
  why: 'After its deprecation a runtime gets no security patches; later the function can be neither created nor updated, not even to mend it.',
  todo: 'Move to a current version of the language and test the function with it.',
  cwe: [1104],
  references: [
    lambdaGuide('lambda-runtimes', 'Runtimes and their deprecation dates'),
    securityHub('Lambda.2'),
    cis('4.11'),
  ],
  needs: ['configuration', 'options', 'place'],
  test: ({ configuration: { runtime, packageType }, options: { now }, place: here }) => {
    if (packageType === 'image' || runtime === undefined) return 'not-applicable';
    const trouble = runtimeTrouble(runtime, now);
    return trouble === undefined
      ? []
      : [
          {
            message: `${here.name} runs on ${runtime}, ${trouble.text}`,
            severity: trouble.severity,
            data: { runtime },
          },
        ];
  },
  examples: {
    good: [
      { place, options, configuration: configuration({ runtime: 'python3.13' }) },
      { place, options, configuration: configuration({ runtime: 'madeup9.x' }) },
    ],
    bad: [
      { place, options, configuration: configuration({ runtime: 'python3.7' }) },
      { place, options, configuration: configuration({ runtime: 'nodejs18.x' }) },
      {
        place,
        options: { ...options, now: '2027-02-15T00:00:00Z' },
        configuration: configuration({ runtime: 'nodejs22.x' }),
      },
    ],
    notApplicable: [{ place, options, configuration: configuration({ packageType: 'image' }) }],
  },
});
