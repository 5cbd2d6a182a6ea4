// Finds a Python in the tool cache by the rules of actions/setup-python, and puts it on the PATH.
'use strict';

const { execFileSync } = require('node:child_process');
const fs = require('node:fs');
const path = require('node:path');
const { createRequire } = require('node:module');

const inputs = JSON.parse(process.env.INPUTS);
const cache = process.env.RUNNER_TOOL_CACHE || process.env.AGENT_TOOLSDIRECTORY || '/opt/hostedtoolcache';
const architecture = inputs.architecture || process.arch;

// The range rules are those of the original, by the same library: npm carries it.
function loadSemver() {
  const npm = execFileSync('sh', ['-c', 'readlink -f "$(command -v npm)"'], { encoding: 'utf8' }).trim();
  return createRequire(npm)('semver');
}

function append(fileVariable, text) {
  fs.appendFileSync(process.env[fileVariable], `${text}\n`);
}

function setOutput(name, value) {
  append('GITHUB_OUTPUT', `${name}=${value}`);
}

function exportVariable(name, value) {
  append('GITHUB_ENV', `${name}=${value}`);
}

function fail(message) {
  console.log(`::error::${message}`);
  process.exit(1);
}

function reportUnhonouredInputs() {
  const defaults = { cache: '', 'check-latest': 'false', 'cache-dependency-path': '', freethreaded: 'false' };
  for (const [name, standard] of Object.entries(defaults)) {
    if ((inputs[name] || standard) !== standard) {
      console.log(`::notice::the local substitute for actions/setup-python does not honour \`${name}: ${inputs[name]}\``);
    }
  }
}

// `.python-version`: one version a line; `.tool-versions`: `python 3.13.5`; `pyproject.toml`: `requires-python`.
function versionsInFile(name) {
  if (!fs.existsSync(name)) {
    fail(`The specified python version file at: ${name} doesn't exist.`);
  }
  const text = fs.readFileSync(name, 'utf8');
  if (name.endsWith('.toml')) {
    const line = /^\s*(?:requires-python|python)\s*=\s*["']([^"']+)["']/m.exec(text);
    return line ? [line[1]] : [];
  }
  const lines = text.split('\n').map((line) => line.replace(/#.*/, '').trim()).filter(Boolean);
  if (path.basename(name) === '.tool-versions') {
    return lines.filter((line) => /^python\s/.test(line)).map((line) => line.split(/\s+/)[1]);
  }
  return lines;
}

function requestedVersions() {
  const listed = (inputs['python-version'] || '').split('\n').map((line) => line.trim()).filter(Boolean);
  if (listed.length > 0) {
    return listed;
  }
  if (inputs['python-version-file']) {
    return versionsInFile(inputs['python-version-file']);
  }
  return fs.existsSync('.python-version') ? versionsInFile('.python-version') : [];
}

// Python's own spellings (`3.13-dev`, `3.13.0rc1`, `>=3.11,<3.14`, `~=3.11`) as the range library reads them.
function semanticRange(version) {
  const development = /^(\d+)\.(\d+)-dev$/.exec(version);
  if (development) {
    const [, major, minor] = development;
    return `>=${major}.${minor}.0-alpha <${major}.${Number(minor) + 1}`;
  }
  return version
    .replace(/(\d+\.\d+\.\d+)-?(a|b|rc)(\d+)/g, (_, release, kind, number) =>
      `${release}-${{ a: 'alpha', b: 'beta', rc: 'rc' }[kind]}.${number}`)
    .replace(/~=\s*(\d+)\.(\d+)\.(\d+)/g, '~$1.$2.$3')
    .replace(/~=\s*(\d+)\.(\d+)/g, '^$1.$2')
    .replace(/==\s*/g, '=')
    .replace(/,/g, ' ');
}

function cachedVersions() {
  const folder = path.join(cache, 'Python');
  const versions = fs.existsSync(folder) ? fs.readdirSync(folder) : [];
  return versions.filter((version) => fs.existsSync(path.join(folder, version, `${architecture}.complete`)));
}

function findVersion(requested, semver) {
  if (/^(pypy|graalpy)/.test(requested)) {
    fail(`\`${requested}\`: the local substitute for actions/setup-python has CPython only`);
  }
  const range = semanticRange(requested);
  const includePrerelease = inputs['allow-prereleases'] === 'true' || /-dev$/.test(requested);
  if (!semver.validRange(range, { includePrerelease })) {
    fail(`\`${requested}\` is not a version or a range of versions`);
  }
  const available = cachedVersions();
  const found = semver.maxSatisfying(available, range, { includePrerelease });
  if (!found) {
    const held = available.length > 0 ? available.sort(semver.compare).join(', ') : 'none';
    fail(`The version '${requested}' with architecture '${architecture}' was not found in the tool cache ` +
      `${cache}, which holds: ${held}. The local substitute for actions/setup-python downloads nothing: ` +
      'ask for one of these, or use the original action.');
  }
  return found;
}

function updateEnvironment(home) {
  for (const name of ['pythonLocation', 'Python_ROOT_DIR', 'Python2_ROOT_DIR', 'Python3_ROOT_DIR']) {
    exportVariable(name, home);
  }
  exportVariable('PKG_CONFIG_PATH', path.join(home, 'lib', 'pkgconfig'));
  const library = path.join(home, 'lib');
  const libraries = (process.env.LD_LIBRARY_PATH || '').split(':').filter(Boolean);
  if (!libraries.includes(library)) {
    exportVariable('LD_LIBRARY_PATH', [library, ...libraries].join(':'));
  }
  append('GITHUB_PATH', home);
  append('GITHUB_PATH', path.join(home, 'bin'));
}

function runPip(python, text) {
  const words = text.split(/\s+/).filter(Boolean);
  execFileSync(python, ['-m', 'pip', 'install', '--disable-pip-version-check', ...words], { stdio: 'inherit' });
}

function setUp(version) {
  const home = path.join(cache, 'Python', version, architecture);
  const python = path.join(home, 'bin', 'python');
  if (inputs['update-environment'] !== 'false') {
    updateEnvironment(home);
  }
  if (inputs['pip-version']) {
    runPip(python, `pip==${inputs['pip-version']}`);
  }
  setOutput('python-version', version);
  setOutput('python-path', python);
  console.log(`Successfully set up CPython (${version})`);
  return python;
}

function main() {
  reportUnhonouredInputs();
  setOutput('cache-hit', 'false');
  const requested = requestedVersions();
  if (requested.length === 0) {
    console.log('::warning::neither `python-version` nor `python-version-file` names a version: ' +
      'the Python on the PATH is used');
    return;
  }
  const semver = loadSemver();
  let python;
  for (const version of requested) {
    python = setUp(findVersion(version, semver));
  }
  if (inputs['pip-install']) {
    runPip(python, inputs['pip-install']);
  }
}

main();
