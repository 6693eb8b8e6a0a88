// The page of a planned change: what it does, every call, what to know before, what undo does, and how far it got. It
// loads nothing; its one script tells the extension which button was pressed.
import { randomBytes } from 'node:crypto';
import type { ChangeCall, ChangePage, ChangeState, ChangeStep } from '../../server/protocol/changes.ts';
import { changeCss } from './page-style.ts';

export const pageActions = ['apply', 'undo', 'discard', 'again', 'as-other', 'open-file', 'policy'] as const;
export type PageAction = (typeof pageActions)[number];

const headlines: Readonly<Record<ChangeState, (page: ChangePage) => string>> = {
  planned: ({ steps }) => `Not applied. ${inText(steps)} would be made.`,
  nothing: () => 'Nothing has to be changed: what is wished for is there already.',
  'half-applied': ({ steps }) => `Half applied: ${doneOf(steps)} of ${inText(steps)} made.`,
  applied: ({ steps }) => `Applied: ${inText(steps)} made.`,
  'half-undone': ({ steps }) => `Half undone: ${doneOf(steps)} of ${inText(steps)} still there.`,
  undone: () => 'Undone: what this plan made is as it was before.',
};

const stateIcons: Readonly<Record<ChangeState, string>> = {
  planned: '○',
  nothing: '✓',
  'half-applied': '!',
  applied: '✓',
  'half-undone': '!',
  undone: '↺',
};

const stepStates: Readonly<Record<ChangeStep['state'], string>> = {
  untouched: '',
  begun: 'begun: it may or may not have been made; going on looks first',
  done: 'made',
  undoing: 'being undone: going on looks first',
  undone: 'undone',
};

interface Button {
  readonly action: PageAction;
  readonly words: string;
  readonly isMain?: boolean;
}

/** `canPlanAgain`: what was asked is still known. */
export function changeHtml(page: ChangePage, canPlanAgain: boolean): string {
  const nonce = randomBytes(16).toString('hex');
  const where = [page.account, page.regions.join(', '), page.via ?? ''].filter((part) => part !== '');
  return `<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'nonce-${nonce}'; script-src 'nonce-${nonce}'">
<title>${asHtml(page.title)}</title>
<style nonce="${nonce}">${changeCss}</style>
</head>
<body class="${page.state}">
<h1>${asHtml(capital(page.title))}</h1>
<p class="where">Account ${where.map(asHtml).join(' · ')} · planned <time datetime="${asHtml(page.madeAt)}">${asHtml(timeWords(page.madeAt))}</time></p>
<p class="state" role="status" id="state"><span aria-hidden="true">${stateIcons[page.state]}</span> ${asHtml(headlines[page.state](page))}</p>
${page.stopped === undefined ? '' : `<p class="stopped" role="alert"><strong>It stopped:</strong> ${asHtml(page.stopped)}.</p>`}
${page.remarks.map((remark) => `<p class="remark">${asHtml(capital(remark))}.</p>`).join('')}
<p class="buttons">${buttonsOf(page, canPlanAgain).map(buttonHtml).join(' ')}</p>
${section('What to know before', listHtml(page.warnings.map((one) => asHtml(capital(one)))))}
${section('Changes, in this order', stepsHtml(page.steps))}
${section('Permissions', permissionsHtml(page))}
${page.state === 'nothing' || page.state === 'undone' ? '' : section('What undo does', `<p>The changes backwards, each only where nobody else changed the thing meanwhile:</p>${undoHtml(page.steps)}`)}
<p class="where">Plan and journal: ${asHtml(page.folder)}, file ${asHtml(page.id)}. <button type="button" class="link" data-action="open-file">Open it</button></p>
<script nonce="${nonce}">
const vscode = acquireVsCodeApi();
vscode.setState({ id: ${JSON.stringify(page.id).replaceAll('<', '\\u003c')} });
const buttons = document.querySelectorAll('button[data-action]');
for (const one of buttons)
  one.addEventListener('click', () => vscode.postMessage({ action: one.dataset.action }));
window.addEventListener('message', ({ data }) => {
  if (data.kind === 'busy') for (const one of buttons) one.disabled = data.isBusy;
  if (data.kind === 'progress') document.getElementById('state').textContent = data.words;
});
</script>
</body>
</html>`;
}

function buttonsOf({ state, stopped, steps }: ChangePage, canPlanAgain: boolean): readonly Button[] {
  const again: readonly Button[] = canPlanAgain ? [{ action: 'again', words: 'Plan Anew' }] : [];
  const other: readonly Button[] =
    stopped === undefined ? [] : [{ action: 'as-other', words: 'With Another Profile…' }];
  switch (state) {
    case 'planned':
      return [
        { action: 'apply', words: `Apply ${countOf(steps.length)}…`, isMain: true },
        { action: 'discard', words: 'Discard' },
        ...(stopped === undefined ? [] : again),
        ...other,
      ];
    case 'half-applied':
      return [
        { action: 'apply', words: 'Go On…', isMain: true },
        { action: 'undo', words: 'Undo What Was Made…' },
        ...other,
      ];
    case 'applied':
      return [{ action: 'undo', words: 'Undo…', isMain: true }, ...other];
    case 'half-undone':
      return [{ action: 'undo', words: 'Go On Undoing…', isMain: true }, ...other];
    case 'nothing':
      return [{ action: 'discard', words: 'Close' }];
    case 'undone':
      return again;
  }
}

function buttonHtml({ action, words, isMain = false }: Button): string {
  return `<button type="button" data-action="${action}" class="${isMain ? 'main' : 'other'}">${asHtml(words)}</button>`;
}

function stepsHtml(steps: readonly ChangeStep[]): string {
  if (steps.length === 0) return '';
  const items = steps.map(({ words, note, calls, state }) => {
    const mark = stepStates[state] === '' ? '' : ` <span class="mark ${state}">${stepStates[state]}</span>`;
    const noted = note === undefined ? '' : `<p class="note">${asHtml(capital(note))}.</p>`;
    return `<li><p>${asHtml(capital(words))}${mark}</p>${noted}${callsHtml(calls)}</li>`;
  });
  return `<ol>${items.join('')}</ol>`;
}

function undoHtml(steps: readonly ChangeStep[]): string {
  const items = steps
    .toReversed()
    .map(({ undo, undoCalls }) => `<li><p>${asHtml(capital(undo))}</p>${callsHtml(undoCalls)}</li>`);
  return `<ol>${items.join('')}</ol>`;
}

/** The name is always there; the parameters open by a click or by Enter. */
function callsHtml(calls: readonly ChangeCall[]): string {
  return calls
    .map(
      ({ name, input }) =>
        `<details><summary><code>${asHtml(name)}</code></summary><pre>${asHtml(pretty(input))}</pre></details>`,
    )
    .join('');
}

function pretty(input: string): string {
  try {
    return JSON.stringify(JSON.parse(input), undefined, 2);
  } catch {
    return input;
  }
}

function permissionsHtml({ permissions, undoPermissions }: ChangePage): string {
  if (permissions.length === 0) return '';
  const codes = (all: readonly string[]) => all.map((one) => `<code>${asHtml(one)}</code>`).join(', ');
  return `<p>To apply: ${codes(permissions)}</p><p>To undo: ${codes(undoPermissions)}</p><p><button type="button" class="link" data-action="policy">As a policy</button></p>`;
}

function section(title: string, inner: string): string {
  return inner === '' ? '' : `<section><h2>${title}</h2>${inner}</section>`;
}

function listHtml(items: readonly string[]): string {
  return items.length === 0 ? '' : `<ul>${items.map((one) => `<li>${one}</li>`).join('')}</ul>`;
}

export function countOf(count: number): string {
  return count === 1 ? '1 Change' : `${count} Changes`;
}

const inText = ({ length }: readonly ChangeStep[]) => countOf(length).toLowerCase();
const doneOf = (steps: readonly ChangeStep[]) =>
  steps.filter(({ state }) => state === 'done' || state === 'undoing').length;

/** In the words of the person's language and time zone. */
export function timeWords(iso: string): string {
  const time = new Date(iso);
  return Number.isNaN(time.getTime()) ? iso : time.toLocaleString();
}

function capital(text: string): string {
  // Names keep their spelling: a Region or an id is no word.
  return /^[a-z]+ /.test(text) ? text.charAt(0).toUpperCase() + text.slice(1) : text;
}

function asHtml(text: string): string {
  return text.replace(/[&<>"']/g, (char) => `&#${char.charCodeAt(0)};`);
}
