// Violations that guards logged: reads them in a thread of its own, follows new ones while somebody looks, and answers
// the panel, exports and where a row leads.
import { ErrorCodes, ResponseError } from 'vscode-languageserver/node';
import type { SourceGap } from '../../aws/violations.ts';
import {
  countByFunction,
  countByRule,
  periodsOf,
  renderViolationsCsv,
  type SeenViolation,
  selectViolations,
  seriesByFunction,
} from '../../core/monitor/violations/overview.ts';
import { type MfaCodeParams, mfaCodeRequest } from '../../protocol/audit.ts';
import {
  followEveryMs,
  followedSources,
  followViolationsRequest,
  type ReadViolationsParams,
  readViolationsRequest,
  type ViolationRow,
  type ViolationsChanged,
  type ViolationsParams,
  type ViolationsShown,
  type ViolationsSummary,
  violationPlacesRequest,
  violationsChangedNotification,
  violationsCsvRequest,
  violationsRequest,
} from '../../protocol/violations.ts';
import type { Method } from '../method.ts';
import type { Session } from '../session.ts';
import { placeWords } from '../trees/violations.ts';
import type { FromViolations, ViolationsJob } from '../violations/job.ts';
import { placesOf } from '../violations/places.ts';
import {
  mergeViolations,
  onViolations,
  type ShownViolations,
  shownViolations,
  showViolations,
} from '../violations/shown.ts';
import { startViolationsThread, type ViolationsThread } from '../violations/start-thread.ts';

const ROWS = 500;

export const violations: Method = {
  register(connection, session) {
    let following: ViolationsThread | undefined;
    let wantsFollowing = false;
    let reading: ViolationsThread | undefined;
    let added: readonly SeenViolation[] = [];

    const start = (job: ViolationsJob, hear: (message: FromViolations) => void): ViolationsThread =>
      startViolationsThread(job, hear, async (serial) => {
        const params: MfaCodeParams = { serial };
        const code: unknown = await connection.sendRequest(mfaCodeRequest, params);
        return typeof code === 'string' ? code : null;
      });

    const unfollow = () => {
      following?.end();
      following = undefined;
    };

    function follow(): void {
      unfollow();
      const shown = shownViolations(session);
      if (!shown || !wantsFollowing) return;
      const busy = new Set(shown.violations.map(({ logGroup }) => logGroup));
      const sources = shown.sources
        .toSorted((a, b) => Number(busy.has(b.logGroup)) - Number(busy.has(a.logGroup)))
        .slice(0, followedSources);
      const job = {
        ...accessOf(shown.profile, session),
        regions: [...new Set(sources.map(({ region }) => region))],
        from: shown.to,
        to: shown.to,
        follow: { sources, everyMs: followEveryMs },
      };
      following = start(job, (message) => {
        if (message.kind === 'read') addNew(message.violations, message.gaps);
      });
      following.done.catch((error: unknown) => {
        connection.console.warn(`following violations: ${wordsOf(error)}`);
        // Tried again as long as somebody looks.
        if (wantsFollowing) setTimeout(() => wantsFollowing && follow(), 5 * followEveryMs);
      });
    }

    function addNew(more: readonly SeenViolation[], gaps: readonly SourceGap[]): void {
      const shown = shownViolations(session);
      if (!shown) return;
      const merged = mergeViolations(shown.violations, more);
      const allGaps = [...new Set([...shown.gaps, ...gaps.map(gapWords)])];
      if (merged.added.length === 0 && allGaps.length === shown.gaps.length) return;
      added = merged.added;
      const to = Math.max(shown.to, Date.now(), (merged.all[0]?.at ?? 0) + 1);
      showViolations(session, { ...shown, violations: merged.all, gaps: allGaps, to });
    }

    onViolations(session, () => {
      const [newest] = added;
      const changed: ViolationsChanged = {
        added: added.length,
        ...(newest === undefined ? {} : { newest: `${newest.rule} in ${newest.function}` }),
      };
      added = [];
      void connection.sendNotification(violationsChangedNotification, changed);
    });

    connection.onRequest(readViolationsRequest, (params: ReadViolationsParams, token) =>
      failingInWords(async (): Promise<ViolationsSummary> => {
        reading?.end();
        unfollow();
        const to = Date.now();
        const from = to - params.hours * 3_600_000;
        let read: ShownViolations = {
          violations: [],
          sources: [],
          gaps: [],
          from,
          to,
          profile: params.profile,
        };
        const all: SeenViolation[] = [];
        const job = { ...accessOf(params.profile, session), regions: params.regions, from, to };
        const thread = start(job, (message) => {
          if (message.kind === 'sources') read = { ...read, sources: message.sources };
          if (message.kind !== 'read') return;
          for (const one of message.violations) all.push(one);
          if (message.gaps.length > 0)
            read = { ...read, gaps: [...new Set([...read.gaps, ...message.gaps.map(gapWords)])] };
        });
        reading = thread;
        let isStopped = false;
        token.onCancellationRequested(() => {
          isStopped = true;
          thread.end();
        });
        await thread.done;
        if (reading !== thread) throw new Error('another reading of violations was started');
        reading = undefined;
        if (isStopped) read = { ...read, gaps: [...read.gaps, 'stopped before all log groups were read'] };
        const { all: kept, added: found } = mergeViolations([], all);
        if (kept.length < found.length)
          read = { ...read, gaps: [...read.gaps, `only the newest ${kept.length} violations are kept`] };
        showViolations(session, { ...read, violations: kept });
        follow();
        return {
          total: kept.length,
          functions: countByFunction(kept).length,
          sources: read.sources.length,
          gaps: read.gaps,
        };
      }),
    );
    connection.onRequest(violationsRequest, (params: ViolationsParams): ViolationsShown | null => {
      const shown = shownViolations(session);
      return shown ? toShown(shown, params, following !== undefined) : null;
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
    connection.onRequest(followViolationsRequest, ({ follow: isWanted }: { readonly follow: boolean }) => {
      wantsFollowing = isWanted;
      if (isWanted) follow();
      else unfollow();
      return null;
    });
  },
};

function accessOf(profile: string, { settings: { endpointUrl } }: Session) {
  return {
    ...(profile === '' ? {} : { profile }),
    ...(endpointUrl === '' ? {} : { endpointUrl }),
  };
}

function selected(shown: ShownViolations, params: ViolationsParams): readonly SeenViolation[] {
  const { hours, function: name, rule, kind } = params;
  return selectViolations(shown.violations, {
    from: startOf(shown, hours),
    to: shown.to,
    ...(name === undefined ? {} : { function: name }),
    ...(rule === undefined ? {} : { rule }),
    ...(kind === undefined ? {} : { kind }),
  });
}

function startOf({ from, to }: ShownViolations, hours: number | undefined): number {
  return hours === undefined ? from : Math.max(from, to - hours * 3_600_000);
}

function toShown(shown: ShownViolations, params: ViolationsParams, isFollowed: boolean): ViolationsShown {
  const some = selected(shown, params);
  const periods = periodsOf(startOf(shown, params.hours), shown.to, params.periodMs);
  return {
    times: periods.map((at) => at / 1000),
    series: seriesByFunction(some, periods),
    functions: countByFunction(some),
    rules: countByRule(some),
    rows: some.slice(0, ROWS).map(toRow),
    total: some.length,
    allFunctions: countByFunction(shown.violations).map((one) => one.function),
    allRules: [...new Set(countByRule(shown.violations).map(({ rule }) => rule))],
    hours: Math.round((shown.to - shown.from) / 3_600_000),
    gaps: shown.gaps,
    isFollowed,
  };
}

function toRow(one: SeenViolation): ViolationRow {
  return {
    id: one.id,
    time: new Date(one.at).toISOString(),
    function: one.function,
    kind: one.kind,
    rule: one.rule,
    mode: one.mode,
    place: placeWords(one),
    requestId: one.requestId ?? '',
  };
}

function gapWords({ what, gap }: SourceGap): string {
  return `${what}: ${gap.action} ${gap.reason} (${gap.detail})`;
}

function wordsOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

/** A person reads the message; without this the protocol puts its own words before it. */
async function failingInWords<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    throw new ResponseError(ErrorCodes.InvalidRequest, wordsOf(error));
  }
}
