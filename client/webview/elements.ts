// Elements of a page, made of words: nothing that a record holds is ever read as HTML.

export function make<K extends keyof HTMLElementTagNameMap>(
  tag: K,
  text = '',
  more: Readonly<Record<string, string>> = {},
): HTMLElementTagNameMap[K] {
  const element = document.createElement(tag);
  if (text !== '') element.textContent = text;
  for (const [name, value] of Object.entries(more)) element.setAttribute(name, value);
  return element;
}

export function button(
  words: string,
  act: () => void,
  more: Readonly<Record<string, string>> = {},
): HTMLButtonElement {
  const made = make('button', words, { type: 'button', ...more });
  made.addEventListener('click', act);
  return made;
}
