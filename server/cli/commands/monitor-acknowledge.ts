// `monitor acknowledge`: calls observations normal, so that they are not told again, and takes that back.
import { joinAcknowledgements } from '../../core/monitor/acknowledge.ts';
import {
  acknowledgedTopic,
  openMonitorStore,
  parseAcknowledgement,
  seenTopic,
} from '../../platform/monitor-store.ts';
import type { Command } from '../command.ts';
import { flag, UsageError } from '../options.ts';
import { table } from '../table.ts';

export const command: Command = {
  name: 'monitor acknowledge',
  summary: 'calls observations normal, or takes that back',
  usage: `
lambda-protect monitor acknowledge [MARK…] [--undo]

MARK is what the monitor commands print before an observation. An amount that is acknowledged makes amounts up to a
quarter above it normal; a set of connections makes its peers normal. Without MARK it lists what is acknowledged.
`,
  options: { undo: { type: 'boolean' } },
  async run(args, shell) {
    const store = openMonitorStore(shell.complain);
    try {
      if (args.positionals.length === 0) {
        const rows = store
          .list(acknowledgedTopic)
          .map(({ key, value, at }) => [
            key,
            new Date(at).toISOString().slice(0, 10),
            parseAcknowledgement(value)?.words ?? '',
          ]);
        await shell.out(table(['Mark', 'Since', 'Observation'], rows));
        return 0;
      }
      for (const mark of args.positionals) {
        if (flag(args, 'undo')) {
          if (store.get(acknowledgedTopic, mark) === undefined)
            throw new UsageError(`not acknowledged: ${mark}; without marks the command lists what is`);
          store.update(acknowledgedTopic, mark, () => undefined);
          shell.progress(`${mark} is told again`);
          continue;
        }
        const seen = parseAcknowledgement(store.get(seenTopic, mark) ?? '');
        if (!seen)
          throw new UsageError(`no such observation: ${mark}; a mark stands before each in the output`);
        store.update(acknowledgedTopic, mark, (old) =>
          JSON.stringify(joinAcknowledgements(parseAcknowledgement(old ?? ''), seen)),
        );
        shell.progress(`${mark} is normal: ${seen.words}`);
      }
      return 0;
    } finally {
      store.close();
    }
  },
};
