// Where a violation leads: the line of its rule, the handler of its function, its log in the console of AWS.
import { readFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import { pathToFileURL } from 'node:url';
import { mayBeDeployedAs } from '../../core/audit/match-declared.ts';
import type { SeenViolation } from '../../core/monitor/violations/overview.ts';
import type { Rule } from '../../core/rulelang/rule.ts';
import type { Handler } from '../../core/syntax/handlers.ts';
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
  const handler = await handlerOf(violation, session);
  const rule = await ruleOf(violation, session);
  const found: { rule?: TextPlace; handler?: TextPlace } = {};
  if (rule)
    found.rule = {
      uri: clientUri(rule.path, session),
      range: lineIndex(rule.text).rangeOf(rule.rule.patternSpan),
    };
  if (handler) {
    const text =
      session.documentAt(handler.file)?.text ?? (await readFile(handler.file, 'utf8').catch(() => ''));
    found.handler = {
      uri: clientUri(handler.file, session),
      range: lineIndex(text).rangeOf(handler.name),
    };
  }
  // One from a file has no Region: it leads to the file.
  if (violation.region === '') return { ...found, file: pathToFileURL(violation.logGroup).href };
  return { ...found, console: consoleUrl(violation) };
}

async function handlerOf(
  violation: Pick<SeenViolation, 'function'>,
  session: Session,
): Promise<Handler | undefined> {
  const { handlers } = await session.scope.handlers();
  return handlers.find(({ configured }) =>
    configured.some((one) => mayBeDeployedAs(violation.function, one)),
  );
}

/** Of the nearest rule file that has the rule, from the handler's folder on. */
export async function ruleOf(
  violation: Pick<SeenViolation, 'kind' | 'rule' | 'function'>,
  session: Session,
): Promise<{ readonly path: string; readonly text: string; readonly rule: Rule } | undefined> {
  const handler = await handlerOf(violation, session);
  const scanner = await session.scanner();
  for (const folder of [...(handler ? [dirname(handler.file)] : []), ...session.roots]) {
    for (const { path, text, parsed } of scanner.rulesFor(folder).files) {
      const rule = parsed.rules.find((one) => isOfRule(violation, one));
      if (rule) return { path, text, rule };
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
