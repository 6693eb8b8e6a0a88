// `respond apply`: carries out the plan of a response that was shown.
import { changeFiles } from '../../aws/change-files.ts';
import { carryOut } from '../carry-out.ts';
import type { Command } from '../command.ts';
import { textOption, UsageError } from '../options.ts';

export const command: Command = {
  name: 'respond apply',
  summary: 'carries out a response plan that was shown; goes on where it was interrupted',
  usage: `
lambda-protect respond apply FUNCTION|protection [--profile P] [--state DIR]

A plan that is older than the state it was made from is refused. Each change is in the journal before it is made.
`,
  options: { state: { type: 'string' } },
  async run(args, shell) {
    const [topic, ...more] = args.positionals;
    if (topic === undefined || more.length > 0 || !/^[\w-]+$/.test(topic))
      throw new UsageError('respond apply wants the name of one function, or the word protection');
    return carryOut(
      'apply',
      changeFiles(shell.cwd, textOption(args, 'state'), `response-${topic}`),
      args,
      shell,
    );
  },
};
