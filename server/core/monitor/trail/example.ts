// Records in CloudTrail's documented format for the examples of detectors: what an example does not say is as usual.

interface ExampleIdentity {
  readonly type?: string;
  readonly arn?: string;
  readonly userName?: string;
  readonly invokedBy?: string;
}

export interface ExampleRecord {
  readonly name: string;
  readonly service?: string;
  readonly at?: string;
  readonly by?: ExampleIdentity;
  readonly request?: Readonly<Record<string, unknown>>;
  readonly response?: Readonly<Record<string, unknown>>;
  readonly error?: string;
  readonly address?: string;
  readonly agent?: string;
  readonly readOnly?: boolean;
}

const account = '111122223333';
export const deployer: ExampleIdentity = {
  type: 'AssumedRole',
  arn: `arn:aws:sts::${account}:assumed-role/deploy/pipeline`,
};
export const person: ExampleIdentity = {
  type: 'IAMUser',
  arn: `arn:aws:iam::${account}:user/maria`,
  userName: 'maria',
};
export const functionRole: ExampleIdentity = {
  type: 'AssumedRole',
  arn: `arn:aws:sts::${account}:assumed-role/orders-role/orders`,
};
export const lambdaAgent = 'Boto3/1.34.2 md/Botocore#1.34.2 exec-env/AWS_Lambda_python3.12';

export function record(example: ExampleRecord): unknown {
  const {
    name,
    service = 'lambda',
    at = '2026-11-01T10:00:00Z',
    by = deployer,
    request = {},
    response = {},
    error,
    address = '198.51.100.7',
    agent = 'aws-cli/2.15',
    readOnly = false,
  } = example;
  return {
    eventVersion: '1.09',
    userIdentity: { accountId: account, ...by },
    eventTime: at,
    eventSource: `${service}.amazonaws.com`,
    eventName: name,
    awsRegion: 'eu-central-1',
    sourceIPAddress: address,
    userAgent: agent,
    requestParameters: request,
    responseElements: response,
    readOnly,
    recipientAccountId: account,
    ...(error === undefined ? {} : { errorCode: error }),
  };
}

/** The past of an account where one pipeline brings all code. */
export const usualDeployments: readonly unknown[] = [1, 2, 3, 4].map((day) =>
  record({
    name: 'UpdateFunctionCode20150331v2',
    at: `2026-10-0${day}T10:00:00Z`,
    by: deployer,
    request: { functionName: 'orders' },
  }),
);
