// Pieces of Markdown. Texts of people and of accounts go through `plain`: nothing in them is read as Markdown or HTML.

export function plain(text: string): string {
  return text.replace(/[\\`*_{}[\]<>#|!~]/g, '\\$&').replace(/[\r\n]+/g, ' ');
}

export function heading(level: 1 | 2 | 3, text: string): string {
  return `${'#'.repeat(level)} ${plain(text)}`;
}

/** Without an address that a browser opens: the words alone. */
export function link(words: string, url: string | undefined): string {
  return url !== undefined && /^https?:\/\/[^\s<>]+$/.test(url)
    ? `[${plain(words)}](<${url}>)`
    : plain(words);
}

/** Cells are Markdown already, without line feeds. */
export function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]) => `| ${cells.join(' | ')} |`;
  return [line(head), line(head.map(() => '---')), ...rows.map(line)].join('\n');
}
