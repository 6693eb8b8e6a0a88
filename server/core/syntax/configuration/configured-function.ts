// A function as a deployment configuration declares it, before any code is looked at. What an intrinsic function or
// a variable decides (`!Ref`, `!Sub`, `var.x`) is left `undefined` and never guessed.
import type { Span } from '../../text/span.ts';
import type { SourceFiles } from '../source-files.ts';
import type { SyntaxTree } from '../syntax-tree.ts';
import type { DocumentParsers } from './document.ts';

export const configurationKinds = [
  'sam',
  'cloudformation',
  'serverless',
  'cdk',
  'terraform',
  'package.json',
] as const;
export type ConfigurationKind = (typeof configurationKinds)[number];

export interface ConfiguredFunction {
  readonly by: ConfigurationKind;
  /** The file that declares it, and where: its handler string, else its declaration. */
  readonly file: string;
  readonly span: Span;
  /** Logical id, key or construct id. */
  readonly name: string;
  /**
   * The name that it is deployed under, where the configuration sets one. `${…}` in it stands for what the deployment
   * alone knows; absent: the deployment makes the name.
   */
  readonly deployedName?: string;
  /** As written: `app.lambda_handler`, `Namespace.Class::Method`. */
  readonly handler: string | undefined;
  readonly runtime: string | undefined;
  /** Folder (absolute) that the handler string counts from and that is packaged; `undefined` when unknown. */
  readonly folder: string | undefined;
  /** Source file (absolute) where the configuration names one instead of a handler's module. */
  readonly entry?: string;
  readonly packaging: Packaging;
}

/** What decides which files the deployed function will contain. */
export interface Packaging {
  /** `zip`: the folder as it is (perhaps with dependencies); `bundle`: a bundler follows imports; `image`: a container; `inline`: code in the template. */
  readonly kind: 'zip' | 'bundle' | 'image' | 'inline';
  /** In words for a person: `esbuild (Metadata.BuildMethod)`. */
  readonly tool?: string;
  /** Patterns that exclude (`!x`) or include files, as the tool has them, in their order. */
  readonly patterns?: readonly string[];
  /** Where such patterns stand or would be added. */
  readonly patternsSpan?: Span;
  /** The file that they stand in. */
  readonly patternsFile?: string;
  /** Environment variables that stand as text. */
  readonly environment: Readonly<Record<string, string>>;
  readonly layers: readonly string[];
}

export const plainZip: Packaging = { kind: 'zip', environment: {}, layers: [] };

export interface ReaderContext {
  readonly files: SourceFiles;
  readonly documents: DocumentParsers;
  /** `undefined` for a language without a loaded grammar. The tree is the reader's to dispose. */
  parse(language: string, text: string): SyntaxTree | undefined;
}

export interface ConfigurationReader {
  /** By name alone: is the file worth reading? */
  mayRead(path: string): boolean;
  /** Never throws; what cannot be understood is left out. */
  read(path: string, text: string, context: ReaderContext): readonly ConfiguredFunction[];
}

/** No template is larger; a larger file is data. */
export const maxTemplateLength = 4_000_000;

/** The member `deployedName`, where there is one. */
export function named(deployedName: string | undefined): Pick<ConfiguredFunction, 'deployedName'> {
  return deployedName === undefined || deployedName === '' ? {} : { deployedName };
}
