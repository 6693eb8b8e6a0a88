// Environment variables that change what code runs, what it trusts or where it connects.
// https://docs.aws.amazon.com/lambda/latest/dg/configuration-envvars.html#configuration-envvars-runtime
import type { Severity } from '../finding/finding.ts';
import type { EnvironmentValue } from '../model/environment.ts';

export interface VariableDanger {
  readonly text: string;
  readonly severity: Severity;
}

/** Wrappers that AWS and vendors document for their layers. */
const knownWrappers =
  /^\/opt\/(?:otel-(?:handler|instrument|proxy-handler|sqs-handler|stream-handler)|datadog_wrapper|bootstrap|sentry|newrelic_lambda_wrapper|dynatrace|lumigo_wrapper|epsagon_wrapper|powertools[\w-]*|protect-lambda[\w/-]*)$/;

/** Loads code before the handler, always. */
const preloads: Readonly<Record<string, string>> = {
  LD_PRELOAD: 'loads a library into every process',
  LD_AUDIT: 'loads a library into every process',
  PYTHONSTARTUP: 'names a file that Python runs at its start',
  PYTHONHOME: "replaces Python's standard library",
  PYTHONINSPECT: 'leaves an interpreter open',
  BASH_ENV: 'names a file that shells run at their start',
  PERL5OPT: 'gives Perl options of its own',
  DOTNET_STARTUP_HOOKS: 'loads an assembly before the handler',
  CORECLR_PROFILER_PATH: 'loads a profiler into the process',
  AWS_LAMBDA_RUNTIME_API: "replaces Lambda's own endpoint: somebody else hands out the events",
  GEM_PATH: 'changes where Ruby finds its gems',
};

/** Adds a place where code is looked for; usual below /opt and /var/task. */
const searchPaths = [
  'LD_LIBRARY_PATH',
  'PYTHONPATH',
  'NODE_PATH',
  'RUBYLIB',
  'CLASSPATH',
  'PATH',
  'DOTNET_ADDITIONAL_DEPS',
];

export function dangerOfVariable(name: string, value: EnvironmentValue): VariableDanger | undefined {
  const text = value.kind === 'plain' ? value.text : undefined;
  if (text === '') return undefined;
  const preload = preloads[name];
  if (preload !== undefined) {
    // A profiler or hook that a vendor's layer brings lies below /opt.
    const fromLayer =
      text?.startsWith('/opt/') === true &&
      (name === 'DOTNET_STARTUP_HOOKS' || name === 'CORECLR_PROFILER_PATH');
    return { text: preload, severity: fromLayer ? 'info' : name === 'GEM_PATH' ? 'info' : 'error' };
  }
  if (name === 'AWS_LAMBDA_EXEC_WRAPPER') {
    if (text !== undefined && knownWrappers.test(text)) return undefined;
    return {
      text: `starts the runtime through ${text ?? 'a script'}`,
      severity: text?.startsWith('/opt/') === true ? 'warning' : 'error',
    };
  }
  if (name === 'NODE_OPTIONS') return nodeOptions(text);
  if (/^(?:JAVA_TOOL_OPTIONS|_JAVA_OPTIONS|JDK_JAVA_OPTIONS)$/.test(name)) {
    return text === undefined || /-(?:javaagent|agentpath|agentlib|Xbootclasspath|Xrun)/.test(text)
      ? {
          text: 'loads an agent into the virtual machine',
          severity: text?.includes('/opt/') === true ? 'info' : 'warning',
        }
      : undefined;
  }
  if (name === 'RUBYOPT')
    return text === undefined || /-r/.test(text)
      ? { text: 'loads a file before the handler', severity: 'warning' }
      : undefined;
  if (searchPaths.includes(name)) {
    const odd = (text ?? '?')
      .split(':')
      .filter(
        (part) =>
          part !== '' &&
          !/^(?:\/opt|\/var\/(?:task|runtime|lang)|\/usr|\/bin|\/lib|\/lib64|\/sbin|\$\w+|\.)(?:\/|$)/.test(
            part,
          ),
      );
    return odd.length === 0
      ? undefined
      : {
          text: `looks for code in ${text === undefined ? 'a place that is not known' : odd.join(', ')}`,
          severity: 'warning',
        };
  }
  if (name === 'NODE_TLS_REJECT_UNAUTHORIZED' && (text === undefined || text === '0'))
    return { text: 'turns the checking of TLS certificates off', severity: 'error' };
  if (name === 'PYTHONHTTPSVERIFY' && (text === undefined || text === '0'))
    return { text: 'turns the checking of TLS certificates off', severity: 'error' };
  if (/^(?:HTTPS?_PROXY|https?_proxy|ALL_PROXY)$/.test(name))
    return { text: 'sends the traffic of the function through a proxy', severity: 'info' };
  if (
    /^AWS_ENDPOINT_URL(?:_|$)/.test(name) &&
    !/\.(?:amazonaws\.com|amazonaws\.com\.cn|aws\.dev|api\.aws|vpce\.amazonaws\.com)(?::\d+)?(?:\/|$)/.test(
      text ?? '',
    )
  ) {
    return { text: 'sends calls to AWS somewhere else', severity: 'warning' };
  }
  return undefined;
}

function nodeOptions(text: string | undefined): VariableDanger | undefined {
  if (text === undefined) return { text: 'gives Node options that are not known', severity: 'warning' };
  const loads = /(?:^|\s)(?:-r|--require|--import|--loader|--experimental-loader)(?:[=\s]+)(\S+)/.exec(text);
  if (loads !== null) {
    const file = loads[1] ?? '';
    return {
      text: `loads ${file} before the handler`,
      severity: /^(?:\/opt\/|\/var\/task\/|\.\/|[a-z@])/i.test(file) ? 'info' : 'warning',
    };
  }
  if (/--inspect/.test(text)) return { text: "opens Node's debugger", severity: 'error' };
  return /--(?:tls-min-v1\.0|insecure-http-parser|security-revert)/.test(text)
    ? { text: 'weakens Node', severity: 'warning' }
    : undefined;
}
