// One pass over the top level of a JavaScript or TypeScript module: what it imports as the guard, what its local
// names stand for, and everything that it exports, as ES module or as CommonJS.
import type { Span } from '../../text/span.ts';
import type { SyntaxNode, SyntaxTree } from '../syntax-tree.ts';
import { guardNames, type HandlerForm } from './entry-point.ts';
import {
  exportPath,
  firstArgument,
  isGuardModule,
  requiredModule,
  stringValue,
  unwrapped,
} from './javascript-nodes.ts';

export interface Module {
  readonly exports: readonly ModuleExport[];
  readonly locals: ReadonlyMap<string, Local>;
  /** Local names that the guard goes by. */
  readonly guards: ReadonlySet<string>;
  /** Local names that middy goes by. */
  readonly middies: ReadonlySet<string>;
  /** Locals on which a statement `x.use(guard.middleware())` stands. */
  readonly guardedByStatement: ReadonlySet<string>;
  /** `Handler` and `Context` are Lambda's here. */
  readonly importsLambdaTypes: boolean;
}

export interface Local {
  /** The function, class or initial value; `undefined` for what is imported or destructured. */
  readonly value: SyntaxNode | undefined;
  readonly name: SyntaxNode;
  readonly typeText: string;
  readonly isOverloaded: boolean;
}

export interface ModuleExport {
  readonly kind: 'value' | 'reexport';
  readonly exportName: string;
  readonly name: Span;
  readonly span: Span;
  /** What is exported, where this file says so. */
  readonly value: SyntaxNode | undefined;
  readonly typeText: string;
  /** The form of the export itself; `expression` when it is a value that stands there. */
  readonly form: HandlerForm;
}

export function readModule(tree: SyntaxTree): Module {
  const locals = new Map<string, Local>();
  const guards = new Set<string>();
  const middies = new Set<string>(['middy']);
  const guardedByStatement = new Set<string>();
  const exports: ModuleExport[] = [];
  const statements = tree.root.children;
  for (const statement of statements) declare(statement);
  for (const statement of statements) visit(statement);
  const importsLambdaTypes = /['"](@types\/)?aws-lambda['"]|@aws-lambda-powertools\//.test(tree.text);
  return { exports, locals, guards, middies, guardedByStatement, importsLambdaTypes };

  function declare(statement: SyntaxNode): void {
    switch (statement.type) {
      case 'import_statement':
        declareImport(statement);
        break;
      case 'export_statement': {
        const declaration = statement.field('declaration');
        if (declaration !== undefined) declare(declaration);
        break;
      }
      case 'lexical_declaration':
      case 'variable_declaration':
        for (const child of statement.children) declareVariable(child);
        break;
      case 'function_signature':
      case 'function_declaration':
      case 'generator_function_declaration':
      case 'class_declaration': {
        const name = statement.field('name');
        if (name === undefined) return;
        const isSignature = statement.type === 'function_signature';
        const isOverloaded = isSignature || locals.get(name.text)?.isOverloaded === true;
        locals.set(name.text, {
          value: isSignature ? undefined : statement,
          name,
          typeText: '',
          isOverloaded,
        });
      }
    }
  }

  function declareImport(statement: SyntaxNode): void {
    const from = stringValue(statement.field('source'));
    const clause = statement.children.find((child) => child.type === 'import_clause');
    for (const child of clause?.children ?? []) {
      if (child.type === 'identifier') declareForeign(child, from, 'default');
      else if (child.type === 'named_imports') {
        for (const specifier of child.children) {
          const name = specifier.field('name');
          const local = specifier.field('alias') ?? name;
          if (name !== undefined && local !== undefined) declareForeign(local, from, name.text);
        }
      }
    }
  }

  function declareForeign(local: SyntaxNode, from: string | undefined, imported: string): void {
    locals.set(local.text, { value: undefined, name: local, typeText: '', isOverloaded: false });
    if (isGuardModule(from) && (imported === guardNames.node.name || imported === 'default'))
      guards.add(local.text);
    if (from === '@middy/core' && imported === 'default') middies.add(local.text);
  }

  function declareVariable(declarator: SyntaxNode): void {
    if (declarator.type !== 'variable_declarator') return;
    const name = declarator.field('name');
    const value = declarator.field('value');
    if (name === undefined) return;
    const required = requiredModule(value);
    if (name.type === 'identifier') {
      const typeText = declarator.field('type')?.text ?? '';
      const isOverloaded = false;
      if (required === '@middy/core') middies.add(name.text);
      if (
        isGuardModule(requiredModule(value?.field('object'))) &&
        value?.field('property')?.text === guardNames.node.name
      ) {
        guards.add(name.text);
      }
      locals.set(name.text, {
        value: required === undefined ? value : undefined,
        name,
        typeText,
        isOverloaded,
      });
      return;
    }
    for (const part of name.children) {
      const imported = part.field('key') ?? part;
      const local = part.field('value') ?? part;
      if (part.type === 'object_assignment_pattern' || !/^\w+$/.test(local.text)) continue;
      declareForeign(local, required, imported.text);
    }
  }

  function visit(statement: SyntaxNode): void {
    if (statement.type === 'export_statement') visitExport(statement);
    else if (statement.type === 'expression_statement') {
      for (const child of statement.children) visitExpression(child, statement);
    }
  }

  function visitExport(statement: SyntaxNode): void {
    const source = stringValue(statement.field('source'));
    const clause = statement.children.find((child) => child.type === 'export_clause');
    if (clause !== undefined) {
      for (const specifier of clause.children) visitSpecifier(specifier, statement, source);
      return;
    }
    if (source !== undefined) {
      exports.push({
        kind: 'reexport',
        exportName: '*',
        name: statement,
        span: statement,
        value: undefined,
        typeText: '',
        form: { form: 'reexport', module: source, imported: '*' },
      });
      return;
    }
    const declaration = statement.field('declaration');
    const isDefault = /^export\s+default\b/.test(statement.text.slice(0, 40));
    if (declaration !== undefined) {
      visitDeclaration(declaration, statement, isDefault);
      return;
    }
    const value = statement.field('value') ?? statement.children.find((child) => child.type !== 'comment');
    if (value === undefined) return;
    if (isDefault) {
      addValue('default', value, statement, value, '', { form: 'expression', value });
    } else if (unwrapped(value).type === 'object') {
      // `export = { … }`
      visitObject(unwrapped(value), '', statement);
    }
  }

  function visitSpecifier(specifier: SyntaxNode, statement: SyntaxNode, source: string | undefined): void {
    const name = specifier.field('name');
    if (specifier.type !== 'export_specifier' || name === undefined) return;
    const alias = specifier.field('alias') ?? name;
    const exported = stringValue(alias) ?? alias.text;
    if (source !== undefined) {
      exports.push({
        kind: 'reexport',
        exportName: exported,
        name: alias,
        span: statement,
        value: undefined,
        typeText: '',
        form: { form: 'reexport', module: source, imported: name.text },
      });
      return;
    }
    const local = locals.get(name.text);
    const form: HandlerForm = { form: 'specifier', specifier, statement, local: name.text, exported };
    addValue(exported, local?.name ?? alias, local?.value ?? statement, name, local?.typeText ?? '', form);
  }

  function visitDeclaration(declaration: SyntaxNode, statement: SyntaxNode, isDefault: boolean): void {
    const name = declaration.field('name');
    if (
      declaration.type === 'function_declaration' ||
      declaration.type === 'generator_function_declaration'
    ) {
      const local = name?.text;
      const form: HandlerForm = {
        form: 'function',
        exported: isDefault ? 'default' : 'named',
        statement,
        declaration,
        local,
        isOverloaded: local !== undefined && locals.get(local)?.isOverloaded === true,
      };
      addValue(
        isDefault ? 'default' : (local ?? 'default'),
        name ?? declaration,
        statement,
        declaration,
        '',
        form,
      );
      return;
    }
    if (declaration.type === 'class_declaration') {
      visitClass(declaration, isDefault ? 'default' : (name?.text ?? 'default'), statement);
      return;
    }
    for (const declarator of declaration.children) {
      const variable = declarator.field('name');
      const value = declarator.field('value');
      if (declarator.type !== 'variable_declarator' || variable === undefined) continue;
      const typeText = declarator.field('type')?.text ?? '';
      if (variable.type === 'identifier' && value !== undefined) {
        if (unwrapped(value).type === 'object') visitObject(unwrapped(value), `${variable.text}.`, statement);
        else addValue(variable.text, variable, statement, value, typeText, { form: 'expression', value });
      } else {
        for (const part of variable.children) {
          const local = part.field('value') ?? part;
          if (!/^\w+$/.test(local.text)) continue;
          addValue(local.text, local, statement, undefined, '', {
            form: 'other',
            reason: 'it is taken out of another value',
          });
        }
      }
    }
  }

  function visitClass(declaration: SyntaxNode, prefix: string, statement: SyntaxNode): void {
    for (const member of declaration.field('body')?.children ?? []) {
      if (!/^(\s*(public|readonly|async)\s+)*static\b/.test(member.text.slice(0, 60))) continue;
      const key = member.field('name') ?? member.field('property');
      if (key === undefined) continue;
      const value = member.type === 'method_definition' ? member : member.field('value');
      const form: HandlerForm =
        member.type === 'method_definition' || value === undefined
          ? { form: 'other', reason: 'it is a static method' }
          : { form: 'expression', value };
      addValue(`${prefix}.${key.text}`, key, statement, value, '', form);
    }
  }

  function visitExpression(node: SyntaxNode, statement: SyntaxNode): void {
    if (node.type === 'sequence_expression') {
      for (const child of node.children) visitExpression(child, statement);
      return;
    }
    if (node.type === 'call_expression') {
      visitUseStatement(node);
      return;
    }
    const targets: string[] = [];
    const names: SyntaxNode[] = [];
    let value: SyntaxNode | undefined = node;
    while (value?.type === 'assignment_expression') {
      const left: SyntaxNode | undefined = value.field('left');
      const path = left === undefined ? undefined : exportPath(left);
      if (left !== undefined && path !== undefined) {
        targets.push(path);
        names.push(left.field('property') ?? left);
      }
      value = value.field('right');
    }
    if (value === undefined) return;
    for (const [index, path] of targets.entries()) {
      const name = names[index] ?? node;
      if (unwrapped(value).type === 'object')
        visitObject(unwrapped(value), path === '' ? '' : `${path}.`, statement);
      else if (path !== '') addValue(path, name, statement, value, '', { form: 'expression', value });
    }
  }

  /** `handler.use(protectLambda.middleware())` */
  function visitUseStatement(call: SyntaxNode): void {
    let at: SyntaxNode | undefined = call;
    let hasGuard = false;
    while (at?.type === 'call_expression') {
      const called: SyntaxNode | undefined = at.field('function');
      if (called?.type !== 'member_expression') return;
      const argument = firstArgument(at)?.field('function')?.field('object');
      if (called.field('property')?.text === 'use' && argument !== undefined && guards.has(argument.text))
        hasGuard = true;
      at = called.field('object');
    }
    if (hasGuard && at?.type === 'identifier') guardedByStatement.add(at.text);
  }

  function visitObject(object: SyntaxNode, prefix: string, statement: SyntaxNode): void {
    for (const member of object.children) {
      if (member.type === 'shorthand_property_identifier') {
        const local = locals.get(member.text);
        const form: HandlerForm = { form: 'shorthand', key: member };
        addValue(
          prefix + member.text,
          local?.name ?? member,
          local?.value ?? statement,
          local?.value ?? member,
          local?.typeText ?? '',
          form,
        );
      } else if (member.type === 'pair') {
        const key = member.field('key');
        const value = member.field('value');
        if (key === undefined || value === undefined || key.type === 'computed_property_name') continue;
        const name = prefix + (stringValue(key) ?? key.text);
        if (unwrapped(value).type === 'object' && prefix.split('.').length < 4)
          visitObject(unwrapped(value), `${name}.`, statement);
        else addValue(name, key, member, value, '', { form: 'expression', value });
      } else if (member.type === 'method_definition') {
        const key = member.field('name');
        const parameters = member.field('parameters');
        if (key === undefined || parameters === undefined || /^(get|set)\s/.test(member.text)) continue;
        const form: HandlerForm = {
          form: 'object-method',
          method: member,
          head: { start: member.start, end: parameters.start },
          key,
        };
        addValue(prefix + (stringValue(key) ?? key.text), key, member, member, '', form);
      }
    }
  }

  function addValue(
    exportName: string,
    name: Span,
    span: Span,
    value: SyntaxNode | undefined,
    typeText: string,
    form: HandlerForm,
  ): void {
    exports.push({ kind: 'value', exportName, name, span, value, typeText, form });
  }
}
