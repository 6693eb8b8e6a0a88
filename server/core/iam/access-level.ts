// What kind of access an action gives: List, Read, Write, Permissions or Tagging. A table for the services that
// execution roles use most, where names mislead; for all others the verb decides.
// Levels: https://docs.aws.amazon.com/service-authorization/latest/reference/reference_policies_actions-resources-contextkeys.html
import { globMatches, hasWildcard } from './glob.ts';

export const accessLevels = ['list', 'read', 'write', 'permissions', 'tagging'] as const;
export type AccessLevel = (typeof accessLevels)[number];

/** What somebody can do who may do it: the four reasons why `*` as resource is dangerous. */
export type Danger = 'reads-data' | 'returns-credentials' | 'changes-permissions' | 'changes-things';

/** Where the verb would give another level. Lower case, without the service. */
const exceptions: Readonly<Record<string, Readonly<Partial<Record<AccessLevel, string>>>>> = {
  lambda: {
    read: 'getfunction getlayerversion',
    write: 'invokefunction invokefunctionurl invokeasync publishversion publishlayerversion',
    permissions:
      'addpermission removepermission addlayerversionpermission removelayerversionpermission putresourcepolicy deleteresourcepolicy disablereplication enablereplication',
  },
  s3: {
    list: 'listbucket listbucketversions listallmybuckets listbucketmultipartuploads',
    read: 'selectobjectcontent',
    permissions:
      'putbucketpolicy deletebucketpolicy putbucketacl putobjectacl putobjectversionacl putbucketpublicaccessblock putaccountpublicaccessblock putaccesspointpolicy deleteaccesspointpolicy bypassgovernanceretention objectowneroverridetobucketowner putbucketownershipcontrols',
  },
  iam: {
    read: 'generatecredentialreport generateservicelastaccesseddetails simulateprincipalpolicy simulatecustompolicy',
    write:
      'createaccesskey createloginprofile updateloginprofile updateaccesskey deleteaccesskey passrole createservicelinkedrole resyncmfadevice enablemfadevice deactivatemfadevice createuser createrole creategroup deleteuser deleterole deletegroup addusertogroup removeuserfromgroup createinstanceprofile addroletoinstanceprofile',
    permissions:
      'attachuserpolicy attachrolepolicy attachgrouppolicy detachuserpolicy detachrolepolicy detachgrouppolicy putuserpolicy putrolepolicy putgrouppolicy deleteuserpolicy deleterolepolicy deletegrouppolicy createpolicy createpolicyversion deletepolicy deletepolicyversion setdefaultpolicyversion updateassumerolepolicy putuserpermissionsboundary putrolepermissionsboundary deleteuserpermissionsboundary deleterolepermissionsboundary',
  },
  sts: {
    read: 'getcalleridentity getaccesskeyinfo getsessiontoken getfederationtoken decodeauthorizationmessage',
    write: 'assumerole assumerolewithsaml assumerolewithwebidentity assumeroot setcontext setsourceidentity',
    tagging: 'tagsession',
  },
  kms: {
    write:
      'encrypt decrypt reencryptfrom reencryptto generatedatakey generatedatakeypair generatedatakeywithoutplaintext generatedatakeypairwithoutplaintext generatemac verifymac sign verify',
    permissions: 'creategrant revokegrant retiregrant putkeypolicy',
  },
  secretsmanager: {
    read: 'getsecretvalue batchgetsecretvalue',
    permissions: 'putresourcepolicy deleteresourcepolicy validateresourcepolicy',
  },
  sns: {
    permissions: 'addpermission removepermission settopicattributes',
    write: 'publish subscribe confirmsubscription',
  },
  sqs: {
    read: 'receivemessage',
    permissions: 'addpermission removepermission setqueueattributes',
    write: 'sendmessage deletemessage changemessagevisibility purgequeue',
  },
  dynamodb: {
    read: 'batchgetitem query scan conditioncheckitem getitem getrecords partiqlselect exporttabletopointintime',
    write: 'partiqlinsert partiqlupdate partiqldelete batchwriteitem',
    permissions: 'putresourcepolicy deleteresourcepolicy',
  },
  logs: {
    list: 'describeloggroups describelogstreams',
    read: 'filterlogevents startquery stopquery testmetricfilter startlivetail',
    permissions: 'putresourcepolicy deleteresourcepolicy putdestinationpolicy',
  },
  events: { permissions: 'putpermission removepermission' },
  ecr: {
    read: 'batchgetimage batchchecklayeravailability',
    permissions: 'setrepositorypolicy deleterepositorypolicy putregistrypolicy deleteregistrypolicy',
  },
  ec2: {
    permissions:
      'modifysnapshotattribute modifyimageattribute createnetworkinterfacepermission modifyvpcendpointservicepermissions resetsnapshotattribute',
  },
  'execute-api': { write: 'invoke manageconnections invalidatecache' },
  athena: { read: 'startqueryexecution', write: 'createworkgroup' },
  'rds-data': {
    write:
      'executestatement batchexecutestatement begintransaction committransaction rollbacktransaction executesql',
  },
  'rds-db': { permissions: 'connect' },
  elasticache: { write: 'connect' },
  ssm: {
    write: 'sendcommand startsession startautomationexecution',
    permissions: 'putresourcepolicy modifydocumentpermission',
  },
  bedrock: { read: 'invokemodel invokemodelwithresponsestream converse', write: 'invokeagent' },
  xray: { write: 'puttracesegments puttelemetryrecords' },
  'cognito-idp': { write: 'initiateauth admininitiateauth' },
};

const byAction = new Map<string, AccessLevel>();
for (const [service, levels] of Object.entries(exceptions)) {
  for (const level of accessLevels) {
    for (const name of (levels[level] ?? '').split(' '))
      if (name !== '') byAction.set(`${service}:${name}`, level);
  }
}

const verbs: readonly (readonly [RegExp, AccessLevel])[] = [
  [/^(?:un)?tag|^(?:add|remove|create|delete|put)tags/, 'tagging'],
  [
    /policy$|policies$|permission$|permissions$|acl$|grant$|publicaccess|resourceshare|principal$/,
    'permissions',
  ],
  [/^list/, 'list'],
  [
    /^(?:get|describe|batchget|view|search|lookup|query|scan|select|filter|check|preview|read|receive|estimate|detect|download|validate|verify|test|simulate|head|count|compare|retrieve|analyze|recognize|classify|translate|synthesize|is|can|subscribe$|export)/,
    'read',
  ],
];

/** Of one action such as `s3:GetObject`, in any case. */
export function accessLevelOf(action: string): AccessLevel {
  const lower = action.toLowerCase();
  const known = byAction.get(lower);
  if (known !== undefined) return known;
  const name = lower.slice(lower.indexOf(':') + 1);
  for (const [form, level] of verbs) {
    if (!form.test(name)) continue;
    // Reading a policy is reading: only changing one is access to permissions.
    if (level === 'permissions' && /^(?:get|list|describe|simulate|validate)/.test(name)) continue;
    return level;
  }
  return 'write';
}

/** Every level that a pattern such as `s3:Get*` reaches; `*` and `s3:*` reach all. */
export function accessLevelsOf(pattern: string): readonly AccessLevel[] {
  if (!hasWildcard(pattern)) return [accessLevelOf(pattern)];
  const lower = pattern.toLowerCase();
  const name = lower.slice(lower.indexOf(':') + 1);
  const stem = name.slice(0, name.search(/[*?]/));
  if (stem === '') return accessLevels;
  const found = new Set<AccessLevel>();
  for (const [action, level] of byAction) if (globMatches(lower, action)) found.add(level);
  // `s3:G*` may be Get…, `s3:Put*` may end in Policy: what the stem leaves open is counted in.
  found.add(accessLevelOf(`x:${stem}`));
  if (/^(?:put|set|add|remove|delete|create|update|modify|attach|detach)$/.test(stem)) {
    found.add('permissions');
    found.add('write');
  }
  if (stem.length <= 2) {
    for (const verb of ['list', 'get', 'describe', 'put', 'create', 'delete', 'update', 'tag']) {
      if (verb.startsWith(stem)) found.add(accessLevelOf(`x:${verb}`));
    }
  }
  return accessLevels.filter((level) => found.has(level));
}

/** Actions that work on no single resource: `*` is the only value that they take. Lower-case patterns. */
const accountWide = [
  'cloudwatch:putmetricdata',
  'cloudwatch:list*',
  'cloudwatch:getmetric*',
  'cloudwatch:describe*',
  'xray:*',
  'logs:describe*',
  'logs:createloggroup',
  'ec2:describe*',
  'ec2:createnetworkinterface',
  'ec2:deletenetworkinterface',
  'ec2:assignprivateipaddresses',
  'ec2:unassignprivateipaddresses',
  'ecr:getauthorizationtoken',
  'ecr-public:getauthorizationtoken',
  'sts:getcalleridentity',
  'sts:getsessiontoken',
  'sts:getservicebearertoken',
  's3:listallmybuckets',
  's3:getaccountpublicaccessblock',
  'sqs:listqueues',
  'sns:listtopics',
  'sns:listsubscriptions',
  'dynamodb:listtables',
  'dynamodb:liststreams',
  'dynamodb:describelimits',
  'kms:listkeys',
  'kms:listaliases',
  'kms:generaterandom',
  'secretsmanager:listsecrets',
  'secretsmanager:getrandompassword',
  'ssm:describeparameters',
  'ssm:listcommands',
  'lambda:listfunctions',
  'lambda:listlayers',
  'lambda:listeventsourcemappings',
  'lambda:getaccountsettings',
  'iam:list*',
  'iam:getaccount*',
  'organizations:list*',
  'organizations:describe*',
  'textract:*',
  'rekognition:detect*',
  'rekognition:recognizecelebrities',
  'comprehend:detect*',
  'comprehend:batchdetect*',
  'translate:translatetext',
  'polly:*',
  'transcribe:*',
  'tag:*',
  'ce:*',
  'pricing:*',
  'health:describe*',
  'support:*',
  'events:listrules',
  'events:testeventpattern',
  'cloudtrail:lookupevents',
  'athena:list*',
  'glue:getcatalogs',
  'iot:describeendpoint',
  'route53:list*',
  'elasticloadbalancing:describe*',
  'rds:describe*',
  'autoscaling:describe*',
  'appconfig:list*',
  'workmail:*',
  'mobiletargeting:sendmessages',
  'sns:optinphonenumber',
  'sns:checkifphonenumberisoptedout',
  'cognito-identity:getid',
  'cognito-identity:getcredentialsforidentity',
];

export function takesOnlyStar(action: string): boolean {
  const lower = action.toLowerCase();
  return accountWide.some((pattern) => globMatches(pattern, lower));
}

/** Actions that hand out what opens other doors. */
const credentialActions = [
  'sts:assumerole',
  'sts:assumerolewithsaml',
  'sts:assumerolewithwebidentity',
  'sts:getfederationtoken',
  'sts:getsessiontoken',
  'sts:assumeroot',
  'iam:createaccesskey',
  'iam:createloginprofile',
  'iam:updateloginprofile',
  'iam:createservicespecificcredential',
  'iam:resetservicespecificcredential',
  'secretsmanager:getsecretvalue',
  'secretsmanager:batchgetsecretvalue',
  'ssm:getparameter',
  'ssm:getparameters',
  'ssm:getparametersbypath',
  'ssm:getparameterhistory',
  'redshift:getclustercredentials',
  'redshift-serverless:getcredentials',
  'rds-db:connect',
  'ec2:getpassworddata',
  'eks:accesskubernetesapi',
  'lightsail:getinstanceaccessdetails',
  'gamelift:requestuploadcredentials',
  'chime:createapikey',
  'codepipeline:pollforjobs',
  'cognito-identity:getcredentialsforidentity',
  'connect:getfederationtoken',
  'sso:getrolecredentials',
  'apigateway:get',
  'kms:creategrant',
];
/** Actions that return what people and programs keep. */
const dataActions = [
  's3:getobject',
  's3:getobjectversion',
  's3:selectobjectcontent',
  'dynamodb:getitem',
  'dynamodb:batchgetitem',
  'dynamodb:query',
  'dynamodb:scan',
  'dynamodb:getrecords',
  'dynamodb:partiqlselect',
  'sqs:receivemessage',
  'kinesis:getrecords',
  'logs:getlogevents',
  'logs:filterlogevents',
  'logs:getqueryresults',
  'kms:decrypt',
  'rds-data:executestatement',
  'athena:getqueryresults',
  'redshift-data:getstatementresult',
  'lambda:getfunction',
  'lambda:getlayerversion',
  'ecr:batchgetimage',
  'codecommit:gitpull',
  'es:eshttpget',
  'es:eshttppost',
  'aoss:apiaccessall',
  'glacier:getjoboutput',
  'elasticfilesystem:clientmount',
  'timestream:select',
  'cassandra:select',
  'neptune-db:readdataviaquery',
  'docdb-elastic:getcluster',
  'ssm:getparameter',
  'ssm:getparametersbypath',
  'ebs:getsnapshotblock',
];

/** The dangers of an action pattern when its resource is `*`. */
export function dangersOf(pattern: string): readonly Danger[] {
  const lower = pattern.toLowerCase();
  const found: Danger[] = [];
  if (credentialActions.some((action) => globMatches(lower, action))) found.push('returns-credentials');
  if (dataActions.some((action) => globMatches(lower, action))) found.push('reads-data');
  const levels = accessLevelsOf(pattern);
  if (levels.includes('permissions')) found.push('changes-permissions');
  if (levels.includes('write')) found.push('changes-things');
  return found;
}
