// Where AWS puts base64 (and arrays of bytes) into events, told by the shape around the string, so that it holds in
// nested JSON too. Sources: the event pages of the AWS Lambda developer guide.

/** Reads a member without calling into prototypes; `undefined` where there is none. */
type Members = Readonly<Record<string, unknown>>;

/** Whether the string under `key` of `parent` is base64. `parentName`: the member name under which `parent` stands. */
export function isBinaryMember(parent: Members, key: string, parentName: string | undefined): boolean {
  switch (key) {
    case 'body':
      return own(parent, 'isBase64Encoded') === true;
    case 'data':
      return (
        parentName === 'kinesis' ||
        parentName === 'awslogs' ||
        has(parent, 'recordId') ||
        has(parent, 'messageID') ||
        has(parent, 'basicProperties')
      );
    case 'key':
    case 'value':
      return isKafkaRecord(parent);
    case 'B':
      return isOnlyMember(parent, 'B');
    default:
      return false;
  }
}

/** Whether the strings of the array under `key` are base64 (a binary set of DynamoDB). */
export function isBinaryList(parent: Members, key: string): boolean {
  return key === 'BS' && isOnlyMember(parent, 'BS');
}

export function isKafkaRecord(value: Members): boolean {
  return has(value, 'topic') && has(value, 'partition') && has(value, 'offset');
}

/** The bytes of an array of integers from 0 to 255, or nothing. */
export function bytesOf(list: readonly unknown[]): Uint8Array | undefined {
  if (list.length === 0) return undefined;
  const bytes = new Uint8Array(list.length);
  for (let i = 0; i < list.length; i++) {
    const item = list[i];
    if (typeof item !== 'number' || !Number.isInteger(item) || item < 0 || item > 255) return undefined;
    bytes[i] = item;
  }
  return bytes;
}

/** The `content-encoding` beside a body, in lower case. */
export function contentEncoding(parent: Members): string | undefined {
  const headers = own(parent, 'headers');
  if (typeof headers !== 'object' || headers === null) return undefined;
  for (const [name, value] of Object.entries(headers))
    if (name.toLowerCase() === 'content-encoding' && typeof value === 'string')
      return value.trim().toLowerCase();
  return undefined;
}

function has(value: Members, key: string): boolean {
  return Object.hasOwn(value, key);
}

function own(value: Members, key: string): unknown {
  return Object.hasOwn(value, key) ? value[key] : undefined;
}

function isOnlyMember(value: Members, key: string): boolean {
  const keys = Object.keys(value);
  return keys.length === 1 && keys[0] === key;
}
