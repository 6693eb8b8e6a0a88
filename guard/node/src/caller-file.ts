// Which file called the guard: the handler's own, whose code is inspected.
import { fileURLToPath } from 'node:url';

/** The nearest file on the stack that is not the guard; the guard's own where it was bundled into the handler's file. */
export function callerFile(guardFile: string): string | undefined {
  const before = Error.prepareStackTrace;
  let files: readonly string[] = [];
  try {
    Error.prepareStackTrace = (_, sites) => sites.map((site) => site.getFileName() ?? '');
    const holder: { stack?: unknown } = {};
    Error.captureStackTrace(holder, callerFile);
    if (Array.isArray(holder.stack))
      files = holder.stack.map(toPath).filter((file) => file.startsWith('/') || /^[A-Za-z]:/.test(file));
  } finally {
    Error.prepareStackTrace = before;
  }
  return files.find((file) => file !== guardFile) ?? files[0];
}

function toPath(file: unknown): string {
  if (typeof file !== 'string') return '';
  return file.startsWith('file:') ? fileURLToPath(file) : file;
}
