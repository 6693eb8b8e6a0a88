// What the page of an incident says to the extension, read with care.
import { type IncidentAction, incidentActions, type StepMark } from '../../server/protocol/threats.ts';

export type Message =
  | {
      readonly kind: 'mark';
      readonly step: string;
      readonly state: StepMark['state'];
      readonly note: string;
    }
  | { readonly kind: 'act'; readonly action: IncidentAction }
  | { readonly kind: 'export' };

const states: readonly StepMark['state'][] = ['open', 'done', 'not-needed'];
const maxNote = 2_000;

export function parseMessage(value: unknown): Message | undefined {
  if (typeof value !== 'object' || value === null || !('kind' in value)) return undefined;
  if (value.kind === 'export') return { kind: 'export' };
  if (value.kind === 'act') {
    const wanted = 'action' in value ? value.action : undefined;
    const action = incidentActions.find((one) => one === wanted);
    return action && { kind: 'act', action };
  }
  if (value.kind !== 'mark' || !('step' in value) || typeof value.step !== 'string') return undefined;
  const given = 'state' in value ? value.state : undefined;
  const state = states.find((one) => one === given);
  if (state === undefined) return undefined;
  const note = 'note' in value && typeof value.note === 'string' ? value.note.slice(0, maxNote) : '';
  return { kind: 'mark', step: value.step, state, note };
}
