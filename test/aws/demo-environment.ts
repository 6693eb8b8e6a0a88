// What a process must have in its environment to be the demo account's administrator, and nobody else.

/** Without an address the requests go where a setting says. */
export function demoEnvironment(endpointUrl?: string): Readonly<Record<string, string>> {
  return {
    ...(endpointUrl === undefined ? {} : { AWS_ENDPOINT_URL: endpointUrl }),
    AWS_REGION: 'eu-central-1',
    // The keys that AWS's own documentation shows.
    AWS_ACCESS_KEY_ID: 'AKIAIOSFODNN7EXAMPLE',
    AWS_SECRET_ACCESS_KEY: 'wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY',
    AWS_CONFIG_FILE: '/nonexistent/demo-config',
    AWS_SHARED_CREDENTIALS_FILE: '/nonexistent/demo-credentials',
    AWS_EC2_METADATA_DISABLED: 'true',
  };
}
