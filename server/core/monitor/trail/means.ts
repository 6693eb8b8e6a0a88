// With what a change came: by the hand of a person, by a pipeline or a tool for infrastructure, or by an AWS service. Told
// by who was signed in, by the name of the session, and by the user agent; what does not tell stays unknown.
import type { TrailEvent } from './trail-event.ts';

export interface Means {
  readonly kind: 'person' | 'pipeline' | 'service' | 'unknown';
  readonly words: string;
}

/** User agents and callers that tell of a tool: the first that fits. */
const tools: readonly (readonly [RegExp, Means['kind'], string])[] = [
  [/cloudformation\.amazonaws\.com/i, 'pipeline', 'CloudFormation'],
  [/codedeploy\.amazonaws\.com/i, 'pipeline', 'CodeDeploy'],
  [/codepipeline\.amazonaws\.com/i, 'pipeline', 'CodePipeline'],
  [/codebuild|exec-env\/AWS_CodeBuild/i, 'pipeline', 'CodeBuild'],
  [/\bterraform|opentofu|hashicorp/i, 'pipeline', 'Terraform'],
  [/\bpulumi/i, 'pipeline', 'Pulumi'],
  [/\baws-cdk|cdk\//i, 'pipeline', 'the CDK'],
  [/\bserverless/i, 'pipeline', 'the Serverless Framework'],
  [/\baws-sam-cli/i, 'pipeline', 'the SAM command line'],
];

/** Names that pipelines give to their sessions. */
const pipelineSessions: readonly (readonly [RegExp, string])[] = [
  [/github-?actions|^gha[-_]/i, 'GitHub Actions'],
  [/gitlab/i, 'GitLab'],
  [/jenkins/i, 'Jenkins'],
  [/^AWSCodeBuild-/i, 'CodeBuild'],
  [/circleci/i, 'CircleCI'],
  [/bitbucket/i, 'Bitbucket'],
  [/azure-?(?:devops|pipelines)|vsts/i, 'Azure Pipelines'],
  [/terraform|spacelift|atlantis/i, 'Terraform'],
  [/pipeline|deploy|ci-?cd/i, 'a session that is named after a deployment'],
];

export function meansOf({ identity, userAgent }: TrailEvent): Means {
  const { type, session, principal, invokedBy } = identity;
  for (const [pattern, kind, words] of tools)
    if (pattern.test(userAgent) || pattern.test(invokedBy)) return { kind, words };
  if (type === 'AWSService' || /\.amazonaws\.com(?:\.cn)?$/.test(invokedBy))
    return { kind: 'service', words: invokedBy || userAgent };
  for (const [pattern, words] of pipelineSessions)
    if (pattern.test(session)) return { kind: 'pipeline', words };
  if (type === 'WebIdentityUser') return { kind: 'pipeline', words: 'an identity of the web' };
  const how = agentWords(userAgent);
  if (type === 'Root') return { kind: 'person', words: `the account's root user${how}` };
  if (type === 'IAMUser') return { kind: 'person', words: `a user${how}` };
  if (/^AWSReservedSSO_/.test(principal)) return { kind: 'person', words: `a person signed in${how}` };
  if (type === 'SAMLUser' || /@/.test(session)) return { kind: 'person', words: `a person signed in${how}` };
  if (isConsole(userAgent)) return { kind: 'person', words: `a role${how}` };
  return { kind: 'unknown', words: `a role${how}` };
}

function isConsole(userAgent: string): boolean {
  return /^(?:Mozilla\/|AWS Internal|console\.amazonaws\.com|signin\.amazonaws\.com)/i.test(userAgent);
}

function agentWords(userAgent: string): string {
  if (isConsole(userAgent)) return ' with the console';
  if (/aws-cli/i.test(userAgent)) return ' with the AWS command line';
  if (/boto3|botocore/i.test(userAgent)) return ' with a Python program';
  if (/aws-sdk-(?:js|nodejs)/i.test(userAgent)) return ' with a JavaScript program';
  if (/aws-sdk-go/i.test(userAgent)) return ' with a Go program';
  if (/aws-sdk-java/i.test(userAgent)) return ' with a Java program';
  return '';
}
