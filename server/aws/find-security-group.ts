// A security group by its name in a VPC.
import type { SecurityGroup } from '@aws-sdk/client-ec2';
import { type ChangeScope, options } from './change-reader.ts';

export async function findSecurityGroup(
  scope: ChangeScope,
  vpcId: string,
  name: string,
): Promise<SecurityGroup | undefined> {
  const ec2 = await scope.client('ec2');
  const page = await ec2.describeSecurityGroups(
    {
      Filters: [
        { Name: 'vpc-id', Values: [vpcId] },
        { Name: 'group-name', Values: [name] },
      ],
    },
    options(scope),
  );
  return page.SecurityGroups?.find((one) => one.GroupName === name);
}
