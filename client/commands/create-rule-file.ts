// Creates one of the three rule files in a workspace folder, with a first rule that shows what can be said, and opens
// it. A file that exists already is opened as it is.
import * as vscode from 'vscode';
import type { Command } from '../feature.ts';

interface Kind extends vscode.QuickPickItem {
  readonly file: string;
  readonly text: string;
}

const kinds: readonly Kind[] = [
  {
    label: 'code_protect.txt',
    description: 'rules for source code',
    file: 'code_protect.txt',
    text: `# Rules for the source code of Lambda functions: one RE2 pattern per line, directives above it.

#@ id: os-command
#@ message: the handler runs an operating-system command
#@ lang: python
#@ where: code
#@ cwe: 78
#+ subprocess.check_output(command, shell=True)
#- callback(result)
\\b(check_output|check_call|popen|system)\\s*\\(
`,
  },
  {
    label: 'in_protect.txt',
    description: 'rules for events that come in',
    file: 'in_protect.txt',
    text: `# Rules for events that come in: one RE2 pattern per line, directives above it.

#@ id: shell-metacharacters
#@ message: a value tries to chain a shell command
#@ target: value
#@ mode: monitor
#+ report.pdf; cat /etc/passwd
#- Fish & Chips
[;|]\\s*(cat|curl|wget|nc|sh)\\b
`,
  },
  {
    label: 'out_protect.txt',
    description: 'rules for responses that go out',
    file: 'out_protect.txt',
    text: `# Rules for responses that go out: one RE2 pattern per line, directives above it.

#@ id: python-traceback
#@ message: the response shows a stack trace
#@ mode: block
#+ Traceback (most recent call last):
#- no traceback here
Traceback \\(most recent call last\\)
`,
  },
];

export const command: Command = {
  id: 'lambdaProtect.createRuleFile',
  run: ({ tell }) =>
    tell.failing('the rule file could not be created', async () => {
      const folders = vscode.workspace.workspaceFolders ?? [];
      if (folders.length === 0) {
        tell.warn('A rule file belongs to a folder: open one first.', {
          title: 'Open Folder',
          run: () => vscode.commands.executeCommand('workbench.action.files.openFolder'),
        });
        return;
      }
      const kind = await vscode.window.showQuickPick(kinds, {
        title: 'Create Rule File',
        placeHolder: 'Which rules?',
      });
      if (!kind) return;
      const folder = folders.length === 1 ? folders[0] : await vscode.window.showWorkspaceFolderPick();
      if (!folder) return;
      const uri = vscode.Uri.joinPath(folder.uri, 'rules', kind.file);
      if (!(await exists(uri))) await vscode.workspace.fs.writeFile(uri, new TextEncoder().encode(kind.text));
      await vscode.window.showTextDocument(uri);
    }),
};

async function exists(uri: vscode.Uri): Promise<boolean> {
  try {
    await vscode.workspace.fs.stat(uri);
    return true;
  } catch {
    return false;
  }
}
