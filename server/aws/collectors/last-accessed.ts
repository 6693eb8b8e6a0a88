// When execution roles last used each service that they may use. IAM makes a report for each role on demand.
import type { ServiceLastAccessed } from '../../core/model/iam-entities.ts';
import { type Known, known, unknown } from '../../core/model/known.ts';
import { realClock } from '../pace.ts';
import type { CollectorFacts, Scope } from '../scope.ts';

export const lastAccessedCollector: CollectorFacts = {
  thing: 'last accessed services',
  feature: 'access',
  actions: ['iam:GenerateServiceLastAccessedDetails', 'iam:GetServiceLastAccessedDetails'],
};

const maxLooks = 20;

export async function collectLastAccessed(
  scope: Scope,
  region: string,
  roleArn: string,
): Promise<Known<readonly ServiceLastAccessed[]>> {
  const iam = await scope.connection.client('iam', region);
  const { ask } = scope;
  const job = await ask.known('iam:GenerateServiceLastAccessedDetails', (options) =>
    iam.generateServiceLastAccessedDetails({ Arn: roleArn }, options),
  );
  if (!job.known) return job;
  const JobId = job.value.JobId ?? '';
  const services: ServiceLastAccessed[] = [];
  let marker: string | undefined;
  for (let looks = 0; looks < maxLooks; looks += 1) {
    const from: string | undefined = marker;
    const report = await ask.known('iam:GetServiceLastAccessedDetails', (options) =>
      iam.getServiceLastAccessedDetails({ JobId, ...(from === undefined ? {} : { Marker: from }) }, options),
    );
    if (!report.known) return report;
    if (report.value.JobStatus === 'FAILED') break;
    if (report.value.JobStatus === 'IN_PROGRESS') {
      await realClock.sleep(500 + looks * 500, ask.signal).catch(() => {});
      continue;
    }
    for (const one of report.value.ServicesLastAccessed ?? []) {
      services.push({
        service: one.ServiceNamespace ?? '',
        at: one.LastAuthenticated?.toISOString() ?? null,
      });
    }
    if (!report.value.IsTruncated || report.value.Marker === undefined) return known(services);
    marker = report.value.Marker;
  }
  return unknown({
    action: 'iam:GetServiceLastAccessedDetails',
    reason: 'unavailable',
    detail: 'the report was not made',
  });
}
