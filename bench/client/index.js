// The wire client of the bench. It sends and fetches as @actions/cache and @actions/artifact do: the same requests, the
// same sizes of blocks, as many at once, an archive of the same kind. No part of it is theirs.
const http = require('node:http');
const fs = require('node:fs');
const path = require('node:path');
const zlib = require('node:zlib');
const crypto = require('node:crypto');
const { spawn } = require('node:child_process');
const { pipeline } = require('node:stream/promises');

const { env } = process;
const { INPUT_DO: work, INPUT_FILE: file, INPUT_NAME: name, INPUT_TO: to } = env;
const token = env.ACTIONS_RUNTIME_TOKEN;
const agent = new http.Agent({ keepAlive: true, maxSockets: 8 });
const version = crypto.createHash('sha256').update('bench').digest('hex');
let origin = env.ACTIONS_RESULTS_URL;

function request(method, address, headers, body) {
  return new Promise((resolve, reject) => {
    const request = http.request(address, { method, headers, agent }, resolve);
    request.on('error', reject);
    if (body && body.pipe) body.on('error', reject).pipe(request);
    else request.end(body);
  });
}

async function text(response) {
  let all = '';
  for await (const piece of response) all += piece;
  if (response.statusCode >= 300) throw new Error(`${response.statusCode}: ${all}`);
  return all;
}

async function call(service, method, fields) {
  const headers = { 'Content-Type': 'application/json', Authorization: `Bearer ${token}` };
  const address = `${origin}twirp/github.actions.results.api.v1.${service}/${method}`;
  const answer = JSON.parse(await text(await request('POST', address, headers, JSON.stringify(fields))));
  if (answer.ok === false) throw new Error(`${method}: ${JSON.stringify(answer)}`);
  return answer;
}

// Sends a file in blocks, `parallel` at once, and then the list of them.
async function send(source, address, blockSize, parallel) {
  const { size } = fs.statSync(source);
  const count = Math.ceil(size / blockSize);
  const name = index => Buffer.from(`block-${String(index).padStart(42, '0')}`).toString('base64');
  let next = 0;
  const worker = async () => {
    while (next < count) {
      const index = next++;
      const [start, end] = [index * blockSize, Math.min((index + 1) * blockSize, size)];
      const place = `${address}&comp=block&blockid=${encodeURIComponent(name(index))}`;
      const body = fs.createReadStream(source, { start, end: end - 1, highWaterMark: 1 << 20 });
      await text(await request('PUT', place, { 'Content-Length': end - start }, body));
    }
  };
  await Promise.all(Array.from({ length: parallel }, worker));
  const list = Array.from({ length: count }, (_, index) => `<Latest>${name(index)}</Latest>`).join('');
  const body = `<?xml version="1.0" encoding="utf-8"?><BlockList>${list}</BlockList>`;
  await text(await request('PUT', `${address}&comp=blocklist`, {}, body));
  return `${size}`;
}

async function receive(address) {
  const response = await request('GET', address, {});
  if (response.statusCode !== 200) throw new Error(`${response.statusCode}`);
  await pipeline(response, fs.createWriteStream(file, { highWaterMark: 1 << 20 }));
}

// A zip archive of all files of a folder, deflated at level 6 as by default.
function pack(folder) {
  const [pieces, entries] = [[], []];
  let offset = 0;
  for (const entry of fs.readdirSync(folder, { recursive: true, withFileTypes: true })) {
    if (!entry.isFile()) continue;
    const whole = path.join(entry.parentPath, entry.name);
    const name = Buffer.from(path.relative(folder, whole));
    const content = fs.readFileSync(whole);
    const packed = zlib.deflateRawSync(content, { level: 6 });
    const facts = Buffer.alloc(26);
    facts.writeUInt16LE(20, 0);
    facts.writeUInt16LE(0x800, 2);
    facts.writeUInt16LE(8, 4);
    facts.writeUInt32LE(zlib.crc32(content), 10);
    facts.writeUInt32LE(packed.length, 14);
    facts.writeUInt32LE(content.length, 18);
    facts.writeUInt16LE(name.length, 22);
    pieces.push(Buffer.from('PK\x03\x04', 'latin1'), facts, name, packed);
    const rest = Buffer.alloc(14);
    rest.writeUInt32LE(offset, 10);
    entries.push(Buffer.from('PK\x01\x02\x14\x00', 'latin1'), facts, rest, name);
    offset += 30 + name.length + packed.length;
  }
  const directory = Buffer.concat(entries);
  const end = Buffer.alloc(22);
  end.write('PK\x05\x06', 0, 'latin1');
  end.writeUInt16LE(entries.length / 4, 8);
  end.writeUInt16LE(entries.length / 4, 10);
  end.writeUInt32LE(directory.length, 12);
  end.writeUInt32LE(offset, 16);
  return Buffer.concat([...pieces, directory, end]);
}

// The run and the job, as the clients read them from the token.
function ids() {
  const { scp } = JSON.parse(Buffer.from(token.split('.')[1], 'base64url'));
  const [, run, job] = scp.split(' ').find(one => one.startsWith('Actions.Results:')).split(':');
  return { workflow_run_backend_id: run, workflow_job_run_backend_id: job };
}

// Speaks to a server that stores nothing, in a process of its own.
async function toNowhere() {
  const words = [path.join(__dirname, 'nowhere.js'), '1000000000'];
  const server = spawn(process.execPath, words, { stdio: ['ignore', 'pipe', 'inherit'] });
  for await (const line of server.stdout) {
    origin = `http://127.0.0.1:${`${line}`.trim()}/`;
    break;
  }
  return server;
}

const works = {
  nothing() {},
  async save() {
    const key = `${name}-${env.GITHUB_RUN_ID}`;
    const { signed_upload_url: address } = await call('CacheService', 'CreateCacheEntry', { key, version });
    const size = await send(file, address, 64 << 20, 8);
    await call('CacheService', 'FinalizeCacheEntryUpload', { key, version, size_bytes: size });
  },
  async restore() {
    const asked = { key: name, restore_keys: [], version };
    await receive((await call('CacheService', 'GetCacheEntryDownloadURL', asked)).signed_download_url);
  },
  async upload() {
    let source = file;
    if (fs.statSync(file).isDirectory()) fs.writeFileSync(source = `${file}.zip`, pack(file));
    const { signed_upload_url: address } = await call('ArtifactService', 'CreateArtifact', { ...ids(), name, version: 7 });
    const size = await send(source, address, 8 << 20, 5);
    await call('ArtifactService', 'FinalizeArtifact', { ...ids(), name, size });
  },
};

async function main() {
  const server = to === 'nowhere' ? await toNowhere() : undefined;
  await works[work]();
  agent.destroy();
  server?.kill();
}

main().catch(error => {
  console.error(error);
  process.exit(1);
});
