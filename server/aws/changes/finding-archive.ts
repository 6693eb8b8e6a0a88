// Whether a GuardDuty finding is archived.
import { type ChangeReader, options } from '../change-reader.ts';

export const findingArchive: ChangeReader<'finding-archive'> = {
  kind: 'finding-archive',
  actions: ['guardduty:GetFindings'],
  async read(scope, { detectorId, findingId }) {
    const guardduty = await scope.client('guardduty');
    const found = await guardduty.getFindings(
      { DetectorId: detectorId, FindingIds: [findingId] },
      options(scope),
    );
    const [finding] = found.Findings ?? [];
    return finding ? { archived: finding.Service?.Archived ?? false } : null;
  },
};
