// Whether a feature of a GuardDuty detector is on.
import { type ChangeReader, options } from '../change-reader.ts';

export const guardDutyFeature: ChangeReader<'guardduty-feature'> = {
  kind: 'guardduty-feature',
  actions: ['guardduty:GetDetector'],
  async read(scope, { detectorId, feature }) {
    const guardduty = await scope.client('guardduty');
    const found = await guardduty.getDetector({ DetectorId: detectorId }, options(scope));
    return { enabled: found.Features?.find((one) => one.Name === feature)?.Status === 'ENABLED' };
  },
};
