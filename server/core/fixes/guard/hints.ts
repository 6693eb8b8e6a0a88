// A hint on each handler that nothing guards. Its fix is the command that wraps it, for that touches more than the
// handler's file.
import type { Finding } from '../../finding/finding.ts';
import type { Handler } from '../../syntax/handlers.ts';
import type { LineIndex } from '../../text/line-index.ts';
import { guardEditors } from './index.ts';

export const unguardedId = 'handler-not-guarded';

/** `handlers`: those of one file, whose lines are given. */
export function unguardedHandlers(handlers: readonly Handler[], lines: LineIndex): readonly Finding[] {
  return handlers
    .filter(({ guarded, language }) => guarded === 'no' && guardEditors[language] !== undefined)
    .map(({ file, name, exportName, confidence }) => ({
      id: unguardedId,
      severity: 'hint',
      confidence,
      title: 'a handler without the guard',
      message: `${exportName} is called by Lambda and not guarded: events, responses and its own code are not checked when it runs`,
      cwe: [],
      place: { kind: 'code', file, span: name, range: lines.rangeOf(name) },
      todo: 'Wrap it in the guard.',
      data: { exportName },
    }));
}
