// Quick looks at a text and a name: is it worth parsing for handlers? Thousands of files are asked, few are parsed.
import { isInside } from '../text/path.ts';
import type { SourceFiles } from './source-files.ts';

const signs: Readonly<Record<string, RegExp>> = {
  python:
    /\blambda_handler\b|\bdef\s+handler\b|^\s*handler\s*=|\bdef\s+\w+\s*\(\s*_*(?:event|evt|e|request|input|payload|record)s?\w*\s*(?::[^,)]*)?,\s*_*(?:\w*context|ctx|c|_)\b|\bMangum\b|inject_lambda_context|capture_lambda_handler|@(?:\w+\.)?(?:event_source|event_parser|log_metrics|idempotent|validator|protect_lambda)\b/m,
  javascript:
    /\b(?:handler|lambdaHandler|lambda_handler)\b|\bmiddy\s*\(|streamifyResponse|aws-lambda|protect-lambda|serverless-?(?:express|http)|Lambda(?:Handler)?\(|,\s*_*(?:context|ctx|lambdaContext|awsContext)\b/i,
  java: /\bRequest(?:Stream)?Handler\b|services\.lambda\.runtime|FunctionInvoker/,
  go: /aws-lambda-go\/lambda/,
  ruby: /\bevent:/,
  csharp: /\bILambdaContext\b|\bLambdaFunction\b|Amazon\.Lambda|\bFunctionHandler\b/,
};

const signsOf: Readonly<Record<string, RegExp | undefined>> = {
  ...signs,
  javascriptreact: signs['javascript'],
  typescript: signs['javascript'],
  typescriptreact: signs['javascript'],
};

export function couldHaveHandlers(language: string, text: string): boolean {
  const sign = signsOf[language];
  if (sign === undefined || text.length > 2_000_000) return false;
  if (/script/.test(language) && !/\bexports?\b/.test(text)) return false;
  return sign.test(text);
}

/** Tests have functions that look like handlers, and templates that nobody deploys. */
export function isTestFile(file: string, { roots }: SourceFiles): boolean {
  const root = roots.find((folder) => isInside(file, folder)) ?? '';
  const path = file.slice(root.length);
  return (
    /(^|\/)(tests?|__tests__|__mocks__|spec|e2e|test-data|testdata|fixtures)\//.test(path) ||
    /(^|\/)(test_[^/]*|[^/]*_test|conftest)\.(py|go|rb)$/.test(path) ||
    /\.(test|spec)\.[cm]?[jt]sx?$/.test(path) ||
    /(^|\/)[^/]*Tests?\.(java|cs)$/.test(path)
  );
}
