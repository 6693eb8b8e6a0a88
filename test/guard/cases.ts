// The shared cases of guard/cases, read once; what a case means stands in guard/cases/README.md.
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

export const casesFolder = join(import.meta.dirname, '..', '..', 'guard', 'cases');

export interface CodeEntry {
  readonly rule: string;
  readonly line: number;
  readonly column: number;
  readonly endLine?: number;
  readonly endColumn: number;
  readonly mode?: string;
  readonly reason?: string;
}

export interface EventEntry {
  readonly rule: string;
  readonly path: string;
  readonly layers?: readonly string[];
  readonly key?: boolean;
  readonly mode?: string;
}

interface Base {
  readonly name: string;
  /** Its file's name, without the ending. */
  readonly file: string;
}

export type MatchCase = Base & {
  readonly kind: 'match';
  readonly pattern: string;
  readonly text: string;
  readonly matches?: readonly (readonly [number, number])[];
  readonly invalid?: boolean;
};

export type CodeCase = Base & {
  readonly kind: 'code';
  readonly rules: { readonly code: string };
  readonly sourceFile: string;
  readonly language: string;
  readonly text: string;
  readonly verdict: readonly CodeEntry[];
  readonly blocked: boolean;
  readonly suppressed?: readonly CodeEntry[];
  readonly problems?: readonly { readonly code: string; readonly line: number }[];
};

export type EventCase = Base & {
  readonly kind: 'in' | 'out';
  readonly rules: string;
  readonly value: unknown;
  readonly verdict: readonly EventEntry[];
  readonly blocked: boolean;
  readonly incomplete?: boolean;
};

/** Passed on to the guards as it stands in its file. */
export type InvokeCase = Base & { readonly kind: 'invoke'; readonly raw: unknown };

export type RulesCase = Base & {
  readonly kind: 'rules';
  readonly ruleKind: 'code' | 'in' | 'out';
  readonly rules: string;
  readonly parsed: readonly Readonly<Record<string, unknown>>[];
};

export type Case = MatchCase | CodeCase | EventCase | InvokeCase | RulesCase;

export function readCases(): readonly Case[] {
  const files = readdirSync(casesFolder).filter((name) => name.endsWith('.json'));
  return files.sort().flatMap((file) => {
    // Our own files, whose form the tests themselves hold up: what is missing fails the case.
    const list = JSON.parse(readFileSync(join(casesFolder, file), 'utf8')) as readonly Record<
      string,
      unknown
    >[];
    return list.map((raw) => toCase(raw, file.replace(/\.json$/, '')));
  });
}

function toCase(raw: Record<string, unknown>, file: string): Case {
  const rules = (raw['rules'] ?? {}) as Record<string, string>;
  switch (raw['kind']) {
    case 'code':
      return { ...raw, file, sourceFile: String(raw['file'] ?? 'app.py') } as unknown as CodeCase;
    case 'in':
    case 'out': {
      const given = raw['kind'] === 'in' ? raw['event'] : raw['response'];
      const value = typeof raw['eventText'] === 'string' ? JSON.parse(raw['eventText']) : given;
      return { ...raw, file, rules: rules[raw['kind']] ?? '', value } as unknown as EventCase;
    }
    case 'invoke':
      return { kind: 'invoke', name: String(raw['name']), file, raw };
    case 'rules': {
      const [ruleKind = 'code', text = ''] = Object.entries(rules)[0] ?? [];
      return { ...raw, file, ruleKind, rules: text } as unknown as RulesCase;
    }
    default:
      return { ...raw, file } as unknown as MatchCase;
  }
}
