// The names of the techniques of MITRE ATT&CK that detectors refer to, and their pages.
// https://attack.mitre.org/matrices/enterprise/cloud/
const names: Readonly<Record<string, string>> = {
  T1021: 'Remote Services',
  T1048: 'Exfiltration Over Alternative Protocol',
  T1059: 'Command and Scripting Interpreter',
  T1071: 'Application Layer Protocol',
  'T1078.004': 'Valid Accounts: Cloud Accounts',
  'T1087.004': 'Account Discovery: Cloud Account',
  T1098: 'Account Manipulation',
  'T1098.001': 'Account Manipulation: Additional Cloud Credentials',
  'T1098.003': 'Account Manipulation: Additional Cloud Roles',
  'T1136.003': 'Create Account: Cloud Account',
  T1190: 'Exploit Public-Facing Application',
  T1213: 'Data from Information Repositories',
  T1485: 'Data Destruction',
  T1496: 'Resource Hijacking',
  T1499: 'Endpoint Denial of Service',
  T1525: 'Implant Internal Image',
  T1526: 'Cloud Service Discovery',
  T1530: 'Data from Cloud Storage',
  T1546: 'Event Triggered Execution',
  T1552: 'Unsecured Credentials',
  'T1552.005': 'Unsecured Credentials: Cloud Instance Metadata API',
  'T1562.008': 'Impair Defenses: Disable or Modify Cloud Logs',
  T1567: 'Exfiltration Over Web Service',
  T1574: 'Hijack Execution Flow',
  'T1574.006': 'Hijack Execution Flow: Dynamic Linker Hijacking',
  T1580: 'Cloud Infrastructure Discovery',
  T1648: 'Serverless Execution',
};

/** `T1098.003`: the words `T1098.003 Account Manipulation: …` and the page of the technique. */
export function attackLink(id: string): { readonly words: string; readonly url: string } {
  const name = names[id];
  return {
    words: name === undefined ? id : `${id} ${name}`,
    url: `https://attack.mitre.org/techniques/${id.replace('.', '/')}/`,
  };
}
