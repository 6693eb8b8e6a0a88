// One Lambda function with everything that hangs on it: configuration, versions, aliases, policies, URLs, code.
import type { Finding } from '../finding/finding.ts';
import type { EnvironmentVariable } from './environment.ts';
import type { Known } from './known.ts';

export interface LambdaFunction {
  /** Without a qualifier. */
  readonly arn: string;
  readonly name: string;
  /** `$LATEST`. */
  readonly configuration: FunctionConfiguration;
  /** Published versions, oldest first, without `$LATEST`. */
  readonly versions: Known<readonly FunctionConfiguration[]>;
  readonly aliases: Known<readonly Alias[]>;
  /** The resource policy of the bare function, of each version and of each alias: separate objects in Lambda. */
  readonly policies: readonly QualifiedPolicy[];
  /** Of every qualifier. */
  readonly urls: Known<readonly FunctionUrl[]>;
  /** Null: none reserved. 0: the function cannot run. */
  readonly reservedConcurrency: Known<number | null>;
  readonly provisionedConcurrency: Known<readonly ProvisionedConcurrency[]>;
  /** Settings of asynchronous invocation, of every qualifier that has its own. */
  readonly eventInvoke: Known<readonly EventInvokeConfig[]>;
  readonly codeSigningConfigArn: Known<string | null>;
  readonly recursiveLoop: Known<'allow' | 'terminate'>;
  /** Null for container images: they bring their runtime along. */
  readonly runtimeManagement: Known<RuntimeManagement | null>;
  readonly tags: Known<Readonly<Record<string, string>>>;
  /** What the deployed package and its layers hold; `not-asked` unless the audit looks into code. */
  readonly code: Known<DeployedCode>;
  /** ISO 8601: when these facts were read. Older than the snapshot's where an unchanged function was reused. */
  readonly readAt: string;
}

export interface FunctionConfiguration {
  /** `$LATEST` or a number as text. */
  readonly version: string;
  readonly packageType: 'zip' | 'image';
  /** Such as `python3.13`; absent for container images. */
  readonly runtime?: string;
  /** Absent for container images. */
  readonly handler?: string;
  /** ARN of the execution role. */
  readonly role: string;
  readonly description?: string;
  /** Base64 of the package's SHA-256. */
  readonly codeSha256: string;
  /** Hash over the configuration, where the service reports one. */
  readonly configSha256?: string;
  readonly codeSizeBytes: number;
  readonly timeoutSeconds: number;
  readonly memoryMb: number;
  readonly ephemeralStorageMb: number;
  readonly architectures: readonly string[];
  /** A gap where the key that encrypts it may not be used by the reader. */
  readonly environment: Known<readonly EnvironmentVariable[]>;
  /** Customer-managed key of the environment; absent: the key that AWS owns or manages. */
  readonly kmsKeyArn?: string;
  readonly vpc?: VpcConfiguration;
  readonly deadLetterArn?: string;
  readonly tracing: 'active' | 'pass-through';
  readonly layers: readonly LayerUse[];
  readonly fileSystems: readonly { readonly arn: string; readonly mountPath: string }[];
  readonly logging: LoggingConfiguration;
  readonly snapStart: boolean;
  readonly image?: ImageConfiguration;
  /** `Active`, `Pending`, `Inactive`, `Failed`; absent where only the listing was read. */
  readonly state?: string;
  readonly signingJobArn?: string;
  /** Of a Lambda@Edge replica: the function that it copies. */
  readonly masterArn?: string;
  /** ISO 8601. */
  readonly lastModified: string;
  /** Changes with code, configuration and the resource policy of this version. */
  readonly revisionId: string;
}

export interface VpcConfiguration {
  readonly vpcId: string;
  readonly subnetIds: readonly string[];
  readonly securityGroupIds: readonly string[];
  readonly ipv6: boolean;
}

export interface LayerUse {
  /** ARN with version. */
  readonly arn: string;
  readonly codeSizeBytes: number;
  readonly signingJobArn?: string;
}

export interface LoggingConfiguration {
  /** The true log group: read it, never guess `/aws/lambda/<name>`. */
  readonly logGroup: string;
  readonly format: 'text' | 'json';
  /** Only with JSON: TRACE, DEBUG, INFO, WARN, ERROR, FATAL. */
  readonly applicationLevel?: string;
  readonly systemLevel?: string;
}

export interface ImageConfiguration {
  readonly command?: readonly string[];
  readonly entryPoint?: readonly string[];
  readonly workingDirectory?: string;
}

export interface Alias {
  readonly name: string;
  readonly arn: string;
  readonly version: string;
  /** Additional version → share of the traffic, 0 to 1. */
  readonly weights: Readonly<Record<string, number>>;
  readonly description?: string;
  readonly revisionId: string;
}

export interface QualifiedPolicy {
  /** Null: the bare function; else an alias name or a version number. */
  readonly qualifier: string | null;
  /** The policy document as JSON text; null where there is none. */
  readonly document: Known<string | null>;
  readonly revisionId?: string;
}

export interface FunctionUrl {
  /** Null: the bare function (`$LATEST`); else an alias name. */
  readonly qualifier: string | null;
  readonly url: string;
  readonly authType: 'none' | 'iam';
  readonly invokeMode: 'buffered' | 'response-stream';
  readonly cors?: UrlCors;
}

export interface UrlCors {
  readonly allowCredentials: boolean;
  readonly allowOrigins: readonly string[];
  readonly allowMethods: readonly string[];
  readonly allowHeaders: readonly string[];
  readonly exposeHeaders: readonly string[];
  readonly maxAgeSeconds?: number;
}

export interface ProvisionedConcurrency {
  readonly qualifier: string;
  readonly requested: number;
  /** `READY`, `IN_PROGRESS`, `FAILED`. */
  readonly status: string;
}

export interface EventInvokeConfig {
  /** Null: `$LATEST` (the bare function). */
  readonly qualifier: string | null;
  readonly maximumRetries?: number;
  readonly maximumEventAgeSeconds?: number;
  readonly onSuccessArn?: string;
  readonly onFailureArn?: string;
}

export interface RuntimeManagement {
  readonly mode: 'auto' | 'function-update' | 'manual';
  /** The pinned runtime version, with mode `manual`. */
  readonly runtimeVersionArn?: string;
}

export interface LayerVersion {
  /** ARN with version. */
  readonly arn: string;
  readonly version: number;
  readonly compatibleRuntimes: readonly string[];
  readonly createdAt?: string;
  readonly codeSha256?: string;
  /** Of the layer version; null where there is none. */
  readonly policy: Known<string | null>;
  /** Names of the files under `extensions/`: each is started as an external extension beside the function. */
  readonly extensions: Known<readonly string[]>;
}

export interface CodeSigningConfig {
  readonly arn: string;
  /** What happens to a deployment whose signature is untrusted. */
  readonly untrustedArtifact: 'warn' | 'enforce';
  readonly signingProfileVersionArns: readonly string[];
}

export interface RegionLimits {
  readonly concurrentExecutions: number;
  readonly unreservedConcurrentExecutions: number;
  readonly totalCodeSizeBytes: number;
}

/** What was found in the deployed package of `$LATEST` and its layers. Never holds code. */
export interface DeployedCode {
  readonly codeSha256: string;
  readonly fileCount: number;
  readonly unpackedBytes: number;
  readonly guard: GuardInCode;
  /** Rule files of the guard, wherever they are in the package or a layer. */
  readonly ruleFiles: readonly DeployedRuleFile[];
  /** Files under `extensions/` in the package or a layer. */
  readonly extensions: readonly DeployedExtension[];
  readonly secrets: readonly SecretInCode[];
  /** Hits of the code rules; places name files inside the package. */
  readonly findings: readonly Finding[];
  /** What could not be looked into: a file too large, a broken archive member. */
  readonly skipped: readonly { readonly path: string; readonly reason: string }[];
  /** Compared with the workspace's sources; absent where no folder of it has the function's files. */
  readonly drift?: CodeDrift;
}

/** How the package's own source files stand to those of a folder of the workspace. */
export interface CodeDrift {
  /** Relative to the workspace. */
  readonly folder: string;
  readonly sameCount: number;
  /** Paths in the package whose text is another. */
  readonly changed: readonly string[];
  /** Paths in the package that the folder does not have: generated, or put there by somebody else. */
  readonly onlyDeployed: readonly string[];
}

export interface GuardInCode {
  /** Paths of the guard's files in the package or a layer (`/opt/…`). */
  readonly files: readonly string[];
  /** Whether the configured handler passes through the guard; `unclear` where its file cannot be read. */
  readonly wrapsHandler: 'yes' | 'no' | 'unclear';
  /** The evidence in words: the file and the form that were seen. */
  readonly evidence: string;
}

export interface DeployedRuleFile {
  readonly kind: 'in' | 'out' | 'code';
  readonly path: string;
  /** Hex SHA-256 of the bytes. */
  readonly sha256: string;
  /** ARN of the layer that brings it; absent: the package. */
  readonly layerArn?: string;
}

export interface DeployedExtension {
  readonly name: string;
  readonly layerArn?: string;
}

export interface SecretInCode {
  readonly path: string;
  /** 1-based. */
  readonly line: number;
  /** Kind of secret, such as `aws-access-key-id`. */
  readonly kind: string;
  readonly length: number;
}
