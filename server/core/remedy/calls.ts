// The calls that carry a change out: the same data is shown in the preview and sent by server/aws, so that what a
// person saw is what happens. Parameters as in the API references of the services.
import type { AlarmState, Change, FunctionUrlState, MetricFilterState, PermissionState } from './change.ts';
import { networkCallsOf } from './network-calls.ts';

export interface Call {
  /** Name of the client, such as `lambda`. */
  readonly service:
    | 'lambda'
    | 'events'
    | 'iam'
    | 'guardduty'
    | 'logs'
    | 'sns'
    | 'cloudwatch'
    | 'ec2'
    | 'network-firewall'
    | 'route53resolver';
  /** Operation in Pascal case, such as `PutFunctionConcurrency`. */
  readonly operation: string;
  readonly input: Readonly<Record<string, unknown>>;
  /** IAM action that it needs. */
  readonly permission: string;
}

/** Empty where nothing has to be called. */
export function callsOf(change: Change): readonly Call[] {
  switch (change.kind) {
    case 'reserved-concurrency': {
      const { functionName: FunctionName } = change.target;
      const reserved = change.after?.reserved ?? null;
      return [
        reserved === null
          ? lambda('DeleteFunctionConcurrency', { FunctionName })
          : lambda('PutFunctionConcurrency', { FunctionName, ReservedConcurrentExecutions: reserved }),
      ];
    }
    case 'provisioned-concurrency':
      return [
        change.after === null
          ? lambda('DeleteProvisionedConcurrencyConfig', qualified(change.target))
          : lambda('PutProvisionedConcurrencyConfig', {
              ...qualified(change.target),
              ProvisionedConcurrentExecutions: change.after.requested,
            }),
      ];
    case 'event-source-mapping':
      return [
        lambda('UpdateEventSourceMapping', {
          UUID: change.target.uuid,
          Enabled: change.after?.enabled ?? false,
        }),
      ];
    case 'event-rule': {
      const input = { Name: change.target.name, EventBusName: change.target.bus };
      return [call('events', change.after?.enabled ? 'EnableRule' : 'DisableRule', input)];
    }
    case 'function-url':
      return [
        lambda('UpdateFunctionUrlConfig', {
          ...qualified(change.target),
          AuthType: change.after?.authType ?? 'AWS_IAM',
        }),
      ];
    case 'function-url-config':
      return [
        change.after === null
          ? lambda('DeleteFunctionUrlConfig', qualified(change.target))
          : lambda('CreateFunctionUrlConfig', { ...qualified(change.target), ...urlInput(change.after) }),
      ];
    case 'function-layers':
      return [
        lambda('UpdateFunctionConfiguration', {
          FunctionName: change.target.functionName,
          Layers: change.after?.layers ?? [],
        }),
      ];
    case 'permission': {
      const base = { ...qualified(change.target), StatementId: change.target.statementId };
      return [
        change.after === null
          ? lambda('RemovePermission', base)
          : lambda('AddPermission', { ...base, ...permissionInput(change.after) }),
      ];
    }
    case 'alias':
      return change.after === null
        ? []
        : [
            lambda('UpdateAlias', {
              FunctionName: change.target.functionName,
              Name: change.target.name,
              FunctionVersion: change.after.version,
              RoutingConfig: { AdditionalVersionWeights: change.after.weights },
            }),
          ];
    case 'role-policy': {
      const base = { RoleName: change.target.roleName, PolicyName: change.target.policyName };
      return [
        change.after === null
          ? call('iam', 'DeleteRolePolicy', base)
          : call('iam', 'PutRolePolicy', { ...base, PolicyDocument: JSON.stringify(change.after.document) }),
      ];
    }
    case 'guardduty-feature':
      return [
        call('guardduty', 'UpdateDetector', {
          DetectorId: change.target.detectorId,
          Features: [{ Name: change.target.feature, Status: change.after?.enabled ? 'ENABLED' : 'DISABLED' }],
        }),
      ];
    case 'finding-archive':
      return [
        call('guardduty', change.after?.archived ? 'ArchiveFindings' : 'UnarchiveFindings', {
          DetectorId: change.target.detectorId,
          FindingIds: [change.target.findingId],
        }),
      ];
    case 'finding-feedback': {
      const { detectorId: DetectorId, findingId, comment: Comments } = change.target;
      if (change.after === null) return [];
      return [
        call('guardduty', 'UpdateFindingsFeedback', {
          DetectorId,
          FindingIds: [findingId],
          Feedback: change.after.feedback,
          ...(Comments === '' ? {} : { Comments }),
        }),
      ];
    }
    case 'metric-filter': {
      const base = { logGroupName: change.target.logGroup, filterName: change.target.name };
      return [
        change.after === null
          ? call('logs', 'DeleteMetricFilter', base)
          : call('logs', 'PutMetricFilter', { ...base, ...filterInput(change.after) }),
      ];
    }
    case 'topic':
      return [
        change.after === null
          ? call('sns', 'DeleteTopic', { TopicArn: change.target.arn })
          : call('sns', 'CreateTopic', {
              Name: change.target.arn.split(':').at(-1) ?? '',
              Attributes: { DisplayName: change.after.displayName },
            }),
      ];
    case 'subscription': {
      const { topicArn: TopicArn, protocol: Protocol, endpoint: Endpoint } = change.target;
      return [
        change.after === null
          ? call('sns', 'Unsubscribe', { SubscriptionArn: `the one of ${Endpoint}` })
          : call('sns', 'Subscribe', { TopicArn, Protocol, Endpoint, ReturnSubscriptionArn: true }),
      ];
    }
    case 'alarm':
      return [
        change.after === null
          ? call('cloudwatch', 'DeleteAlarms', { AlarmNames: [change.target.name] })
          : call('cloudwatch', 'PutMetricAlarm', alarmInput(change.target.name, change.after)),
      ];
    case 'dashboard':
      return [
        change.after === null
          ? call('cloudwatch', 'DeleteDashboards', { DashboardNames: [change.target.name] })
          : call('cloudwatch', 'PutDashboard', {
              DashboardName: change.target.name,
              DashboardBody: JSON.stringify(change.after.body),
            }),
      ];
    case 'function-network':
    case 'security-group':
    case 'network-acl-entry':
    case 'firewall-rule-group':
    case 'firewall-policy-use':
    case 'dns-domain-list':
    case 'dns-rule-group':
    case 'dns-rule':
    case 'dns-association':
      return networkCallsOf(change);
  }
}

function call(service: Call['service'], operation: string, input: Call['input']): Call {
  return { service, operation, input, permission: `${service}:${operation}` };
}

const lambda = (operation: string, input: Call['input']) => call('lambda', operation, input);

function qualified(target: { readonly functionName: string; readonly qualifier: string }): Call['input'] {
  const { functionName: FunctionName, qualifier } = target;
  return qualifier === '' ? { FunctionName } : { FunctionName, Qualifier: qualifier };
}

function permissionInput(state: PermissionState): Call['input'] {
  return {
    Action: state.action,
    Principal: state.principal,
    ...(state.sourceArn === undefined ? {} : { SourceArn: state.sourceArn }),
    ...(state.sourceAccount === undefined ? {} : { SourceAccount: state.sourceAccount }),
    ...(state.principalOrgId === undefined ? {} : { PrincipalOrgID: state.principalOrgId }),
    ...(state.eventSourceToken === undefined ? {} : { EventSourceToken: state.eventSourceToken }),
    ...(state.urlAuthType === undefined ? {} : { FunctionUrlAuthType: state.urlAuthType }),
    ...(state.invokedViaUrl === undefined ? {} : { InvokedViaFunctionUrl: state.invokedViaUrl }),
  };
}

function urlInput({ authType: AuthType, invokeMode: InvokeMode, cors }: FunctionUrlState): Call['input'] {
  if (cors === null) return { AuthType, InvokeMode };
  const Cors = Object.entries(cors).map(([name, value]) => [
    name.charAt(0).toUpperCase() + name.slice(1),
    value,
  ]);
  return { AuthType, InvokeMode, Cors: Object.fromEntries(Cors) };
}

function filterInput(state: MetricFilterState): Call['input'] {
  const hasDimensions = Object.keys(state.dimensions).length > 0;
  return {
    filterPattern: state.pattern,
    metricTransformations: [
      {
        metricNamespace: state.namespace,
        metricName: state.metric,
        metricValue: state.value,
        ...(state.defaultValue === null ? {} : { defaultValue: state.defaultValue }),
        ...(hasDimensions ? { dimensions: state.dimensions } : {}),
      },
    ],
  };
}

function alarmInput(name: string, state: AlarmState): Call['input'] {
  return {
    AlarmName: name,
    AlarmDescription: state.description,
    Namespace: state.namespace,
    MetricName: state.metric,
    ...(state.dimensions === undefined
      ? {}
      : { Dimensions: Object.entries(state.dimensions).map(([Name, Value]) => ({ Name, Value })) }),
    Statistic: state.statistic,
    Period: state.periodSeconds,
    EvaluationPeriods: state.evaluationPeriods,
    Threshold: state.threshold,
    ComparisonOperator: state.comparison,
    TreatMissingData: state.missingData,
    AlarmActions: state.actions,
  };
}
