// Entry points of a file, by language. A language that is not listed has none that we could find.
import type { SyntaxTree } from '../syntax-tree.ts';
import { findCSharpEntryPoints } from './csharp.ts';
import type { EntryPoint } from './entry-point.ts';
import { findGoEntryPoints } from './go.ts';
import { findJavaEntryPoints } from './java.ts';
import { findJavaScriptEntryPoints } from './javascript.ts';
import { findPythonEntryPoints } from './python.ts';
import { findRubyEntryPoints } from './ruby.ts';

export const entryPointFinders: Readonly<Record<string, (tree: SyntaxTree) => readonly EntryPoint[]>> = {
  python: findPythonEntryPoints,
  javascript: findJavaScriptEntryPoints,
  javascriptreact: findJavaScriptEntryPoints,
  typescript: findJavaScriptEntryPoints,
  typescriptreact: findJavaScriptEntryPoints,
  java: findJavaEntryPoints,
  go: findGoEntryPoints,
  ruby: findRubyEntryPoints,
  csharp: findCSharpEntryPoints,
};
