// `npm run detection -- --behaviour [--write]`: measures the detectors of behaviour on the models and scenarios of
// tools/monitor-quality and test/detection/trail. With `--write` the figures go into docs/detection.md.
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { measureClasses } from './monitor-quality/measure-classes.ts';
import { measureFlows } from './monitor-quality/measure-flows.ts';
import { measureMetrics } from './monitor-quality/measure-metrics.ts';
import { measureTrail } from './monitor-quality/measure-trail.ts';

const startMark = '<!-- behaviour: start -->';
const endMark = '<!-- behaviour: end -->';

/** Thresholds were chosen on seeds below 100; the figures are of others. */
const heldOut = (count: number) => Array.from({ length: count }, (_, n) => 101 + n);

/** About two minutes. */
export function measureBehaviour(): readonly string[] {
  return [
    `Measured on ${new Date().toISOString().slice(0, 10)} with \`npm run detection -- --behaviour\`.`,
    '',
    '### Metrics',
    '',
    ...measureMetrics(heldOut(2)),
    '',
    '### Series of any kind',
    '',
    ...measureClasses(heldOut(6)),
    '',
    '### Trail',
    '',
    ...measureTrail(heldOut(3)).flatMap((line) => [line, '']),
    '### Flows',
    '',
    ...measureFlows(heldOut(3)).flatMap((line) => [line, '']),
  ];
}

export function writeBehaviour(lines: readonly string[]): void {
  const path = join(import.meta.dirname, '..', 'docs', 'detection.md');
  const text = readFileSync(path, 'utf8');
  const start = text.indexOf(startMark);
  const end = text.indexOf(endMark);
  if (start === -1 || end < start) throw new Error(`no place for figures in ${path}`);
  writeFileSync(
    path,
    `${text.slice(0, start + startMark.length)}\n${lines.join('\n').trimEnd()}\n${text.slice(end)}`,
  );
}
