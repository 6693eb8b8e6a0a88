// Files of metrics into series: CSV, or the JSON of CloudWatch.
import { readFileSync } from 'node:fs';
import { basename } from 'node:path';
import { parseSeries, type Series } from '../core/monitor/metrics/series.ts';

export function readSeries(path: string, problem: (path: string, reason: string) => void): readonly Series[] {
  try {
    const { series, malformed, duplicates } = parseSeries(readFileSync(path, 'utf8'), basename(path));
    if (malformed > 0) problem(path, `${malformed} points could not be read and do not count`);
    if (duplicates > 0) problem(path, `${duplicates} points are there twice and count once`);
    return series;
  } catch (error) {
    problem(path, error instanceof Error && 'code' in error ? String(error.code) : String(error));
    return [];
  }
}
