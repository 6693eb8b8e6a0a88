// What a source file offers that Lambda could call, and in which form it is written. The forms are what the wrap
// and unwrap fixes work on; each says where an edit would go.
import type { Span } from '../../text/span.ts';

export interface EntryPoint {
  /** As behind the file in a handler string: `handler`, `default`, `Api.handler`, `handleRequest`. */
  readonly exportName: string;
  /** Where the name stands. */
  readonly name: Span;
  /** The whole function or statement. */
  readonly span: Span;
  readonly form: HandlerForm;
  /** The guard is around it in the code. */
  readonly guarded: boolean;
  /** How much it looks like a handler when no configuration names it. */
  readonly likeness: Likeness;
  /** Takes the third parameter of Node's old callback style. */
  readonly callback: boolean;
  /** Answers through `awslambda.streamifyResponse`. */
  readonly streaming: boolean;
}

/** `certain`: nothing but Lambda calls such a thing; `likely`: by its name or parameters; `no`: any callable. */
export type Likeness = 'certain' | 'likely' | 'no';

export type HandlerForm =
  | PythonDefinition
  | { readonly form: 'python-assigned'; readonly value: Span }
  | { readonly form: 'python-imported'; readonly statement: Span }
  /** A value that a call can be put around. */
  | { readonly form: 'expression'; readonly value: Span }
  /** `value` is what `awslambda.streamifyResponse` is given. */
  | { readonly form: 'streaming'; readonly value: Span }
  /** `insertAt`: behind `middy(...)`, before its first `.use`. */
  | { readonly form: 'middy'; readonly insertAt: number }
  | FunctionDeclaration
  /** `module.exports = { async handler(event) {} }` */
  | { readonly form: 'object-method'; readonly method: Span; readonly head: Span; readonly key: Span }
  /** `module.exports = { handler }`, where `handler` is a function or came from elsewhere. */
  | { readonly form: 'shorthand'; readonly key: Span }
  /** `export { main as handler }`, where `main` is a function or came from elsewhere. */
  | {
      readonly form: 'specifier';
      readonly specifier: Span;
      readonly statement: Span;
      readonly local: string;
      readonly exported: string;
    }
  /** `export { handler } from './other'`: the definition is elsewhere. */
  | { readonly form: 'reexport'; readonly module: string; readonly imported: string }
  /** Found, but no edit of ours would be right; `reason` completes "cannot be wrapped here: ". */
  | { readonly form: 'other'; readonly reason: string };

export interface PythonDefinition {
  readonly form: 'python-def';
  /** Names of the decorators from the outermost in, without arguments: `app.route`, `tracer.capture_lambda_handler`. */
  readonly decorators: readonly { readonly name: string; readonly span: Span }[];
  /** The `def` or `async def`. */
  readonly definition: Span;
}

export interface FunctionDeclaration {
  readonly form: 'function';
  readonly exported: 'named' | 'default';
  /** From `export` on. */
  readonly statement: Span;
  /** From `async` or `function` on. */
  readonly declaration: Span;
  readonly local: string | undefined;
  readonly isOverloaded: boolean;
}

/** The module and the name that the guard has, per family of languages. */
export const guardNames = {
  python: { module: 'protect_lambda', name: 'protect_lambda' },
  node: { module: 'protect-lambda', name: 'protectLambda' },
} as const;

export const onlyNodeAndPython = 'the guard exists for Python and Node';
