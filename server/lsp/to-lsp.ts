// Our data to the protocol's: the only place that knows both.
import {
  type Diagnostic,
  DiagnosticSeverity,
  DiagnosticTag,
  type Range as LspRange,
  type TextEdit as LspTextEdit,
} from 'vscode-languageserver/node';
import type { CodePlace, Finding, Severity } from '../core/finding/finding.ts';
import type { TextEdit } from '../core/text/edit.ts';
import type { LineIndex } from '../core/text/line-index.ts';
import { uriOf } from './open-document.ts';

export const source = 'lambda-protect';

const diagnosticSeverities: Readonly<Record<Severity, DiagnosticSeverity>> = {
  error: DiagnosticSeverity.Error,
  warning: DiagnosticSeverity.Warning,
  info: DiagnosticSeverity.Information,
  hint: DiagnosticSeverity.Hint,
};

export function toSeverity(severity: Severity): DiagnosticSeverity {
  return diagnosticSeverities[severity];
}

/** A live finding in code. The link of its code leads to the rule's line, which is also the related place. */
export function toDiagnostic(finding: Finding): Diagnostic | undefined {
  const { place } = finding;
  if (place.kind !== 'code' || finding.suppression !== undefined) return undefined;
  const related = (finding.related ?? []).flatMap(({ place: other, message }) =>
    other.kind === 'code' ? [{ location: { uri: uriOf(other.file), range: toRange(other) }, message }] : [],
  );
  const href = linkOf(finding);
  return {
    range: toRange(place),
    severity: toSeverity(finding.severity),
    source,
    code: finding.id,
    message: finding.message,
    ...(href === undefined ? {} : { codeDescription: { href } }),
    ...(related.length === 0 ? {} : { relatedInformation: related }),
    ...(finding.id === 'unused-allow' ? { tags: [DiagnosticTag.Unnecessary] } : {}),
    ...(finding.data === undefined ? {} : { data: finding.data }),
  };
}

/** The rule's line in its file, else the page that the finding refers to. */
function linkOf({ related, ref }: Finding): string | undefined {
  const rule = related?.[0]?.place;
  if (rule?.kind === 'code') return `${uriOf(rule.file)}#L${rule.range.start.line + 1}`;
  return ref;
}

export function toRange(place: Pick<CodePlace, 'range'>): LspRange {
  return place.range;
}

export function toTextEdits(edits: readonly TextEdit[], lines: LineIndex): LspTextEdit[] {
  return edits.map(({ span, newText }) => ({ range: lines.rangeOf(span), newText }));
}

/** A remark on a whole file: what was not looked at, or that the scan failed. */
export function wholeFileRemark(message: string, code: string, severity: Severity): Diagnostic {
  const start = { line: 0, character: 0 };
  return { range: { start, end: start }, severity: toSeverity(severity), source, code, message };
}
