// Numbers with their words.

/** `1 file`, `3 files`; `many` where an s does not do. */
export function counted(count: number, one: string, many = `${one}s`): string {
  return `${count} ${count === 1 ? one : many}`;
}
