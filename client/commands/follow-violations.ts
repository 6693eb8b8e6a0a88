// Starts following new violations, after saying what that costs.
import type { Command } from '../feature.ts';
import { followCost, setFollowing } from '../violations.ts';

export const command: Command = {
  id: 'lambdaProtect.followViolations',
  async run(extension) {
    if (await extension.tell.confirm('Follow new violations?', followCost(), 'Follow'))
      await setFollowing(extension, true);
  },
};
