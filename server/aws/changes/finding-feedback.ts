// What was said of a GuardDuty finding. The comment goes there and never comes back, and nothing takes it away again.
import { type ChangeReader, options } from '../change-reader.ts';

export const findingFeedback: ChangeReader<'finding-feedback'> = {
  kind: 'finding-feedback',
  actions: ['guardduty:GetFindings'],
  async read(scope, { detectorId, findingId }) {
    const guardduty = await scope.client('guardduty');
    const found = await guardduty.getFindings(
      { DetectorId: detectorId, FindingIds: [findingId] },
      options(scope),
    );
    const feedback = found.Findings?.[0]?.Service?.UserFeedback;
    return feedback === 'USEFUL' || feedback === 'NOT_USEFUL' ? { feedback } : null;
  },
  remark: async (_scope, { after }) =>
    after === null
      ? 'GuardDuty keeps what was said of the finding: it has no call that takes it back'
      : undefined,
};
