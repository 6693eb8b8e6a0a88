// Whether an event source mapping polls.
import { type ChangeReader, options, orNull } from '../change-reader.ts';

export const eventSourceMapping: ChangeReader<'event-source-mapping'> = {
  kind: 'event-source-mapping',
  actions: ['lambda:GetEventSourceMapping'],
  async read(scope, { uuid }) {
    const lambda = await scope.client('lambda');
    const found = await orNull(lambda.getEventSourceMapping({ UUID: uuid }, options(scope)));
    return found && { enabled: !/^Disabl/.test(found.State ?? '') };
  },
};
