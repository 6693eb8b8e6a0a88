// Violations that guards logged: reads them from AWS or from files in a thread of its own, and answers the panel,
// exports and where a row leads.
import type { CancellationToken } from 'vscode-languageserver/node';
import {
  countByFunction,
  renderViolationsCsv,
  type SeenViolation,
} from '../../core/monitor/violations/overview.ts';
import { queryPrice, tailPrice } from '../../core/monitor/violations/prices.ts';
import {
  type ReadFilesParams,
  type ReadViolationsParams,
  readViolationFilesRequest,
  readViolationsRequest,
  type ViolationPrices,
  type ViolationsParams,
  type ViolationsShown,
  type ViolationsSummary,
  violationPlacesRequest,
  violationPricesRequest,
  violationsCsvRequest,
  violationsRequest,
} from '../../protocol/violations.ts';
import { failingInWords } from '../failing-in-words.ts';
import type { Method } from '../method.ts';
import type { ViolationsTask } from '../violations/job.ts';
import { placesOf } from '../violations/places.ts';
import {
  following,
  keptViolations,
  mergeViolations,
  newestOf,
  type ShownViolations,
  shownViolations,
  showViolations,
} from '../violations/shown.ts';
import { startViolationsThread, type ViolationsThread } from '../violations/start-thread.ts';
import { selected, toShown } from '../violations/view.ts';

export const violations: Method = {
  register(connection, session) {
    let reading: ViolationsThread | undefined;

    async function read(
      start: Pick<ShownViolations, 'origin' | 'profile' | 'from' | 'to'>,
      regions: readonly string[],
      task: ViolationsTask,
      token: CancellationToken,
    ): Promise<ViolationsSummary> {
      reading?.end();
      let shown: ShownViolations = { ...start, violations: [], sources: [], alarms: undefined, gaps: [] };
      let all: SeenViolation[] = [];
      let total = 0;
      const thread = startViolationsThread(
        connection,
        session,
        { profile: start.profile, regions, task },
        (message) => {
          if (message.kind === 'sources') shown = { ...shown, sources: message.sources };
          if (message.kind === 'alarms') shown = { ...shown, alarms: message.alarms };
          if (message.kind !== 'read') return;
          for (const one of message.violations) all.push(one);
          total += message.violations.length;
          if (all.length >= 2 * keptViolations) all = newestOf(all);
          if (message.gaps.length > 0)
            shown = { ...shown, gaps: [...new Set([...shown.gaps, ...message.gaps])] };
        },
      );
      reading = thread;
      let isStopped = false;
      token.onCancellationRequested(() => {
        isStopped = true;
        thread.end();
      });
      await thread.done;
      if (reading !== thread) throw new Error('another reading of violations was started');
      reading = undefined;
      const gaps = [...shown.gaps];
      if (isStopped)
        gaps.push(`stopped before all ${start.origin === 'aws' ? 'log groups' : 'files'} were read`);
      const { all: kept } = mergeViolations([], all);
      if (kept.length === keptViolations && total > kept.length)
        gaps.push(`only the newest ${kept.length} of ${total} violations are kept`);
      showViolations(session, { ...withRange({ ...shown, violations: kept }), gaps });
      return {
        total: kept.length,
        functions: countByFunction(kept).length,
        sources: shown.sources.length,
        gaps,
      };
    }

    connection.onRequest(readViolationsRequest, (params: ReadViolationsParams, token) =>
      failingInWords(() => {
        const to = Date.now();
        const from = to - params.hours * 3_600_000;
        const start = { origin: 'aws', profile: params.profile, from, to } as const;
        return read(start, params.regions, { kind: 'read', from, to }, token);
      }),
    );
    connection.onRequest(readViolationFilesRequest, ({ paths }: ReadFilesParams, token) =>
      failingInWords(() => {
        const now = Date.now();
        const start = { origin: 'files', profile: '', from: now, to: now } as const;
        return read(start, [], { kind: 'files', paths }, token);
      }),
    );
    connection.onRequest(violationsRequest, (params: ViolationsParams): ViolationsShown | null => {
      const shown = shownViolations(session);
      return shown ? toShown(shown, params, following(session), Date.now()) : null;
    });
    connection.onRequest(violationPricesRequest, (): ViolationPrices => {
      const regions = new Set(shownViolations(session)?.sources.map(({ region }) => region));
      return { following: tailPrice(Math.max(1, regions.size)), query: queryPrice };
    });
    connection.onRequest(violationsCsvRequest, (params: ViolationsParams) =>
      failingInWords(async () => {
        const shown = shownViolations(session);
        if (!shown) throw new Error('no violations were read');
        return renderViolationsCsv(selected(shown, params));
      }),
    );
    connection.onRequest(violationPlacesRequest, ({ id }: { readonly id: string }) =>
      failingInWords(async () => {
        const violation = shownViolations(session)?.violations.find((one) => one.id === id);
        if (!violation) throw new Error('the violation is not among those that were read last');
        return placesOf(violation, session);
      }),
    );
  },
};

/** Files say themselves from when to when they go. */
function withRange(shown: ShownViolations): ShownViolations {
  const { origin, violations: all } = shown;
  const [newest] = all;
  const oldest = all.at(-1);
  if (origin === 'aws' || !newest || !oldest) return shown;
  // A range of a few hours at least, so that there is a time to see.
  return { ...shown, from: Math.min(oldest.at, newest.at - 6 * 3_600_000), to: newest.at + 1 };
}
