// Which declaration of a workspace a deployed function comes from. Names alone decide; where two declarations may be
// meant, none is: a finding at the wrong function is worse than none.
import type { LambdaFunction } from '../model/function.ts';
import type { ConfiguredFunction } from '../syntax/configuration/configured-function.ts';

/** Set by CloudFormation itself; the tag lasts as long as the stack. */
const logicalIdTag = 'aws:cloudformation:logical-id';

/** The stack's name before and its random part behind are CloudFormation's. */
const generatedName = /^.+-([A-Za-z0-9]+)-[A-Za-z0-9]{8,}$/;

type Deployed = Pick<LambdaFunction, 'name' | 'tags'>;
export type Declared = Pick<ConfiguredFunction, 'by' | 'name' | 'deployedName'>;

export function declarationOf<T extends Declared>(deployed: Deployed, declared: readonly T[]): T | undefined {
  for (const matches of ways) {
    const found = declared.filter((one) => matches(deployed, one));
    if (found.length > 0) return found.length === 1 ? found[0] : undefined;
  }
  return undefined;
}

/** Looser, for what is known of a deployed function by its name alone: its name may come from this declaration. */
export function mayBeDeployedAs(name: string, declared: Declared): boolean {
  return declared.deployedName === undefined
    ? name === declared.name || name.split('-').includes(declared.name)
    : matchesTemplate(declared.deployedName, name);
}

/** The surest first. */
const ways: readonly ((deployed: Deployed, one: Declared) => boolean)[] = [
  ({ tags }, { by, name }) => isTemplate(by) && tags.known && tags.value[logicalIdTag] === name,
  (deployed, { deployedName }) => deployed.name === deployedName,
  (deployed, { deployedName }) => deployedName !== undefined && matchesTemplate(deployedName, deployed.name),
  (deployed, { name, deployedName }) => deployedName === undefined && deployed.name === name,
  (deployed, { by, name, deployedName }) =>
    deployedName === undefined && isTemplate(by) && generatedName.exec(deployed.name)?.[1] === name,
  // Serverless Framework: service, stage and key.
  (deployed, { by, name, deployedName }) =>
    deployedName === undefined && by === 'serverless' && deployed.name.endsWith(`-${name}`),
];

/** `${…}` stands for anything; a template with hardly another letter says nothing. */
function matchesTemplate(template: string, name: string): boolean {
  const parts = template.split(/\$\{[^}]*\}/);
  if (parts.join('').replace(/[-_]/g, '').length < 3) return false;
  const [first = '', ...rest] = parts;
  const last = rest.pop();
  if (last === undefined) return name === first;
  if (!name.startsWith(first) || !name.endsWith(last) || name.length < first.length + last.length)
    return false;
  let at = first.length;
  for (const part of rest) {
    const found = name.indexOf(part, at);
    if (found < 0) return false;
    at = found + part.length;
  }
  return at <= name.length - last.length;
}

function isTemplate(by: ConfiguredFunction['by']): boolean {
  return by === 'sam' || by === 'cloudformation';
}
