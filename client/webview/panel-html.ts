// The HTML around the script and the style of a page: nothing else may load or run in it.
import { randomBytes } from 'node:crypto';
import * as vscode from 'vscode';

/** `page`: `violations` for `violations.page.js` and `violations.page.css` in `folder`. */
export function panelHtml(webview: vscode.Webview, folder: vscode.Uri, page: string, title: string): string {
  const nonce = randomBytes(16).toString('base64');
  const file = (name: string) => webview.asWebviewUri(vscode.Uri.joinPath(folder, name)).toString();
  const policy = `default-src 'none'; style-src ${webview.cspSource}; img-src data:; script-src 'nonce-${nonce}'`;
  return `<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${policy}">
<link rel="stylesheet" href="${file(`${page}.page.css`)}">
<title>${title}</title>
</head>
<body><script nonce="${nonce}" src="${file(`${page}.page.js`)}"></script></body>
</html>`;
}
