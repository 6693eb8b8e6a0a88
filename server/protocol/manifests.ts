// Files that declare packages, for the editor to open with the server although their languages are none of its own.

/** The same as `manifestGlobs` of the core, which a client cannot ask. */
export const manifestPatterns: readonly string[] = [
  '**/package.json',
  '**/requirements*.{txt,in}',
  '**/constraints*.txt',
  '**/*-requirements.txt',
  '**/requirements/*.txt',
  '**/Pipfile',
  '**/pyproject.toml',
  '**/pom.xml',
  '**/*.gradle',
  '**/*.gradle.kts',
  '**/*.versions.toml',
  '**/go.mod',
  '**/Gemfile',
  '**/gems.rb',
  '**/*.gemspec',
  '**/*.{csproj,fsproj,vbproj}',
  '**/Directory.{Packages,Build}.{props,targets}',
  '**/packages.config',
];
