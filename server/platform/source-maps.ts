// Hits in built files led back to the sources that they were built from, where the package brings a source map.
import { originalPositionFor, TraceMap } from '@jridgewell/trace-mapping';
import type { Finding } from '../core/finding/finding.ts';

export interface SourceMap {
  /** Folder of the map, to which its sources are relative. */
  readonly folder: string;
  readonly trace: TraceMap;
}

/** The map that the last lines of a file name: inline, or a file beside it; absent where there is none to be read. */
export function readSourceMap(
  path: string,
  text: string,
  read: (path: string) => string | undefined,
): SourceMap | undefined {
  const tail = text.slice(-200_000);
  const name = /[#@]\s*sourceMappingURL=(\S+)\s*$/.exec(tail.trimEnd())?.[1] ?? inlineMap(text);
  const folder = path.slice(0, path.lastIndexOf('/') + 1);
  const inline =
    name === undefined ? undefined : /^data:application\/json[^,]*;base64,(.*)$/s.exec(name)?.[1];
  const json =
    inline !== undefined
      ? Buffer.from(inline, 'base64').toString('utf8')
      : read(`${folder}${name ?? `${path.slice(folder.length)}.map`}`);
  if (json === undefined) return undefined;
  try {
    return { folder, trace: new TraceMap(json) };
  } catch {
    return undefined;
  }
}

function inlineMap(text: string): string | undefined {
  const at = text.lastIndexOf('sourceMappingURL=data:');
  return at < 0 ? undefined : text.slice(at + 'sourceMappingURL='.length).trim();
}

/** Findings at their place in the source; one that the map does not know stays where it is. */
export function mapFindings(findings: readonly Finding[], { folder, trace }: SourceMap): readonly Finding[] {
  return findings.map((finding) => {
    if (finding.place.kind !== 'code') return finding;
    const { start, end } = finding.place.range;
    const from = originalPositionFor(trace, { line: start.line + 1, column: start.character });
    if (from.source === null) return finding;
    const to = originalPositionFor(trace, { line: end.line + 1, column: end.character });
    const begin = { line: from.line - 1, character: from.column };
    const isSame =
      to.source === from.source &&
      to.line !== null &&
      (to.line > from.line || (to.line === from.line && to.column > from.column));
    const finish =
      isSame && to.line !== null
        ? { line: to.line - 1, character: to.column }
        : { line: begin.line, character: begin.character + 1 };
    return {
      ...finding,
      place: { ...finding.place, file: resolved(folder, from.source), range: { start: begin, end: finish } },
    };
  });
}

/** `../src/app.ts` beside `dist/` → `src/app.ts`; sources outside the package keep what is left of their path. */
function resolved(folder: string, source: string): string {
  const parts: string[] = [];
  for (const part of `${/^([a-z]+:)?\//i.test(source) ? '' : folder}${source.replace(/^[a-z-]+:\/\/\/?/i, '')}`.split(
    '/',
  )) {
    if (part === '..') parts.pop();
    else if (part !== '.' && part !== '') parts.push(part);
  }
  return parts.join('/');
}
