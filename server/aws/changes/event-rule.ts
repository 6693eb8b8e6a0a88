// Whether an EventBridge rule fires.
import { type ChangeReader, options, orNull } from '../change-reader.ts';

export const eventRule: ChangeReader<'event-rule'> = {
  kind: 'event-rule',
  actions: ['events:DescribeRule'],
  async read(scope, { name, bus }) {
    const events = await scope.client('events');
    const found = await orNull(events.describeRule({ Name: name, EventBusName: bus }, options(scope)));
    return found && { enabled: found.State !== 'DISABLED' };
  },
};
