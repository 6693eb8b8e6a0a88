// Starts following new violations, after saying what that costs.
import type { Command } from '../feature.ts';
import { followCost, setFollowing } from '../violations.ts';

export const command: Command = {
  id: 'lambdaProtect.followViolations',
  run: (extension) =>
    extension.tell.failing('new violations cannot be followed', async () => {
      const cost = await followCost(extension);
      if (await extension.tell.confirm('Follow new violations?', cost, 'Follow'))
        await setFollowing(extension, true);
    }),
};
