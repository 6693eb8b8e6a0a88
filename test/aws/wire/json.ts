// JSON as restJson1 and awsJson write it, in both directions, led by a schema.
import { type Schema, timestampForm } from '../sdk-schemas.ts';

/** Wire → what a behaviour reads: member names, Dates, bytes. Unknown members are dropped, as the services do. */
export function fromJson(schema: Schema, value: unknown): unknown {
  if (value === null || value === undefined) return undefined;
  if (schema.isStructSchema()) {
    if (!isRecord(value)) return undefined;
    const result: Record<string, unknown> = {};
    for (const [name, member] of schema.structIterator()) {
      const inner = fromJson(member, value[nameOnWire(name, member)]);
      if (inner !== undefined) result[name] = inner;
    }
    return result;
  }
  if (schema.isListSchema()) {
    return Array.isArray(value) ? value.map((item) => fromJson(schema.getValueSchema(), item)) : undefined;
  }
  if (schema.isMapSchema()) {
    if (!isRecord(value)) return undefined;
    return Object.fromEntries(
      Object.entries(value).map(([key, item]) => [key, fromJson(schema.getValueSchema(), item)]),
    );
  }
  if (schema.isTimestampSchema()) {
    return typeof value === 'number' ? new Date(value * 1000) : new Date(String(value));
  }
  if (schema.isBlobSchema()) return new Uint8Array(Buffer.from(String(value), 'base64'));
  return value;
}

/** What a behaviour answers → a JSON value. */
export function toJson(schema: Schema, value: unknown): unknown {
  if (value === null || value === undefined) return undefined;
  if (schema.isStructSchema()) {
    if (!isRecord(value)) return undefined;
    const result: Record<string, unknown> = {};
    for (const [name, member] of schema.structIterator()) {
      const inner = toJson(member, value[name]);
      if (inner !== undefined) result[nameOnWire(name, member)] = inner;
    }
    return result;
  }
  if (schema.isListSchema()) {
    return Array.isArray(value) ? value.map((item) => toJson(schema.getValueSchema(), item)) : undefined;
  }
  if (schema.isMapSchema()) {
    if (!isRecord(value)) return undefined;
    return Object.fromEntries(
      Object.entries(value).map(([key, item]) => [key, toJson(schema.getValueSchema(), item)]),
    );
  }
  if (schema.isTimestampSchema()) {
    const date = value instanceof Date ? value : new Date(String(value));
    const form = timestampForm(schema, 'epoch');
    if (form === 'epoch') return date.getTime() / 1000;
    return form === 'date-time' ? date.toISOString() : date.toUTCString();
  }
  if (schema.isBlobSchema() && value instanceof Uint8Array) return Buffer.from(value).toString('base64');
  return value;
}

function nameOnWire(name: string, member: Schema): string {
  return member.getMergedTraits().jsonName ?? name;
}

export function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
