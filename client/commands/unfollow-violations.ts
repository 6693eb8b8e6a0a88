// Ends following new violations.
import type { Command } from '../feature.ts';
import { setFollowing } from '../violations.ts';

export const command: Command = {
  id: 'lambdaProtect.unfollowViolations',
  run: (extension) => setFollowing(extension, false),
};
