// Calls of AWS in JavaScript and TypeScript: commands and clients of SDK 3 (`import` and `require`), its document
// client, paginators and uploads, and the clients of SDK 2.
import { type SyntaxNode, type SyntaxTree, walkNodes } from '../syntax/syntax-tree.ts';
import type { AwsCall, AwsCalls, ClientOf } from './aws-call.ts';
import { actionsOf, servicePrefix } from './sdk-actions.ts';

/** Methods of clients that call nothing of the service. */
const local = new Set([
  'send',
  'destroy',
  'config',
  'on',
  'waitFor',
  'makeRequest',
  'getSignedUrl',
  'getSignedUrlPromise',
]);

/** Packages beside `@aws-sdk/client-…`. */
const libraries: Readonly<Record<string, string>> = {
  '@aws-sdk/lib-dynamodb': 'dynamodb',
  '@aws-sdk/lib-storage': 's3',
};

const powertools: Readonly<Record<string, string>> = {
  getSecret: 'secretsmanager:GetSecretValue',
  getParameter: 'ssm:GetParameter',
  getParameters: 'ssm:GetParametersByPath',
  getParametersByName: 'ssm:GetParameters',
  setParameter: 'ssm:PutParameter',
  getAppConfig: 'appconfig:GetLatestConfiguration',
};

interface ImportedName {
  readonly service: string;
  /** As the package exports it. */
  readonly name: string;
}

/** `known`: clients of other files of the function, by the name under which this file imports them. */
export function findJavascriptCalls(tree: SyntaxTree, known: ReadonlyMap<string, ClientOf>): AwsCalls {
  const calls: AwsCall[] = [];
  const unread: SyntaxNode[] = [];
  const clients = new Map<string, ClientOf>();
  const names = new Map<string, ImportedName>();
  /** Names of whole packages: `import * as s3 from '@aws-sdk/client-s3'`, `const AWS = require('aws-sdk')`. */
  const packages = new Map<string, string>();
  const helpers = new Map<string, string>();
  const foreign = new Map<string, ClientOf>();

  walkNodes(tree.root, (node) => {
    if (node.type === 'import_statement') readImport(node);
    else if (node.type === 'variable_declarator') {
      readRequire(node.field('name'), node.field('value'));
      bind(node.field('name'), node.field('value'));
    } else if (node.type === 'assignment_expression') bind(node.field('left'), node.field('right'));
    else if (node.type === 'public_field_definition' || node.type === 'field_definition')
      bindField(node.field('name') ?? node.field('property'), node.field('value'));
  });
  walkNodes(tree.root, (node) => {
    if (node.type === 'new_expression') readNew(node);
    else if (node.type === 'call_expression') readCall(node);
  });
  return { calls, unread: unread.map(({ start, end }) => ({ start, end })), clients };

  function readImport(node: SyntaxNode): void {
    const source = textOf(node.field('source'));
    if (source === undefined) return;
    walkNodes(node, (child) => {
      if (child.type === 'import_specifier') {
        const name = child.field('name')?.text ?? '';
        take(source, name, child.field('alias')?.text ?? name);
      } else if (child.type === 'namespace_import') packages.set(child.children[0]?.text ?? '', source);
      else if (child.type === 'import_clause') {
        const [first] = child.children;
        if (first?.type === 'identifier') {
          packages.set(first.text, source);
          take(source, 'default', first.text);
        }
      }
    });
  }

  function readRequire(target: SyntaxNode | undefined, value: SyntaxNode | undefined): void {
    const call = value?.type === 'await_expression' ? value.children[0] : value;
    if (call?.type !== 'call_expression') return;
    if (!/^(require|import)$/.test(call.field('function')?.text ?? '')) return;
    const source = textOf(call.field('arguments')?.children[0]);
    if (source === undefined || target === undefined) return;
    if (target.type === 'identifier') packages.set(target.text, source);
    for (const child of target.type === 'object_pattern' ? target.children : []) {
      const name = child.field('key')?.text ?? child.text;
      take(source, name, child.field('value')?.text ?? name);
    }
  }

  function take(source: string, name: string, localName: string): void {
    const service = serviceOf(source);
    if (service !== undefined) names.set(localName, { service, name });
    const action = powertools[name];
    if (source.startsWith('@aws-lambda-powertools/parameters') && action !== undefined)
      helpers.set(localName, action);
    const client = source.startsWith('.') ? known.get(name) : undefined;
    if (client !== undefined) foreign.set(localName, client);
  }

  function bind(target: SyntaxNode | undefined, value: SyntaxNode | undefined): void {
    if (target === undefined || value === undefined || !/^[\w.#$]+$/.test(target.text)) return;
    const client = clientOf(value);
    if (client === undefined) return;
    clients.set(target.text, client);
    // `exports.s3 = …` is imported as `s3`.
    const exported = /^(?:module\.)?exports\.(\w+)$/.exec(target.text)?.[1];
    if (exported !== undefined) clients.set(exported, client);
  }

  function bindField(target: SyntaxNode | undefined, value: SyntaxNode | undefined): void {
    const client = value && clientOf(value);
    if (target !== undefined && client !== undefined) clients.set(`this.${target.text}`, client);
  }

  function clientOf(node: SyntaxNode): ClientOf | undefined {
    switch (node.type) {
      case 'await_expression':
      case 'parenthesized_expression':
      case 'as_expression':
      case 'non_null_expression': {
        const [inner] = node.children;
        return inner && clientOf(inner);
      }
      case 'identifier':
      case 'member_expression':
        return clients.get(node.text) ?? foreign.get(node.text);
      case 'new_expression':
        return constructed(node.field('constructor'));
      case 'call_expression': {
        // `DynamoDBDocument.from(client)`, `AWSXRay.captureAWSv3Client(new S3Client())`.
        const called = node.field('function');
        const owner = called?.type === 'member_expression' ? called.field('object') : undefined;
        if (called?.field('property')?.text === 'from' && owner !== undefined) return constructed(owner);
        const [first] = node.field('arguments')?.children ?? [];
        return /captureAWS(v3)?Client$/.test(called?.text ?? '') && first ? clientOf(first) : undefined;
      }
      default:
        return undefined;
    }
  }

  /** What `new X()` is a client of. */
  function constructed(node: SyntaxNode | undefined): ClientOf | undefined {
    const found = node && exportOf(node);
    if (found === undefined || /Command$|^Upload$/.test(found.name)) return undefined;
    return { service: found.service, kind: found.name };
  }

  /** The export of an SDK package that an expression names. */
  function exportOf(node: SyntaxNode): ImportedName | undefined {
    if (node.type === 'identifier') return names.get(node.text);
    if (node.type !== 'member_expression') return undefined;
    const [head = '', ...path] = node.text.split('.');
    const source = packages.get(head);
    const name = path.at(-1);
    if (source === undefined || name === undefined) return undefined;
    const service = source === 'aws-sdk' ? servicePrefix((path[0] ?? '').toLowerCase()) : serviceOf(source);
    return service === undefined ? undefined : { service, name };
  }

  function readNew(node: SyntaxNode): void {
    const found = exportOf(node.field('constructor') ?? node);
    if (found === undefined) return;
    const operation =
      /^(\w+)Command$/.exec(found.name)?.[1] ?? (found.name === 'Upload' ? 'Upload' : undefined);
    if (operation !== undefined) add(node, found.name, actionsOf(found.service, operation));
  }

  function readCall(node: SyntaxNode): void {
    const called = node.field('function');
    if (called === undefined) return;
    const paginator = exportOf(called);
    const paged = /^paginate([A-Z]\w+)$/.exec(paginator?.name ?? '')?.[1];
    if (paginator !== undefined && paged !== undefined) {
      add(node, paginator.name, actionsOf(paginator.service, paged));
      return;
    }
    const helper = called.type === 'identifier' ? helpers.get(called.text) : undefined;
    if (helper !== undefined) add(node, called.text, [helper]);
    const owner = called.field('object');
    const client = owner && clientOf(owner);
    if (client === undefined) return;
    if (called.type === 'subscript_expression') {
      unread.push(node);
      return;
    }
    const method = called.field('property')?.text ?? '';
    if (method.startsWith('getSignedUrl')) {
      const operation = textOf(node.field('arguments')?.children[0]);
      if (operation === undefined) unread.push(node);
      else add(node, `${called.text}('${operation}')`, actionsOf(client.service, operation));
      return;
    }
    // A client of SDK 3 that is no aggregate has `send` alone.
    if (
      local.has(method) ||
      !/^[a-z]/.test(method) ||
      (/Client$/.test(client.kind) && client.kind !== 'DocumentClient')
    )
      return;
    add(node, called.text, actionsOf(client.service, method));
  }

  function add({ start, end }: SyntaxNode, words: string, actions: readonly string[]): void {
    if (actions.length > 0) calls.push({ words, actions, span: { start, end } });
  }
}

/** IAM's prefix for `@aws-sdk/client-s3`, and for `aws-sdk/clients/s3` of SDK 2. */
function serviceOf(source: string): string | undefined {
  const client = /^@aws-sdk\/client-([\w-]+)$|^aws-sdk\/clients\/(\w+)$/.exec(source);
  const name = client?.[1] ?? client?.[2];
  return name === undefined ? libraries[source] : servicePrefix(name);
}

function textOf(node: SyntaxNode | undefined): string | undefined {
  return node?.type === 'string' ? node.text.slice(1, -1) : undefined;
}
