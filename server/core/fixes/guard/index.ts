// The languages that handlers can be wrapped in.
import { unwrapNode } from './node-unwrap.ts';
import { wrapNode } from './node-wrap.ts';
import { unwrapPython, wrapPython } from './python-wrap.ts';
import type { WrapRequest, WrapResult } from './wrap.ts';

export interface GuardEditor {
  wrap(request: WrapRequest): WrapResult;
  unwrap(request: WrapRequest): WrapResult;
}

const node: GuardEditor = { wrap: wrapNode, unwrap: unwrapNode };

export const guardEditors: Readonly<Record<string, GuardEditor>> = {
  python: { wrap: wrapPython, unwrap: unwrapPython },
  javascript: node,
  javascriptreact: node,
  typescript: node,
  typescriptreact: node,
};
