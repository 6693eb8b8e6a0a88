// The audited functions whose code lies in the workspace: which declaration each comes from, and which handler it runs.
import { declarationOf } from '../core/audit/match-declared.ts';
import type { LambdaFunction } from '../core/model/function.ts';
import type { ConfiguredFunction } from '../core/syntax/configuration/configured-function.ts';
import type { Handler } from '../core/syntax/handlers.ts';
import type { Session } from './session.ts';

export interface DeployedHandler {
  readonly deployed: LambdaFunction;
  readonly declared: ConfiguredFunction;
  /** Absent: the code that the declaration names was not found here. */
  readonly handler?: Handler;
}

/** Of the audit that is shown; it asks AWS nothing. */
export async function deployedHandlers(session: Session): Promise<readonly DeployedHandler[]> {
  const functions = session.audit.shown?.functions;
  if (functions === undefined || functions.size === 0) return [];
  const { handlers, unresolved } = await session.scope.handlers();
  const owners = new Map(
    handlers.flatMap((handler) => handler.configured.map((one) => [one, handler] as const)),
  );
  // A declaration is there once for each way to its handler.
  const places = new Map(
    [...owners.keys(), ...unresolved].map((one) => [`${one.file} ${one.span.start}`, one]),
  );
  const declarations = [...places.values()];
  return [...functions.values()].flatMap((deployed): DeployedHandler[] => {
    const declared = declarationOf(deployed, declarations);
    if (declared === undefined) return [];
    const handler = owners.get(declared);
    return [{ deployed, declared, ...(handler === undefined ? {} : { handler }) }];
  });
}
