// Inspector has open findings on the function.
import { functionCheck } from '../../check.ts';
import { place } from '../../examples.ts';
import { page } from '../../references.ts';

export const openInspectorFinding = functionCheck({
  id: 'open-inspector-finding',
  severity: 'warning',
  title: 'Inspector reports a fault in the function',
  why: 'A package or the code of the function has a known fault.',
  todo: 'Update the package or mend the code, and deploy again.',
  cwe: [1395],
  references: [
    page(
      'Inspector findings',
      'https://docs.aws.amazon.com/inspector/latest/user/findings-understanding.html',
    ),
  ],
  needs: ['inspectorFindings', 'place'],
  test: ({ inspectorFindings, place: here }) =>
    inspectorFindings.map((one) => ({
      message: `${one.title} (${one.type}) in ${here.name}`,
      resource: one.id,
      severity:
        one.severity >= 7 ? ('error' as const) : one.severity >= 4 ? ('warning' as const) : ('info' as const),
      data: { finding: one.id },
    })),
  examples: {
    good: [{ place, inspectorFindings: [] }],
    bad: [
      {
        place,
        inspectorFindings: [
          {
            id: 'arn:aws:inspector2:eu-west-1:111122223333:finding/a',
            functionArn: place.arn,
            title: 'CVE-2026-0001 in example',
            type: 'PACKAGE_VULNERABILITY',
            severity: 8,
          },
        ],
      },
    ],
  },
});
