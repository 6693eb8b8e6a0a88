// Sample findings of GuardDuty for trying things out. It writes to the account: whoever calls it has shown what
// happens and was told to go on.
import type { Connection } from './clients.ts';

/** The types of Lambda Protection. */
export const sampleTypes = [
  'Backdoor:Lambda/C&CActivity.B',
  'CryptoCurrency:Lambda/BitcoinTool.B',
  'UnauthorizedAccess:Lambda/TorClient',
] as const;

/** Throws the service's error. */
export async function createSampleFindings(
  connection: Connection,
  region: string,
  DetectorId: string,
  signal: AbortSignal,
): Promise<void> {
  const client = await connection.client('guardduty', region);
  await client.createSampleFindings({ DetectorId, FindingTypes: [...sampleTypes] }, { abortSignal: signal });
}
