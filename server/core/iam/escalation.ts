// Known ways from some permissions to more: each is a set of actions that together give somebody the rights of
// another identity or any rights at all. Names of the ways are ours; the facts are from the actions' documentation.

export interface EscalationPath {
  readonly id: string;
  /** All of these are needed; each entry is a list of alternatives. */
  readonly actions: readonly (readonly string[])[];
  /** What somebody gains: every right, the rights of another identity, or those of a role that a service takes. */
  readonly gain: 'any-rights' | 'another-identity' | 'a-passed-role' | 'a-function-role';
  readonly how: string;
}

function path(
  id: string,
  gain: EscalationPath['gain'],
  how: string,
  ...actions: readonly string[]
): EscalationPath {
  return { id, gain, how, actions: actions.map((alternatives) => alternatives.split('|')) };
}

export const escalationPaths: readonly EscalationPath[] = [
  path(
    'new-policy-version',
    'any-rights',
    'write a new version of a policy that it has and make it the default',
    'iam:CreatePolicyVersion',
  ),
  path(
    'older-policy-version',
    'any-rights',
    'switch a policy that it has to an older, wider version',
    'iam:SetDefaultPolicyVersion',
  ),
  path('attach-to-user', 'any-rights', 'attach an administrator policy to a user', 'iam:AttachUserPolicy'),
  path('attach-to-group', 'any-rights', 'attach an administrator policy to a group', 'iam:AttachGroupPolicy'),
  path('attach-to-role', 'any-rights', 'attach an administrator policy to a role', 'iam:AttachRolePolicy'),
  path('inline-on-user', 'any-rights', 'write an inline policy into a user', 'iam:PutUserPolicy'),
  path('inline-on-group', 'any-rights', 'write an inline policy into a group', 'iam:PutGroupPolicy'),
  path('inline-on-role', 'any-rights', 'write an inline policy into a role', 'iam:PutRolePolicy'),
  path('join-group', 'any-rights', 'put a user into a group of administrators', 'iam:AddUserToGroup'),
  path(
    'open-role',
    'another-identity',
    'change who may assume a role, and assume it',
    'iam:UpdateAssumeRolePolicy',
    'sts:AssumeRole',
  ),
  path('new-access-key', 'another-identity', 'make an access key for another user', 'iam:CreateAccessKey'),
  path('new-password', 'another-identity', 'give another user a password', 'iam:CreateLoginProfile'),
  path('changed-password', 'another-identity', "change another user's password", 'iam:UpdateLoginProfile'),
  path(
    'drop-boundary-of-role',
    'any-rights',
    'remove the permissions boundary of a role',
    'iam:DeleteRolePermissionsBoundary',
  ),
  path(
    'drop-boundary-of-user',
    'any-rights',
    'remove the permissions boundary of a user',
    'iam:DeleteUserPermissionsBoundary',
  ),
  path(
    'function-with-role',
    'a-passed-role',
    'make a function with another role and call it',
    'iam:PassRole',
    'lambda:CreateFunction',
    'lambda:InvokeFunction|lambda:InvokeFunctionUrl',
  ),
  path(
    'function-with-role-by-trigger',
    'a-passed-role',
    'make a function with another role and let a mapping call it',
    'iam:PassRole',
    'lambda:CreateFunction',
    'lambda:CreateEventSourceMapping',
  ),
  path(
    'function-with-role-by-permission',
    'a-passed-role',
    'make a function with another role and let others call it',
    'iam:PassRole',
    'lambda:CreateFunction',
    'lambda:AddPermission',
  ),
  path(
    'change-function-code',
    'a-function-role',
    'replace the code of a function that runs with another role',
    'lambda:UpdateFunctionCode',
  ),
  path(
    'change-function-settings',
    'a-function-role',
    'put a layer, wrapper or variable into a function that runs with another role',
    'lambda:UpdateFunctionConfiguration',
  ),
  path(
    'instance-with-role',
    'a-passed-role',
    'start an instance with another role',
    'iam:PassRole',
    'ec2:RunInstances',
  ),
  path(
    'instance-role-swap',
    'a-passed-role',
    'give a running instance another role',
    'iam:PassRole',
    'ec2:AssociateIamInstanceProfile|ec2:ReplaceIamInstanceProfileAssociation',
  ),
  path(
    'stack-with-role',
    'a-passed-role',
    'make a CloudFormation stack with another role',
    'iam:PassRole',
    'cloudformation:CreateStack|cloudformation:UpdateStack|cloudformation:CreateChangeSet',
  ),
  path(
    'build-with-role',
    'a-passed-role',
    'run a CodeBuild project with another role',
    'iam:PassRole',
    'codebuild:CreateProject|codebuild:UpdateProject',
    'codebuild:StartBuild|codebuild:StartBuildBatch',
  ),
  path(
    'glue-with-role',
    'a-passed-role',
    'run a Glue job or endpoint with another role',
    'iam:PassRole',
    'glue:CreateDevEndpoint|glue:CreateJob|glue:UpdateJob|glue:CreateSession',
  ),
  path(
    'glue-endpoint-key',
    'another-identity',
    'put an own key into a Glue development endpoint',
    'glue:UpdateDevEndpoint',
  ),
  path(
    'notebook-with-role',
    'a-passed-role',
    'start a SageMaker notebook or job with another role',
    'iam:PassRole',
    'sagemaker:CreateNotebookInstance|sagemaker:CreateTrainingJob|sagemaker:CreateProcessingJob',
  ),
  path(
    'notebook-url',
    'another-identity',
    'open a SageMaker notebook that runs with another role',
    'sagemaker:CreatePresignedNotebookInstanceUrl',
  ),
  path(
    'task-with-role',
    'a-passed-role',
    'run a container with another role',
    'iam:PassRole',
    'ecs:RegisterTaskDefinition',
    'ecs:RunTask|ecs:StartTask|ecs:CreateService|ecs:UpdateService',
  ),
  path(
    'pipeline-with-role',
    'a-passed-role',
    'run a data pipeline with another role',
    'iam:PassRole',
    'datapipeline:CreatePipeline',
    'datapipeline:PutPipelineDefinition',
  ),
  path(
    'state-machine-with-role',
    'a-passed-role',
    'run a state machine with another role',
    'iam:PassRole',
    'states:CreateStateMachine|states:UpdateStateMachine',
    'states:StartExecution',
  ),
  path(
    'schedule-with-role',
    'a-passed-role',
    'let a schedule or rule act with another role',
    'iam:PassRole',
    'scheduler:CreateSchedule|events:PutTargets',
  ),
  path(
    'command-on-instance',
    'another-identity',
    'run commands on instances that have other roles',
    'ssm:SendCommand|ssm:StartSession',
  ),
  path(
    'automation-with-role',
    'a-passed-role',
    'run an automation with another role',
    'iam:PassRole',
    'ssm:StartAutomationExecution',
  ),
  path(
    'app-runner-with-role',
    'a-passed-role',
    'run an App Runner service with another role',
    'iam:PassRole',
    'apprunner:CreateService',
  ),
  path(
    'agent-with-role',
    'a-passed-role',
    'run a Bedrock agent or code interpreter with another role',
    'iam:PassRole',
    'bedrock-agentcore:CreateCodeInterpreter|bedrock:CreateAgent',
  ),
  path(
    'build-start',
    'another-identity',
    'start a CodeBuild project that runs with another role and override its commands',
    'codebuild:StartBuild',
  ),
  path('assume-any-role', 'another-identity', 'assume every role that trusts the account', 'sts:AssumeRole'),
];
