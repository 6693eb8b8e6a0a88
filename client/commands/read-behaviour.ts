// Reads the behaviour of functions from accounts into the view Observations.
import type { Command } from '../feature.ts';
import { readBehaviour } from '../read-behaviour.ts';

export const command: Command = {
  id: 'lambdaProtect.readBehaviour',
  run: (extension) => readBehaviour(extension),
};
