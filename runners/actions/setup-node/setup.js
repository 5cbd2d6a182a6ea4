// Finds a node in the tool cache by the rules of actions/setup-node, and puts it on the PATH.
'use strict';

const { execFileSync } = require('node:child_process');
const fs = require('node:fs');
const os = require('node:os');
const path = require('node:path');
const { createRequire } = require('node:module');

const inputs = JSON.parse(process.env.INPUTS);
const cache = process.env.RUNNER_TOOL_CACHE || process.env.AGENT_TOOLSDIRECTORY || '/opt/hostedtoolcache';
const architecture = inputs.architecture || process.arch;

// https://nodejs.org/en/about/previous-releases
const longTermSupport = {
  argon: 4, boron: 6, carbon: 8, dubnium: 10, erbium: 12, fermium: 14, gallium: 16, hydrogen: 18,
  iron: 20, jod: 22, krypton: 24,
};

// The range rules are those of the original, by the same library: npm carries it.
function loadSemver() {
  const npm = execFileSync('sh', ['-c', 'readlink -f "$(command -v npm)"'], { encoding: 'utf8' }).trim();
  return createRequire(npm)('semver');
}

function append(fileVariable, text) {
  fs.appendFileSync(process.env[fileVariable], `${text}\n`);
}

function fail(message) {
  console.log(`::error::${message}`);
  process.exit(1);
}

function reportUnhonouredInputs() {
  const defaults = {
    cache: '', 'check-latest': 'false', 'cache-dependency-path': '', mirror: '', 'mirror-token': '',
  };
  for (const [name, standard] of Object.entries(defaults)) {
    if ((inputs[name] || standard) !== standard) {
      const shown = name === 'mirror-token' ? name : `${name}: ${inputs[name]}`;
      console.log(`::notice::the local substitute for actions/setup-node does not honour \`${shown}\``);
    }
  }
}

function versionInManifest(text) {
  const manifest = JSON.parse(text);
  const runtimes = [manifest.devEngines?.runtime].flat().filter((runtime) => runtime?.name === 'node');
  return manifest.volta?.node ?? runtimes[0]?.version ?? manifest.engines?.node;
}

function versionInFile(name) {
  if (!fs.existsSync(name)) {
    fail(`The specified node version file at: ${name} does not exist`);
  }
  const text = fs.readFileSync(name, 'utf8');
  if (path.basename(name) === 'package.json') {
    return versionInManifest(text);
  }
  const lines = text.split('\n').map((line) => line.replace(/#.*/, '').trim()).filter(Boolean);
  if (path.basename(name) === '.tool-versions') {
    return lines.filter((line) => /^node(js)?\s/.test(line)).map((line) => line.split(/\s+/)[1])[0];
  }
  return lines[0];
}

function requestedVersion() {
  if (inputs['node-version']) {
    if (inputs['node-version-file']) {
      console.log('::warning::Both node-version and node-version-file inputs are specified, only node-version will be used');
    }
    return inputs['node-version'].trim();
  }
  return inputs['node-version-file'] ? versionInFile(inputs['node-version-file']) : undefined;
}

function cachedVersions() {
  const folder = path.join(cache, 'node');
  const versions = fs.existsSync(folder) ? fs.readdirSync(folder) : [];
  return versions.filter((version) => fs.existsSync(path.join(folder, version, `${architecture}.complete`)));
}

// `lts/iron`, `lts/*`, `lts/-1`, `latest`: names as ranges.
function rangeOf(requested) {
  if (['latest', 'current', 'node'].includes(requested)) {
    return '*';
  }
  const alias = /^lts\/(.+)$/i.exec(requested);
  if (!alias) {
    return requested.replace(/^v(?=\d)/, '');
  }
  const majors = Object.values(longTermSupport).sort((one, other) => other - one);
  const name = alias[1].toLowerCase();
  if (name === '*') {
    return String(majors[0]);
  }
  const major = /^-\d+$/.test(name) ? majors[-Number(name)] : longTermSupport[name];
  return major === undefined ? fail(`Unable to find LTS release '${name}' for Node version '${requested}'.`) : String(major);
}

function findVersion(requested, semver) {
  const range = rangeOf(requested);
  if (!semver.validRange(range)) {
    fail(`\`${requested}\` is not a version, a range of versions or an alias`);
  }
  const available = cachedVersions();
  const found = semver.maxSatisfying(available, range);
  if (!found) {
    const held = available.length > 0 ? available.sort(semver.compare).join(', ') : 'none';
    fail(`Unable to find Node version '${requested}' for platform linux and architecture ${architecture} in the ` +
      `tool cache ${cache}, which holds: ${held}. The local substitute for actions/setup-node downloads nothing: ` +
      'ask for one of these, or use the original action.');
  }
  return found;
}

// A user configuration whose token comes from NODE_AUTH_TOKEN at the time npm runs: the token is in no file.
function authenticate() {
  const registry = new URL(inputs['registry-url']).href.replace(/\/?$/, '/');
  const file = path.resolve(process.env.RUNNER_TEMP || os.tmpdir(), '.npmrc');
  let scope = inputs.scope || '';
  if (!scope && /\.pkg\.github\.com\//.test(registry)) {
    scope = process.env.GITHUB_REPOSITORY_OWNER || '';
  }
  const prefix = scope ? `${scope.startsWith('@') ? scope : `@${scope}`}:`.toLowerCase() : '';
  const kept = fs.existsSync(file) ? fs.readFileSync(file, 'utf8').split('\n') : [];
  const lines = kept.filter((line) => line && !line.toLowerCase().startsWith(`${prefix}registry`));
  lines.push(`${registry.replace(/^\w+:/, '')}:_authToken=\${NODE_AUTH_TOKEN}`, `${prefix}registry=${registry}`);
  if (inputs['always-auth'] === 'true') {
    lines.push('always-auth=true');
  }
  fs.writeFileSync(file, `${lines.join('\n')}\n`);
  append('GITHUB_ENV', `NPM_CONFIG_USERCONFIG=${file}`);
  append('GITHUB_ENV', `NODE_AUTH_TOKEN=${process.env.NODE_AUTH_TOKEN || 'XXXXX-XXXXX-XXXXX-XXXXX'}`);
}

function printDetails(environment) {
  console.log('::group::Environment details');
  for (const program of ['node', 'npm', 'yarn']) {
    try {
      const version = execFileSync(program, ['--version'], { encoding: 'utf8', env: environment }).trim();
      console.log(`${program}: ${version}`);
    } catch {
      console.log(`${program}: `);
    }
  }
  console.log('::endgroup::');
}

function main() {
  reportUnhonouredInputs();
  append('GITHUB_OUTPUT', 'cache-hit=false');
  const requested = requestedVersion();
  const environment = { ...process.env };
  let version = process.version;
  if (requested) {
    version = `v${findVersion(requested, loadSemver())}`;
    const programs = path.join(cache, 'node', version.slice(1), architecture, 'bin');
    append('GITHUB_PATH', programs);
    environment.PATH = `${programs}:${environment.PATH}`;
  }
  if (inputs['registry-url']) {
    authenticate();
  }
  append('GITHUB_OUTPUT', `node-version=${version}`);
  printDetails(environment);
}

main();
