// Flow records added up by interface, addresses, service port, protocol, action and hour. Works on bytes: a record is
// hashed field by field and found in an open hash table without becoming a string, so that ten million records cost
// little more than reading them. Memory grows with the distinct sums, not with the records.
import { defaultFlowFormat, type FlowFormat, parseFlowFormat } from './flow-format.ts';

export interface FlowSum {
  readonly interfaceId: string;
  readonly source: string;
  readonly destination: string;
  /** The lower of the two ports where one is ephemeral: that of the service. 0 where the protocol has none. */
  readonly port: number;
  /** IANA protocol number. */
  readonly protocol: number;
  readonly accepted: boolean;
  /** As the log says; empty where it does not. */
  readonly direction: '' | 'ingress' | 'egress';
  /** Start of the hour, seconds since 1970. */
  readonly hour: number;
  readonly records: number;
  readonly packets: number;
  readonly bytes: number;
}

export interface FlowCounts {
  readonly records: number;
  readonly noData: number;
  readonly skipData: number;
  readonly malformed: number;
  readonly duplicates: number;
}

export interface FlowTable {
  /** Whole lines and, at its end, perhaps a piece of one: returns how many bytes were used. */
  add(bytes: Uint8Array, isLast: boolean): number;
  /** The next bytes are of another file, perhaps in another format. */
  nextFile(format?: FlowFormat): void;
  readonly counts: FlowCounts;
  readonly size: number;
  sums(): Generator<FlowSum, void, undefined>;
}

const space = 32;
const lineFeed = 10;
const carriageReturn = 13;
const zero = 48;
const nine = 57;
const dash = 45;
const maxFields = 64;
const hourSeconds = 3600;
/** Sums in columns of numbers: records, packets, bytes. */
const columnsOfSums = 3;
/** Duplicates are recognised among about as many of the latest records. */
const recentSlots = 1 << 16;

export function createFlowTable(): FlowTable {
  let format: FlowFormat | undefined;
  const starts = new Int32Array(maxFields);
  const ends = new Int32Array(maxFields);

  // The hash table: slots hold an entry's number plus one.
  let slots = new Int32Array(1 << 16);
  let hashes = new Uint32Array(1 << 15);
  let sums = new Float64Array((1 << 15) * columnsOfSums);
  /** Where each entry's key lies in `keys`; one more for the end of the last. */
  let keyStarts = new Uint32Array((1 << 15) + 1);
  let keys = new Uint8Array(1 << 20);
  let entries = 0;
  /** The key of the record at hand. */
  const key = new Uint8Array(512);
  let keyLength = 0;

  const recent = new Uint32Array(recentSlots * 2);
  let records = 0;
  let noData = 0;
  let skipData = 0;
  let malformed = 0;
  let duplicates = 0;

  function grow(): void {
    const count = hashes.length * 2;
    hashes = copyInto(new Uint32Array(count), hashes);
    sums = copyInto(new Float64Array(count * columnsOfSums), sums);
    keyStarts = copyInto(new Uint32Array(count + 1), keyStarts);
    slots = new Int32Array(count * 2);
    const mask = slots.length - 1;
    for (let entry = 0; entry < entries; entry++) {
      let slot = (hashes[entry] ?? 0) & mask;
      while (slots[slot] !== 0) slot = (slot + 1) & mask;
      slots[slot] = entry + 1;
    }
  }

  function sameKey(entry: number): boolean {
    const start = keyStarts[entry] ?? 0;
    if ((keyStarts[entry + 1] ?? 0) - start !== keyLength) return false;
    for (let i = 0; i < keyLength; i++) if (keys[start + i] !== key[i]) return false;
    return true;
  }

  function entryOf(hash: number): number {
    const mask = slots.length - 1;
    let slot = hash & mask;
    for (;;) {
      const entry = (slots[slot] ?? 0) - 1;
      if (entry === -1) break;
      if (hashes[entry] === hash && sameKey(entry)) return entry;
      slot = (slot + 1) & mask;
    }
    const entry = entries++;
    slots[slot] = entry + 1;
    hashes[entry] = hash;
    const start = keyStarts[entry] ?? 0;
    if (start + keyLength > keys.length) keys = copyInto(new Uint8Array(keys.length * 2), keys);
    keys.set(key.subarray(0, keyLength), start);
    keyStarts[entry + 1] = start + keyLength;
    if (entries === hashes.length) grow();
    return entry;
  }

  /** One line, without its end. */
  function addLine(bytes: Uint8Array, start: number, end: number): void {
    if (end === start) return;
    if (format === undefined) {
      const first = bytes[start] ?? 0;
      const isHeader = first > nine || first < zero;
      format = (isHeader ? parseFlowFormat(latin1(bytes, start, end)) : undefined) ?? defaultFlowFormat;
      if (isHeader) {
        if (format === defaultFlowFormat) malformed++;
        return;
      }
    }
    // Fields, and two hashes of the whole line, in one pass.
    let count = 0;
    let from = start;
    let one = 0x811c9dc5;
    let two = 0;
    for (let i = start; i < end; i++) {
      const byte = bytes[i] ?? 0;
      one = Math.imul(one ^ byte, 0x01000193);
      two = (Math.imul(two, 31) + byte) | 0;
      if (byte === space && count < maxFields - 1) {
        starts[count] = from;
        ends[count++] = i;
        from = i + 1;
      }
    }
    starts[count] = from;
    ends[count++] = end;
    // An export of CloudWatch Logs puts its own time in front.
    const shift = count === format.fieldCount + 1 ? 1 : 0;
    if (count !== format.fieldCount + shift) {
      malformed++;
      return;
    }
    const { at } = format;
    const status = at['log-status'];
    if (status !== undefined) {
      const letter = bytes[starts[status + shift] ?? 0];
      if (letter === 78) {
        noData++;
        return;
      }
      if (letter === 83) {
        skipData++;
        return;
      }
    }
    const recentAt = (one & (recentSlots - 1)) * 2;
    if (recent[recentAt] === one >>> 0 && recent[recentAt + 1] === two >>> 0) {
      duplicates++;
      return;
    }
    addRecord(bytes, at, shift);
    recent[recentAt] = one;
    recent[recentAt + 1] = two;
  }

  function addRecord(bytes: Uint8Array, at: FlowFormat['at'], shift: number): void {
    const sourcePort = numberAt(bytes, at.srcport, shift);
    const destinationPort = numberAt(bytes, at.dstport, shift);
    const begin = numberAt(bytes, at.start, shift);
    const size = numberAt(bytes, at.bytes, shift);
    const packets = numberAt(bytes, at.packets, shift);
    const protocol = numberAt(bytes, at.protocol, shift);
    if (begin < 0 || size < 0 || sourcePort > 65_535 || destinationPort > 65_535 || protocol > 255) {
      malformed++;
      return;
    }
    const port = sourcePort < 0 || destinationPort < 0 ? 0 : Math.min(sourcePort, destinationPort);
    const hour = Math.floor(begin / hourSeconds);
    const verdict = at.action === undefined ? 65 : (bytes[starts[at.action + shift] ?? 0] ?? 0);
    const directionStart =
      at['flow-direction'] === undefined ? 0 : (bytes[starts[at['flow-direction'] + shift] ?? 0] ?? 0);
    // Numbers first, at fixed places; then the texts, each with its length in front.
    key[0] = port & 255;
    key[1] = port >> 8;
    key[2] = protocol < 0 ? 0 : protocol;
    key[3] = verdict;
    key[4] = directionStart;
    key[5] = hour & 255;
    key[6] = (hour >> 8) & 255;
    key[7] = (hour >> 16) & 255;
    key[8] = (hour >> 24) & 255;
    keyLength = 9;
    if (
      !addText(bytes, at['interface-id'], shift) ||
      !addText(bytes, at.srcaddr, shift) ||
      !addText(bytes, at.dstaddr, shift)
    ) {
      malformed++;
      return;
    }
    let hash = 0x811c9dc5;
    for (let i = 0; i < keyLength; i++) hash = Math.imul(hash ^ (key[i] ?? 0), 0x01000193);
    // FNV's low bits are weak for keys that differ in their first bytes.
    hash = (hash ^ (hash >>> 15)) >>> 0;
    const row = entryOf(hash) * columnsOfSums;
    sums[row] = (sums[row] ?? 0) + 1;
    if (packets > 0) sums[row + 1] = (sums[row + 1] ?? 0) + packets;
    sums[row + 2] = (sums[row + 2] ?? 0) + size;
    records++;
  }

  function addText(bytes: Uint8Array, column: number | undefined, shift: number): boolean {
    if (column === undefined) {
      key[keyLength++] = 0;
      return true;
    }
    const start = starts[column + shift] ?? 0;
    const end = ends[column + shift] ?? 0;
    if (end - start > 100 || end === start) return false;
    key[keyLength++] = end - start;
    for (let i = start; i < end; i++) key[keyLength++] = bytes[i] ?? 0;
    return true;
  }

  /** -1 where there is none (`-`) or no number. */
  function numberAt(bytes: Uint8Array, column: number | undefined, shift: number): number {
    if (column === undefined) return -1;
    const start = starts[column + shift] ?? 0;
    const end = ends[column + shift] ?? 0;
    if (end === start || bytes[start] === dash) return -1;
    let value = 0;
    for (let i = start; i < end; i++) {
      const byte = bytes[i] ?? 0;
      if (byte < zero || byte > nine) return -1;
      value = value * 10 + (byte - zero);
    }
    return value;
  }

  function textAt(start: number): { readonly text: string; readonly next: number } {
    const length = keys[start] ?? 0;
    return { text: latin1(keys, start + 1, start + 1 + length), next: start + 1 + length };
  }

  return {
    add(bytes, isLast) {
      let start = 0;
      for (;;) {
        let end = bytes.indexOf(lineFeed, start);
        if (end === -1) {
          if (!isLast) return start;
          end = bytes.length;
        }
        addLine(bytes, start, end > start && bytes[end - 1] === carriageReturn ? end - 1 : end);
        start = end + 1;
        if (start >= bytes.length) return Math.min(start, bytes.length);
      }
    },
    nextFile(next) {
      format = next;
    },
    get counts() {
      return { records, noData, skipData, malformed, duplicates };
    },
    get size() {
      return entries;
    },
    *sums() {
      for (let entry = 0; entry < entries; entry++) {
        const start = keyStarts[entry] ?? 0;
        const byte = (offset: number) => keys[start + offset] ?? 0;
        const interfaceId = textAt(start + 9);
        const source = textAt(interfaceId.next);
        const destination = textAt(source.next);
        const row = entry * columnsOfSums;
        yield {
          interfaceId: interfaceId.text,
          source: source.text,
          destination: destination.text,
          port: byte(0) | (byte(1) << 8),
          protocol: byte(2),
          accepted: byte(3) === 65,
          direction: byte(4) === 105 ? 'ingress' : byte(4) === 101 ? 'egress' : '',
          hour: (byte(5) + byte(6) * 256 + byte(7) * 65_536 + byte(8) * 16_777_216) * hourSeconds,
          records: sums[row] ?? 0,
          packets: sums[row + 1] ?? 0,
          bytes: sums[row + 2] ?? 0,
        };
      }
    },
  };
}

function copyInto<T extends Uint8Array | Uint32Array | Float64Array>(target: T, from: T): T {
  target.set(from);
  return target;
}

function latin1(bytes: Uint8Array, start: number, end: number): string {
  return String.fromCharCode(...bytes.subarray(start, end));
}
