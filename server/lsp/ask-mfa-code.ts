// Asks the person for the code of an MFA device.
import type { Connection } from 'vscode-languageserver/node';
import { type MfaCodeParams, mfaCodeRequest } from '../protocol/audit.ts';

/** Null: the person gave none. */
export async function askMfaCode(connection: Connection, serial: string): Promise<string | null> {
  const params: MfaCodeParams = { serial };
  const code: unknown = await connection.sendRequest(mfaCodeRequest, params);
  return typeof code === 'string' && code !== '' ? code : null;
}

/** Rejects where the person gives none. */
export async function needMfaCode(connection: Connection, serial: string): Promise<string> {
  const code = await askMfaCode(connection, serial);
  if (code === null) throw new Error('no MFA code was given');
  return code;
}
