// The view of the workspace's Lambda handlers: guarded or not, and what names them.
import { readFile } from 'node:fs/promises';
import type { ConfiguredFunction } from '../../core/syntax/configuration/configured-function.ts';
import type { Handler } from '../../core/syntax/handlers.ts';
import { lineIndex } from '../../core/text/line-index.ts';
import { isInside, nameOf, relativePath } from '../../core/text/path.ts';
import type { Span } from '../../core/text/span.ts';
import type { TextPlace, Tone, TreeNode } from '../../protocol/trees.ts';
import { uriOf } from '../open-document.ts';
import type { Session } from '../session.ts';
import type { TreeView } from './tree-view.ts';

const UNRESOLVED = 'unresolved';

export const handlers: TreeView = {
  id: 'handlers',
  async children(session, parent) {
    const found = await session.scope.handlers();
    const place = placer(session);
    if (parent === undefined) {
      const nodes = await Promise.all(found.handlers.map((handler) => handlerNode(handler, session, place)));
      return found.unresolved.length === 0 ? nodes : [...nodes, unresolvedNode(found.unresolved.length)];
    }
    const declared =
      parent === UNRESOLVED
        ? found.unresolved
        : (found.handlers.find((handler) => idOf(handler) === parent)?.configured ?? []);
    return Promise.all(
      declared.map((one, index) => declarationNode(one, `${parent} ${index}`, session, place)),
    );
  },
  onChange: (session, listener) => session.onChange(listener),
};

type Placer = (file: string, span: Span) => Promise<TextPlace>;

/** Reads each file once for one answer. */
function placer(session: Session): Placer {
  const texts = new Map<string, Promise<string>>();
  return async (file, span) => {
    const text = texts.get(file) ?? readText(file, session);
    texts.set(file, text);
    return { uri: uriOf(file), range: lineIndex(await text).rangeOf(span) };
  };
}

async function readText(file: string, session: Session): Promise<string> {
  return session.documentAt(file)?.text ?? readFile(file, 'utf8').catch(() => '');
}

function idOf({ file, exportName }: Handler): string {
  return `${file}#${exportName}`;
}

const guards: Readonly<Record<Handler['guarded'], { words: string; icon: string; tone: Tone }>> = {
  code: { words: 'guarded in code', icon: 'shield', tone: 'good' },
  layer: { words: 'guarded by a layer', icon: 'shield', tone: 'good' },
  no: { words: 'not guarded', icon: 'circle-outline', tone: 'warning' },
};

async function handlerNode(handler: Handler, session: Session, place: Placer): Promise<TreeNode> {
  const { file, exportName, name, configured, guarded, confidence } = handler;
  const { words, icon, tone } = guards[guarded];
  const where = pathInWorkspace(file, session);
  const functions = configured.map((one) => one.name);
  const label = functions.length > 0 ? functions.join(', ') : exportName;
  const sure = confidence === 'low' ? ', may be a handler' : '';
  return {
    id: idOf(handler),
    label,
    description: `${words}${sure} · ${where}`,
    spoken: `${label}, handler ${exportName} in ${where}, ${words}${sure}`,
    icon,
    tone,
    children: configured.length > 0 ? 'collapsed' : 'none',
    kind: `${guarded}-guarded-handler`,
    arguments: [uriOf(file), exportName],
    place: await place(file, name),
  };
}

async function declarationNode(
  declared: ConfiguredFunction,
  id: string,
  session: Session,
  place: Placer,
): Promise<TreeNode> {
  const { by, file, span, name, handler, runtime, packaging } = declared;
  const facts = [by, runtime, packaging.tool ?? packaging.kind].filter((fact) => fact !== undefined);
  return {
    id,
    label: handler === undefined ? name : `${name}: ${handler}`,
    description: `${pathInWorkspace(file, session)} · ${facts.join(' · ')}`,
    spoken: `${name} declared in ${nameOf(file)}, ${facts.join(', ')}`,
    icon: 'symbol-property',
    children: 'none',
    kind: 'declaration',
    place: await place(file, span),
  };
}

function unresolvedNode(count: number): TreeNode {
  return {
    id: UNRESOLVED,
    label: 'Code not found',
    description: count === 1 ? '1 declared function' : `${count} declared functions`,
    tooltip: 'These functions are declared here, and the file or the name that their handler states is not.',
    icon: 'question',
    tone: 'muted',
    children: 'collapsed',
    kind: 'group',
  };
}

function pathInWorkspace(file: string, session: Session): string {
  const root = session.roots.map((path) => path.replaceAll('\\', '/')).find((path) => isInside(file, path));
  return root === undefined ? file : relativePath(root, file);
}
