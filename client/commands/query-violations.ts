// Groups the history of violations in AWS by a Logs Insights query, after saying what that costs, and shows the answer in
// the panel.
import * as vscode from 'vscode';
import type { QueryGrouping } from '../../server/core/monitor/violations/query.ts';
import {
  type QueryShown,
  type QueryViolationsParams,
  queryViolationsRequest,
  type ViolationPrices,
  violationPricesRequest,
} from '../../server/protocol/violations.ts';
import type { Command } from '../feature.ts';
import { askWhatToRead } from '../violation-questions.ts';
import { withViolationsProgress } from '../violations.ts';
import { showViolationsPanel } from '../webview/violations-panel.ts';

const groupings: readonly { readonly label: string; readonly detail: string; readonly by: QueryGrouping }[] =
  [
    { label: 'By rule', detail: 'which rules are violated most', by: 'rule' },
    { label: 'By function', detail: 'which functions are attacked most', by: 'function' },
    { label: 'By source address', detail: 'who does it, where the guards record addresses', by: 'source' },
    { label: 'By hour', detail: 'when it happens', by: 'hour' },
    { label: 'By all of these', detail: 'hour, function, kind and rule', by: 'all' },
  ];

export const command: Command = {
  id: 'lambdaProtect.queryViolations',
  run: (extension) =>
    extension.tell.failing('the violations could not be queried', async () => {
      const prices = await extension.server.request<ViolationPrices>(violationPricesRequest, null);
      const grouping = await vscode.window.showQuickPick(groupings, {
        title: 'Query Violations',
        placeHolder: `Logs Insights, ${prices.query}`,
      });
      if (!grouping) return;
      const range = await askWhatToRead(extension, 'Query Violations');
      if (!range) return;
      const params: QueryViolationsParams = { ...range, by: grouping.by };
      const answer = await withViolationsProgress(extension, 'Querying violations', (token) =>
        extension.server.request<QueryShown | null>(queryViolationsRequest, params, token),
      );
      if (answer === null) extension.tell.info('The query was stopped, in AWS too.');
      else showViolationsPanel(extension, {});
    }),
};
