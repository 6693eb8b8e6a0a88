// What parsing costs: a keystroke in large files, and the search for handlers in a workspace of 2,000 files.
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { findRegions } from '../../server/core/syntax/regions.ts';
import type { TreeParser } from '../../server/core/syntax/syntax-tree.ts';
import { createFunctionIndex } from '../../server/platform/function-index.ts';
import { createTreeParser } from '../../server/platform/tree-sitter.ts';
import { createWorkspace } from '../../server/platform/workspace.ts';
import type { Bench, Figure } from '../../tools/bench.ts';

const python = (i: number) => `# handles the orders of shop ${i}
def handler_${i}(event, context):
    """Answers with what was ordered.
    Twice, if need be."""
    command = event["cmd"] + f"value {event['x']!r} and {context.aws_request_id}"
    if command.startswith('a'):
        result = subprocess.check_output(command, shell=True)  # runs it
        return {"statusCode": 200, "body": json.dumps({"a": result, "b": [1, 2, 3]})}
    for item in event.get("items", []):
        process(item, key="value")
`;
const typescript = (i: number) => `// handles the orders of shop ${i}
export const handler${i} = async (event: APIGatewayProxyEvent, context: Context): Promise<Result> => {
  /* Answers with what was ordered.
     Twice, if need be. */
  const command = event.queryStringParameters?.["cmd"] ?? \`value \${event.path} and \${context.awsRequestId}\`;
  if (/^a+$/.test(command)) {
    const result = execSync(command, { shell: '/bin/sh' }); // runs it
    return { statusCode: 200, body: JSON.stringify({ a: result, b: [1, 2, 3] }) };
  }
};
`;

export const bench: Bench = {
  name: 'syntax',
  async run() {
    const parser = await createTreeParser();
    await parser.load();
    return [
      ...keystrokes(parser, 'python', 'Python', python),
      ...keystrokes(parser, 'typescript', 'TypeScript', typescript),
      ...(await discovery(parser)),
    ];
  },
};

function keystrokes(
  parser: TreeParser,
  language: string,
  name: string,
  block: (i: number) => string,
): Figure[] {
  let text = Array.from({ length: 300 }, (_, i) => block(i)).join('');
  let tree = parser.parse(language, text);
  if (tree === undefined) throw new Error(`no grammar: ${language}`);
  let regions = findRegions(tree);
  const parsing: number[] = [];
  const finding: number[] = [];
  let at = text.indexOf('result', text.length >> 1);
  for (const letter of 'subprocess.check_output("a b", x) # y '.repeat(6)) {
    const next = text.slice(0, at) + letter + text.slice(at);
    const start = performance.now();
    const after = parser.parse(language, next, { tree, edit: { start: at, oldEnd: at, newEnd: at + 1 } });
    if (after === undefined) throw new Error('no tree');
    const parsed = performance.now();
    regions = findRegions(after, regions);
    finding.push(performance.now() - parsed);
    parsing.push(parsed - start);
    tree.dispose();
    tree = after;
    text = next;
    at++;
  }
  tree.dispose();
  const usual = quantile(finding, 0.5);
  return [
    {
      name: `${name}, 3,000 lines: parse after a keystroke, median`,
      value: quantile(parsing, 0.5),
      unit: 'ms',
    },
    {
      name: `${name}, 3,000 lines: parse after a keystroke, p95`,
      value: quantile(parsing, 0.95),
      unit: 'ms',
    },
    {
      name: `${name}, 3,000 lines: regions after a keystroke, median`,
      value: usual,
      unit: 'ms',
      must: 'at most 2 ms',
      holds: usual <= 2,
    },
    {
      name: `${name}, 3,000 lines: regions after a keystroke, p95`,
      value: quantile(finding, 0.95),
      unit: 'ms',
    },
  ];
}

async function discovery(parser: TreeParser): Promise<Figure[]> {
  const root = mkdtempSync(join(tmpdir(), 'lambda-protect-bench-'));
  try {
    const functions: string[] = [];
    for (let i = 0; i < 500; i++) {
      const [folder, ending, runtime] = i % 2 === 0 ? ['py', 'py', 'python3.13'] : ['ts', 'ts', 'nodejs22.x'];
      const block = i % 2 === 0 ? python : typescript;
      mkdirSync(join(root, folder, `f${i}`), { recursive: true });
      for (const name of ['app', 'one', 'two', 'three']) {
        const body = Array.from({ length: 5 }, (_, k) =>
          block(k).replaceAll(/handler|event|context/g, (word) => (name === 'app' ? word : `x_${word}`)),
        );
        writeFileSync(join(root, folder, `f${i}`, `${name}.${ending}`), body.join(''));
      }
      const handler = i % 2 === 0 ? 'app.handler_0' : 'app.handler0';
      functions.push(
        `  F${i}: { Type: AWS::Serverless::Function, Properties: { CodeUri: ${folder}/f${i}, Handler: ${handler}, Runtime: ${runtime} } }`,
      );
    }
    writeFileSync(join(root, 'template.yaml'), `Resources:\n${functions.join('\n')}\n`);
    const start = performance.now();
    const index = createFunctionIndex(createWorkspace([root]), parser);
    const { handlers } = await index.handlers();
    const sources = await index.sources('functions');
    const first = performance.now() - start;
    index.update([join(root, 'py', 'f0', 'app.py')]);
    const again = performance.now();
    await index.sources('functions');
    return [
      { name: 'functions of 2,001 files, first search', value: first, unit: 'ms' },
      { name: 'functions of 2,001 files, after one change', value: performance.now() - again, unit: 'ms' },
      { name: 'handlers found', value: handlers.length, unit: 'handlers', holds: sources.length === 2000 },
    ];
  } finally {
    rmSync(root, { recursive: true, force: true });
  }
}

function quantile(values: readonly number[], at: number): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * at))] ?? 0;
}
