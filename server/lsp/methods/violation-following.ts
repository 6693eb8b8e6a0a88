// Follows new violations while somebody looks, and tells the client what came in.
import type { SeenViolation } from '../../core/monitor/violations/overview.ts';
import {
  followedGroups,
  followViolationsRequest,
  type ViolationsChanged,
  violationsChangedNotification,
} from '../../protocol/violations.ts';
import type { Method } from '../method.ts';
import {
  following,
  mergeViolations,
  onViolations,
  type ShownViolations,
  showFollowing,
  shownViolations,
  showViolations,
} from '../violations/shown.ts';
import { startViolationsThread, type ViolationsThread } from '../violations/start-thread.ts';
import { followingWord } from '../violations/view.ts';

/** After a thread that broke off. */
const againMs = 10_000;

export const violationFollowing: Method = {
  register(connection, session) {
    let thread: ViolationsThread | undefined;
    let isWanted = false;
    /** What was looked at last: another reading means to begin anew. */
    let seen: ShownViolations['sources'] | undefined;
    let added: readonly SeenViolation[] = [];

    const stop = () => {
      thread?.end();
      thread = undefined;
    };

    function start(shown: ShownViolations): void {
      const sources = worthFollowing(shown);
      showFollowing(session, { states: new Map(), left: shown.sources.length - sources.length });
      const task = { kind: 'follow', sources, from: shown.to } as const;
      const regions = [...new Set(sources.map(({ region }) => region))];
      const own = startViolationsThread(
        connection,
        session,
        { profile: shown.profile, regions, task },
        (message) => {
          const now = following(session);
          if (message.kind === 'following' && now) {
            const states = new Map([...now.states, [message.state.region, message.state]]);
            showFollowing(session, { ...now, states });
          } else if (message.kind === 'read') take(message.violations, message.gaps);
          else if (message.kind === 'alarms') {
            const before = shownViolations(session);
            if (before) showViolations(session, { ...before, alarms: message.alarms });
          }
        },
      );
      thread = own;
      own.done.catch((error: unknown) => {
        if (thread !== own) return;
        stop();
        take([], [`following new violations: ${error instanceof Error ? error.message : String(error)}`]);
        showFollowing(session, undefined);
        setTimeout(update, againMs).unref();
      });
    }

    function update(): void {
      const shown = shownViolations(session);
      const isNew = seen !== shown?.sources;
      seen = shown?.sources;
      const isPossible = isWanted && shown !== undefined && shown.sources.length > 0;
      if (isPossible && thread && !isNew) return;
      stop();
      if (isPossible) start(shown);
      else showFollowing(session, undefined);
    }

    function take(more: readonly SeenViolation[], gaps: readonly string[]): void {
      const shown = shownViolations(session);
      if (!shown) return;
      const merged = mergeViolations(shown.violations, more);
      const allGaps = [...new Set([...shown.gaps, ...gaps])];
      if (merged.added.length === 0 && allGaps.length === shown.gaps.length) return;
      added = merged.added;
      const to = Math.max(shown.to, Date.now(), (merged.all[0]?.at ?? 0) + 1);
      showViolations(session, { ...shown, violations: merged.all, gaps: allGaps, to });
    }

    onViolations(session, () => {
      const [newest] = added;
      const word = followingWord(following(session));
      const shown = shownViolations(session);
      const changed: ViolationsChanged = {
        added: added.length,
        ...(newest === undefined ? {} : { newest: `${newest.rule} in ${newest.function}` }),
        ...(word === undefined ? {} : { following: word }),
      };
      added = [];
      void connection.sendNotification(violationsChangedNotification, changed);
      // Another reading brings other log groups.
      if (isWanted && seen !== shown?.sources) update();
    });

    connection.onRequest(followViolationsRequest, ({ follow }: { readonly follow: boolean }) => {
      isWanted = follow;
      update();
      return null;
    });
  },
};

/** In each Region those with most violations first, as many as a session takes. */
function worthFollowing({ sources, violations }: ShownViolations): ShownViolations['sources'] {
  const counts = new Map<string, number>();
  for (const { logGroup } of violations) counts.set(logGroup, (counts.get(logGroup) ?? 0) + 1);
  const taken = new Map<string, number>();
  return sources
    .toSorted((a, b) => (counts.get(b.logGroup) ?? 0) - (counts.get(a.logGroup) ?? 0))
    .filter(({ region }) => {
      const before = taken.get(region) ?? 0;
      taken.set(region, before + 1);
      return before < followedGroups;
    });
}
