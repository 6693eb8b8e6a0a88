// How the page of a planned change looks: the theme's colours, and no meaning by colour alone.
export const changeCss = `
body { max-width: 64em; line-height: 1.5; padding-bottom: 2em; }
h1 { font-size: 1.5em; font-weight: 600; margin-bottom: .2em; }
h2 { font-size: 1.1em; font-weight: 600; margin: 1.6em 0 .3em; }
p { margin: .3em 0; }
.where { color: var(--vscode-descriptionForeground); }
.state { font-weight: 600; border-left: 4px solid var(--vscode-panel-border, currentColor); padding: .3em .8em; margin: .8em 0; }
.applied .state, .nothing .state { border-color: var(--vscode-testing-iconPassed, green); }
.half-applied .state, .half-undone .state { border-color: var(--vscode-editorWarning-foreground, orange); }
.stopped { border-left: 4px solid var(--vscode-editorError-foreground, red); padding: .3em .8em; }
.remark, .note { color: var(--vscode-descriptionForeground); }
ol, ul { padding-left: 1.8em; margin: .3em 0; }
li { margin: .3em 0; }
.mark { border: 1px solid currentColor; border-radius: 3px; padding: 0 .4em; font-size: .85em; }
.mark.done { border-color: var(--vscode-testing-iconPassed, green); }
.mark.begun, .mark.undoing { border-color: var(--vscode-editorWarning-foreground, orange); }
.mark.undone { color: var(--vscode-descriptionForeground); }
summary { cursor: pointer; }
code, pre { font-family: var(--vscode-editor-font-family); font-size: var(--vscode-editor-font-size); }
pre { background: var(--vscode-textCodeBlock-background); border: 1px solid var(--vscode-contrastBorder, transparent); padding: .5em .8em; margin: .3em 0 .6em; overflow-x: auto; white-space: pre-wrap; overflow-wrap: anywhere; }
button { font: inherit; border: 1px solid var(--vscode-button-border, var(--vscode-contrastBorder, transparent)); border-radius: 2px; padding: .3em .9em; cursor: pointer; }
button.main { color: var(--vscode-button-foreground); background: var(--vscode-button-background); }
button.main:hover { background: var(--vscode-button-hoverBackground); }
button.other { color: var(--vscode-button-secondaryForeground); background: var(--vscode-button-secondaryBackground); }
button.link { color: var(--vscode-textLink-foreground); background: none; border: 0; padding: 0; text-decoration: underline; }
button:disabled { opacity: .5; cursor: default; }
:focus-visible { outline: 1px solid var(--vscode-focusBorder); outline-offset: 1px; }
`;
