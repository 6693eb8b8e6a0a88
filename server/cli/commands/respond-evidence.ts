// `respond evidence`: keeps what a function is now, before anything is changed.
import { withRegion } from '../aws-region.ts';
import type { Command, ExitCode } from '../command.ts';
import { findFinding } from '../find-finding.ts';
import { keepFunctionEvidence } from '../keep-function-evidence.ts';
import { formatOption, textOption, UsageError } from '../options.ts';

export const command: Command = {
  name: 'respond evidence',
  summary: 'keeps package, configuration, policies, triggers and tags of a function, in a folder or a bucket',
  usage: `
lambda-protect respond evidence FINDING|FUNCTION --to DIR|s3://BUCKET/PREFIX [--region R] [--profile P]
    [--format text|json]

Keeps the package and the layers, configuration and versions, resource policies, the role with its policies, triggers,
tags, and names and times of the log streams, with a manifest of their SHA-256. Of variables the names are kept, of
logs no line. Nothing of the function is changed. What is refused is named in the manifest, and the rest goes on.
  --to   a folder; or a bucket of this account, below PREFIX/FUNCTION-TIME/: nothing is written over, S3 checks the
         hashes, the bucket's own encryption applies, and a public bucket is refused
`,
  options: { to: { type: 'string' } },
  run: (args, shell) =>
    withRegion<ExitCode>(args, shell, async (access) => {
      const format = formatOption(args, ['text', 'json']);
      const [word, ...more] = args.positionals;
      if (word === undefined || more.length > 0)
        throw new UsageError('respond evidence wants one finding id or one function name');
      const to = textOption(args, 'to');
      if (to === undefined)
        throw new UsageError('respond evidence wants to know where: --to DIR or --to s3://BUCKET/PREFIX');
      const finding = await findFinding(access, word, shell);
      const functionName = finding?.function.name ?? word;
      const manifest = await keepFunctionEvidence(access, to, { functionName, finding }, shell);
      await shell.out(
        format === 'json'
          ? `${JSON.stringify({ version: 1, manifest }, undefined, 2)}\n`
          : manifest.files.map(({ sha256, path }) => `${sha256}  ${path}\n`).join(''),
      );
      // Without its configuration there is nothing that could be called evidence. An image has no package to take.
      const isEmpty = manifest.refused.some(
        ({ action, reason }) => action === 'lambda:GetFunction' && reason !== 'not-asked',
      );
      return isEmpty ? 2 : 0;
    }),
};
