// Which declaration of a workspace a deployed function comes from. Names alone decide; where two declarations may be
// meant, none is: a finding at the wrong function is worse than none.
import type { LambdaFunction } from '../model/function.ts';
import type { ConfiguredFunction } from '../syntax/configuration/configured-function.ts';

/** Set by CloudFormation itself; the tag lasts as long as the stack. */
const logicalIdTag = 'aws:cloudformation:logical-id';

/** The stack's name before and its random part behind are CloudFormation's. */
const generatedName = /^.+-([A-Za-z0-9]+)-[A-Za-z0-9]{8,}$/;

type Deployed = Pick<LambdaFunction, 'name' | 'tags'>;

export function declarationOf<T extends Pick<ConfiguredFunction, 'by' | 'name'>>(
  deployed: Deployed,
  declared: readonly T[],
): T | undefined {
  for (const matches of ways) {
    const found = declared.filter((one) => matches(deployed, one));
    if (found.length > 0) return found.length === 1 ? found[0] : undefined;
  }
  return undefined;
}

/** The surest first. */
const ways: readonly ((deployed: Deployed, one: Pick<ConfiguredFunction, 'by' | 'name'>) => boolean)[] = [
  ({ tags }, { by, name }) => isTemplate(by) && tags.known && tags.value[logicalIdTag] === name,
  (deployed, { name }) => deployed.name === name,
  (deployed, { by, name }) => isTemplate(by) && generatedName.exec(deployed.name)?.[1] === name,
  // Serverless Framework: service, stage and key.
  (deployed, { by, name }) => by === 'serverless' && deployed.name.endsWith(`-${name}`),
];

function isTemplate(by: ConfiguredFunction['by']): boolean {
  return by === 'sam' || by === 'cloudformation';
}
