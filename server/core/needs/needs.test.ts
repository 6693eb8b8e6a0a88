// AWS calls in code, and what of a role they need.
import { beforeAll, expect, test } from 'vitest';
import { createTreeParser } from '../../platform/tree-sitter.ts';
import { exampleAccount } from '../audit/examples.ts';
import { grantsIn } from '../audit/role-grants.ts';
import { parsePolicy } from '../iam/parse.ts';
import type { TreeParser } from '../syntax/syntax-tree.ts';
import { compareNeeds } from './compare-needs.ts';
import { findAwsCalls } from './find-calls.ts';

let parser: TreeParser;
beforeAll(async () => {
  parser = await createTreeParser();
  await parser.load();
});

function read(files: Readonly<Record<string, string>>) {
  return findAwsCalls(Object.keys(files), { read: (path) => files[path] }, parser);
}

function actions(file: string, text: string): readonly string[] {
  return [...new Set(read({ [file]: text }).calls.flatMap((call) => call.actions))].toSorted();
}

const python: readonly (readonly [words: string, text: string, actions: readonly string[]])[] = [
  [
    'a client',
    "import boto3\ns3 = boto3.client('s3')\ns3.get_object(Bucket='b', Key='k')\n",
    ['s3:GetObject'],
  ],
  ['a chain', "boto3.client('sqs').send_message_batch(QueueUrl=u)\n", ['sqs:SendMessage']],
  ['a keyword', "c = boto3.client(service_name='sns')\nc.publish()\n", ['sns:Publish']],
  [
    'a session',
    "session = boto3.Session()\ndb = session.client('dynamodb', config=c)\ndb.put_item()\n",
    ['dynamodb:PutItem'],
  ],
  [
    'a field',
    "class A:\n    def __init__(self):\n        self.s3 = boto3.client('s3')\n    def go(self):\n        self.s3.list_objects_v2()\n",
    ['s3:ListBucket'],
  ],
  [
    'a table',
    "table = boto3.resource('dynamodb').Table(name)\nwith table.batch_writer() as batch:\n    batch.put_item()\ntable.query()\n",
    ['dynamodb:BatchWriteItem', 'dynamodb:Query'],
  ],
  [
    'an object',
    "s3 = boto3.resource('s3')\ns3.Object('b', 'k').put(Body=b)\nfor o in s3.Bucket('b').objects.all():\n    pass\n",
    ['s3:ListBucket', 's3:PutObject'],
  ],
  [
    'a paginator',
    "ec2 = boto3.client('ec2')\nec2.get_paginator('describe_instances').paginate()\n",
    ['ec2:DescribeInstances'],
  ],
  [
    'a presigned URL',
    "boto3.client('s3').generate_presigned_url('get_object', Params=p)\n",
    ['s3:GetObject'],
  ],
  [
    'aioboto3',
    "import aioboto3\nasync def go():\n    async with session.client('lambda') as fn:\n        await fn.invoke(FunctionName='x')\n",
    ['lambda:InvokeFunction'],
  ],
  [
    'powertools',
    "from aws_lambda_powertools.utilities import parameters\nfrom aws_lambda_powertools.utilities.parameters import get_secret as secret\nparameters.get_parameter('/a')\nsecret('b')\n",
    ['secretsmanager:GetSecretValue', 'ssm:GetParameter'],
  ],
  ['no permission', "boto3.client('sts').get_caller_identity()\n", []],
  ['a word in a text', 'x = "boto3.client(\'s3\').get_object()"\n', []],
  ['no client', 'import boto3\nother.get_object()\n', []],
];

test.each(python)('Python: %s', (_, text, expected) => {
  expect(actions('/app.py', text)).toEqual(expected);
});

const javascript: readonly (readonly [words: string, text: string, actions: readonly string[]])[] = [
  [
    'a command',
    "import { S3Client, GetObjectCommand } from '@aws-sdk/client-s3';\nawait new S3Client({}).send(new GetObjectCommand({}));\n",
    ['s3:GetObject'],
  ],
  [
    'a renamed command',
    "const { SendMessageBatchCommand: Send } = require('@aws-sdk/client-sqs');\nclient.send(new Send({}));\n",
    ['sqs:SendMessage'],
  ],
  [
    'a package',
    "import * as kms from '@aws-sdk/client-kms';\nclient.send(new kms.ReEncryptCommand({}));\n",
    ['kms:ReEncryptFrom', 'kms:ReEncryptTo'],
  ],
  [
    'an aggregate',
    "import { SFN } from '@aws-sdk/client-sfn';\nconst sfn = new SFN({});\nsfn.startExecution({});\n",
    ['states:StartExecution'],
  ],
  [
    'the document client',
    "import { DynamoDBDocumentClient, UpdateCommand } from '@aws-sdk/lib-dynamodb';\nimport { DynamoDBClient } from '@aws-sdk/client-dynamodb';\nconst db = DynamoDBDocumentClient.from(new DynamoDBClient({}));\ndb.send(new UpdateCommand({}));\n",
    ['dynamodb:UpdateItem'],
  ],
  [
    'the whole document client',
    "import { DynamoDBDocument } from '@aws-sdk/lib-dynamodb';\nconst db = DynamoDBDocument.from(client);\ndb.get({});\n",
    ['dynamodb:GetItem'],
  ],
  [
    'a paginator',
    "import { paginateListObjectsV2 } from '@aws-sdk/client-s3';\nfor await (const p of paginateListObjectsV2({ client }, {})) {}\n",
    ['s3:ListBucket'],
  ],
  [
    'an upload',
    "import { Upload } from '@aws-sdk/lib-storage';\nnew Upload({ client }).done();\n",
    ['s3:AbortMultipartUpload', 's3:PutObject'],
  ],
  [
    'SDK 2',
    "const AWS = require('aws-sdk');\nconst db = new AWS.DynamoDB.DocumentClient();\ndb.put({}).promise();\nnew AWS.S3().getSignedUrl('putObject', {});\n",
    ['dynamodb:PutItem', 's3:PutObject'],
  ],
  [
    'logs',
    "import { PutLogEventsCommand } from '@aws-sdk/client-cloudwatch-logs';\nc.send(new PutLogEventsCommand({}));\n",
    ['logs:PutLogEvents'],
  ],
  [
    'a field',
    "import { Lambda } from '@aws-sdk/client-lambda';\nclass A { client = new Lambda({}); go() { return this.client.invoke({}); } }\n",
    ['lambda:InvokeFunction'],
  ],
  [
    'no command of AWS',
    "class GetObjectCommand {}\nnew GetObjectCommand();\n// from '@aws-sdk/client-s3'\n",
    [],
  ],
];

test.each(javascript)('JavaScript: %s', (_, text, expected) => {
  expect(actions('/app.ts', text)).toEqual(expected);
  expect(actions('/app.js', text)).toEqual(expected);
});

test('a client of another file is known by its name', () => {
  const found = read({
    '/clients.py': "import boto3\norders = boto3.resource('dynamodb').Table('orders')\n",
    '/app.py':
      'from clients import orders as table\n\ndef handler(event, context):\n    table.delete_item(Key={})\n',
    '/other.py': 'orders.delete_item()\n',
  });
  expect(found.calls.map(({ file, actions: [action], words }) => [file, action, words])).toEqual([
    ['/app.py', 'dynamodb:DeleteItem', 'table.delete_item'],
  ]);
  const js = read({
    '/clients.mjs': "import { S3 } from '@aws-sdk/client-s3';\nexport const store = new S3({});\n",
    '/app.mjs': "import { store } from './clients.mjs';\nawait store.putObject({});\n",
  });
  expect(js.calls.map(({ actions: [action] }) => action)).toEqual(['s3:PutObject']);
});

test('what only the run knows is said, and so is a language that is not read', () => {
  const found = read({
    '/a.py': "s3 = boto3.client('s3')\ngetattr(s3, name)()\n",
    '/a.js': "const AWS = require('aws-sdk');\nconst s3 = new AWS.S3();\ns3[name]();\n",
    '/A.java': 'class A {}',
  });
  expect(found.unread.map(({ file }) => file)).toEqual(['/a.py', '/a.js']);
  expect(found.otherLanguages).toEqual(['/A.java']);
});

test('half-typed code gives what it has', () => {
  expect(actions('/app.py', "s3 = boto3.client('s3')\ns3.get_object(\ns3.put_object()\n")).toContain(
    's3:PutObject',
  );
  for (const text of [
    's3 = boto3.client(',
    "x = boto3.client('s3').",
    'from aws_lambda_powertools import (',
    "boto3.client('s3').get_paginator(",
  ])
    expect(() => actions('/app.py', text)).not.toThrow();
  for (const text of [
    "import { from '@aws-sdk/client-s3'",
    "new (require('aws-sdk')",
    "const AWS = require('aws-sdk'); new AWS.",
  ])
    expect(() => actions('/app.ts', text)).not.toThrow();
});

function grants(...statements: readonly Readonly<Record<string, unknown>>[]) {
  return grantsIn({
    // Only the policies are looked at.
    role: { arn: `arn:aws:iam::${exampleAccount}:role/orders-role` } as never,
    policies: [
      {
        name: 'orders-role/inline',
        policy: parsePolicy({
          Version: '2012-10-17',
          Statement: statements.map((one) => ({ Effect: 'Allow', Resource: '*', ...one })),
        }),
      },
    ],
    boundary: null,
    scps: { known: true, value: null },
  });
}

test('calls are laid beside grants: missing, unused, wider than used', () => {
  const found = read({
    '/app.py':
      "s3 = boto3.client('s3')\ns3.get_object()\ns3.get_object()\nboto3.client('sns').publish()\nboto3.client('sqs').send_message()\n",
  });
  const needs = compareNeeds(
    found,
    grants(
      { Action: ['s3:Get*', 'dynamodb:*'] },
      { Action: ['sqs:sendmessage', 'logs:PutLogEvents', 'sqs:ReceiveMessage'] },
    ),
    { hasEventSources: false, hasDestinations: false },
  );
  expect(needs.needed.map(({ action, calls }) => [action, calls.length])).toEqual([
    ['s3:GetObject', 2],
    ['sns:Publish', 1],
    ['sqs:SendMessage', 1],
  ]);
  expect(needs.missing.map(({ action }) => action)).toEqual(['sns:Publish']);
  expect(needs.unused.map(({ pattern }) => pattern)).toEqual(['dynamodb:*', 'sqs:ReceiveMessage']);
  expect(needs.wide.map(({ pattern, used }) => [pattern, used])).toEqual([['s3:Get*', ['s3:GetObject']]]);
  const own = compareNeeds(found, grants({ Action: ['sqs:ReceiveMessage'] }), {
    hasEventSources: true,
    hasDestinations: false,
  });
  expect(own.unused).toEqual([]);
});

test('everything but something is a grant, and one action of a transaction is enough', () => {
  const found = read({ '/app.py': "boto3.client('dynamodb').transact_write_items()\n" });
  const own = { hasEventSources: false, hasDestinations: false };
  expect(compareNeeds(found, grants({ NotAction: 'iam:*' }), own).missing).toEqual([]);
  expect(compareNeeds(found, grants({ Action: 'dynamodb:PutItem' }), own).missing).toEqual([]);
  expect(compareNeeds(found, grants({ Action: 'dynamodb:GetItem' }), own).missing).toHaveLength(4);
});
