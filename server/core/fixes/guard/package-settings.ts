// Settings of a packaging tool that would leave the guard or the rule files out: let in by an edit where the tool has a
// list of patterns, else said with the way out.
import type { ConfiguredFunction, ReaderContext } from '../../syntax/configuration/configured-function.ts';
import { valueAt } from '../../syntax/configuration/document.ts';
import type { Handler } from '../../syntax/handlers.ts';
import { isInside, joinPath, nameOf } from '../../text/path.ts';
import type { Planning } from './package.ts';
import { excludes } from './package-patterns.ts';
import { addToList } from './pattern-edit.ts';
import { relativeTo } from './workspace-path.ts';
import { insertion, lineEndOf } from './wrap.ts';

export interface Packaged {
  readonly handler: Handler;
  readonly configured: ConfiguredFunction;
  /** Root of the package. */
  readonly folder: string;
  /** Folder of the rule files as seen from the root; empty for the root itself. */
  readonly rules: string;
}

export function letIn(packaged: Packaged, plan: Planning): void {
  const { configured, handler, folder, rules } = packaged;
  const { files } = plan.context;
  const where = `${configured.name} (${relativeTo(files, configured.file)})`;
  const warn = (sentence: string) => plan.warn(`${where}: ${sentence}`);
  const isPython = handler.language === 'python';
  const rulesName = rules === '' ? 'the rule files' : `${rules}/`;
  if (configured.folder !== undefined && !isInside(handler.file, configured.folder)) {
    warn(`the handler lies outside of the packaged folder ${relativeTo(files, configured.folder)}`);
  }
  switch (configured.packaging.kind) {
    case 'image':
      warn(
        `the Dockerfile must copy ${isPython ? 'protect_lambda.py and ' : ''}${rulesName} to where the handler lies`,
      );
      warnOfIgnoreFile(joinPath(folder, '.dockerignore'), rules, plan.context, warn);
      break;
    case 'bundle': {
      const patterns = configured.packaging.patterns ?? [];
      const sample = ruleFile(rules);
      const isNamed = patterns.some(
        (one) => !one.startsWith('!') && excludes([`!${one}`], sample, configured.by),
      );
      if (isNamed && excludes(patterns, sample, configured.by) === undefined) break;
      if (configured.by === 'serverless' && addPattern(packaged, globOf(rules), plan)) break;
      warn(
        `${configured.packaging.tool ?? 'the bundler'} takes no rule files along: ${bundleAdvice(configured, rules)}`,
      );
      break;
    }
    case 'zip':
      for (const path of isPython ? ['protect_lambda.py', ruleFile(rules)] : [ruleFile(rules)]) {
        const pattern = excludes(configured.packaging.patterns ?? [], path, configured.by);
        if (pattern === undefined) continue;
        const glob = path === 'protect_lambda.py' ? path : globOf(rules);
        if (configured.by !== 'cdk' && addPattern(packaged, glob, plan)) continue;
        warn(`the pattern ${pattern} leaves ${path} out of the package: let ${glob} in`);
      }
      if (configured.by === 'sam' && !isPython) warnOfNpmPack(folder, rules, plan.context, warn);
      break;
    case 'inline':
      warn('code in a template has no files beside it: use the layer');
      break;
  }
}

function ruleFile(rules: string): string {
  return rules === '' ? 'code_protect.txt' : `${rules}/code_protect.txt`;
}

function globOf(rules: string): string {
  return rules === '' ? '*_protect.txt' : `${rules}/**`;
}

/** Puts the glob behind the patterns that are there, or starts a list in a `serverless.yml` without one. */
function addPattern({ configured }: Packaged, glob: string, { context, put }: Planning): boolean {
  const { by, file, packaging } = configured;
  const { patternsFile, patternsSpan } = packaging;
  const why = `lets ${glob} into the package`;
  if (patternsFile !== undefined && patternsSpan !== undefined) {
    const text = context.files.read(patternsFile);
    const expression = glob.replaceAll('.', '\\\\.').replace('**', '.*').replace(/^\*/, '.*');
    const edit =
      text === undefined
        ? undefined
        : addToList(text, patternsSpan, by === 'terraform' ? `"${expression}"` : `'${glob}'`);
    if (edit === undefined) return false;
    put({ kind: 'edit', path: patternsFile, edits: [edit], why });
    return true;
  }
  const text = context.files.read(file);
  if (text === undefined || !/(^|\/)serverless[^/]*\.ya?ml$/.test(file)) return false;
  if (valueAt(context.documents.parseYaml(text), 'package') !== undefined) return false;
  const end = lineEndOf(text);
  const gap = text.endsWith('\n') ? '' : end;
  const block = `${gap}${end}package:${end}  patterns:${end}    - '${glob}'${end}`;
  put({ kind: 'edit', path: file, edits: [insertion(text.length, block)], why });
  return true;
}

function bundleAdvice({ by, packaging }: ConfiguredFunction, rules: string): string {
  if (by === 'serverless') return `add '${globOf(rules)}' to package.patterns`;
  if (by === 'cdk')
    return `copy ${rules === '' ? 'them' : `${rules}/`} in bundling.commandHooks.afterBundling, or use the layer`;
  if (/esbuild/.test(packaging.tool ?? '')) {
    return 'use the layer, or set PROTECT_LAMBDA_RULES to a folder of a layer of your own';
  }
  return 'use the layer';
}

type Warn = (sentence: string) => void;

/** SAM packs Node functions with `npm pack`: `files` and `.npmignore` decide. */
function warnOfNpmPack(folder: string, rules: string, context: ReaderContext, warn: Warn): void {
  const text = context.files.read(joinPath(folder, 'package.json'));
  const listed = text === undefined ? undefined : valueAt(context.documents.parseJson(text), 'files');
  const first = ruleFile(rules).split('/')[0] ?? '';
  if (listed?.kind === 'list') {
    const names = listed.items.map((item) =>
      item.kind === 'scalar' ? String(item.value).replace(/^\.\//, '') : '',
    );
    const isIn = names.some(
      (name) => excludes([`!${name}`, `!${name}/**`], ruleFile(rules), 'cdk') !== undefined,
    );
    if (!isIn) warn(`"files" in package.json leaves ${first} out of the package: add "${first}"`);
  }
  warnOfIgnoreFile(joinPath(folder, '.npmignore'), rules, context, warn);
}

function warnOfIgnoreFile(path: string, rules: string, { files }: ReaderContext, warn: Warn): void {
  const lines = (files.read(path) ?? '')
    .split(/\r?\n/)
    .filter((line) => line.trim() !== '' && !line.startsWith('#'));
  const patterns = lines.map((line) => (line.startsWith('!') ? line.slice(1) : `!${line}`));
  const sample = ruleFile(rules);
  if (excludes(patterns, sample, 'ignore-file') !== undefined)
    warn(`${nameOf(path)} leaves ${sample} out: add !${globOf(rules)}`);
}
