// Every kind of configuration that functions are read from.
import { cdkReader } from './cdk.ts';
import { cloudFormationReader } from './cloudformation.ts';
import type { ConfigurationReader } from './configured-function.ts';
import { packageJsonReader } from './package-json.ts';
import { serverlessReader } from './serverless.ts';
import { terraformReader } from './terraform.ts';

export const configurationReaders: readonly ConfigurationReader[] = [
  cloudFormationReader,
  serverlessReader,
  cdkReader,
  terraformReader,
  packageJsonReader,
];
