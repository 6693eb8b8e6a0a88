// One line on standard output for each violation and each failure of the guard. No line ever holds content of an event
// or a response; what was hit is told by its hash.
import type { Rule } from '../../../server/core/rulelang/rule.ts';
import { lazyModules } from './lazy-modules.ts';
import type { Settings } from './settings.ts';

export type RecordPlace = ({ readonly file: string; readonly line: number } | { readonly path: string }) & {
  /** The caller's address, where it is to be recorded. */
  readonly source?: string;
};

export interface Recorder {
  violation(
    rule: Rule,
    mode: 'block' | 'monitor',
    requestId: string,
    matched: string,
    place: RecordPlace,
  ): void;
  /** The guard could not do its work. `what` and `facts` are words of ours, names of rules and of their files. */
  failure(what: string, requestId: string, facts?: Readonly<Record<string, string>>): void;
  unchecked(kind: 'in' | 'out' | 'code', reasons: readonly string[], requestId: string): void;
}

const titles = { code: 'Code', in: 'In', out: 'Out' } as const;

export function createRecorder(settings: Settings, environment: NodeJS.ProcessEnv): Recorder {
  const functionName = environment['AWS_LAMBDA_FUNCTION_NAME'] ?? '';
  const version = environment['AWS_LAMBDA_FUNCTION_VERSION'] ?? '';
  const hasLevels = (environment['AWS_LAMBDA_LOG_FORMAT'] ?? '').toUpperCase() === 'JSON';

  function write(record: object, level: 'ERROR' | 'WARN'): void {
    // Lambda filters JSON lines by these two members.
    const head = hasLevels ? { timestamp: new Date().toISOString(), level } : {};
    line(JSON.stringify({ ...head, ...record }));
  }

  function line(text: string): void {
    // The console of the runtime would add a head of its own to the line.
    process.stdout.write(`${text}\n`);
  }

  return {
    violation(rule, mode, requestId, matched, place) {
      const message = `${titles[rule.kind]} Rule Violation for ${oneLine(rule.pattern)}`;
      if (settings.log === 'text' && !settings.emf) {
        line(message);
        return;
      }
      const match = `sha256:${lazyModules.crypto().createHash('sha256').update(matched, 'utf8').digest('hex').slice(0, 16)}`;
      const record = {
        message,
        violation: rule.kind,
        rule: rule.id,
        mode,
        ...place,
        requestId,
        function: functionName,
        version,
        match,
      };
      write(
        settings.emf ? { ...record, ...embeddedMetric(rule, settings) } : record,
        mode === 'block' ? 'ERROR' : 'WARN',
      );
    },
    failure(what, requestId, facts = {}) {
      const message = `Lambda Protect failed: ${what}`;
      if (settings.log === 'text')
        line(
          message +
            Object.entries(facts)
              .map(([name, fact]) => ` ${name}=${fact}`)
              .join(''),
        );
      else write({ message, failure: what, ...facts, requestId, function: functionName, version }, 'ERROR');
    },
    unchecked(kind, given, requestId) {
      const reasons = [...new Set(given)].sort();
      const message = `Lambda Protect left a part unchecked: ${kind} (${reasons.join(', ')})`;
      if (settings.log === 'text') line(message);
      else write({ message, unchecked: kind, reasons, requestId, function: functionName, version }, 'WARN');
    },
  };
}

/** https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/CloudWatch_Embedded_Metric_Format_Specification.html */
function embeddedMetric(rule: Rule, settings: Settings): object {
  return {
    kind: rule.kind,
    Violations: 1,
    _aws: {
      Timestamp: Date.now(),
      CloudWatchMetrics: [
        {
          Namespace: settings.emfNamespace,
          Dimensions: [['function', 'rule', 'kind']],
          Metrics: [{ Name: 'Violations', Unit: 'Count' }],
        },
      ],
    },
  };
}

/** A pattern comes from a file: nothing in it may end the line or reach a terminal. */
function oneLine(text: string): string {
  return text.replace(/[\p{C}\p{Zl}\p{Zp}]|(?! )\p{Zs}/gu, (found) =>
    [...found]
      .map((character) => `\\u${(character.codePointAt(0) ?? 0).toString(16).padStart(4, '0')}`)
      .join(''),
  );
}
