// Whole rules to begin with, by the threat that they answer. Each compiles, and its examples pass.
import type { RuleFileKind } from './rule.ts';

export interface RuleSnippet {
  readonly name: string;
  readonly threat: string;
  readonly kinds: readonly RuleFileKind[];
  /** As it stands in a file. */
  readonly text: string;
}

function rule(name: string, threat: string, kinds: readonly RuleFileKind[], ...lines: string[]): RuleSnippet {
  return { name, threat, kinds, text: lines.join('\n') };
}

export const ruleSnippets: readonly RuleSnippet[] = [
  rule(
    'os-command',
    'command execution in code',
    ['code'],
    '#@ id: os-command',
    '#@ severity: error',
    '#@ message: runs an operating-system command',
    '#@ where: code',
    '#@ cwe: 78',
    '#+ subprocess.check_output(command, shell=True)',
    '#- callback(result)',
    '\\b(check_output|check_call|popen|system|spawn)\\s*\\(',
  ),
  rule(
    'dynamic-eval',
    'dynamic evaluation in code',
    ['code'],
    '#@ id: dynamic-eval',
    '#@ severity: error',
    '#@ message: runs text as code',
    '#@ where: code',
    '#@ cwe: 95',
    '#+ eval(event["expression"])',
    '#- evaluate(expression)',
    '\\b(eval|exec)\\s*\\(',
  ),
  rule(
    'hard-coded-key',
    'an AWS key in code',
    ['code', 'out'],
    '#@ id: hard-coded-key',
    '#@ severity: error',
    '#@ message: an AWS access key id',
    '#@ cwe: 798',
    '#+ AKIAIOSFODNN7EXAMPLE',
    '#- AKIA',
    '\\b(?:AKIA|ASIA)[0-9A-Z]{16}\\b',
  ),
  rule(
    'sql-injection',
    'SQL injection in requests',
    ['in'],
    '#@ id: sql-union-select',
    '#@ severity: error',
    '#@ message: SQL that joins another query',
    '#@ cwe: 89',
    '#+ 1 UNION ALL SELECT password FROM users',
    '#- the union selected a speaker',
    '(?i)\\bunion\\s+(?:all\\s+)?select\\b',
  ),
  rule(
    'path-traversal',
    'path traversal in requests',
    ['in'],
    '#@ id: path-traversal',
    '#@ severity: error',
    '#@ message: a path that climbs upwards',
    '#@ cwe: 22',
    '#+ ../../etc/passwd',
    '#- and so on...',
    '\\.\\.[/\\\\]',
  ),
  rule(
    'cross-site-scripting',
    'script in requests',
    ['in'],
    '#@ id: script-tag',
    '#@ severity: error',
    '#@ message: a script tag',
    '#@ cwe: 79',
    '#+ <script>alert(1)</script>',
    '#- the scripts directory',
    '(?i)<script\\b',
  ),
  rule(
    'metadata-address',
    'server-side request forgery',
    ['in'],
    '#@ id: metadata-address',
    '#@ severity: error',
    '#@ message: the address of instance metadata',
    '#@ cwe: 918',
    '#+ http://169.254.169.254/latest/meta-data/',
    '#- 169.254.169.2540',
    '\\b169\\.254\\.(?:169\\.254|170\\.2)\\b',
  ),
  rule(
    'look-up-injection',
    'Log4Shell-like look-ups',
    ['in'],
    '#@ id: look-up-injection',
    '#@ severity: error',
    '#@ message: a look-up that a logger may follow',
    '#@ cwe: 917',
    '#+ ${jndi:ldap://example.com/a}',
    '#- ${name}',
    '(?i)\\$\\{(?:jndi|lower|upper|env|sys):',
  ),
  rule(
    'stack-trace',
    'stack traces in responses',
    ['out'],
    '#@ id: python-stack-trace',
    '#@ severity: error',
    '#@ message: a stack trace of Python',
    '#@ cwe: 209',
    '#+ Traceback (most recent call last):',
    '#- trace the package back',
    'Traceback \\(most recent call last\\)',
  ),
  rule(
    'private-key',
    'private keys in responses',
    ['out'],
    '#@ id: private-key',
    '#@ severity: error',
    '#@ message: a private key',
    '#@ cwe: 200',
    '#+ -----BEGIN RSA PRIVATE KEY-----',
    '#- -----BEGIN PUBLIC KEY-----',
    '-----BEGIN (?:[A-Z]+ )?PRIVATE KEY-----',
  ),
];
