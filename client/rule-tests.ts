// Rule examples as the editor's own tests: every rule file is a suite, every rule in it one, every example a test that
// fails at its line.
import * as vscode from 'vscode';
import {
  type ExampleVerdict,
  type RuleExamples,
  type RuleExamplesParams,
  type RuleWithExamples,
  ruleExamplesRequest,
} from '../server/protocol/rule-examples.ts';
import type { Extension } from './feature.ts';
import { toRange } from './places.ts';
import { reason } from './tell.ts';

type Judged = readonly [vscode.TestItem, ExampleVerdict];

const files = '**/{code,in,out}_protect.txt';
const elsewhere = '**/{node_modules,.git,dist,out}/**';
/** Typing does not make tests anew at every key. */
const QUIET_MS = 400;

export function ruleTests({ server, log }: Extension): vscode.Disposable {
  const controller = vscode.tests.createTestController('lambdaProtect.ruleExamples', 'Lambda Protect Rules');
  const waiting = new Map<string, NodeJS.Timeout>();

  const fileItem = (uri: vscode.Uri): vscode.TestItem => {
    const known = controller.items.get(uri.toString());
    if (known) return known;
    const item = controller.createTestItem(uri.toString(), vscode.workspace.asRelativePath(uri), uri);
    item.canResolveChildren = true;
    controller.items.add(item);
    return item;
  };

  const ask = (uri: vscode.Uri, token?: vscode.CancellationToken): Promise<RuleExamples> => {
    const params: RuleExamplesParams = { uri: uri.toString() };
    return server.request(ruleExamplesRequest, params, token);
  };

  /** Makes the items of a file as it is now, and says which verdict each has. */
  const refresh = async (
    item: vscode.TestItem,
    token?: vscode.CancellationToken,
  ): Promise<readonly Judged[] | undefined> => {
    const { uri } = item;
    if (!uri) return undefined;
    try {
      const { rules } = await ask(uri, token);
      item.error = undefined;
      const judged: Judged[] = [];
      item.children.replace(rules.map((rule, index) => ruleItem(controller, item, rule, index, judged)));
      return judged;
    } catch (error) {
      item.error = reason(error);
      log.warn(`examples of ${uri.path}: ${reason(error)}`);
      return undefined;
    }
  };

  const discover = async (): Promise<void> => {
    for (const uri of await vscode.workspace.findFiles(files, elsewhere)) fileItem(uri);
  };

  controller.resolveHandler = async (item) => {
    if (item === undefined) await discover();
    else await refresh(item);
  };
  controller.refreshHandler = async () => {
    await discover();
    for (const [, item] of controller.items) await refresh(item);
  };

  const run = async (request: vscode.TestRunRequest, token: vscode.CancellationToken): Promise<void> => {
    const testRun = controller.createTestRun(request);
    const wanted = request.include ?? [...controller.items].map(([, item]) => item);
    const excluded = new Set(request.exclude?.map(({ id }) => id));
    for (const file of new Set(wanted.map(fileOf))) {
      if (token.isCancellationRequested) break;
      const ids = new Set(wanted.filter((item) => fileOf(item) === file).map(({ id }) => id));
      const judged = await refresh(file, token);
      if (judged === undefined) {
        testRun.errored(
          file,
          new vscode.TestMessage(String(file.error ?? 'the rule file could not be read')),
        );
        continue;
      }
      for (const [example, verdict] of judged) {
        const chain = [example.id, example.parent?.id ?? '', file.id];
        if (!chain.some((id) => ids.has(id)) || chain.some((id) => excluded.has(id))) continue;
        report(testRun, example, verdict);
      }
    }
    testRun.end();
  };
  const profile = controller.createRunProfile('Run examples', vscode.TestRunProfileKind.Run, run, true);

  const later = (document: vscode.TextDocument): void => {
    if (document.languageId !== 'lambda-protect-rules' || document.uri.scheme !== 'file') return;
    const key = document.uri.toString();
    clearTimeout(waiting.get(key));
    waiting.set(
      key,
      setTimeout(() => {
        waiting.delete(key);
        if (server.state === 'running') void refresh(fileItem(document.uri));
      }, QUIET_MS),
    );
  };
  const watcher = vscode.workspace.createFileSystemWatcher(files, false, true, false);

  return vscode.Disposable.from(
    controller,
    profile,
    watcher,
    watcher.onDidCreate((uri) => fileItem(uri)),
    watcher.onDidDelete((uri) => controller.items.delete(uri.toString())),
    vscode.workspace.onDidOpenTextDocument(later),
    vscode.workspace.onDidChangeTextDocument(({ document }) => later(document)),
    server.onDidChangeState((state) => {
      if (state !== 'running') return;
      void discover();
      for (const document of vscode.workspace.textDocuments) later(document);
    }),
    new vscode.Disposable(() => {
      for (const timer of waiting.values()) clearTimeout(timer);
    }),
  );
}

/** Examples are told apart by their order: two rules of a half-written file may have one id. */
function ruleItem(
  controller: vscode.TestController,
  file: vscode.TestItem,
  rule: RuleWithExamples,
  index: number,
  judged: Judged[],
): vscode.TestItem {
  const item = controller.createTestItem(`${file.id} ${index} ${rule.id}`, rule.id, file.uri);
  item.range = toRange(rule.range);
  item.sortText = inOrder(index);
  for (const [place, example] of rule.examples.entries()) {
    const words = `${example.mustMatch ? 'hits' : 'misses'} ${example.text}`;
    const child = controller.createTestItem(`${item.id} ${place}`, words, file.uri);
    child.range = toRange(example.range);
    child.sortText = inOrder(place);
    item.children.add(child);
    judged.push([child, example]);
  }
  return item;
}

/** Sorts as in the file, not by the alphabet. */
function inOrder(index: number): string {
  return String(index).padStart(6, '0');
}

function fileOf(item: vscode.TestItem): vscode.TestItem {
  return item.parent === undefined ? item : fileOf(item.parent);
}

function report(run: vscode.TestRun, item: vscode.TestItem, { failure, range }: ExampleVerdict): void {
  run.started(item);
  const rule = item.parent?.label ?? 'the rule';
  run.appendOutput(
    `${failure === undefined ? 'holds' : 'FAILS'}  ${rule} ${item.label}\r\n`,
    undefined,
    item,
  );
  if (failure === undefined) {
    run.passed(item);
    return;
  }
  const message = new vscode.TestMessage(`${rule} ${failure}`);
  if (item.uri) message.location = new vscode.Location(item.uri, toRange(range));
  run.failed(item, message);
}
