// What a person can open or start from a step of an incident.

/** `contain` and `close` open a plan: nothing happens before a person has seen it. */
export const incidentActions = [
  'open-finding',
  'keep-evidence',
  'open-code',
  'compare-code',
  'show-timeline',
  'contain',
  'close',
] as const;
export type IncidentAction = (typeof incidentActions)[number];
