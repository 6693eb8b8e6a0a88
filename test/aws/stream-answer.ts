// An answer that goes on until one side ends it: CloudWatch Logs' live tail.
import type { ServerResponse } from 'node:http';
import { jsonEvent } from './wire/event-stream.ts';

export class EventStreamAnswer {
  readonly #events: (signal: AbortSignal) => AsyncIterable<{ readonly type: string; readonly body: unknown }>;

  constructor(
    events: (signal: AbortSignal) => AsyncIterable<{ readonly type: string; readonly body: unknown }>,
  ) {
    this.#events = events;
  }

  async send(response: ServerResponse, signal: AbortSignal): Promise<void> {
    response.writeHead(200, { 'content-type': 'application/vnd.amazon.eventstream' });
    response.write(jsonEvent('initial-response', {}));
    for await (const event of this.#events(signal)) {
      if (signal.aborted) break;
      response.write(jsonEvent(event.type, event.body));
    }
    response.end();
  }
}
