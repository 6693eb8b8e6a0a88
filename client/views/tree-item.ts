// The one place from a node of the server to a tree item of VS Code.
import * as vscode from 'vscode';
import type { Tone, TreeNode } from '../../server/protocol/trees.ts';
import { toRange } from '../places.ts';

const colors: Readonly<Record<Tone, string>> = {
  error: 'list.errorForeground',
  warning: 'list.warningForeground',
  info: 'charts.blue',
  good: 'testing.iconPassed',
  muted: 'disabledForeground',
};

const states = {
  none: vscode.TreeItemCollapsibleState.None,
  collapsed: vscode.TreeItemCollapsibleState.Collapsed,
  expanded: vscode.TreeItemCollapsibleState.Expanded,
} as const;

export function toTreeItem(node: TreeNode): vscode.TreeItem {
  const item = new vscode.TreeItem(node.label, states[node.children]);
  item.id = node.id;
  item.contextValue = node.kind;
  if (node.description !== undefined) item.description = node.description;
  if (node.tooltip !== undefined) item.tooltip = new vscode.MarkdownString(node.tooltip, true);
  if (node.icon !== undefined) {
    const color = node.tone === undefined ? undefined : new vscode.ThemeColor(colors[node.tone]);
    item.iconPath = new vscode.ThemeIcon(node.icon, color);
  }
  if (node.spoken !== undefined) item.accessibilityInformation = { label: node.spoken };
  const { command, place } = node;
  if (command !== undefined) {
    item.command = { command: command.id, title: 'Open', arguments: [...command.arguments] };
  } else if (place !== undefined) {
    item.command = {
      command: 'vscode.open',
      title: 'Open',
      arguments: [vscode.Uri.parse(place.uri, true), { selection: toRange(place.range) }],
    };
  }
  return item;
}
