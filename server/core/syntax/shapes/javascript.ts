// Entry points of a JavaScript or TypeScript module: what it exports, in every form of ES modules and CommonJS,
// and which of it looks like a Lambda handler.
import type { SyntaxNode, SyntaxTree } from '../syntax-tree.ts';
import type { EntryPoint, HandlerForm, Likeness } from './entry-point.ts';
import { type Module, readModule } from './javascript-module.ts';
import { firstArgument, isFunction, parameterNames, unwrapped } from './javascript-nodes.ts';

const handlerNames = /^(handler|lambda_?handler|lambda|main)$|handler$/i;
const usualNames = /^(handler|lambdaHandler|lambda_handler)$/;
const contextNames = /^_*(context|ctx|lambdaContext|awsContext)$/;
/** Types of @types/aws-lambda that nothing else has: `APIGatewayProxyHandlerV2`, `SQSEvent`. */
const lambdaTypes =
  /\b(APIGateway|ALB|SQS|SNS|S3|DynamoDBStream|KinesisStream|EventBridge|Scheduled|CloudFront|CognitoUserPool|PreSignUp|PostConfirmation|LambdaFunctionURL|AppSyncResolver|IoT|CloudWatchLogs|CloudWatchAlarm|CloudFormationCustomResource|MSK|SES|ConnectContactFlow|LexV?2?|FirehoseTransformation|CodePipeline\w*|Streamify)\w*(Event|Handler)\w*\b/;
/** Its plain names, which others have, too: they count in a file that imports from it. */
const plainLambdaTypes = /\b(Handler|Context)\b/;

/** Functions of well-known libraries that make a handler out of something else. */
const makers =
  /^(middy|(awslambda\.)?streamifyResponse|serverlessExpress|serverless|serverlessHttp|handle|streamHandle|awsLambdaFastify|startServerAndCreateLambdaHandler|createHandler|wrapHandler|lambdaHandler|Sentry\.wrapHandler|Sentry\.AWSLambda\.wrapHandler|datadog|awsServerlessExpress|NextServer|ServerlessAdapter|makeHandler)$/;

export function findJavaScriptEntryPoints(tree: SyntaxTree): readonly EntryPoint[] {
  const module = readModule(tree);
  const found = new Map<string, EntryPoint>();
  for (const item of module.exports) {
    const entry = entryPointOf(module, item);
    if (entry !== undefined) found.set(entry.exportName, entry);
  }
  return [...found.values()];
}

type Export = Module['exports'][number];

function entryPointOf(module: Module, item: Export): EntryPoint | undefined {
  const base = { exportName: item.exportName, name: item.name, span: item.span };
  if (item.kind === 'reexport') {
    return { ...base, form: item.form, ...plain };
  }
  const { value } = item;
  if (value === undefined)
    return { ...base, form: item.form, ...plain, likeness: likenessByName(item.exportName) };
  const definition = resolve(module, value);
  const described = describe(module, definition, item.typeText);
  const form = formOf(module, item, value, definition);
  if (!described.isCallable) return undefined;
  const likeness = best(
    described.likeness,
    likenessOf(module, item.exportName, definition, described.callable),
  );
  const { guarded, streaming, callback } = described;
  return { ...base, form, guarded: guarded || isGuardUsedOn(module, value), streaming, callback, likeness };
}

const plain = { guarded: false, likeness: 'no', callback: false, streaming: false } as const;

/** From an identifier to what was assigned to it in this file, through `as`, parentheses and other identifiers. */
function resolve(module: Module, value: SyntaxNode): SyntaxNode {
  let node = unwrapped(value);
  for (let hops = 0; hops < 8 && node.type === 'identifier'; hops++) {
    const local = module.locals.get(node.text);
    if (local?.value === undefined) break;
    node = unwrapped(local.value);
  }
  return node;
}

interface Described {
  readonly isCallable: boolean;
  /** The function in the middle of all wrappers, where it can be seen. */
  readonly callable: SyntaxNode | undefined;
  readonly guarded: boolean;
  readonly streaming: boolean;
  readonly callback: boolean;
  readonly likeness: Likeness;
}

/** Looks through wrapper calls (`protectLambda(…)`, `middy(…).use(…)`, `streamifyResponse(…)`) down to the function. */
function describe(module: Module, definition: SyntaxNode, typeText: string): Described {
  let node = resolve(module, definition);
  let guarded = false;
  let streaming = false;
  let likeness: Likeness = isLambdaType(module, typeText) ? 'certain' : 'no';
  for (let depth = 0; depth < 20; depth++) {
    if (node.type !== 'call_expression') break;
    const called = node.field('function');
    const name = called?.text ?? '';
    if (module.guards.has(name)) guarded = true;
    if (
      called?.type === 'member_expression' &&
      ['use', 'before', 'after', 'onError', 'handler'].includes(property(called))
    ) {
      const chainArgument = firstArgument(node);
      if (property(called) === 'use' && usesGuard(module, chainArgument)) guarded = true;
      const receiver = called.field('object');
      if (receiver === undefined) break;
      if (
        property(called) === 'handler' &&
        chainArgument !== undefined &&
        isFunction(unwrapped(chainArgument))
      ) {
        likeness = 'certain';
      }
      node = resolve(module, receiver);
      continue;
    }
    if (makers.test(name)) likeness = 'certain';
    if (/(^|\.)streamifyResponse$/.test(name)) streaming = true;
    if (called?.type === 'member_expression' && property(called) === 'bind') break;
    const inner = firstArgument(node);
    if (inner === undefined) break;
    const next = resolve(module, inner);
    if (!isFunction(next) && next.type !== 'call_expression') break;
    node = next;
  }
  const callable = isFunction(node) ? node : undefined;
  const parameters = callable === undefined ? [] : parameterNames(callable);
  const callback =
    !streaming && callable !== undefined && parameters.length >= 3 && !isOptionalThird(callable);
  const isCallable =
    callable !== undefined ||
    [
      'call_expression',
      'identifier',
      'member_expression',
      'await_expression',
      'ternary_expression',
      'new_expression',
      'subscript_expression',
    ].includes(node.type);
  return { isCallable, callable, guarded, streaming, callback, likeness };
}

/** A third parameter with a default is no callback that Lambda would give. */
function isOptionalThird(callable: SyntaxNode): boolean {
  const third = callable.field('parameters')?.children.filter((child) => child.type !== 'comment')[2];
  return third !== undefined && (third.type === 'assignment_pattern' || third.field('value') !== undefined);
}

function usesGuard(module: Module, argument: SyntaxNode | undefined): boolean {
  if (argument === undefined) return false;
  const called = argument.type === 'call_expression' ? argument.field('function') : undefined;
  const object = called?.type === 'member_expression' ? called.field('object') : called;
  if (object !== undefined && module.guards.has(object.text)) return true;
  if (argument.type === 'array') return argument.children.some((item) => usesGuard(module, item));
  return false;
}

/** `handler.use(protectLambda.middleware())` as a statement of its own. */
function isGuardUsedOn(module: Module, value: SyntaxNode): boolean {
  const target = unwrapped(value);
  return target.type === 'identifier' && module.guardedByStatement.has(target.text);
}

function property(member: SyntaxNode): string {
  return member.field('property')?.text ?? '';
}

function formOf(module: Module, item: Export, value: SyntaxNode, definition: SyntaxNode): HandlerForm {
  const target = unwrapped(value);
  if (item.form.form !== 'expression') {
    // What is exported by name: edit where it is defined, if that is a value; else at the export.
    if (definition.type !== 'call_expression' && !isFunctionExpression(definition)) return item.form;
    if (target.type === 'identifier' && !isInitialOf(module, target.text, definition)) return item.form;
    if (item.form.form === 'object-method' || item.form.form === 'function') return item.form;
    return valueForm(module, definition);
  }
  if (
    target.type === 'identifier' &&
    definition.type === 'call_expression' &&
    isInitialOf(module, target.text, definition)
  ) {
    return valueForm(module, definition);
  }
  return valueForm(module, value);
}

function isFunctionExpression(node: SyntaxNode): boolean {
  return (
    node.type === 'arrow_function' ||
    node.type === 'function_expression' ||
    node.type === 'generator_function'
  );
}

/** The local is declared with this value, so that an edit there changes what is exported and nothing is assigned later. */
function isInitialOf(module: Module, local: string, definition: SyntaxNode): boolean {
  const value = module.locals.get(local)?.value;
  return value !== undefined && unwrapped(value).start === definition.start;
}

function valueForm(module: Module, value: SyntaxNode): HandlerForm {
  const node = unwrapped(value);
  if (node.type === 'call_expression') {
    const root = chainRoot(node);
    const name = root.field('function')?.text ?? '';
    if (module.middies.has(name)) return { form: 'middy', insertAt: root.end };
    if (/(^|\.)streamifyResponse$/.test(name)) {
      const inner = firstArgument(root);
      if (inner !== undefined) {
        const innerForm = valueForm(
          module,
          resolve(module, inner).type === 'call_expression' ? inner : inner,
        );
        return innerForm.form === 'middy' ? innerForm : { form: 'streaming', value: inner };
      }
    }
  }
  return { form: 'expression', value };
}

/** Of `middy(f).use(a).use(b)`, `middy(f)`. */
function chainRoot(call: SyntaxNode): SyntaxNode {
  let node = call;
  for (;;) {
    const called = node.field('function');
    const receiver = called?.type === 'member_expression' ? called.field('object') : undefined;
    if (receiver?.type !== 'call_expression') return node;
    node = receiver;
  }
}

function likenessByName(name: string): Likeness {
  return usualNames.test(name) ? 'likely' : 'no';
}

function likenessOf(
  module: Module,
  name: string,
  definition: SyntaxNode,
  callable: SyntaxNode | undefined,
): Likeness {
  if (callable === undefined) {
    return usualNames.test(name) && definition.type !== 'identifier' ? 'likely' : 'no';
  }
  const parameters = parameterNames(callable);
  if (parameters.length > 3) return 'no';
  const [event = '', context = ''] = parameters;
  const takesContext = contextNames.test(context);
  const head = callable.field('parameters')?.text ?? '';
  if (isLambdaType(module, head)) {
    // Helpers of a handler take its event, too; what is async, or takes the context, is called by Lambda.
    if (handlerNames.test(name) || takesContext || parameters.length === 2) return 'certain';
    return /^(export\s+(default\s+)?)?async\b/.test(callable.text.slice(0, 40)) ? 'likely' : 'no';
  }
  if (takesContext && /^_*(event|evt|e|request|input|payload)?$|^\{/.test(event)) {
    return handlerNames.test(name) || event.includes('event') ? 'certain' : 'likely';
  }
  if (usualNames.test(name)) return parameters.length <= 1 || event === 'event' ? 'likely' : 'no';
  return 'no';
}

function isLambdaType(module: Module, text: string): boolean {
  return lambdaTypes.test(text) || (module.importsLambdaTypes && plainLambdaTypes.test(text));
}

function best(a: Likeness, b: Likeness): Likeness {
  if (a === 'certain' || b === 'certain') return 'certain';
  return a === 'likely' || b === 'likely' ? 'likely' : 'no';
}
