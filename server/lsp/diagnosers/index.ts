// Who looks at an open document.
import { code } from './code.ts';
import type { Diagnoser } from './diagnoser.ts';
import { eventFile } from './event-file.ts';
import { ruleFile } from './rule-file.ts';

export const diagnosers: readonly Diagnoser[] = [ruleFile, code, eventFile];
