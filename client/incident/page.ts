// The checklist of an incident as a page of a webview. It loads nothing; its one script tells the extension what a
// person set, and takes new words for the steps while evidence is gathered.
import { randomBytes } from 'node:crypto';
import type {
  Incident,
  IncidentAction,
  IncidentRecord,
  IncidentStep,
  StepMark,
} from '../../server/protocol/threats.ts';

const words: Readonly<Record<StepMark['state'], string>> = {
  open: 'Open',
  done: 'Done',
  'not-needed': 'Not needed',
};

/** What changes while evidence is gathered. */
export interface IncidentWords {
  readonly steps: Readonly<Record<string, string>>;
  readonly marks: IncidentRecord['marks'];
  readonly status: string;
}

export function incidentWords({ steps, record: { kept, marks }, isGathering }: Incident): IncidentWords {
  const evidence =
    kept === undefined
      ? 'No evidence was kept in a folder yet.'
      : `${kept.files.length} files of evidence were kept ${kept.gatheredAt} in ${kept.folder}.`;
  return {
    steps: Object.fromEntries(steps.map(({ id, text }) => [id, text])),
    marks,
    status: `${evidence}${isGathering ? ' More about the function is being gathered …' : ''}`,
  };
}

export function incidentHtml(incident: Incident): string {
  const { record, sentence, parts, steps } = incident;
  const nonce = randomBytes(16).toString('hex');
  const sections = parts.map((title, part) => {
    const own = steps.filter((step) => step.part === part);
    return `<section><h2>${part + 1}. ${asHtml(title)}</h2>${own.map((step) => stepHtml(step, record.marks[step.id])).join('')}</section>`;
  });
  return `<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'nonce-${nonce}'; script-src 'nonce-${nonce}'">
<title>Incident</title>
<style nonce="${nonce}">
body { max-width: 60em; line-height: 1.5; }
fieldset { border: 1px solid var(--vscode-panel-border, currentColor); margin: 0 0 .8em; padding: .4em .8em .8em; }
legend { font-weight: 600; padding: 0 .4em; }
fieldset.done, fieldset.not-needed { border-left: 4px solid var(--vscode-testing-iconPassed, green); }
p { margin: .2em 0 .6em; overflow-wrap: anywhere; }
.row { display: flex; flex-wrap: wrap; gap: .5em; }
select, input, button { font: inherit; color: var(--vscode-input-foreground); background: var(--vscode-input-background); border: 1px solid var(--vscode-dropdown-border, currentColor); padding: .2em .5em; }
button { color: var(--vscode-button-foreground); background: var(--vscode-button-background); cursor: pointer; }
input { flex: 1 1 16em; }
:focus-visible { outline: 1px solid var(--vscode-focusBorder); }
</style>
</head>
<body>
<h1>Incident: ${asHtml(record.threat.type)}</h1>
<p>${asHtml(sentence)}</p>
<p>Opened ${asHtml(record.openedAt)}. <button type="button" id="export">Save Report…</button></p>
<p id="status" role="status">${asHtml(incidentWords(incident).status)}</p>
${sections.join('\n')}
<script nonce="${nonce}">
const vscode = acquireVsCodeApi();
vscode.setState({ id: ${JSON.stringify(record.threat.id).replaceAll('<', '\\u003c')} });
document.getElementById('export').addEventListener('click', () => vscode.postMessage({ kind: 'export' }));
const sets = document.querySelectorAll('fieldset');
for (const set of sets) {
  const step = set.dataset.step;
  const state = set.querySelector('select');
  const note = set.querySelector('input');
  const tell = () => {
    set.className = state.value;
    vscode.postMessage({ kind: 'mark', step, state: state.value, note: note.value });
  };
  state.addEventListener('change', tell);
  note.addEventListener('change', tell);
  for (const button of set.querySelectorAll('button'))
    button.addEventListener('click', () => vscode.postMessage({ kind: 'act', action: button.dataset.action }));
}
window.addEventListener('message', ({ data }) => {
  document.getElementById('status').textContent = data.status;
  for (const set of sets) {
    const text = data.steps[set.dataset.step];
    if (text !== undefined) set.querySelector('p').textContent = text;
    const mark = data.marks[set.dataset.step];
    // What a person is typing stays.
    if (mark === undefined || set.contains(document.activeElement)) continue;
    set.className = mark.state;
    set.querySelector('select').value = mark.state;
    set.querySelector('input').value = mark.note;
  }
});
</script>
</body>
</html>`;
}

const labels: Readonly<Record<IncidentAction, string>> = {
  'open-finding': 'Open the Finding',
  'keep-evidence': 'Keep Evidence…',
  'open-code': 'Open the Code…',
  'compare-code': 'Compare…',
  'show-timeline': 'Show the Timeline',
  contain: 'Contain…',
  close: 'Archive the Finding…',
};

function stepHtml({ id, title, text, actions }: IncidentStep, mark: StepMark | undefined): string {
  const now = mark?.state ?? 'open';
  const options = Object.entries(words).map(
    ([state, word]) => `<option value="${state}"${state === now ? ' selected' : ''}>${word}</option>`,
  );
  const buttons = actions.map(
    (action) => `<button type="button" data-action="${action}">${labels[action]}</button>`,
  );
  return `<fieldset data-step="${asHtml(id)}" class="${now}"><legend>${asHtml(title)}</legend>
<p>${asHtml(text)}</p>
<div class="row"><select aria-label="State of: ${asHtml(title)}">${options.join('')}</select>
<input aria-label="Note on: ${asHtml(title)}" placeholder="Note for the report" value="${asHtml(mark?.note ?? '')}">${buttons.join('\n')}</div>
</fieldset>`;
}

function asHtml(text: string): string {
  return text.replace(/[&<>"']/g, (char) => `&#${char.charCodeAt(0)};`);
}
