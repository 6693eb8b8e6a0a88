// Import resolvers by language id.
import { csharpResolver } from './csharp.ts';
import { goResolver } from './go.ts';
import { javaResolver } from './java.ts';
import { javascriptResolver } from './javascript.ts';
import { pythonResolver } from './python.ts';
import type { ImportResolver } from './resolver.ts';
import { rubyResolver } from './ruby.ts';

export const importResolvers: Readonly<Record<string, ImportResolver>> = {
  python: pythonResolver,
  javascript: javascriptResolver,
  javascriptreact: javascriptResolver,
  typescript: javascriptResolver,
  typescriptreact: javascriptResolver,
  java: javaResolver,
  go: goResolver,
  ruby: rubyResolver,
  csharp: csharpResolver,
};
