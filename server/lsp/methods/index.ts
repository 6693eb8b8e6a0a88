// The methods of the server.
import type { Method } from '../method.ts';
import { audit } from './audit.ts';
import { behaviour } from './behaviour.ts';
import { changes } from './changes.ts';
import { codeActions } from './code-actions.ts';
import { deployedCode } from './deployed-code.ts';
import { deployedFindings } from './deployed-findings.ts';
import { documentDiagnostics } from './document-diagnostics.ts';
import { documentSync } from './document-sync.ts';
import { guardCommands } from './guard-commands.ts';
import { hover } from './hover.ts';
import { incidents } from './incidents.ts';
import { inspectorProblems } from './inspector-problems.ts';
import { pages } from './pages.ts';
import { permissions } from './permissions.ts';
import { ruleCompletion } from './rule-completion.ts';
import { ruleExamples } from './rule-examples.ts';
import { ruleLenses } from './rule-lenses.ts';
import { ruleNavigation } from './rule-navigation.ts';
import { ruleOutline } from './rule-outline.ts';
import { ruleReplay } from './rule-replay.ts';
import { ruleSemanticTokens } from './rule-semantic-tokens.ts';
import { threats } from './threats.ts';
import { trees } from './trees.ts';
import { violationFollowing } from './violation-following.ts';
import { violationQuery } from './violation-query.ts';
import { violationReplay } from './violation-replay.ts';
import { violations } from './violations.ts';
import { watchedFiles } from './watched-files.ts';
import { workspaceDiagnostics } from './workspace-diagnostics.ts';

export const methods: readonly Method[] = [
  documentSync,
  documentDiagnostics,
  guardCommands,
  hover,
  codeActions,
  ruleCompletion,
  ruleExamples,
  ruleLenses,
  ruleNavigation,
  ruleOutline,
  ruleReplay,
  ruleSemanticTokens,
  trees,
  threats,
  incidents,
  inspectorProblems,
  audit,
  behaviour,
  changes,
  deployedCode,
  deployedFindings,
  pages,
  permissions,
  violationFollowing,
  violationQuery,
  violationReplay,
  violations,
  watchedFiles,
  workspaceDiagnostics,
];
