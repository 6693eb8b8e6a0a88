// The view of the workspace's handlers: what Lambda will call, and whether it is guarded.
import { strict as assert } from 'node:assert';
import type { UiSuite } from '../ui-suite.ts';

const template = `AWSTemplateFormatVersion: "2010-09-09"
Transform: AWS::Serverless-2016-10-31
Resources:
  CreateOrder:
    Type: AWS::Serverless::Function
    Properties:
      CodeUri: orders
      Handler: app.create
      Runtime: python3.13
  ListOrders:
    Type: AWS::Serverless::Function
    Properties:
      CodeUri: orders
      Handler: app.list_all
      Runtime: python3.13
  Forgotten:
    Type: AWS::Serverless::Function
    Properties:
      CodeUri: orders
      Handler: gone.handler
      Runtime: python3.13
`;

const app = `from protect_lambda import protect_lambda


@protect_lambda
def create(event, context):
    return {"statusCode": 201}


def list_all(event, context):
    return {"statusCode": 200}
`;

export const suite: UiSuite = {
  topic: 'handlers-view',
  files: { 'template.yaml': template, 'orders/app.py': app },
  tests: [
    {
      name: 'it lists handlers with their guard and opens them',
      async run(vscode) {
        const sidebar = await vscode.view('Lambda Protect');
        const rows = sidebar.locator('.monaco-list-row');
        await rows.filter({ hasText: 'CreateOrder' }).waitFor();
        const labels = await rows.evaluateAll((all) =>
          all.map((row) => row.getAttribute('aria-label') ?? ''),
        );
        const said = labels.join('\n');
        assert.match(said, /CreateOrder, handler create in orders\/app\.py, guarded in code/);
        assert.match(said, /ListOrders, handler list_all in orders\/app\.py, not guarded/);
        assert.match(said, /Code not found/);
        await rows.filter({ hasText: 'ListOrders' }).click();
        await vscode.page.locator('.tab.active[data-resource-name="app.py"]').waitFor();
        await rows.filter({ hasText: 'Code not found' }).click();
        await rows.filter({ hasText: 'gone.handler' }).waitFor();
        await vscode.screenshot('handlers-view');
      },
    },
  ],
};
