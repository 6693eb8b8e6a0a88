// The list of commands.
import type { Command } from '../feature.ts';
import { command as acknowledgeObservation } from './acknowledge-observation.ts';
import { command as closeFinding } from './close-finding.ts';
import { command as createRuleFile } from './create-rule-file.ts';
import { command as createSampleFindings } from './create-sample-findings.ts';
import { command as exportAudit } from './export-audit.ts';
import { command as filterObservations } from './filter-observations.ts';
import { command as filterThreats } from './filter-threats.ts';
import { command as followViolations } from './follow-violations.ts';
import { command as forgetBehaviour } from './forget-behaviour.ts';
import { command as gatherEvidence } from './gather-evidence.ts';
import { command as groupObservationsByFunction } from './group-observations-by-function.ts';
import { command as groupObservationsByType } from './group-observations-by-type.ts';
import { command as hideAcknowledged } from './hide-acknowledged.ts';
import { command as openBehaviourFiles } from './open-behaviour-files.ts';
import { command as openDeployedFile } from './open-deployed-file.ts';
import { command as openIncident } from './open-incident.ts';
import { command as openObservation } from './open-observation.ts';
import { command as openRules } from './open-rules.ts';
import { command as openSnapshot } from './open-snapshot.ts';
import { command as openViolationFiles } from './open-violation-files.ts';
import { command as openViolationHandler } from './open-violation-handler.ts';
import { command as openViolationLog } from './open-violation-log.ts';
import { command as openViolationRule } from './open-violation-rule.ts';
import { command as openWalkthrough } from './open-walkthrough.ts';
import { command as planAlarms } from './plan-alarms.ts';
import { command as planOwnGroup } from './plan-own-group.ts';
import { command as queryViolations } from './query-violations.ts';
import { command as readBehaviour } from './read-behaviour.ts';
import { command as readThreats } from './read-threats.ts';
import { command as readViolations } from './read-violations.ts';
import { command as replayRules } from './replay-rules.ts';
import { command as replayViolation } from './replay-violation.ts';
import { command as respondToFinding } from './respond-to-finding.ts';
import { command as restartServer } from './restart-server.ts';
import { command as runAudit } from './run-audit.ts';
import { command as runAuditByRole } from './run-audit-by-role.ts';
import { command as runAuditWithCode } from './run-audit-with-code.ts';
import { command as runExamples } from './run-examples.ts';
import { command as select } from './select.ts';
import { command as setUpMonitoring } from './set-up-monitoring.ts';
import { command as showAcknowledged } from './show-acknowledged.ts';
import { command as showActions } from './show-actions.ts';
import { command as showDiff } from './show-diff.ts';
import { command as showLog } from './show-log.ts';
import { command as showMoreThreats } from './show-more-threats.ts';
import { command as showPage } from './show-page.ts';
import { command as showPermissions } from './show-permissions.ts';
import { command as showPlaces } from './show-places.ts';
import { command as showProblems } from './show-problems.ts';
import { command as showViolations } from './show-violations.ts';
import { command as turnOnProtection } from './turn-on-protection.ts';
import { command as undoAcknowledgement } from './undo-acknowledgement.ts';
import { command as undoChanges } from './undo-changes.ts';
import { command as unfollowViolations } from './unfollow-violations.ts';
import { command as unwrapHandler } from './unwrap-handler.ts';
import { command as wrapAllHandlers } from './wrap-all-handlers.ts';
import { command as wrapHandler } from './wrap-handler.ts';

export const commands: readonly Command[] = [
  planOwnGroup,
  planAlarms,
  undoAcknowledgement,
  showAcknowledged,
  readBehaviour,
  openObservation,
  openBehaviourFiles,
  hideAcknowledged,
  groupObservationsByType,
  groupObservationsByFunction,
  forgetBehaviour,
  filterObservations,
  acknowledgeObservation,
  closeFinding,
  respondToFinding,
  setUpMonitoring,
  turnOnProtection,
  undoChanges,
  createRuleFile,
  createSampleFindings,
  filterThreats,
  openIncident,
  readThreats,
  showMoreThreats,
  showDiff,
  gatherEvidence,
  exportAudit,
  followViolations,
  openDeployedFile,
  openRules,
  openSnapshot,
  openViolationFiles,
  openViolationHandler,
  openViolationLog,
  openViolationRule,
  openWalkthrough,
  queryViolations,
  readViolations,
  replayRules,
  replayViolation,
  restartServer,
  runAudit,
  runAuditByRole,
  runAuditWithCode,
  runExamples,
  select,
  showActions,
  showLog,
  showPage,
  showPermissions,
  showPlaces,
  showProblems,
  showViolations,
  unfollowViolations,
  unwrapHandler,
  wrapAllHandlers,
  wrapHandler,
];
