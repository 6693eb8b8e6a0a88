// Wrapping a handler in the guard: by a quick fix and from the side bar, in Python and in TypeScript.
import { strict as assert } from 'node:assert';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { UiSuite } from '../ui-suite.ts';

const template = `AWSTemplateFormatVersion: "2010-09-09"
Transform: AWS::Serverless-2016-10-31
Resources:
  Report:
    Type: AWS::Serverless::Function
    Properties:
      CodeUri: report
      Handler: app.handler
      Runtime: python3.13
  Orders:
    Type: AWS::Serverless::Function
    Metadata:
      BuildMethod: esbuild
    Properties:
      CodeUri: orders
      Handler: app.handler
      Runtime: nodejs22.x
`;

const python = `import json


def handler(event, context):
    return {"statusCode": 200, "body": json.dumps(event)}
`;

const typescript = `interface Order {
  readonly id: string;
}

export const handler = async (event: Order): Promise<{ statusCode: number }> => {
  return { statusCode: event.id === '' ? 400 : 200 };
};
`;

export const suite: UiSuite = {
  topic: 'guard',
  files: {
    'template.yaml': template,
    'report/app.py': python,
    'orders/app.ts': typescript,
    'orders/package.json': '{ "name": "orders", "type": "module", "dependencies": {} }\n',
  },
  tests: [
    {
      name: 'one quick fix wraps a Python handler and brings the guard',
      async run(vscode) {
        await vscode.open('report/app.py');
        await vscode.page.locator('.codelens-decoration', { hasText: 'not guarded' }).first().waitFor();
        await vscode.screenshot('guard-lens');
        await vscode.goTo(4, 6);
        await vscode.codeAction('guard');
        await vscode.page
          .locator('.codelens-decoration', { hasText: /handler, guarded/ })
          .first()
          .waitFor();
        const text = await vscode.save('report/app.py');
        assert.match(text, /import.*protect_lambda/);
        assert.match(text, /^@protect_lambda.*\ndef handler\(event, context\):$/m);
        assert(
          existsSync(join(vscode.folder, 'report/protect_lambda.py')),
          'the guard is not beside the function',
        );
        await vscode.screenshot('guard-python');
      },
    },
    {
      name: 'the side bar wraps a TypeScript handler',
      async run(vscode) {
        await vscode.open('orders/app.ts');
        const sidebar = await vscode.view('Lambda Protect');
        const row = sidebar.locator('.monaco-list-row').filter({ hasText: 'Orders' });
        await row.hover();
        await row.locator('[aria-label^="Wrap in the Guard"]').click();
        await sidebar
          .locator('.monaco-list-row[aria-label*="Orders"][aria-label*="guarded in code"]')
          .waitFor();
        await vscode.open('orders/app.ts');
        const text = await vscode.save('orders/app.ts');
        assert.match(text, /protectLambda\(/);
        assert.match(text, /event: Order/);
        const manifest = readFileSync(join(vscode.folder, 'orders/package.json'), 'utf8');
        assert(/protect-lambda/.test(text + manifest));
        await vscode.screenshot('guard-typescript');
      },
    },
  ],
};
