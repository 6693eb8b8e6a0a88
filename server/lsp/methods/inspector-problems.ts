// Inspector's findings as problems of the workspace's files. They follow what was read last, the setting, and the files;
// AWS is asked nothing here.
import type { Diagnostic } from 'vscode-languageserver/node';
import { isManifest } from '../../core/remedy/mend/mend-manifest.ts';
import { placedProblems } from '../inspector/problems.ts';
import type { Method } from '../method.ts';
import { pushDiagnostics } from '../pushed-diagnostics.ts';

/** A reading changes many things within moments. */
const SETTLE_MS = 300;

export const inspectorProblems: Method = {
  register(connection, session) {
    let timer: NodeJS.Timeout | undefined;
    let last: Promise<void> = Promise.resolve();
    const publish = async (): Promise<void> => {
      const problems = await placedProblems(session);
      const byUri = new Map<string, Diagnostic[]>();
      for (const { uri, diagnostic } of problems) byUri.set(uri, [...(byUri.get(uri) ?? []), diagnostic]);
      session.threats.weaknessPlaces = new Map(
        problems.map(({ placed, uri, diagnostic: { range } }) => [placed.weakness.arn, { uri, range }]),
      );
      await pushDiagnostics(connection, 'inspector', byUri);
    };
    const later = (): void => {
      // To clients that are pushed to, one list of a file would take the place of the other.
      if (session.threats.watches === undefined || !session.clientPulls) return;
      clearTimeout(timer);
      timer = setTimeout(() => {
        last = last
          .then(publish)
          .catch((error: unknown) =>
            connection.console.warn(`findings of Inspector cannot be placed: ${String(error)}`),
          );
      }, SETTLE_MS);
      timer.unref();
    };
    session.threats.onChange(later);
    session.onChange(later);
    session.onDocument(({ path }) => {
      if (isManifest(path)) later();
    });
  },
};
