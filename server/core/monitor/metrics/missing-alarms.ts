// Functions that can be reached from outside and on whose calls, errors or throttles nothing rings.

export interface AlarmFacts {
  readonly metric: string;
  /** Absent: on all functions of the Region together. */
  readonly function?: string;
}

export interface ReachableFunction {
  readonly name: string;
  /** Such as `a URL without authentication`, in words. */
  readonly by: readonly string[];
  /** ISO 8601. */
  readonly lastModified: string;
}

export interface MissingAlarms extends ReachableFunction {
  readonly metrics: readonly string[];
}

const wanted = ['Invocations', 'Errors', 'Throttles'] as const;

/** The latest changed first. An alarm over the whole Region counts for throttles only: others drown in the sum. */
export function missingAlarms(
  functions: readonly ReachableFunction[],
  alarms: readonly AlarmFacts[],
): readonly MissingAlarms[] {
  const own = new Set(alarms.map((one) => `${one.function ?? ''}\0${one.metric}`));
  return functions
    .map((one) => ({
      ...one,
      metrics: wanted.filter(
        (metric) => !own.has(`${one.name}\0${metric}`) && !(metric === 'Throttles' && own.has(`\0${metric}`)),
      ),
    }))
    .filter(({ metrics, by }) => metrics.length > 0 && by.length > 0)
    .sort((a, b) => (a.lastModified < b.lastModified ? 1 : -1));
}

const doors: readonly (readonly [service: RegExp, words: string])[] = [
  [/^apigateway\./, 'API Gateway'],
  [/^elasticloadbalancing\./, 'a load balancer'],
  [/^(alexa-appkit|alexa-connectedhome)\./, 'Alexa'],
  [/^(lex|lexv2|connect)\./, 'conversations'],
  [/^cognito-idp\./, 'sign-ups and sign-ins'],
  [/^(ses|sns|iot)\./, 'messages from outside'],
];

/** From the text of a resource policy and the types of authentication of the URLs; broken text lets nobody in. */
export function reachableBy(policy: string, urlTypes: readonly string[]): readonly string[] {
  const words = new Set<string>(
    urlTypes.map((type) => (type === 'NONE' ? 'a URL without authentication' : 'a URL')),
  );
  for (const principal of principalsOf(policy)) {
    if (principal === '*') words.add('a statement for everybody');
    const door = doors.find(([service]) => service.test(principal));
    if (door) words.add(door[1]);
  }
  return [...words];
}

function principalsOf(policy: string): readonly string[] {
  let value: unknown;
  try {
    value = JSON.parse(policy);
  } catch {
    return [];
  }
  const statements =
    typeof value === 'object' && value !== null && 'Statement' in value ? value.Statement : [];
  return (Array.isArray(statements) ? statements : [statements]).flatMap((one: unknown) => {
    if (typeof one !== 'object' || one === null || !('Principal' in one)) return [];
    const { Principal: principal } = one;
    const all =
      typeof principal === 'object' && principal !== null ? Object.values(principal).flat() : [principal];
    return all.filter((name) => typeof name === 'string');
  });
}
