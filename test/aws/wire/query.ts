// Requests of the query protocols: a form whose keys are paths such as `Filter.1.Value.2`.
import { type Schema, timestampForm } from '../sdk-schemas.ts';

type Node = { value?: string; readonly children: Map<string, Node> };

export function fromQuery(schema: Schema, form: URLSearchParams, ec2: boolean): unknown {
  const root: Node = { children: new Map() };
  for (const [key, value] of form) {
    let node = root;
    for (const part of key.split('.')) {
      let next = node.children.get(part);
      if (!next) {
        next = { children: new Map() };
        node.children.set(part, next);
      }
      node = next;
    }
    node.value = value;
  }
  return read(schema, root, ec2);
}

function read(schema: Schema, node: Node, ec2: boolean): unknown {
  if (schema.isStructSchema()) {
    const result: Record<string, unknown> = {};
    for (const [name, member] of schema.structIterator()) {
      const traits = member.getMergedTraits();
      const base = String((ec2 ? traits.ec2QueryName : undefined) ?? traits.xmlName ?? name);
      const key = ec2 ? base.charAt(0).toUpperCase() + base.slice(1) : base;
      const child = node.children.get(key);
      if (child) result[name] = read(member, child, ec2);
    }
    return result;
  }
  if (schema.isListSchema()) {
    const flat = ec2 || Boolean(schema.getMergedTraits().xmlFlattened);
    const suffix = schema.getValueSchema().getMergedTraits().xmlName ?? 'member';
    const items = flat ? node : (node.children.get(suffix) ?? node.children.get('member'));
    return numbered(items).map((item) => read(schema.getValueSchema(), item, ec2));
  }
  if (schema.isMapSchema()) {
    const flat = Boolean(schema.getMergedTraits().xmlFlattened);
    const keyName = schema.getKeySchema().getMergedTraits().xmlName ?? 'key';
    const valueName = schema.getValueSchema().getMergedTraits().xmlName ?? 'value';
    const result: Record<string, unknown> = {};
    for (const entry of numbered(flat ? node : node.children.get('entry'))) {
      const value = entry.children.get(valueName);
      result[entry.children.get(keyName)?.value ?? ''] = value
        ? read(schema.getValueSchema(), value, ec2)
        : undefined;
    }
    return result;
  }
  const text = node.value ?? '';
  if (schema.isNumericSchema()) return Number(text);
  if (schema.isBooleanSchema()) return text === 'true';
  if (schema.isBlobSchema()) return new Uint8Array(Buffer.from(text, 'base64'));
  if (schema.isTimestampSchema()) {
    return new Date(timestampForm(schema, 'date-time') === 'epoch' ? Number(text) * 1000 : text);
  }
  return text;
}

function numbered(node: Node | undefined): readonly Node[] {
  if (!node) return [];
  return [...node.children.entries()]
    .filter(([key]) => /^\d+$/.test(key))
    .sort(([a], [b]) => Number(a) - Number(b))
    .map(([, child]) => child);
}
