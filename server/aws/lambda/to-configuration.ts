// A function's configuration from the API's words into ours. Values of variables are classified here and forgotten.
import type { FunctionConfiguration as Given } from '@aws-sdk/client-lambda';
import { classifyVariable } from '../../core/audit/secrets.ts';
import type { EnvironmentVariable } from '../../core/model/environment.ts';
import type { FunctionConfiguration } from '../../core/model/function.ts';
import { type Known, known, unknown } from '../../core/model/known.ts';

export function toConfiguration(given: Given): FunctionConfiguration {
  const name = given.FunctionName ?? '';
  const vpc = given.VpcConfig;
  const image = given.ImageConfigResponse?.ImageConfig;
  return {
    version: given.Version ?? '$LATEST',
    packageType: given.PackageType === 'Image' ? 'image' : 'zip',
    ...(given.Runtime === undefined ? {} : { runtime: given.Runtime }),
    ...(given.Handler === undefined ? {} : { handler: given.Handler }),
    role: given.Role ?? '',
    ...(given.Description ? { description: given.Description } : {}),
    codeSha256: given.CodeSha256 ?? '',
    ...(given.ConfigSha256 === undefined ? {} : { configSha256: given.ConfigSha256 }),
    codeSizeBytes: given.CodeSize ?? 0,
    timeoutSeconds: given.Timeout ?? 3,
    memoryMb: given.MemorySize ?? 128,
    ephemeralStorageMb: given.EphemeralStorage?.Size ?? 512,
    architectures: given.Architectures ?? ['x86_64'],
    environment: environmentOf(given),
    ...(given.KMSKeyArn ? { kmsKeyArn: given.KMSKeyArn } : {}),
    // A function that left its VPC keeps the member, with empty lists.
    ...(vpc?.VpcId
      ? {
          vpc: {
            vpcId: vpc.VpcId,
            subnetIds: vpc.SubnetIds ?? [],
            securityGroupIds: vpc.SecurityGroupIds ?? [],
            ipv6: vpc.Ipv6AllowedForDualStack ?? false,
          },
        }
      : {}),
    ...(given.DeadLetterConfig?.TargetArn ? { deadLetterArn: given.DeadLetterConfig.TargetArn } : {}),
    tracing: given.TracingConfig?.Mode === 'Active' ? 'active' : 'pass-through',
    layers: (given.Layers ?? []).map((layer) => ({
      arn: layer.Arn ?? '',
      codeSizeBytes: layer.CodeSize ?? 0,
      ...(layer.SigningJobArn === undefined ? {} : { signingJobArn: layer.SigningJobArn }),
    })),
    fileSystems: (given.FileSystemConfigs ?? []).map((one) => ({
      arn: one.Arn ?? '',
      mountPath: one.LocalMountPath ?? '',
    })),
    logging: {
      logGroup: given.LoggingConfig?.LogGroup ?? `/aws/lambda/${name}`,
      format: given.LoggingConfig?.LogFormat === 'JSON' ? 'json' : 'text',
      ...(given.LoggingConfig?.ApplicationLogLevel
        ? { applicationLevel: given.LoggingConfig.ApplicationLogLevel }
        : {}),
      ...(given.LoggingConfig?.SystemLogLevel ? { systemLevel: given.LoggingConfig.SystemLogLevel } : {}),
    },
    snapStart: given.SnapStart?.ApplyOn === 'PublishedVersions',
    ...(image
      ? {
          image: {
            ...(image.Command ? { command: image.Command } : {}),
            ...(image.EntryPoint ? { entryPoint: image.EntryPoint } : {}),
            ...(image.WorkingDirectory ? { workingDirectory: image.WorkingDirectory } : {}),
          },
        }
      : {}),
    ...(given.State === undefined ? {} : { state: given.State }),
    ...(given.SigningJobArn === undefined ? {} : { signingJobArn: given.SigningJobArn }),
    ...(given.MasterArn === undefined ? {} : { masterArn: given.MasterArn }),
    lastModified: isoTime(given.LastModified ?? ''),
    revisionId: given.RevisionId ?? '',
  };
}

function environmentOf(given: Given): Known<readonly EnvironmentVariable[]> {
  const error = given.Environment?.Error;
  if (error) {
    return unknown({
      action: 'kms:Decrypt',
      reason: 'denied',
      detail: error.ErrorCode ?? 'AccessDeniedException',
    });
  }
  return known(
    Object.entries(given.Environment?.Variables ?? {}).map(([name, value]) => ({
      name,
      value: classifyVariable(name, value),
    })),
  );
}

/** Lambda writes `2026-01-05T10:00:00.000+0000`, which is no ISO 8601. */
export function isoTime(text: string): string {
  return text.replace(/\+0000$/, 'Z');
}
