// The methods of the server.
import type { Method } from '../method.ts';
import { codeActions } from './code-actions.ts';
import { documentDiagnostics } from './document-diagnostics.ts';
import { documentSync } from './document-sync.ts';
import { hover } from './hover.ts';
import { ruleExamples } from './rule-examples.ts';
import { trees } from './trees.ts';
import { watchedFiles } from './watched-files.ts';
import { workspaceDiagnostics } from './workspace-diagnostics.ts';

export const methods: readonly Method[] = [
  documentSync,
  documentDiagnostics,
  hover,
  codeActions,
  ruleExamples,
  trees,
  watchedFiles,
  workspaceDiagnostics,
];
