// XML answers of the query protocols and of restXml, led by a schema.
import { type Schema, timestampForm } from '../sdk-schemas.ts';
import { isRecord } from './json.ts';

/** The members of a struct as XML, without an element around them. */
export function membersToXml(schema: Schema, value: unknown): string {
  if (!schema.isStructSchema() || !isRecord(value)) return '';
  let result = '';
  for (const [name, member] of schema.structIterator()) {
    const inner = value[name];
    if (inner === undefined || inner === null) continue;
    const traits = member.getMergedTraits();
    if (traits.xmlAttribute || traits.httpHeader || traits.httpResponseCode || traits.httpPrefixHeaders)
      continue;
    result += element(member.getMemberTraits().xmlName ?? name, member, inner);
  }
  return result;
}

export function element(tag: string, schema: Schema, value: unknown): string {
  if (value === undefined || value === null) return '';
  if (schema.isListSchema()) {
    const items = Array.isArray(value) ? value : [];
    const item = schema.getValueSchema();
    if (schema.getMergedTraits().xmlFlattened) return items.map((one) => element(tag, item, one)).join('');
    const itemTag = item.getMergedTraits().xmlName ?? 'member';
    return `<${tag}>${items.map((one) => element(itemTag, item, one)).join('')}</${tag}>`;
  }
  if (schema.isMapSchema()) {
    const keyTag = schema.getKeySchema().getMergedTraits().xmlName ?? 'key';
    const valueTag = schema.getValueSchema().getMergedTraits().xmlName ?? 'value';
    const flat = Boolean(schema.getMergedTraits().xmlFlattened);
    const entries = Object.entries(isRecord(value) ? value : {}).map(([key, inner]) => {
      const both = `<${keyTag}>${escapeXml(key)}</${keyTag}>${element(valueTag, schema.getValueSchema(), inner)}`;
      return flat ? `<${tag}>${both}</${tag}>` : `<entry>${both}</entry>`;
    });
    return flat ? entries.join('') : `<${tag}>${entries.join('')}</${tag}>`;
  }
  if (schema.isStructSchema())
    return `<${tag}${attributes(schema, value)}>${membersToXml(schema, value)}</${tag}>`;
  return `<${tag}>${escapeXml(scalar(schema, value))}</${tag}>`;
}

function attributes(schema: Schema, value: unknown): string {
  if (!isRecord(value)) return '';
  let result = '';
  for (const [name, member] of schema.structIterator()) {
    const traits = member.getMergedTraits();
    if (!traits.xmlAttribute || value[name] === undefined) continue;
    const attribute = traits.xmlName ?? name;
    const namespace = attribute.startsWith('xsi:')
      ? ' xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"'
      : '';
    result += `${namespace} ${attribute}="${escapeXml(String(value[name]))}"`;
  }
  return result;
}

function scalar(schema: Schema, value: unknown): string {
  if (value instanceof Date) {
    const form = timestampForm(schema, 'date-time');
    if (form === 'epoch') return String(value.getTime() / 1000);
    return form === 'http-date' ? value.toUTCString() : value.toISOString();
  }
  if (value instanceof Uint8Array) return Buffer.from(value).toString('base64');
  return String(value);
}

export function escapeXml(text: string): string {
  return text.replace(/[&<>"\r\u0000-\u0008\u000b\u000c\u000e-\u001f]/g, (char) => {
    if (char === '&') return '&amp;';
    if (char === '<') return '&lt;';
    if (char === '>') return '&gt;';
    if (char === '"') return '&quot;';
    return char === '\r' ? '&#13;' : '';
  });
}
