// Maven's pom.xml: dependencies, managed ones too; versions that are properties are changed where the property stands.
// https://maven.apache.org/pom.html
import type { Declaration, Manifest } from '../manifest.ts';
import { mavenKey } from '../maven-key.ts';
import { childOf, elementsNamed, type XmlElement, xmlElements } from '../xml-elements.ts';

export const pom: Manifest = {
  ecosystem: 'java',
  isNamed: (name) => name === 'pom.xml' || name.endsWith('.pom'),
  globs: ['**/pom.xml'],
  afterwards: 'build anew',
  nameKey: mavenKey,
  find(text) {
    const elements = xmlElements(text);
    const properties = elementsNamed(elements, 'properties').flatMap((one) => one.children);
    const artifacts = ['dependency', 'plugin', 'parent'].flatMap((name) => elementsNamed(elements, name));
    return artifacts.flatMap((one) => declared(one, properties, artifacts));
  },
};

function declared(
  element: XmlElement,
  properties: readonly XmlElement[],
  all: readonly XmlElement[],
): readonly Declaration[] {
  const group = childOf(element, 'groupId')?.text ?? '';
  const artifact = childOf(element, 'artifactId');
  if (!artifact || group === '') return [];
  const name = `${group}:${artifact.text}`;
  const base = { name, style: 'maven' } as const;
  const version = childOf(element, 'version');
  if (!version)
    return [
      {
        ...base,
        range: '',
        span: artifact.textSpan,
        obstacle: 'its version comes from dependencyManagement, a parent or a BOM: raise it there',
      },
    ];
  const property = /^\$\{([^}]+)\}$/.exec(version.text)?.[1];
  if (property === undefined) {
    return version.text.includes('${')
      ? [
          {
            ...base,
            range: version.text,
            span: version.textSpan,
            obstacle: `${version.text} is put together from properties`,
          },
        ]
      : [{ ...base, range: version.text, span: version.textSpan }];
  }
  const source = properties.find((one) => one.name === property);
  if (!source)
    return [
      {
        ...base,
        range: version.text,
        span: version.textSpan,
        obstacle: `property ${property} is not set in this file: raise it there`,
      },
    ];
  const others = all
    .filter((one) => one !== element && childOf(one, 'version')?.text === version.text)
    .map((one) => childOf(one, 'artifactId')?.text ?? '');
  return [
    {
      ...base,
      range: source.text,
      span: source.textSpan,
      ...(others.length === 0 ? {} : { note: `property ${property} also sets ${others.join(', ')}` }),
    },
  ];
}
