// Messages of `application/vnd.amazon.eventstream`: prelude with CRC, headers, payload, CRC.
// https://docs.aws.amazon.com/transcribe/latest/dg/streaming-setting-up.html describes the framing.
import { crc32 } from 'node:zlib';

export function eventMessage(headers: Readonly<Record<string, string>>, payload: Buffer): Buffer {
  const encoded = Buffer.concat(
    Object.entries(headers).map(([name, value]) => {
      const text = Buffer.from(value);
      const head = Buffer.alloc(1 + Buffer.byteLength(name) + 3);
      head.writeUInt8(Buffer.byteLength(name), 0);
      head.write(name, 1);
      // 7: a string with a length of two bytes.
      head.writeUInt8(7, 1 + Buffer.byteLength(name));
      head.writeUInt16BE(text.length, 2 + Buffer.byteLength(name));
      return Buffer.concat([head, text]);
    }),
  );
  const total = 12 + encoded.length + payload.length + 4;
  const message = Buffer.alloc(total);
  message.writeUInt32BE(total, 0);
  message.writeUInt32BE(encoded.length, 4);
  message.writeUInt32BE(crc32(message.subarray(0, 8)), 8);
  encoded.copy(message, 12);
  payload.copy(message, 12 + encoded.length);
  message.writeUInt32BE(crc32(message.subarray(0, total - 4)), total - 4);
  return message;
}

/** One event of a union of events, its body as JSON. */
export function jsonEvent(type: string, body: unknown): Buffer {
  return eventMessage(
    { ':event-type': type, ':content-type': 'application/x-amz-json-1.1', ':message-type': 'event' },
    Buffer.from(JSON.stringify(body)),
  );
}

/** The exception that ends a stream. */
export function exceptionEvent(type: string, message: string): Buffer {
  return eventMessage(
    { ':exception-type': type, ':content-type': 'application/x-amz-json-1.1', ':message-type': 'exception' },
    Buffer.from(JSON.stringify({ message })),
  );
}
