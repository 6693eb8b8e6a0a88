// The detectors of the trail.
import type { TrailDetector } from '../trail/detector.ts';
import { backdoorPolicy } from './backdoor-policy.ts';
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

export const detectors: readonly TrailDetector[] = [
  backdoorPolicy,
  publicUrlAdded,
  codeOverwritten,
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
