// Places inside an event: steps through objects and arrays, also through JSON that was text, and the way a place is
// written in records and findings. A written path holds no content of an event: names that are not plain are numbers.

export type Step =
  | {
      readonly kind: 'member';
      readonly name: string /** Position among the object's members, from 0. */;
      readonly index: number;
    }
  | { readonly kind: 'element'; readonly index: number };

const plainName = /^[A-Za-z_][A-Za-z0-9_-]{0,63}$/;
const quotedName = /^[A-Za-z0-9_:./@-]{1,64}$/;

/** `$.Records[0].body.cmd`. `lastIsKey`: the hit is in the last step's name, which is not written then. */
export function formatPath(steps: readonly Step[], lastIsKey = false): string {
  let text = '$';
  for (let i = 0; i < steps.length; i++) {
    const step = steps[i];
    if (step === undefined) continue;
    if (step.kind === 'element') text += `[${step.index}]`;
    else if (lastIsKey && i === steps.length - 1) text += `[#${step.index}]`;
    else text += memberText(step.name, step.index);
  }
  return text;
}

function memberText(name: string, index: number): string {
  if (plainName.test(name)) return `.${name}`;
  return quotedName.test(name) ? `['${name}']` : `[#${index}]`;
}
