// CBOR as rpcv2Cbor writes it: the SDK's codec for the bytes, our walk over the schema for times.
import { cbor, dateToTag } from '@smithy/core/cbor';
import type { Schema } from '../sdk-schemas.ts';
import { isRecord } from './json.ts';

/** Without a schema the value is taken as it is (errors). */
export function encode(schema: Schema | undefined, value: unknown): Buffer {
  return Buffer.from(cbor.serialize(schema ? plain(schema, value) : value));
}

export function decode(schema: Schema, body: Buffer): unknown {
  return body.length === 0 ? {} : read(schema, cbor.deserialize(new Uint8Array(body)));
}

function plain(schema: Schema, value: unknown): unknown {
  if (value === null || value === undefined) return undefined;
  if (value instanceof Date) return dateToTag(value);
  if (schema.isStructSchema() && isRecord(value)) {
    const result: Record<string, unknown> = {};
    for (const [name, member] of schema.structIterator()) {
      const inner = plain(member, value[name]);
      if (inner !== undefined) result[name] = inner;
    }
    return result;
  }
  if (schema.isListSchema() && Array.isArray(value))
    return value.map((one) => plain(schema.getValueSchema(), one));
  if (schema.isMapSchema() && isRecord(value)) {
    return Object.fromEntries(
      Object.entries(value).map(([key, one]) => [key, plain(schema.getValueSchema(), one)]),
    );
  }
  return value;
}

function read(schema: Schema, value: unknown): unknown {
  if (schema.isTimestampSchema()) return timeOf(value);
  if (schema.isStructSchema() && isRecord(value)) {
    const result: Record<string, unknown> = {};
    for (const [name, member] of schema.structIterator()) {
      if (value[name] !== undefined && value[name] !== null) result[name] = read(member, value[name]);
    }
    return result;
  }
  if (schema.isListSchema() && Array.isArray(value))
    return value.map((one) => read(schema.getValueSchema(), one));
  if (schema.isMapSchema() && isRecord(value)) {
    return Object.fromEntries(
      Object.entries(value).map(([key, one]) => [key, read(schema.getValueSchema(), one)]),
    );
  }
  return value;
}

/** Tag 1: seconds since the epoch. */
function timeOf(value: unknown): Date {
  if (value instanceof Date) return value;
  const seconds = isRecord(value) && 'value' in value ? Number(value['value']) : Number(value);
  return new Date(seconds * 1000);
}
