// A layer starts a program of its own beside the function.
import { parseArn } from '../../../iam/arn.ts';
import { functionCheck } from '../../check.ts';
import { options, place } from '../../examples.ts';
import { isKnownPublisher } from '../../publishers.ts';
import { lambdaGuide } from '../../references.ts';

const layer = (account: string, extensions: readonly string[]) => {
  const arn = `arn:aws:lambda:eu-west-1:${account}:layer:tools:3`;
  return {
    arn,
    details: {
      arn,
      version: 3,
      compatibleRuntimes: [],
      policy: { known: true as const, value: null },
      extensions: { known: true as const, value: extensions },
    },
  };
};

export const extensionLayer = functionCheck({
  id: 'extension-layer',
  severity: 'info',
  title: 'a layer starts a program beside the function',
  why: "An external extension is a program that runs through all calls with the function's credentials and may read its traffic. Monitoring tools do so; so do implants.",
  todo: 'Make sure that you know the extension and its publisher.',
  cwe: [829, 506],
  references: [lambdaGuide('lambda-extensions', 'Extensions')],
  needs: ['layers', 'place', 'options'],
  test: ({ layers, place: here, options: { trustedAccounts } }) => {
    if (layers.length === 0) return 'not-applicable';
    const gaps = [];
    const hits = [];
    for (const { arn, details } of layers) {
      if (details === undefined) continue;
      if (!details.extensions.known) {
        if (!isKnownPublisher(arn)) gaps.push(details.extensions.gap);
        continue;
      }
      if (details.extensions.value.length === 0 || isKnownPublisher(arn)) continue;
      const account = parseArn(arn)?.account ?? '';
      const own = here.ownAccounts.has(account) || trustedAccounts.includes(account);
      hits.push({
        message: `${arn} starts ${details.extensions.value.join(', ')} beside ${here.name}`,
        resource: arn,
        severity: own ? ('info' as const) : ('warning' as const),
        data: { layer: arn, extensions: details.extensions.value },
      });
    }
    return { hits, gaps };
  },
  examples: {
    good: [{ place, options, layers: [layer('111122223333', [])] }],
    bad: [
      { place, options, layers: [layer('999988887777', ['spy'])] },
      { place, options, layers: [layer('111122223333', ['agent'])] },
    ],
    notApplicable: [{ place, options, layers: [] }],
  },
});
