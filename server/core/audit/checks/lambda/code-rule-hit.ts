// The code rules hit the deployed code, whatever the workspace holds now.
import { functionCheck } from '../../check.ts';
import { code, place } from '../../examples.ts';
import { lambdaGuide } from '../../references.ts';

export const codeRuleHit = functionCheck({
  id: 'code-rule-hit',
  severity: 'warning',
  title: 'the deployed code breaks a code rule',
  why: 'What runs is the deployed package. A rule that hits there protects nothing as long as only the workspace is clean.',
  todo: 'Open the deployed file, compare it with the workspace, mend and deploy again.',
  cwe: [],
  references: [lambdaGuide('configuration-function-zip', 'Deploying functions')],
  needs: ['code', 'place'],
  test: ({ code: deployed, place: here }) =>
    deployed.findings
      .filter((finding) => finding.suppression === undefined && finding.place.kind === 'code')
      .map((finding) => {
        const where =
          finding.place.kind === 'code' ? `${finding.place.file}:${finding.place.range.start.line + 1}` : '';
        return {
          message: `${where} of ${here.name}: ${finding.message} (${finding.id})`,
          resource: where,
          severity: finding.severity,
          confidence: finding.confidence,
          data: { rule: finding.id },
        };
      }),
  examples: {
    good: [{ place, code: code() }],
    bad: [
      {
        place,
        code: code({
          findings: [
            {
              id: 'os-command',
              severity: 'error',
              confidence: 'high',
              title: 'command',
              message: 'the handler runs a command',
              cwe: [78],
              place: {
                kind: 'code',
                file: 'app.py',
                span: { start: 0, end: 1 },
                range: { start: { line: 0, character: 0 }, end: { line: 0, character: 1 } },
              },
            },
          ],
        }),
      },
    ],
  },
});
