// .NET projects: package references, central versions, and the older packages.config.
// https://learn.microsoft.com/nuget/consume-packages/package-references-in-project-files
import type { Declaration, Manifest } from '../manifest.ts';
import { childOf, elementsNamed, type XmlElement, xmlElements } from '../xml-elements.ts';

export const msbuild: Manifest = {
  ecosystem: 'dotnet',
  isNamed: (name) =>
    /\.(?:cs|fs|vb)proj$|^Directory\.(?:Packages|Build)\.(?:props|targets)$|^packages\.config$/i.test(name),
  globs: [
    '**/*.{csproj,fsproj,vbproj}',
    '**/Directory.{Packages,Build}.{props,targets}',
    '**/packages.config',
  ],
  afterwards: 'run dotnet restore',
  nameKey: (name) => name.toLowerCase(),
  find(text) {
    const elements = xmlElements(text);
    const properties = elementsNamed(elements, 'PropertyGroup').flatMap((one) => one.children);
    return [
      ...['PackageReference', 'PackageVersion', 'GlobalPackageReference'].flatMap((name) =>
        elementsNamed(elements, name).flatMap((one) => declared(one, properties)),
      ),
      ...elementsNamed(elements, 'package').flatMap(declaredInConfig),
    ];
  },
};

function declared(element: XmlElement, properties: readonly XmlElement[]): readonly Declaration[] {
  const attribute = (wanted: string) => element.attributes.find((one) => one.name === wanted);
  const named = attribute('Include') ?? attribute('Update');
  if (!named) return [];
  const base = { name: named.value, style: 'nuget' } as const;
  const written = attribute('VersionOverride') ?? attribute('Version');
  const child = childOf(element, 'VersionOverride') ?? childOf(element, 'Version');
  const version = written ?? (child && { value: child.text, span: child.textSpan });
  if (!version)
    return [
      {
        ...base,
        range: '',
        span: named.span,
        obstacle: 'its version stands in Directory.Packages.props: raise it there',
      },
    ];
  const property = /^\$\(([\w.]+)\)$/.exec(version.value)?.[1];
  if (property === undefined) return [{ ...base, range: version.value, span: version.span }];
  const source = properties.find((one) => one.name === property);
  return source
    ? [
        {
          ...base,
          range: source.text,
          span: source.textSpan,
          note: `property ${property} may set other packages too`,
        },
      ]
    : [
        {
          ...base,
          range: version.value,
          span: version.span,
          obstacle: `property ${property} is not set in this file: raise it there`,
        },
      ];
}

function declaredInConfig(element: XmlElement): readonly Declaration[] {
  const id = element.attributes.find((one) => one.name === 'id');
  const version = element.attributes.find((one) => one.name === 'version');
  return id && version
    ? [
        {
          name: id.value,
          range: version.value,
          span: version.span,
          style: 'nuget',
          note: 'project files name its folder too',
        },
      ]
    : [];
}
