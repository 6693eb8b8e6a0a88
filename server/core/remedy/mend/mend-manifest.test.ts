// Manifests as people write them: what becomes of the line that declares the package, and what is said where nothing is
// edited. In a picture the line before stands above the line after; `!` begins what is said instead.
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { applyEdits } from '../../text/edit.ts';
import { isManifest, type Mend, manifestGlobs, mendManifest, type PackageFix } from './mend-manifest.ts';
import { mergedFixes } from './package-fix.ts';

const fix = (name: string, fixedIn: string, more: Partial<PackageFix> = {}): PackageFix => ({
  name,
  version: '',
  fixedIn,
  ...more,
});

function mended(path: string, text: string, ...fixes: readonly PackageFix[]) {
  const mends = mendManifest(path, text, fixes);
  return {
    text: applyEdits(
      text,
      mends.flatMap((one) => one.edits),
    ),
    mends,
    words: mends.map((one) => one.words),
  };
}

/** The lines that an edit changed, the others being as they were. */
function changed(path: string, text: string, ...fixes: readonly PackageFix[]): readonly string[] {
  const after = mended(path, text, ...fixes).text.split('\n');
  const before = text.split('\n');
  expect(after).toHaveLength(before.length);
  return after.filter((line, at) => line !== before[at]).map((line) => line.trim());
}

const onlyOne = (mends: readonly Mend[]): Mend => {
  expect(mends).toHaveLength(1);
  const [mend] = mends;
  if (!mend) throw new Error('none');
  return mend;
};

test('of several fixed versions the nearest line is taken, of several findings the highest', () => {
  expect(mergedFixes([fix('django', '4.2.8, 5.0.1', { version: '4.2.3' })])).toMatchObject([
    { fixedIn: '4.2.8' },
  ]);
  expect(mergedFixes([fix('django', '3.2.1, 5.0.1', { version: '4.2.3' })])).toMatchObject([
    { fixedIn: '5.0.1' },
  ]);
  expect(
    mergedFixes([fix('a', '1.2.0'), fix('a', '1.10.0'), fix('a', 'NotAvailable'), fix('b', '')]),
  ).toEqual([fix('a', '1.10.0')]);
});

const packageJson = `{
  "name": "orders",
  "dependencies": {
    "lodash": "^4.17.11", // used everywhere
    "@aws-sdk/client-s3": "3.1.0",
    "old-lodash": "npm:lodash@3.10.1",
    "left": "file:../left"
  },
  "devDependencies": { "lodash": "~4.17.0" },
  "scripts": { "lodash": "1.0.0" },
  "overrides": { "lodash": "4.17.19", "foo": { "lodash": "4.17.18", ".": "1.0.0" }, "minimist@^1": "1.2.5", "left": "$left" }
}
`;

test('package.json: every kind of dependency, overrides, aliases; nothing else', () => {
  expect(changed('app/package.json', packageJson, fix('lodash', '4.17.21', { manager: 'NODEPKG' }))).toEqual([
    '"lodash": "^4.17.21", // used everywhere',
    '"old-lodash": "npm:lodash@4.17.21",',
    '"devDependencies": { "lodash": "~4.17.21" },',
    expect.stringContaining('"lodash": "4.17.21", "foo": { "lodash": "4.17.21", ".": "1.0.0" }'),
  ]);
  expect(changed('package.json', packageJson, fix('minimist', '1.2.6'))[0]).toContain(
    '"minimist@^1": "1.2.6"',
  );
  expect(mended('package.json', packageJson, fix('left', '2.0.0')).words).toEqual([
    'left 2.0.0: file:../left does not come from the registry',
    'left 2.0.0: this override follows the dependency of that name',
  ]);
  expect(mended('package.json', packageJson, fix('foo', '2.0.0')).text).toContain('".": "2.0.0"');
  expect(mendManifest('package.json', packageJson, [fix('lodash', '4.17.21', { manager: 'PIP' })])).toEqual(
    [],
  );
  expect(mendManifest('package.json', packageJson, [fix('lodash', '4.17.21', { manager: 'OS' })])).toEqual(
    [],
  );
});

const requirements = `# pinned for the layer
-r base.txt
--index-url https://pypi.example.com/simple
requests==2.30.0  # TODO raise
Requests[security,socks] >= 2.20 ; python_version < "3.8"
flask
urllib3 \\
    ==1.26.5 \\
    --hash=sha256:aaaa \\
    --hash=sha256:bbbb
git+https://example.com/requests.git#egg=requests
mylib @ https://example.com/mylib-1.0.zip
Jinja2 (==2.11.2)
PyYAML~=5.3.1
`;

test('requirements.txt: pins, extras, markers, comments; hashes and addresses are left', () => {
  const at = 'src/requirements.txt';
  expect(changed(at, requirements, fix('requests', '2.31.0'))).toEqual([
    'requests==2.31.0  # TODO raise',
    'Requests[security,socks] >= 2.31.0 ; python_version < "3.8"',
  ]);
  expect(changed(at, requirements, fix('Flask', '2.3.2'))).toEqual(['flask>=2.3.2']);
  expect(changed(at, requirements, fix('jinja2', '3.1.3'))).toEqual(['Jinja2 (==3.1.3)']);
  expect(changed(at, requirements, fix('pyyaml', '5.4'))).toEqual(['PyYAML~=5.4']);
  expect(onlyOne(mended(at, requirements, fix('urllib3', '1.26.18')).mends)).toMatchObject({
    kind: 'person',
    words: expect.stringContaining('hashes'),
  });
  expect(onlyOne(mended(at, requirements, fix('mylib', '1.1')).mends).words).toContain('address');
});

test('requirements.txt with CR LF keeps its line ends', () => {
  expect(mended('requirements-dev.txt', 'a==1\r\nb==1.0 # x\r\n', fix('b', '1.1')).text).toBe(
    'a==1\r\nb==1.1 # x\r\n',
  );
});

test('Pipfile', () => {
  const text = `[[source]]
url = "https://pypi.org/simple"
name = "pypi"

[packages]
requests = "==2.30.0"
django = {version = ">=4.2", extras = ["argon2"]}
flask = "*"

[dev-packages]
requests = {git = "https://example.com/requests.git", ref = "2.30.0"}

[requires]
python_version = "3.12"
`;
  expect(changed('Pipfile', text, fix('requests', '2.31.0'), fix('Django', '4.2.8'))).toEqual([
    'requests = "==2.31.0"',
    'django = {version = ">=4.2.8", extras = ["argon2"]}',
  ]);
  expect(onlyOne(mended('Pipfile', text, fix('flask', '2.3.2')).mends)).toMatchObject({
    kind: 'deploy',
    words: expect.stringContaining('pipenv lock'),
  });
  expect(mendManifest('Pipfile', text, [fix('pypi', '9')])).toEqual([]);
});

test('pyproject.toml: the standard, groups, Poetry', () => {
  const text = `[build-system]
requires = ["setuptools>=60", 'wheel']

[project]
name = "requests"
version = "1.0.0"
dependencies = [
  "requests[socks]>=2.20,<3", # outgoing calls
  "idna ; python_version < '3.9'",
]

[project.optional-dependencies]
dev = ["requests==2.30.0"]

[dependency-groups]
test = [{ include-group = "dev" }, "idna==3.4"]

[tool.poetry.dependencies]
python = "^3.12"
requests = "^2.28"
idna = { version = "~3.4", optional = true }

[tool.poetry.group.test.dependencies.requests]
version = "2.30.0"
`;
  expect(changed('pyproject.toml', text, fix('requests', '2.31.0'))).toEqual([
    '"requests[socks]>=2.31.0,<3", # outgoing calls',
    'dev = ["requests==2.31.0"]',
    'requests = "^2.31.0"',
    'version = "2.31.0"',
  ]);
  expect(changed('pyproject.toml', text, fix('idna', '3.7'), fix('setuptools', '70.0.0'))).toEqual([
    'requires = ["setuptools>=70.0.0", \'wheel\']',
    '"idna>=3.7 ; python_version < \'3.9\'",',
    'test = [{ include-group = "dev" }, "idna==3.7"]',
    'idna = { version = "~3.7", optional = true }',
  ]);
});

test('pom.xml: versions, properties and what else they set, managed versions, comments', () => {
  const text = `<?xml version="1.0"?>
<project>
  <version>1.0.0</version>
  <properties>
    <log4j.version>2.14.1</log4j.version>
  </properties>
  <dependencies>
    <!-- <dependency><groupId>com.example</groupId><artifactId>gone</artifactId><version>1</version></dependency> -->
    <dependency>
      <groupId>org.apache.logging.log4j</groupId>
      <artifactId>log4j-core</artifactId>
      <version>\${log4j.version}</version>
    </dependency>
    <dependency>
      <groupId>org.apache.logging.log4j</groupId>
      <artifactId>log4j-api</artifactId>
      <version>\${log4j.version}</version>
    </dependency>
    <dependency>
      <groupId>com.google.guava</groupId><artifactId>guava</artifactId>
      <version> 31.1-jre </version>
      <exclusions><exclusion><groupId>com.example</groupId><artifactId>listenable</artifactId></exclusion></exclusions>
    </dependency>
    <dependency><groupId>com.fasterxml.jackson.core</groupId><artifactId>jackson-databind</artifactId></dependency>
    <dependency><groupId>a</groupId><artifactId>b</artifactId><version>\${elsewhere}</version></dependency>
  </dependencies>
</project>
`;
  const core = 'org.apache.logging.log4j:log4j-core';
  expect(changed('pom.xml', text, fix(core, '2.17.1'))).toEqual(['<log4j.version>2.17.1</log4j.version>']);
  expect(mended('pom.xml', text, fix(core, '2.17.1')).words[0]).toContain('also sets log4j-api');
  expect(
    changed('pom.xml', text, fix(core, '2.15.0'), fix('org.apache.logging.log4j:log4j-api', '2.17.1')),
  ).toEqual(['<log4j.version>2.17.1</log4j.version>']);
  expect(changed('pom.xml', text, fix('com.google.guava/guava', '32.0.0-android'))).toEqual([
    '<version> 32.0.0-jre </version>',
  ]);
  expect(
    mended('pom.xml', text, fix('com.fasterxml.jackson.core:jackson-databind', '2.16.0')).words[0],
  ).toContain('BOM');
  expect(mended('pom.xml', text, fix('a:b', '2')).words[0]).toContain('property elsewhere is not set');
  expect(mendManifest('pom.xml', text, [fix('com.example:gone', '2')])).toEqual([]);
});

test('Gradle: coordinates, maps, variables, Kotlin, platforms', () => {
  const groovy = `def jacksonVersion = '2.12.1' // see https://example.com
ext { guavaVersion = "31.1-jre" }
dependencies {
    implementation 'org.apache.logging.log4j:log4j-core:2.14.1'
    // implementation 'org.apache.logging.log4j:log4j-core:2.0.0'
    implementation("com.fasterxml.jackson.core:jackson-databind:$jacksonVersion")
    testImplementation group: 'junit', name: 'junit', version: '4.12'
    runtimeOnly "com.google.guava:guava:\${guavaVersion}:sources@jar"
    implementation 'io.netty:netty-codec'
    implementation "a:b:\${rootProject.ext.other}"
}
`;
  const at = 'app/build.gradle';
  expect(
    changed(
      at,
      groovy,
      fix('org.apache.logging.log4j:log4j-core', '2.17.1'),
      fix('com.fasterxml.jackson.core:jackson-databind', '2.12.7'),
      fix('junit:junit', '4.13.1'),
      fix('com.google.guava:guava', '32.0.0'),
    ),
  ).toEqual([
    "def jacksonVersion = '2.12.7' // see https://example.com",
    'ext { guavaVersion = "32.0.0-jre" }',
    "implementation 'org.apache.logging.log4j:log4j-core:2.17.1'",
    "testImplementation group: 'junit', name: 'junit', version: '4.13.1'",
  ]);
  expect(mended(at, groovy, fix('io.netty:netty-codec', '4.1.100')).words[0]).toContain('platform');
  expect(mended(at, groovy, fix('a:b', '2')).words[0]).toContain('other is not set');
  const kotlin = `val log4j: String = "2.14.1"
val ktor by extra("2.0.0")
dependencies {
    implementation(group = "org.apache.logging.log4j", name = "log4j-api", version = log4j)
    api("io.ktor:ktor-server:$ktor")
}
`;
  expect(
    changed(
      'build.gradle.kts',
      kotlin,
      fix('org.apache.logging.log4j:log4j-api', '2.17.1'),
      fix('io.ktor:ktor-server', '2.3.0'),
    ),
  ).toEqual(['val log4j: String = "2.17.1"', 'val ktor by extra("2.3.0")']);
  const catalog = `[versions]
log4j = "2.14.1"
[libraries]
log4j-core = { module = "org.apache.logging.log4j:log4j-core", version.ref = "log4j" }
log4j-api = { group = "org.apache.logging.log4j", name = "log4j-api", version.ref = "log4j" }
guava = "com.google.guava:guava:31.1-jre"
junit = { module = "junit:junit", version = "4.12" }
`;
  const toml = 'gradle/libs.versions.toml';
  const log4j = mended(toml, catalog, fix('org.apache.logging.log4j:log4j-core', '2.17.1'));
  expect(log4j.text).toContain('log4j = "2.17.1"');
  expect(log4j.words[0]).toContain('also sets 1 other');
  expect(
    changed(toml, catalog, fix('com.google.guava:guava', '32.0.0'), fix('junit:junit', '4.13.1')),
  ).toEqual([
    'guava = "com.google.guava:guava:32.0.0-jre"',
    'junit = { module = "junit:junit", version = "4.13.1" }',
  ]);
});

test('go.mod: blocks, single lines, replaced modules, Go itself', () => {
  const text = `module example.com/orders

go 1.21.0

require golang.org/x/net v0.7.0 // indirect

require (
\tgithub.com/gin-gonic/gin v1.8.1
\tgopkg.in/yaml.v3 v3.0.0-20200313102051-9f266ea9e77c // indirect
)

replace github.com/gin-gonic/gin => ../gin
exclude golang.org/x/net v0.6.0
`;
  expect(changed('go.mod', text, fix('golang.org/x/net', 'v0.17.0', { manager: 'GOBINARY' }))).toEqual([
    'require golang.org/x/net v0.17.0 // indirect',
  ]);
  expect(changed('go.mod', text, fix('gopkg.in/yaml.v3', '3.0.1'))).toEqual([
    'gopkg.in/yaml.v3 v3.0.1 // indirect',
  ]);
  expect(mended('go.mod', text, fix('github.com/gin-gonic/gin', '1.9.1')).words[0]).toContain(
    'replace directive',
  );
  expect(mended('go.mod', text, fix('stdlib', '1.21.8')).words[0]).toContain('newer Go');
});

test('Gemfile and gemspec', () => {
  const text = `source 'https://rubygems.org'
gem 'rack', '~> 2.2.3', require: false
gem "rexml"
  gem 'nokogiri', '>= 1.10', '< 2' # xml
gem 'puma', git: 'https://example.com/puma.git'
# gem 'rack', '1.0'
gem('sinatra', "3.0.0")
`;
  expect(
    changed(
      'Gemfile',
      text,
      fix('rack', '2.2.8'),
      fix('rexml', '3.2.7'),
      fix('nokogiri', '1.16.2'),
      fix('sinatra', '3.0.4'),
    ),
  ).toEqual([
    "gem 'rack', '~> 2.2.8', require: false",
    `gem "rexml", '>= 3.2.7'`,
    "gem 'nokogiri', '>= 1.16.2', '< 2' # xml",
    `gem('sinatra', "3.0.4")`,
  ]);
  expect(mended('Gemfile', text, fix('puma', '6.4.2')).words[0]).toContain('repository');
  expect(changed('x.gemspec', "  spec.add_dependency 'rack', '2.2.3'\n", fix('rack', '2.2.8'))).toEqual([
    "spec.add_dependency 'rack', '2.2.8'",
  ]);
});

test('.NET projects', () => {
  const text = `<Project Sdk="Microsoft.NET.Sdk">
  <PropertyGroup><NewtonsoftVersion>12.0.3</NewtonsoftVersion></PropertyGroup>
  <ItemGroup>
    <PackageReference Include="newtonsoft.json" Version="$(NewtonsoftVersion)" />
    <PackageReference Include="System.Text.Json" Version='[6.0.0]' PrivateAssets="all" />
    <PackageReference Include="Azure.Identity"><Version>1.8.0</Version></PackageReference>
    <PackageReference Include="Central" />
  </ItemGroup>
</Project>
`;
  expect(
    changed(
      'src/App.csproj',
      text,
      fix('Newtonsoft.Json', '13.0.1'),
      fix('System.Text.Json', '6.0.10'),
      fix('Azure.Identity', '1.10.2'),
    ),
  ).toEqual([
    '<PropertyGroup><NewtonsoftVersion>13.0.1</NewtonsoftVersion></PropertyGroup>',
    '<PackageReference Include="System.Text.Json" Version=\'[6.0.10]\' PrivateAssets="all" />',
    '<PackageReference Include="Azure.Identity"><Version>1.10.2</Version></PackageReference>',
  ]);
  expect(mended('a.csproj', text, fix('central', '2.0.0')).words[0]).toContain('Directory.Packages.props');
  expect(
    changed(
      'packages.config',
      '<packages>\n<package id="Log4Net" version="2.0.8" />\n</packages>',
      fix('log4net', '2.0.10'),
    ),
  ).toEqual(['<package id="Log4Net" version="2.0.10" />']);
  expect(
    changed(
      'Directory.Packages.props',
      '<Project>\n<PackageVersion Include="Central" Version="1.0.0" />\n</Project>',
      fix('central', '2.0.0'),
    ),
  ).toEqual(['<PackageVersion Include="Central" Version="2.0.0" />']);
});

test('other files are no manifests; broken ones give what can be read', () => {
  expect(isManifest('a/package.json')).toBe(true);
  expect(isManifest('C:\\app\\requirements\\prod.txt')).toBe(true);
  expect(isManifest('package-lock.json')).toBe(false);
  expect(isManifest('notes.txt')).toBe(false);
  expect(manifestGlobs).toContain('**/go.mod');
  expect(mended('package.json', '{"dependencies": {"a": "1.0.0", "b": ', fix('a', '1.1.0')).text).toBe(
    '{"dependencies": {"a": "1.1.0", "b": ',
  );
  const paths = [
    'package.json',
    'requirements.txt',
    'Pipfile',
    'pyproject.toml',
    'pom.xml',
    'build.gradle',
    'libs.versions.toml',
    'go.mod',
    'Gemfile',
    'a.csproj',
  ];
  const bits = fc.constantFrom(
    'a',
    '"',
    "'",
    '=',
    '{',
    '}',
    '[',
    ']',
    '<',
    '>',
    '\n',
    ' ',
    '==',
    '1.0',
    ':',
    'dependencies',
    'gem',
    'require',
    '(',
    ')',
    '#',
    '\\',
    '<dependency>',
    'version',
  );
  fc.assert(
    fc.property(fc.constantFrom(...paths), fc.array(bits, { maxLength: 60 }), (path, parts) => {
      const text = parts.join('');
      for (const { span, edits } of mendManifest(path, text, [fix('a', '2.0')])) {
        expect(span.start).toBeLessThanOrEqual(span.end);
        expect(span.end).toBeLessThanOrEqual(text.length);
        for (const edit of edits) expect(edit.span).toEqual(span);
      }
    }),
    { numRuns: 300 },
  );
});
