// Makes tags and labels of the event by the rules of docker/metadata-action.
// https://github.com/docker/metadata-action#customizing
'use strict';

const { execFileSync } = require('node:child_process');
const fs = require('node:fs');
const { createRequire } = require('node:module');
const { randomUUID } = require('node:crypto');

const inputs = JSON.parse(process.env.INPUTS);
const { env } = process;
const event = JSON.parse(fs.readFileSync(env.GITHUB_EVENT_PATH, 'utf8'));
const ref = env.GITHUB_REF;
const head = (prefix) => (ref.startsWith(prefix) ? ref.slice(prefix.length) : '');
const [branch, tag] = [head('refs/heads/'), head('refs/tags/')];
const pull = (/^refs\/pull\/(\d+)\//.exec(ref) || [])[1] || '';

function fail(message) {
  console.log(`::error::${message}`);
  process.exit(1);
}

// Lines, without those that are empty or comments.
const lines = (text) => (text || '').split(/\r?\n/).map((line) => line.trim()).filter((line) => line && !line.startsWith('#'));

// The fields of a line such as `type=sha,prefix={{branch}}-`; quotes keep commas.
function fields(line) {
  const found = {};
  for (const part of line.match(/(?:"[^"]*"|[^,"])+/g) || []) {
    const text = part.trim().replace(/^"(.*)"$/, '$1');
    const cut = text.indexOf('=');
    if (cut < 0) found.value = text;
    else found[text.slice(0, cut).trim().toLowerCase()] = text.slice(cut + 1).trim().replace(/^"(.*)"$/, '$1');
  }
  return found;
}

// The version rules are those of the original, by the same library: npm carries it.
function loadSemver() {
  const npm = execFileSync('sh', ['-c', 'readlink -f "$(command -v npm)"'], { encoding: 'utf8' }).trim();
  return createRequire(npm)('semver');
}

const sanitized = (text) => text.replace(/[^a-zA-Z0-9._-]+/g, '-');

function filled(text, more = {}) {
  const values = {
    branch: sanitized(branch), tag: sanitized(tag), sha: env.GITHUB_SHA.slice(0, 7),
    base_ref: sanitized((event.base_ref || event.pull_request?.base?.ref || '').replace(/^refs\/heads\//, '')),
    is_default_branch: String(branch !== '' && branch === event.repository?.default_branch),
    is_not_default_branch: String(!(branch !== '' && branch === event.repository?.default_branch)),
    ...more,
  };
  return text.replace(/\{\{\s*([^}]+?)\s*\}\}/g, (all, name) => {
    if (!(name in values)) fail(`the local substitute for docker/metadata-action does not know \`${all}\``);
    return values[name];
  });
}

const known = {
  flavor: ['latest', 'prefix', 'suffix', 'onlatest'],
  tags: ['type', 'enable', 'priority', 'prefix', 'suffix', 'pattern', 'value', 'match', 'group', 'event', 'branch', 'format'],
};

// Fails for what a line of an input says and the original does not know either.
function check(input, line) {
  const strange = Object.keys(line).find((name) => !known[input].includes(name));
  if (strange) fail(`unknown attribute \`${strange}\` in \`${input}\``);
  return line;
}

// Flavors; a prefix or suffix is for `latest` only with `onlatest=true`.
function flavors() {
  const flavor = { latest: 'auto', prefix: '', suffix: '', before: '', after: '' };
  for (const line of lines(inputs.flavor).map(fields).map((one) => check('flavor', one))) {
    Object.assign(flavor, line);
    if (line.onlatest !== 'true') continue;
    flavor.before = line.prefix ?? flavor.before;
    flavor.after = line.suffix ?? flavor.after;
  }
  return flavor;
}

const priorities = { schedule: 1000, semver: 900, match: 800, edge: 700, ref: 600, raw: 200, sha: 100 };

// What a rule makes of this event: a tag, and whether `latest` follows by itself; null for nothing.
const makers = {
  schedule: (rule) => (env.GITHUB_EVENT_NAME === 'schedule' ? { tag: filled(rule.pattern || 'nightly') } : null),
  semver(rule) {
    const text = rule.value ? filled(rule.value) : tag;
    if (!text) return null;
    const semver = loadSemver();
    const version = semver.parse(text, { loose: true });
    if (!version) {
      console.log(`::warning::${text} is not a valid semver. More info: https://semver.org/`);
      return null;
    }
    const before = version.prerelease.length > 0;
    const values = { raw: text, version: version.version, major: `${version.major}`, minor: `${version.minor}`, patch: `${version.patch}` };
    const isRaw = /^\{\{\s*raw\s*\}\}$/.test(rule.pattern || '');
    return { tag: filled(before && !isRaw ? '{{version}}' : rule.pattern || '{{version}}', values), latest: !before };
  },
  match(rule) {
    const text = rule.value ? filled(rule.value) : tag;
    if (!text || !rule.pattern) return null;
    const parts = /^\/(.+)\/(.*)$/.exec(rule.pattern);
    const found = (parts ? new RegExp(parts[1], parts[2]) : new RegExp(rule.pattern)).exec(text);
    return found ? { tag: found[Number(rule.group || 0)], latest: true } : null;
  },
  edge: (rule) => (branch && branch === (rule.branch || event.repository?.default_branch) ? { tag: 'edge' } : null),
  ref(rule) {
    if (rule.event === 'branch') return branch ? { tag: branch } : null;
    if (rule.event === 'tag') return tag ? { tag, latest: true } : null;
    if (rule.event === 'pr') return pull ? { tag: pull, prefix: 'pr-' } : null;
    return fail(`\`type=ref\` needs \`event=branch\`, \`event=tag\` or \`event=pr\``);
  },
  raw: (rule) => (rule.value ? { tag: filled(rule.value) } : null),
  sha(rule) {
    if (!['short', 'long'].includes(rule.format ?? 'short')) fail(`\`format\` of \`type=sha\` is \`short\` or \`long\`, not \`${rule.format}\``);
    return { tag: rule.format === 'long' ? env.GITHUB_SHA : env.GITHUB_SHA.slice(0, 7), prefix: 'sha-' };
  },
};

function tags() {
  const flavor = flavors();
  const written = lines(inputs.tags);
  const rules = (written.length ? written : ['type=schedule', 'type=ref,event=branch', 'type=ref,event=tag', 'type=ref,event=pr'])
    .map(fields).map((rule) => check('tags', { type: 'raw', ...rule }));
  for (const rule of rules) {
    if (!(rule.type in makers)) fail(`the local substitute for docker/metadata-action does not know \`type=${rule.type}\``);
    rule.priority = Number(rule.priority ?? priorities[rule.type]);
  }
  const made = [];
  let latest = flavor.latest === 'true';
  for (const rule of rules.sort((one, other) => other.priority - one.priority)) {
    if (filled(rule.enable ?? 'true') !== 'true') continue;
    const found = makers[rule.type](rule);
    if (!found) continue;
    const prefix = filled(rule.prefix ?? found.prefix ?? flavor.prefix);
    const suffix = filled(rule.suffix ?? flavor.suffix);
    const text = sanitized(`${prefix}${found.tag}${suffix}`);
    if (!made.includes(text)) made.push(text);
    if (made.length === 1 && flavor.latest === 'auto') latest = Boolean(found.latest);
  }
  return { made, latest: latest && made.length > 0 ? `${filled(flavor.before)}latest${filled(flavor.after)}` : '' };
}

async function repository() {
  try {
    const answer = await fetch(`${env.GITHUB_API_URL}/repos/${env.GITHUB_REPOSITORY}`, {
      headers: { Authorization: `Bearer ${inputs['github-token']}` },
    });
    if (answer.ok) return await answer.json();
  } catch { /* The event tells enough. */ }
  return event.repository || {};
}

const pairs = (text) => Object.fromEntries(lines(text).filter((line) => line.includes('=')).map((line) => {
  const cut = line.indexOf('=');
  return [line.slice(0, cut), filled(line.slice(cut + 1))];
}));

function put(name, value) {
  const mark = `end-${randomUUID()}`;
  fs.appendFileSync(env.GITHUB_OUTPUT, `${name}<<${mark}\n${value}\n${mark}\n`);
  const text = value.split('\n').map((line) => `  ${line}`).join('\n');
  console.log(`${name}:\n${text}`);
}

async function main() {
  if ((inputs.context || 'workflow') !== 'workflow') {
    console.log('::notice::the local substitute for docker/metadata-action does not honour `context: git`');
  }
  const about = await repository();
  const { made, latest } = tags();
  const page = about.html_url || `${env.GITHUB_SERVER_URL}/${env.GITHUB_REPOSITORY}`;
  const prefix = 'org.opencontainers.image.';
  const own = {
    created: new Date().toISOString(), description: about.description || '', licenses: about.license?.spdx_id || '',
    revision: env.GITHUB_SHA, source: page, title: env.GITHUB_REPOSITORY.split('/')[1], url: page, version: made[0] || '',
  };
  const usual = Object.fromEntries(Object.entries(own).map(([name, value]) => [prefix + name, value]));
  const [labels, annotations] = [{ ...usual, ...pairs(inputs.labels) }, { ...usual, ...pairs(inputs.annotations) }];
  const images = lines(inputs.images).map(fields).filter((image) => filled(image.enable ?? 'true') === 'true')
    .map((image) => (image.name ?? image.value).toLowerCase());
  const all = latest && !made.includes(latest) ? [...made, latest] : made;
  const full = images.length ? images.flatMap((image) => all.map((text) => `${image}:${text}`)) : all;
  const texts = (object) => Object.entries(object).map(([name, value]) => `${name}=${value}`);
  if (!full.length) console.log('::warning::No Docker tag has been generated. Check tags input.');
  put('version', made[0] || '');
  put('tags', full.join(inputs['sep-tags'] || '\n'));
  put('labels', texts(labels).join(inputs['sep-labels'] || '\n'));
  put('annotations', texts(annotations).map((text) => `manifest:${text}`).join(inputs['sep-annotations'] || '\n'));
  put('json', JSON.stringify({ tags: full, labels, annotations: texts(annotations).map((text) => `manifest:${text}`) }));
}

main();
