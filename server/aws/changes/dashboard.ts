// A dashboard, compared as JSON.
import { type ChangeReader, options, orNull } from '../change-reader.ts';

export const dashboard: ChangeReader<'dashboard'> = {
  kind: 'dashboard',
  actions: ['cloudwatch:GetDashboard'],
  async read(scope, { name }) {
    const cloudwatch = await scope.client('cloudwatch');
    const found = await orNull(cloudwatch.getDashboard({ DashboardName: name }, options(scope)));
    if (!found) return null;
    const body: unknown = JSON.parse(found.DashboardBody ?? 'null');
    return { body };
  },
};
