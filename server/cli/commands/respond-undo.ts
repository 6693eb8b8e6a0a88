// `respond undo`: takes back what a response made.
import { changeFiles } from '../../aws/change-files.ts';
import { carryOut } from '../carry-out.ts';
import type { Command } from '../command.ts';
import { textOption, UsageError } from '../options.ts';

export const command: Command = {
  name: 'respond undo',
  summary: 'takes back what a response made; stops where somebody else changed it since',
  usage: `
lambda-protect respond undo FUNCTION|protection [--profile P] [--state DIR]

Reads the journal backwards. What was not made by it is never touched.
`,
  options: { state: { type: 'string' } },
  async run(args, shell) {
    const [topic, ...more] = args.positionals;
    if (topic === undefined || more.length > 0 || !/^[\w-]+$/.test(topic))
      throw new UsageError('respond undo wants the name of one function, or the word protection');
    return carryOut(
      'undo',
      changeFiles(shell.cwd, textOption(args, 'state'), `response-${topic}`),
      args,
      shell,
    );
  },
};
