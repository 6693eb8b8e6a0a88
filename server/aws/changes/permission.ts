// A statement of a resource policy, of a function, a version or an alias.
import { permissionState } from '../../core/remedy/permission-state.ts';
import { type ChangeReader, options, orNull } from '../change-reader.ts';
import { plainDocument } from '../documents.ts';

export const permission: ChangeReader<'permission'> = {
  kind: 'permission',
  actions: ['lambda:GetPolicy'],
  async read(scope, { functionName, qualifier, statementId }) {
    const lambda = await scope.client('lambda');
    const found = await orNull(
      lambda.getPolicy(
        { FunctionName: functionName, ...(qualifier === '' ? {} : { Qualifier: qualifier }) },
        options(scope),
      ),
    );
    const document: unknown = JSON.parse(plainDocument(found?.Policy ?? '{}'));
    for (const statement of statementsOf(document)) {
      if (statement['Sid'] !== statementId) continue;
      const state = permissionState(statement);
      if (!state)
        throw new Error(`statement ${statementId} of ${functionName} says more than can be put back`);
      return state;
    }
    return null;
  },
};

function statementsOf(document: unknown): readonly Readonly<Record<string, unknown>>[] {
  if (typeof document !== 'object' || document === null || !('Statement' in document)) return [];
  const list: readonly unknown[] = Array.isArray(document.Statement)
    ? document.Statement
    : [document.Statement];
  return list.flatMap((one) =>
    typeof one === 'object' && one !== null ? [Object.fromEntries(Object.entries(one))] : [],
  );
}
