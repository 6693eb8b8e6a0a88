// History of violations, grouped in AWS by CloudWatch Logs Insights: asked in a thread of its own, kept for the panel.
import { rowsAsCsv } from '../../core/monitor/violations/overview.ts';
import { mergeGroups, type QueriedGroup } from '../../core/monitor/violations/query.ts';
import {
  type QueryShown,
  type QueryViolationsParams,
  queryCsvRequest,
  queryViolationsRequest,
  shownQueryRequest,
} from '../../protocol/violations.ts';
import { failingInWords } from '../failing-in-words.ts';
import type { Method } from '../method.ts';
import { shownQuery, shownViolations, showQuery } from '../violations/shown.ts';
import { startViolationsThread } from '../violations/start-thread.ts';
import { toQueryShown } from '../violations/view.ts';

export const violationQuery: Method = {
  register(connection, session) {
    const query = (): QueryShown | null => {
      const shown = shownQuery(session);
      return shown ? toQueryShown(shown) : null;
    };

    connection.onRequest(queryViolationsRequest, (params: QueryViolationsParams, token) =>
      failingInWords(async (): Promise<QueryShown | null> => {
        const to = Date.now();
        const from = to - params.hours * 3_600_000;
        const read = shownViolations(session);
        // The log groups that were found before need not be looked for again.
        const known = read?.profile === params.profile ? read.sources : [];
        const sources =
          params.regions.length === 0 ? known : known.filter(({ region }) => params.regions.includes(region));
        const groups: QueriedGroup[] = [];
        const gaps = new Set<string>();
        let bytesScanned = 0;
        const { profile, regions, by } = params;
        const task = { kind: 'query', by, from, to, sources } as const;
        const thread = startViolationsThread(connection, session, { profile, regions, task }, (message) => {
          if (message.kind === 'read') for (const gap of message.gaps) gaps.add(gap);
          if (message.kind !== 'queried') return;
          groups.push(...message.groups);
          bytesScanned += message.bytesScanned;
        });
        token.onCancellationRequested(() => thread.end());
        await thread.done;
        // What was shown before stays.
        if (token.isCancellationRequested) return null;
        if (groups.length === 0 && gaps.size > 0) throw new Error([...gaps].join('; '));
        showQuery(session, {
          by,
          groups: mergeGroups(groups, by),
          bytesScanned,
          from,
          to,
          gaps: [...gaps],
        });
        return query();
      }),
    );
    connection.onRequest(shownQueryRequest, query);
    connection.onRequest(queryCsvRequest, () =>
      failingInWords(async () => {
        const shown = query();
        if (!shown) throw new Error('there is no answer to export');
        return rowsAsCsv(shown.columns, shown.rows);
      }),
    );
  },
};
