// What a package.json says of handlers: a `--handler` in its scripts, and, for a package that depends on Lambda's
// libraries, the source behind its `main`.
import { folderOf, joinPath, nameOf } from '../../text/path.ts';
import { resolveScriptFile } from '../imports/javascript.ts';
import { type ConfigurationReader, type ConfiguredFunction, plainZip } from './configured-function.ts';
import { entriesOf, textOf, valueAt } from './document.ts';

const lambdaLibraries =
  /^(@types\/aws-lambda|@middy\/core|aws-lambda|@aws-lambda-powertools\/.*|lambda-log|serverless-http|@codegenie\/serverless-express|@vendia\/serverless-express|protect-lambda|aws-lambda-ric)$/;

export const packageJsonReader: ConfigurationReader = {
  mayRead: (path) => nameOf(path) === 'package.json',
  read(path, text, { documents, files }) {
    const root = documents.parseJson(text);
    const folder = folderOf(path);
    const found: ConfiguredFunction[] = [];
    const name = textOf(valueAt(root, 'name')) ?? nameOf(folder);
    const base = { by: 'package.json', file: path, name, runtime: 'nodejs', packaging: plainZip } as const;
    for (const { value } of entriesOf(valueAt(root, 'scripts'))) {
      const handler = /--handler[ =]["']?([\w./-]+\.[\w.]+)/.exec(textOf(value) ?? '')?.[1];
      if (handler !== undefined) found.push({ ...base, span: value, handler, folder });
    }
    const dependsOnLambda = ['dependencies', 'devDependencies', 'peerDependencies'].some((key) =>
      entriesOf(valueAt(root, key)).some((entry) => lambdaLibraries.test(entry.key)),
    );
    const mainNode = valueAt(root, 'main');
    const main = textOf(mainNode);
    if (dependsOnLambda && main !== undefined && mainNode !== undefined && found.length === 0) {
      const entry = sourceOf(joinPath(folder, main), folder, files);
      // Which of its exports is the handler the shapes decide.
      if (entry !== undefined) found.push({ ...base, span: mainNode, handler: undefined, folder, entry });
    }
    return found;
  },
};

function sourceOf(
  main: string,
  folder: string,
  files: Parameters<typeof resolveScriptFile>[1],
): string | undefined {
  const direct = resolveScriptFile(main, files);
  if (direct !== undefined) return direct;
  const inside = main.slice(folder.length + 1).replace(/^(dist|build|lib|out|\.build)\//, '');
  return (
    resolveScriptFile(joinPath(folder, `src/${inside}`), files) ??
    resolveScriptFile(joinPath(folder, inside), files)
  );
}
