// The services that the endpoint plays, by the prefix of their IAM actions.
import type { Behaviours } from '../behaviour.ts';
import { apigateway } from './apigateway.ts';
import { apigatewayv2 } from './apigatewayv2.ts';
import { athena } from './athena.ts';
import { cloudtrail } from './cloudtrail.ts';
import { cloudwatch } from './cloudwatch.ts';
import { cognito } from './cognito-idp.ts';
import { config } from './config.ts';
import { ec2 } from './ec2.ts';
import { elasticache } from './elasticache.ts';
import { elb } from './elasticloadbalancing.ts';
import { events } from './events.ts';
import { guardduty } from './guardduty.ts';
import { iam } from './iam.ts';
import { inspector2 } from './inspector2.ts';
import { kms } from './kms.ts';
import { lambda } from './lambda.ts';
import { logs } from './logs.ts';
import { networkFirewall } from './network-firewall.ts';
import { organizations } from './organizations.ts';
import { rds } from './rds.ts';
import { route53resolver } from './route53resolver.ts';
import { s3 } from './s3.ts';
import { sns } from './sns.ts';
import { sqs } from './sqs.ts';
import { sts } from './sts.ts';

export const services: Readonly<Record<string, Behaviours>> = {
  apigateway,
  apigatewayv2,
  athena,
  cloudtrail,
  cloudwatch,
  'cognito-idp': cognito,
  ec2,
  config,
  elasticache,
  elasticloadbalancing: elb,
  events,
  guardduty,
  iam,
  inspector2,
  kms,
  lambda,
  logs,
  'network-firewall': networkFirewall,
  organizations,
  rds,
  route53resolver,
  s3,
  sns,
  sqs,
  sts,
};
