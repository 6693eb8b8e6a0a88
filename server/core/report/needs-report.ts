// What a function's code needs of its role: a line for a lens, a text for a terminal, a page for the editor.
import type { NeedsAnswer } from '../audit/code-needs.ts';
import { nameOf } from '../iam/reach.ts';
import type { GrantedPattern, NeededAction } from '../needs/compare-needs.ts';
import type { Span } from '../text/span.ts';
import { heading, plain, table } from './markdown.ts';

/** A place in words, such as `src/app.py:9`. */
export type PlaceOf = (file: string, span: Span) => string;

/** `orders-role grants 12 actions: the code uses 5, 6 unused, 1 call not granted`. */
export function summarizeNeeds({ roleArn, needed, missing, unused, granted, gaps }: NeedsAnswer): string {
  const role = nameOf(roleArn);
  if (gaps.length > 0 && granted === 0) return `${role} could not be read`;
  const used = needed.filter(({ grantedBy }) => grantedBy.length > 0).length;
  const parts = [
    `the code uses ${used}`,
    ...(unused.length === 0 ? [] : [`${unused.length} unused`]),
    ...(missing.length === 0 ? [] : [`${missing.length} not granted`]),
  ];
  return `${role} grants ${granted} action${granted === 1 ? '' : 's'}: ${parts.join(', ')}`;
}

const doubts = ({ unread, otherLanguages, gaps }: NeedsAnswer, placeOf: PlaceOf): readonly string[] => [
  ...unread.map(({ file, span }) => `${placeOf(file, span)}: which operation is called, only the run knows`),
  ...otherLanguages.map(
    (file) => `${placeOf(file, { start: 0, end: 0 })}: AWS calls of this language are not read`,
  ),
  ...gaps.map(({ action, reason }) => `${action} ${reason}`),
];

const note =
  'Calls are read in Python and JavaScript: SDK clients, commands, paginators. Libraries that call AWS by themselves are not looked into.';

export function renderNeedsText(answer: NeedsAnswer, placeOf: PlaceOf): string {
  const places = ({ calls }: NeededAction) => calls.map(({ file, span }) => placeOf(file, span)).join(', ');
  const pattern = ({ pattern: words, statement, resources, used }: GrantedPattern) =>
    `${words} on ${resources.join(', ')}${used.length === 0 ? '' : `, for ${used.join(', ')}`}: ${statement}`;
  const sections: readonly (readonly [string, readonly string[]])[] = [
    [
      'called, and no statement of the role allows it',
      answer.missing.map((one) => `${one.action}  ${places(one)}`),
    ],
    ['granted, and nothing calls it', answer.unused.map(pattern)],
    ['wider than what is called', answer.wide.map(pattern)],
    ['called', answer.needed.map((one) => `${one.action}  ${places(one)}`)],
    ['not known', doubts(answer, placeOf)],
  ];
  return [
    `${answer.functionArn}\n${summarizeNeeds(answer)}\n`,
    ...sections
      .filter(([title, lines]) => lines.length > 0 || title === 'called')
      .map(
        ([title, lines]) =>
          `${title}\n${(lines.length === 0 ? ['none'] : lines).map((line) => `  ${line}\n`).join('')}`,
      ),
    `${note}\n`,
  ].join('\n');
}

export function renderNeedsPage(answer: NeedsAnswer, placeOf: PlaceOf): string {
  const places = ({ calls }: NeededAction) =>
    calls.map(({ file, span, words }) => plain(`${placeOf(file, span)} (${words})`)).join(', ');
  const patterns = (list: readonly GrantedPattern[]) =>
    table(
      ['Grant', 'On', 'Called', 'Statement'],
      list.map(({ pattern, resources, used, statement }) => [
        `\`${pattern}\``,
        plain(resources.join(', ')),
        used.length === 0 ? 'nothing' : used.map((action) => `\`${action}\``).join(', '),
        plain(statement),
      ]),
    );
  const section = (title: string, body: string | undefined) =>
    body === undefined ? [] : [heading(2, title), body];
  const unknown = doubts(answer, placeOf);
  return [
    heading(1, `What the code of ${nameOf(answer.functionArn).split(':').at(-1) ?? ''} needs`),
    `\`${answer.functionArn}\``,
    `${plain(summarizeNeeds(answer))}.`,
    ...section(
      'Called, and no statement of the role allows it',
      answer.missing.length === 0
        ? undefined
        : `${table(
            ['Action', 'Where'],
            answer.missing.map((one) => [`\`${one.action}\``, places(one)]),
          )}\n\nOnly a policy of the resource itself could still allow these.`,
    ),
    ...section(
      'Granted, and nothing calls it',
      answer.unused.length === 0 ? undefined : patterns(answer.unused),
    ),
    ...section('Wider than what is called', answer.wide.length === 0 ? undefined : patterns(answer.wide)),
    ...section(
      'Called',
      answer.needed.length === 0
        ? 'No call of AWS was found.'
        : table(
            ['Action', 'Where', 'Allowed by'],
            answer.needed.map((one) => [
              `\`${one.action}\``,
              places(one),
              one.grantedBy.length === 0 ? 'nothing' : plain(one.grantedBy.join(', ')),
            ]),
          ),
    ),
    ...section(
      'Not known',
      unknown.length === 0 ? undefined : unknown.map((line) => `- ${plain(line)}`).join('\n'),
    ),
    note,
  ]
    .join('\n\n')
    .concat('\n');
}
