// Observations of flow logs in words and in the columns of their tables.
import { type Observation, percent, roundNumber } from '../observation.ts';
import type { Entity } from './connections.ts';
import { portName } from './connections.ts';
import {
  type ConnectionDeviation,
  type FlowObservation,
  observeFlows,
  type VolumeOutlier,
} from './observations.ts';

/** `nameOf` gives the name of an address, or nothing. */
export function observeConnections(
  entities: readonly Entity[],
  since?: string,
  nameOf: (address: string) => string = () => '',
): readonly Observation[] {
  return observeFlows(entities, since).map((one) =>
    one.kind === 'historical-outlier' ? volumeWords(one) : deviationWords(one, nameOf),
  );
}

function base(one: FlowObservation) {
  return {
    id: one.kind,
    source: one.entity.name,
    account: one.entity.account ?? '',
    region: one.entity.region ?? '',
    arn: '',
    at: Date.parse(`${one.day}T00:00:00Z`),
    ref: 'https://docs.aws.amazon.com/vpc/latest/userguide/flow-logs.html',
  };
}

function volumeWords(one: VolumeOutlier): Observation {
  const { metric, observed, expected, probability, sampleSize } = one;
  return {
    ...base(one),
    severity: 'warning',
    confidence: probability < 0.0005 ? 'high' : 'medium',
    title: `${metric} far above the daily usual`,
    message: `${metric}: ${observed} on ${one.day} where ${roundNumber(expected)} a day was usual`,
    why: 'A day with many times the usual bytes is how stolen data looks on the way out, and how a new task looks too.',
    todo: 'See to which peers the bytes went, and what was deployed or called that day.',
    attack: ['T1048', 'T1567'],
    columns: {
      'Time Window': '1d',
      Metric: metric,
      'Expected Value': roundNumber(expected),
      Outlier: observed,
      Probability: percent(probability),
      'Sample Size': sampleSize,
    },
  };
}

function deviationWords(one: ConnectionDeviation, nameOf: (address: string) => string): Observation {
  const { type, normal, lost, entity, day, historyLengthDays } = one;
  const added = one.new;
  const today = entity.days.find((other) => other.day === day);
  const named = (address: string) => {
    const name = nameOf(address);
    return name === '' ? address : `${address} (${name})`;
  };
  const withPorts = (address: string) => {
    const ports = [...(today?.peers.get(address)?.ports ?? [])].map((port) =>
      portName(Number(port.split('/')[0])),
    );
    return ports.length === 0 ? named(address) : `${named(address)} port ${ports.slice(0, 3).join(', ')}`;
  };
  const parts = [
    added.length > 0
      ? `started talking to ${added.slice(0, 5).map(withPorts).join('; ')}${added.length > 5 ? ' and others' : ''}`
      : '',
    lost.length > 0 ? `stopped talking to ${lost.slice(0, 5).map(named).join(', ')}` : '',
  ].filter((part) => part !== '');
  return {
    ...base(one),
    severity: added.length > 0 ? 'warning' : 'info',
    confidence: historyLengthDays >= 21 ? 'high' : 'medium',
    title: `a steady set of ${type} connections changed`,
    message: `${entity.name} ${parts.join(' and ')}, after ${historyLengthDays} days with a steady set`,
    why: 'A function that always talks to the same few peers and then to another was changed, or made to do something by what it was sent.',
    todo: 'Find out what the new peer is. If it belongs there, acknowledge it; if not, contain the function and look at its code and its callers.',
    attack: ['T1071', 'T1021'],
    columns: {
      Type: type,
      'Normal Connections': normal.join(' '),
      'New Connections': added.join(' '),
      'Lost Connections': lost.join(' '),
      'History Length (Days)': historyLengthDays,
    },
  };
}
