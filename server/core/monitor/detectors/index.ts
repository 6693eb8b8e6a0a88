// The detectors of the trail.
import type { TrailDetector } from '../trail/detector.ts';
import { attackToolAgent } from './attack-tool-agent.ts';
import { backdoorPolicy } from './backdoor-policy.ts';
import { codeDownloaded } from './code-downloaded.ts';
import { codeOverwritten } from './code-overwritten.ts';
import { credentialsOutsideLambda } from './credentials-outside-lambda.ts';
import { dangerousEnvironmentChange } from './dangerous-environment-change.ts';
import { deniedBurst } from './denied-burst.ts';
import { discoveryBurst } from './discovery-burst.ts';
import { eventSourceAdded } from './event-source-added.ts';
import { firstAction } from './first-action.ts';
import { foreignLayerAdded } from './foreign-layer-added.ts';
import { identityMadeByFunction } from './identity-made-by-function.ts';
import { loggingStopped } from './logging-stopped.ts';
import { publicUrlAdded } from './public-url-added.ts';
import { unusualChange } from './unusual-change.ts';

export const detectors: readonly TrailDetector[] = [
  backdoorPolicy,
  publicUrlAdded,
  codeOverwritten,
  unusualChange,
  codeDownloaded,
  attackToolAgent,
  foreignLayerAdded,
  dangerousEnvironmentChange,
  eventSourceAdded,
  loggingStopped,
  identityMadeByFunction,
  credentialsOutsideLambda,
  deniedBurst,
  discoveryBurst,
  firstAction,
];
