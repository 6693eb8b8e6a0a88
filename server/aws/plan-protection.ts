// The plan that turns on GuardDuty's Lambda Protection in one Region.
import type { Wish } from '../core/remedy/change.ts';
import { createAsk } from './ask.ts';
import { type MadePlan, makePlan, PlanError, type PlanScope } from './make-plan.ts';

/** Files of plan and journal. */
export const protectionTopic = 'response-protection';

/** Throws `PlanError`. */
export async function planProtection(scope: PlanScope): Promise<MadePlan> {
  const { connection, region, signal } = scope;
  const guardduty = await connection.client('guardduty', region);
  const detectors = await createAsk({ signal }).known('guardduty:ListDetectors', (options) =>
    guardduty.listDetectors({}, options),
  );
  if (!detectors.known)
    throw new PlanError(
      `GuardDuty cannot be read in ${region}: ${detectors.gap.action} was ${detectors.gap.reason} (${detectors.gap.detail})`,
    );
  const wishes = (detectors.value.DetectorIds ?? []).map(
    (detectorId): Wish => ({
      kind: 'guardduty-feature',
      region,
      target: { detectorId, feature: 'LAMBDA_NETWORK_LOGS' },
      after: { enabled: true },
      note: 'thirty days of trial where it was never on, then charged by the volume of network logs',
    }),
  );
  if (wishes.length === 0)
    throw new PlanError(`GuardDuty has no detector in ${region}: turn GuardDuty on first`);
  return makePlan(scope, {
    title: `turn on GuardDuty Lambda Protection in ${region}`,
    wishes,
    warnings: [],
  });
}
