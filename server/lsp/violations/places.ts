// Where a violation leads: the line of its rule, the handler of its function, its log in the console of AWS.
import { readFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import type { SeenViolation } from '../../core/monitor/violations/overview.ts';
import type { Rule } from '../../core/rulelang/rule.ts';
import { lineIndex } from '../../core/text/line-index.ts';
import type { TextPlace } from '../../protocol/trees.ts';
import type { ViolationPlaces } from '../../protocol/violations.ts';
import type { Session } from '../session.ts';
import { clientUri } from '../uri.ts';

/** A record of the oldest guards names the pattern, a newer one the id. */
export function isOfRule({ kind, rule }: Pick<SeenViolation, 'kind' | 'rule'>, given: Rule): boolean {
  return kind === given.kind && (rule === given.id || rule === given.pattern);
}

export async function placesOf(violation: SeenViolation, session: Session): Promise<ViolationPlaces> {
  const { handlers } = await session.scope.handlers();
  const handler = handlers.find(({ configured }) =>
    configured.some(({ name }) => isSameFunction(violation.function, name)),
  );
  const folders = [...(handler ? [dirname(handler.file)] : []), ...session.roots];
  const rule = await rulePlace(violation, folders, session);
  const found: { rule?: TextPlace; handler?: TextPlace } = {};
  if (rule) found.rule = rule;
  if (handler) {
    const text =
      session.documentAt(handler.file)?.text ?? (await readFile(handler.file, 'utf8').catch(() => ''));
    found.handler = {
      uri: clientUri(handler.file, session),
      range: lineIndex(text).rangeOf(handler.name),
    };
  }
  return { ...found, console: consoleUrl(violation) };
}

/** Deployed names carry what the deployment put around the name in its configuration: `shop-OrdersFn-1A2B3C`. */
function isSameFunction(deployed: string, declared: string): boolean {
  return deployed === declared || deployed.split('-').includes(declared);
}

/** The nearest rule file that has the rule, from the handler's folder on. */
async function rulePlace(
  violation: SeenViolation,
  folders: readonly string[],
  session: Session,
): Promise<TextPlace | undefined> {
  const scanner = await session.scanner();
  for (const folder of folders) {
    for (const { path, text, parsed } of scanner.rulesFor(folder).files) {
      const rule = parsed.rules.find((one) => isOfRule(violation, one));
      if (rule) return { uri: clientUri(path, session), range: lineIndex(text).rangeOf(rule.patternSpan) };
    }
  }
  return undefined;
}

/** The console writes names inside of its address encoded twice, times once, with `$` for `%`. */
export function consoleUrl({ region, logGroup, logStream, at }: SeenViolation): string {
  const host = region.startsWith('cn-')
    ? 'console.amazonaws.cn'
    : region.startsWith('us-gov-')
      ? 'console.amazonaws-us-gov.com'
      : 'console.aws.amazon.com';
  const encodeOnce = (text: string) => encodeURIComponent(text).replaceAll('%', '$');
  const encode = (text: string) => encodeOnce(encodeURIComponent(text));
  const query = encodeOnce(`?start=${at - 60_000}&end=${at + 60_000}`);
  return `https://${region}.${host}/cloudwatch/home?region=${region}#logsV2:log-groups/log-group/${encode(logGroup)}/log-events/${encode(logStream)}${query}`;
}
