// Who asks, and in which account: what a plan is bound to.
import type { Connection } from './clients.ts';

export interface Identity {
  readonly account: string;
  readonly partition: string;
  readonly arn: string;
}

/** Throws what the SDK throws where nobody is signed in. */
export async function identityOf(
  connection: Connection,
  region: string,
  signal: AbortSignal,
): Promise<Identity> {
  const sts = await connection.client('sts', region);
  const found = await sts.getCallerIdentity({}, { abortSignal: signal });
  const arn = found.Arn ?? '';
  return { account: found.Account ?? '', partition: arn.split(':')[1] ?? 'aws', arn };
}
