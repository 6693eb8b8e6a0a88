// Code-signing configurations and the functions that they bind: asked for the Region, not for each function.
import type { CodeSigningConfig } from '../../core/model/function.ts';
import { type Known, known } from '../../core/model/known.ts';
import type { CollectorFacts, RegionScope } from '../scope.ts';

export const codeSigningCollector: CollectorFacts = {
  thing: 'code signing',
  feature: 'functions',
  actions: ['lambda:ListCodeSigningConfigs', 'lambda:ListFunctionsByCodeSigningConfig'],
};

export interface CodeSigning {
  readonly configs: Known<readonly CodeSigningConfig[]>;
  /** Function ARN → configuration ARN; a function that is not there has none. */
  readonly byFunction: Known<ReadonlyMap<string, string>>;
}

export async function collectCodeSigning(scope: RegionScope): Promise<CodeSigning> {
  const lambda = await scope.client('lambda');
  const configs = await scope.ask.pages('lambda:ListCodeSigningConfigs', async (token, options) => {
    const page = await lambda.listCodeSigningConfigs(
      { MaxItems: 50, ...(token === undefined ? {} : { Marker: token }) },
      options,
    );
    return {
      items: page.CodeSigningConfigs?.map((one) => ({
        arn: one.CodeSigningConfigArn ?? '',
        untrustedArtifact:
          one.CodeSigningPolicies?.UntrustedArtifactOnDeployment === 'Enforce'
            ? ('enforce' as const)
            : ('warn' as const),
        signingProfileVersionArns: one.AllowedPublishers?.SigningProfileVersionArns ?? [],
      })),
      next: page.NextMarker,
    };
  });
  if (!configs.known) return { configs, byFunction: configs };
  const byFunction = new Map<string, string>();
  for (const { arn } of configs.value) {
    const functions = await scope.ask.pages<string>(
      'lambda:ListFunctionsByCodeSigningConfig',
      async (token, options) => {
        const page = await lambda.listFunctionsByCodeSigningConfig(
          { CodeSigningConfigArn: arn, MaxItems: 50, ...(token === undefined ? {} : { Marker: token }) },
          options,
        );
        return { items: page.FunctionArns, next: page.NextMarker };
      },
    );
    if (!functions.known) return { configs, byFunction: functions };
    for (const name of functions.value) byFunction.set(name, arn);
  }
  return { configs, byFunction: known(byFunction) };
}
