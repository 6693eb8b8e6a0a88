// Plans the monitoring of violations: metric filters, dashboard, alarm, notification; also as infrastructure code.
import { startChange } from '../changes/start-change.ts';
import type { Command } from '../feature.ts';
import { arnOfNode } from '../views/node.ts';

export const command: Command = {
  id: 'lambdaProtect.setUpMonitoring',
  run: (extension, given) =>
    extension.tell.failing('monitoring could not be planned', () => {
      const arn = arnOfNode(given);
      return startChange(extension, {
        planner: 'monitoring',
        title: 'Set Up Monitoring',
        ...(arn === undefined ? {} : { subject: { about: { arn } } }),
      });
    }),
};
