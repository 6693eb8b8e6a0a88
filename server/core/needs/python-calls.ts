// Calls of AWS in Python: boto3's clients and resources (also of a session, and of aioboto3), paginators, presigned
// URLs, and the parameters of Powertools.
import { type SyntaxNode, type SyntaxTree, walkNodes } from '../syntax/syntax-tree.ts';
import type { AwsCall, AwsCalls, ClientOf } from './aws-call.ts';
import { actionsOf, servicePrefix } from './sdk-actions.ts';

/** Methods of clients and resources that call nothing. */
const local = new Set([
  'can_paginate',
  'close',
  'get_waiter',
  'get_available_subresources',
  'wait_until_exists',
  'wait_until_not_exists',
  'generate_presigned_url',
  'get_paginator',
]);

/** What boto3's resource layer does under another name than the operation's. */
const resourceMethods: Readonly<Record<string, Readonly<Record<string, readonly string[]>>>> = {
  Table: { load: ['DescribeTable'], reload: ['DescribeTable'], delete: ['DeleteTable'] },
  Object: {
    get: ['GetObject'],
    put: ['PutObject'],
    delete: ['DeleteObject'],
    load: ['GetObject'],
    reload: ['GetObject'],
    copy_from: ['GetObject', 'PutObject'],
  },
  Bucket: { create: ['CreateBucket'], delete: ['DeleteBucket'] },
  Queue: { delete: ['DeleteQueue'], purge: ['PurgeQueue'], load: ['GetQueueAttributes'] },
  Topic: { delete: ['DeleteTopic'] },
};

const powertools: Readonly<Record<string, string>> = {
  get_secret: 'secretsmanager:GetSecretValue',
  get_parameter: 'ssm:GetParameter',
  get_parameters: 'ssm:GetParametersByPath',
  get_parameters_by_name: 'ssm:GetParameters',
  set_parameter: 'ssm:PutParameter',
  set_secret: 'secretsmanager:PutSecretValue',
  get_app_config: 'appconfig:GetLatestConfiguration',
};

/** `known`: clients of other files of the function, by the name under which this file imports them. */
export function findPythonCalls(tree: SyntaxTree, known: ReadonlyMap<string, ClientOf>): AwsCalls {
  const calls: AwsCall[] = [];
  const unread: SyntaxNode[] = [];
  const clients = new Map<string, ClientOf>();
  const imported = new Map<string, ClientOf>();
  /** Names of Powertools that call by themselves, and the module under which the others stand. */
  const helpers = new Map<string, string>();
  const modules = new Set<string>();

  walkNodes(tree.root, (node) => {
    if (node.type === 'import_from_statement') readImport(node);
    else if (node.type === 'assignment') bind(node.field('left'), node.field('right'));
    else if (node.type === 'named_expression') bind(node.field('name'), node.field('value'));
    else if (node.type === 'as_pattern') {
      const [value] = node.children;
      bind(node.field('alias'), value?.type === 'await' ? value.children[0] : value);
    }
  });
  walkNodes(tree.root, (node) => {
    if (node.type === 'call') readCall(node);
    else if (node.type === 'attribute') readCollection(node);
  });
  return {
    calls,
    unread: unread.map(({ start, end }) => ({ start, end })),
    clients,
  };

  function readImport(node: SyntaxNode): void {
    const from = node.field('module_name')?.text ?? '';
    for (const child of node.children) {
      const name = child.type === 'aliased_import' ? child.field('name')?.text : child.text;
      const local = child.type === 'aliased_import' ? child.field('alias')?.text : child.text;
      if (name === undefined || local === undefined) continue;
      const client = known.get(name);
      if (client !== undefined) imported.set(local, client);
      if (!from.startsWith('aws_lambda_powertools')) continue;
      if (name === 'parameters') modules.add(local);
      const action = powertools[name];
      if (from.endsWith('.parameters') && action !== undefined) helpers.set(local, action);
    }
  }

  function bind(target: SyntaxNode | undefined, value: SyntaxNode | undefined): void {
    const name = target && nameOf(target);
    const client = value && clientOf(value);
    if (name !== undefined && client !== undefined) clients.set(name, client);
  }

  /** What an expression is a client of. */
  function clientOf(node: SyntaxNode): ClientOf | undefined {
    if (node.type === 'await' || node.type === 'parenthesized_expression') {
      const [inner] = node.children;
      return inner && clientOf(inner);
    }
    if (node.type === 'identifier' || node.type === 'attribute') {
      const name = nameOf(node);
      if (name === undefined) return undefined;
      // `clients.orders`: a name of another module of the function.
      const ofModule = node.type === 'attribute' ? known.get(moduleless(name)) : undefined;
      return clients.get(name) ?? imported.get(name) ?? ofModule;
    }
    if (node.type !== 'call') return undefined;
    const called = node.field('function');
    if (called?.type !== 'attribute') return undefined;
    const method = called.field('attribute')?.text ?? '';
    if (method === 'client' || method === 'resource') {
      const service = firstText(node);
      return service === undefined || !/^[a-z0-9-]+$/.test(service)
        ? undefined
        : { service: servicePrefix(service), kind: method };
    }
    // A thing of the resource layer: `dynamodb.Table('orders')`, `s3.Bucket('b').Object('k')`.
    const owner = called.field('object');
    const of = owner && clientOf(owner);
    return of !== undefined && of.kind !== 'client' && /^[A-Z]/.test(method)
      ? { service: of.service, kind: method }
      : undefined;
  }

  function readCall(node: SyntaxNode): void {
    const called = node.field('function');
    if (called?.type === 'identifier') {
      const helper = helpers.get(called.text);
      if (helper !== undefined) add(node, called.text, [helper]);
      // `getattr(client, name)(…)` calls what only the run knows.
      const [first] = called.text === 'getattr' ? argumentsOf(node) : [];
      if (first !== undefined && clientOf(first) !== undefined) unread.push(node);
      return;
    }
    if (called?.type !== 'attribute') return;
    const owner = called.field('object');
    const method = called.field('attribute')?.text ?? '';
    if (owner === undefined || method === '') return;
    if (owner.type === 'identifier' && modules.has(owner.text)) {
      const action = powertools[method];
      if (action !== undefined) add(node, `${owner.text}.${method}`, [action]);
      return;
    }
    const client = clientOf(owner);
    if (client === undefined) return;
    const words = `${wordsOf(owner)}.${method}`;
    if (method === 'get_paginator' || method === 'generate_presigned_url') {
      const operation = firstText(node);
      if (operation === undefined) unread.push(node);
      else add(node, `${words}('${operation}')`, actionsOf(client.service, operation));
      return;
    }
    if (local.has(method) || /^[A-Z_]/.test(method)) return;
    const special = resourceMethods[client.kind]?.[method];
    add(
      node,
      words,
      special === undefined
        ? actionsOf(client.service, method)
        : special.map((action) => `${client.service}:${action}`),
    );
  }

  /** `bucket.objects.filter(…)` lists. */
  function readCollection(node: SyntaxNode): void {
    const owner = node.field('object');
    if (owner === undefined || node.field('attribute')?.text !== 'objects') return;
    const client = clientOf(owner);
    if (client?.service === 's3' && client.kind === 'Bucket')
      add(node, `${wordsOf(owner)}.objects`, ['s3:ListBucket']);
  }

  function add({ start, end }: SyntaxNode, words: string, actions: readonly string[]): void {
    if (actions.length > 0) calls.push({ words, actions, span: { start, end } });
  }
}

/** `s3`, `self.s3`, `clients.s3`. */
function nameOf(node: SyntaxNode): string | undefined {
  if (node.type === 'as_pattern_target') {
    const [inner] = node.children;
    return inner && nameOf(inner);
  }
  return node.type === 'identifier' || (node.type === 'attribute' && /^[\w.]+$/.test(node.text))
    ? node.text
    : undefined;
}

function moduleless(name: string): string {
  return name.slice(name.lastIndexOf('.') + 1);
}

function argumentsOf(call: SyntaxNode): readonly SyntaxNode[] {
  return call.field('arguments')?.children ?? [];
}

/** The first argument, where it is a plain string; also under the names that boto3 gives it. */
function firstText(call: SyntaxNode): string | undefined {
  for (const argument of argumentsOf(call)) {
    const value =
      argument.type === 'keyword_argument' &&
      /^(service_name|operation_name|ClientMethod)$/.test(argument.field('name')?.text ?? '')
        ? argument.field('value')
        : argument;
    if (value?.type === 'string') return /^["']([\w-]+)["']$/.exec(value.text)?.[1];
    if (argument.type !== 'keyword_argument') return undefined;
  }
  return undefined;
}

function wordsOf(node: SyntaxNode): string {
  const text = node.text.replace(/\s+/g, ' ');
  return text.length <= 40 ? text : `${text.slice(0, 39)}…`;
}
