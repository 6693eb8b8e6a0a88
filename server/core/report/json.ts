// The JSON that the command line prints: one object, positions counted from 1, files relative to the current
// folder. Suppressed findings are counted, not listed as live.
import type { Finding, Place } from '../finding/finding.ts';
import { relativePath } from './file-reference.ts';
import { summarize } from './summary.ts';

/** What could not be judged, and why. */
export interface UnknownItem {
  /** The check's id, or a word for what was tried. */
  readonly id: string;
  readonly message: string;
  /** The refused or failed action, such as `lambda:GetPolicy`, where there is one. */
  readonly action?: string;
  readonly reason?: string;
  readonly place?: Place;
}

export interface JsonInput {
  readonly findings: readonly Finding[];
  readonly unknown: readonly UnknownItem[];
  /** Further counts; those of the findings are added here. */
  readonly summary: Readonly<Record<string, unknown>>;
}

/** One object and a line feed. `cwd` is an absolute path. */
export function renderJson(input: JsonInput, cwd: string): string {
  const live = input.findings.filter((finding) => finding.suppression === undefined);
  const report = {
    version: 1,
    findings: live.map((finding) => toJsonFinding(finding, cwd)),
    unknown: input.unknown.map((item) => toJsonUnknown(item, cwd)),
    summary: { ...summarize(input.findings), unknown: input.unknown.length, ...input.summary },
  };
  return JSON.stringify(report, undefined, 2) + '\n';
}

export function toJsonFinding(finding: Finding, cwd: string): Readonly<Record<string, unknown>> {
  return {
    id: finding.id,
    severity: finding.severity,
    confidence: finding.confidence,
    title: finding.title,
    message: finding.message,
    cwe: finding.cwe,
    ...toJsonPlace(finding.place, cwd),
    ...(finding.why === undefined ? {} : { why: finding.why }),
    ...(finding.todo === undefined ? {} : { todo: finding.todo }),
    ...(finding.ref === undefined ? {} : { ref: finding.ref }),
    ...(finding.related === undefined || finding.related.length === 0
      ? {}
      : {
          related: finding.related.map((related) => ({
            message: related.message,
            ...toJsonPlace(related.place, cwd),
          })),
        }),
  };
}

function toJsonUnknown(item: UnknownItem, cwd: string): Readonly<Record<string, unknown>> {
  const { place, ...rest } = item;
  return { ...rest, ...(place === undefined ? {} : toJsonPlace(place, cwd)) };
}

function toJsonPlace(place: Place, cwd: string): Readonly<Record<string, unknown>> {
  if (place.kind === 'code') {
    return {
      file: relativePath(place.file, cwd),
      line: place.range.start.line + 1,
      column: place.range.start.character + 1,
      endLine: place.range.end.line + 1,
      endColumn: place.range.end.character + 1,
    };
  }
  return {
    ...(place.function === undefined ? {} : { function: place.function }),
    arn: place.arn,
    region: place.region,
    account: place.account,
    ...(place.resource === undefined ? {} : { resource: place.resource }),
  };
}
