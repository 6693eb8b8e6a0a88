// What the `target` directive of an in or out rule covers: any text, keys, values, or the values at a path.
import type { Step } from './path.ts';

/** What a text is within the value: compact JSON of the whole (or of nested JSON), a key, or a string. */
export type TextKind = 'compact' | 'key' | 'value';

type TargetStep =
  | { readonly kind: 'member'; readonly name: string }
  | { readonly kind: 'element'; readonly index: number }
  | { readonly kind: 'every' };

export type Target =
  | { readonly kind: 'any' | 'key' | 'value' }
  | { readonly kind: 'path'; readonly steps: readonly TargetStep[] };

/** `undefined` for text that is no target. */
export function parseTarget(text: string): Target | undefined {
  if (text === 'any' || text === 'key' || text === 'value') return { kind: text };
  if (!text.startsWith('$')) return undefined;
  const steps: TargetStep[] = [];
  const form = /\.\*|\.([^\s.[\]'"]+)|\[\*\]|\[(\d+)\]|\['([^']*)'\]|\["([^"]*)"\]/y;
  form.lastIndex = 1;
  while (form.lastIndex < text.length) {
    const found = form.exec(text);
    if (found === null) return undefined;
    const name = found[1] ?? found[3] ?? found[4];
    if (name !== undefined) steps.push({ kind: 'member', name });
    else if (found[2] !== undefined) steps.push({ kind: 'element', index: Number(found[2]) });
    else steps.push({ kind: 'every' });
  }
  return { kind: 'path', steps };
}

/** A path covers what it leads to and everything below it, through JSON layers too; keys and compact JSON it does not. */
export function covers(target: Target, kind: TextKind, steps: readonly Step[]): boolean {
  switch (target.kind) {
    case 'any':
      return true;
    case 'key':
    case 'value':
      return kind === target.kind;
    case 'path':
      return kind === 'value' && leadsTo(target.steps, steps);
  }
}

function leadsTo(wanted: readonly TargetStep[], steps: readonly Step[]): boolean {
  if (wanted.length > steps.length) return false;
  return wanted.every((want, i) => {
    const step = steps[i];
    if (step === undefined) return false;
    if (want.kind === 'every') return true;
    if (want.kind === 'element') return step.kind === 'element' && step.index === want.index;
    return (
      step.kind === 'member' && (step.name === want.name || sameHeader(steps[i - 1], step.name, want.name))
    );
  });
}

/** HTTP header names compare without regard to case (RFC 9110, 5.1). */
function sameHeader(parent: Step | undefined, name: string, wanted: string): boolean {
  if (parent?.kind !== 'member') return false;
  if (parent.name !== 'headers' && parent.name !== 'multiValueHeaders') return false;
  return asciiLower(name) === asciiLower(wanted);
}

function asciiLower(text: string): string {
  return text.replace(/[A-Z]/g, (letter) => letter.toLowerCase());
}
