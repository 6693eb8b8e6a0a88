// Lambda: its state in a Region and its operations.
// https://docs.aws.amazon.com/lambda/latest/api/API_Operations.html
import type {
  AliasConfiguration,
  CodeSigningConfig,
  EventSourceMappingConfiguration,
  FunctionConfiguration,
  FunctionEventInvokeConfig,
  FunctionUrlConfig,
  GetRuntimeManagementConfigResponse,
  LayerVersionsListItem,
} from '@aws-sdk/client-lambda';
import type { Behaviours } from '../behaviour.ts';
import { aliases } from './lambda/aliases.ts';
import { functions } from './lambda/functions.ts';
import { layers } from './lambda/layers.ts';
import { mappings } from './lambda/mappings.ts';
import { policies } from './lambda/policies.ts';
import { settings } from './lambda/settings.ts';
import { urls } from './lambda/urls.ts';

export interface PolicyState {
  statements: Record<string, unknown>[];
  revisionId: string;
}

export interface FunctionState {
  latest: FunctionConfiguration;
  versions: FunctionConfiguration[];
  aliases: AliasConfiguration[];
  /** By qualifier; the empty one is the bare function's. */
  policies: Map<string, PolicyState>;
  urls: FunctionUrlConfig[];
  reserved: number | undefined;
  provisioned: { qualifier: string; requested: number }[];
  eventInvoke: FunctionEventInvokeConfig[];
  codeSigningConfigArn: string | undefined;
  recursiveLoop: 'Allow' | 'Terminate';
  runtimeManagement: GetRuntimeManagementConfigResponse;
  tags: Record<string, string>;
  /** Questions for its state until an update is done; absent: none is at work. */
  updating?: number;
  /** Deployment packages by version, `$LATEST` among them. */
  packages: Map<string, Uint8Array>;
}

export interface LayerState {
  version: LayerVersionsListItem;
  policy: PolicyState | undefined;
  content: Uint8Array | undefined;
}

export interface LambdaState {
  functions: Map<string, FunctionState>;
  mappings: EventSourceMappingConfiguration[];
  /** By layer name, versions ascending. */
  layers: Map<string, LayerState[]>;
  codeSigningConfigs: CodeSigningConfig[];
  concurrencyLimit: number;
}

export function emptyLambda(): LambdaState {
  return {
    functions: new Map(),
    mappings: [],
    layers: new Map(),
    codeSigningConfigs: [],
    concurrencyLimit: 1000,
  };
}

export const lambda: Behaviours = {
  ...functions,
  ...aliases,
  ...policies,
  ...urls,
  ...settings,
  ...mappings,
  ...layers,
};
