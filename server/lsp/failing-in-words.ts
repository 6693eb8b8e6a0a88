// A request that a person made and that failed: they read its message, without the words that the protocol puts before
// that of an error it does not know.
import { ErrorCodes, ResponseError } from 'vscode-languageserver/node';

export async function failingInWords<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    throw new ResponseError(
      ErrorCodes.InvalidRequest,
      error instanceof Error ? error.message : String(error),
    );
  }
}
