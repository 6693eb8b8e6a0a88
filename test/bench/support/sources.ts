// Handlers for benches: made by a recipe with a seed, about as long-winded, and about as often at fault, as real ones.

export type BenchLanguage = 'python' | 'typescript' | 'javascript';

/** A small generator of numbers (mulberry32): the same seed gives the same sources everywhere. */
export function numbers(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let t = state;
    t = Math.imul(t ^ (t >>> 15), t | 1);
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32;
  };
}

const words = [
  'order',
  'customer',
  'invoice',
  'bucket',
  'report',
  'token',
  'batch',
  'tenant',
  'session',
  'image',
];

function pythonBlock(n: number, pick: () => string, faulty: boolean): string[] {
  const [a, b] = [pick(), pick()];
  return [
    `def load_${a}_${n}(event, table):`,
    `    """Reads the ${a} that the ${b} names; eval() has no place here."""`,
    `    key = {"pk": event["${a}Id"], "sk": f"${b}#{event.get('${b}', 'none')}"}`,
    `    response = table.get_item(Key=key)  # one read, strongly consistent`,
    `    item = response.get("Item", {})`,
    faulty
      ? `    output = subprocess.check_output(event["${b}"], shell=True)`
      : `    logger.info("loaded %s", key["pk"])`,
    `    if not item:`,
    `        raise KeyError(f"no ${a} {key['pk']}")`,
    `    return {"${a}": item, "size": len(json.dumps(item))}`,
    '',
  ];
}

function scriptBlock(n: number, pick: () => string, faulty: boolean, typed: boolean): string[] {
  const [a, b] = [pick(), pick()];
  const types = typed ? [`event: Record<string, string>`, `: Promise<object>`] : ['event', ''];
  return [
    `export async function load${n}(${types[0]})${types[1]} {`,
    `  // Reads the ${a} that the ${b} names; eval() has no place here.`,
    `  const key = { pk: event.${a}Id, sk: \`${b}#\${event.${b} ?? 'none'}\` };`,
    `  const { Item: item } = await table.send(new GetCommand({ TableName: "${a}s", Key: key }));`,
    faulty ? `  const output = execSync(\`convert \${event.${b}}\`);` : `  console.log("loaded", key.pk);`,
    `  if (!item) throw new Error(\`no ${a} \${key.pk}\`);`,
    `  const pattern = /^[a-z]+\\/(${b})$/u;`,
    `  return { ${a}: item, known: pattern.test(key.sk), at: new Date().toISOString() };`,
    '}',
    '',
  ];
}

const heads: Readonly<Record<BenchLanguage, readonly string[]>> = {
  python: [
    'import json',
    'import logging',
    'import subprocess',
    'import boto3',
    '',
    'logger = logging.getLogger()',
    '',
  ],
  typescript: [
    "import { execSync } from 'node:child_process';",
    "import { GetCommand } from '@aws-sdk/lib-dynamodb';",
    "import { table } from './table';",
    '',
  ],
  javascript: [
    "import { execSync } from 'node:child_process';",
    "import { GetCommand } from '@aws-sdk/lib-dynamodb';",
    "import { table } from './table.js';",
    '',
  ],
};

const tails: Readonly<Record<BenchLanguage, readonly string[]>> = {
  python: [
    'def lambda_handler(event, context):',
    '    return load_order_0(event, boto3.resource("dynamodb").Table("t"))',
    '',
  ],
  typescript: ['export const handler = async (event: Record<string, string>) => load0(event);', ''],
  javascript: ['export const handler = async (event) => load0(event);', ''],
};

/** About `lineCount` lines; one block in `faultEvery` breaks a rule (0: none does). */
export function source(language: BenchLanguage, lineCount: number, seed: number, faultEvery = 12): string {
  const next = numbers(seed);
  const pick = () => words[Math.floor(next() * words.length)] ?? 'order';
  const lines = [...heads[language]];
  for (let n = 0; lines.length < lineCount - tails[language].length; n++) {
    const faulty = faultEvery > 0 && Math.floor(next() * faultEvery) === 0;
    lines.push(
      ...(language === 'python'
        ? pythonBlock(n, pick, faulty)
        : scriptBlock(n, pick, faulty, language === 'typescript')),
    );
  }
  return [...lines, ...tails[language]].join('\n');
}
