// An answer that goes on until one side ends it: CloudWatch Logs' live tail.
import type { ServerResponse } from 'node:http';
import { exceptionEvent, jsonEvent } from './wire/event-stream.ts';

export type StreamedEvent =
  | { readonly type: string; readonly body: unknown }
  /** Ends the stream with an error that the service names. */
  | { readonly exception: string; readonly message: string }
  /** Tears the line. */
  | 'cut';

export class EventStreamAnswer {
  readonly #events: (signal: AbortSignal) => AsyncIterable<StreamedEvent>;

  constructor(events: (signal: AbortSignal) => AsyncIterable<StreamedEvent>) {
    this.#events = events;
  }

  async send(response: ServerResponse, signal: AbortSignal): Promise<void> {
    response.writeHead(200, { 'content-type': 'application/vnd.amazon.eventstream' });
    response.write(jsonEvent('initial-response', {}));
    for await (const event of this.#events(signal)) {
      if (signal.aborted) break;
      if (event === 'cut') {
        response.destroy();
        return;
      }
      response.write(
        'exception' in event
          ? exceptionEvent(event.exception, event.message)
          : jsonEvent(event.type, event.body),
      );
    }
    response.end();
  }
}
