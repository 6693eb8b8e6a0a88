// Records of queues and streams: which of them violate, which must be held back with them, and what the trigger is told.
import type { Step } from '../../../server/core/events/path.ts';
import { firstRecord, isObject, member } from './refusal.ts';
import type { Settings } from './settings.ts';

export type BatchSource = 'aws:sqs' | 'aws:kinesis' | 'aws:dynamodb';

export interface FailedRecord {
  readonly itemIdentifier: unknown;
}

export interface Sifted {
  /** The event for the handler; `undefined` where no record is left. */
  readonly event: unknown;
  readonly failed: readonly FailedRecord[];
}

export function batchSourceOf(event: unknown): BatchSource | undefined {
  const source = member(firstRecord(event), 'eventSource');
  return source === 'aws:sqs' || source === 'aws:kinesis' || source === 'aws:dynamodb' ? source : undefined;
}

/** `isViolating` inspects one record, which stands at the steps. */
export function sift(
  event: unknown,
  source: BatchSource,
  settings: Settings,
  isViolating: (record: unknown, within: readonly Step[]) => boolean,
): Sifted {
  const listed = member(event, 'Records');
  if (!isObject(event) || !Array.isArray(listed)) return { event, failed: [] };
  const records: readonly unknown[] = listed;
  const isStream = source !== 'aws:sqs';
  const fails = (settings.batch ?? (isStream ? 'drop' : 'fail')) === 'fail';
  const place: Step = { kind: 'member', name: 'Records', index: Object.keys(event).indexOf('Records') };
  const kept: unknown[] = [];
  const failed: FailedRecord[] = [];
  const heldGroups = new Set<unknown>();
  let isHeld = false;
  records.forEach((record, index) => {
    const group = member(member(record, 'attributes'), 'MessageGroupId');
    if (isHeld || (group !== undefined && heldGroups.has(group))) {
      failed.push({ itemIdentifier: identifierOf(record, source) });
      return;
    }
    if (!isViolating(record, [place, { kind: 'element', index }])) {
      kept.push(record);
      return;
    }
    if (!fails) return;
    failed.push({ itemIdentifier: identifierOf(record, source) });
    // What comes behind must not overtake what failed: in a stream everything, in a FIFO queue its group.
    isHeld = isStream;
    if (group !== undefined) heldGroups.add(group);
  });
  if (kept.length === records.length) return { event, failed };
  return { event: kept.length === 0 ? undefined : { ...event, Records: kept }, failed };
}

function identifierOf(record: unknown, source: BatchSource): unknown {
  if (source === 'aws:sqs') return member(record, 'messageId');
  return (
    member(member(record, 'kinesis'), 'sequenceNumber') ??
    member(member(record, 'dynamodb'), 'SequenceNumber')
  );
}

/** The handler's answer with the identifiers of the records that it never saw. */
export function withFailures(response: unknown, failed: readonly FailedRecord[]): unknown {
  const listed = member(response, 'batchItemFailures');
  if (isObject(response) && Array.isArray(listed))
    return { ...response, batchItemFailures: [...listed, ...failed] };
  return { batchItemFailures: failed };
}
