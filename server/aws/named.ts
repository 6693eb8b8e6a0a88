// ARNs that policies name: whole, or with `*` and `?` in their last fields.
import type { LambdaFunction } from '../core/model/function.ts';
import type { EventSourceMapping } from '../core/model/trigger.ts';

/** ARNs in policies, mappings, destinations and settings of functions. */
export function namedArns(
  functions: readonly LambdaFunction[],
  mappings: readonly EventSourceMapping[],
): ReadonlySet<string> {
  const named = new Set<string>();
  const add = (arn: string | undefined) => {
    if (arn?.startsWith('arn:')) named.add(arn);
  };
  for (const one of functions) {
    add(one.configuration.deadLetterArn);
    add(one.configuration.kmsKeyArn);
    if (one.eventInvoke.known) {
      for (const config of one.eventInvoke.value) {
        add(config.onFailureArn);
        add(config.onSuccessArn);
      }
    }
    for (const { document } of one.policies) {
      // Only ARNs are picked out here; what the policy means is for others to decide.
      if (document.known && document.value !== null) {
        for (const [arn] of document.value.matchAll(/arn:[a-z-]+:[a-z0-9-]+:[^"\\\s]*/g)) add(arn);
      }
    }
  }
  for (const mapping of mappings) {
    add(mapping.sourceArn);
    add(mapping.onFailureArn);
    add(mapping.kmsKeyArn);
  }
  return named;
}

/** Whether one of the names means this ARN. */
export function isNamed(named: ReadonlySet<string>, arn: string): boolean {
  if (named.has(arn)) return true;
  for (const name of named) {
    if (/[*?]/.test(name) && !/^arn:\*|^\*$/.test(name) && wildcard(name).test(arn)) return true;
  }
  return false;
}

const compiled = new Map<string, RegExp>();

function wildcard(name: string): RegExp {
  let found = compiled.get(name);
  if (!found) {
    const source = [...name]
      .map((char) => (char === '*' ? '.*' : char === '?' ? '.' : char.replace(/[.+^${}()|[\]\\/]/, '\\$&')))
      .join('');
    found = new RegExp(`^${source}$`);
    if (compiled.size > 10_000) compiled.clear();
    compiled.set(name, found);
  }
  return found;
}

/** The names of one service, in one account and Region where they say so. */
export function namedOf(
  named: ReadonlySet<string>,
  service: string,
  account: string,
  region: string,
): readonly string[] {
  return [...named].filter((arn) => {
    const [, , itsService, itsRegion = '', itsAccount = ''] = arn.split(':');
    return (
      itsService === service &&
      (itsRegion === region || itsRegion === '') &&
      (itsAccount === account || itsAccount === '')
    );
  });
}
