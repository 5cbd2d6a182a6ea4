// Writes `dist/`: the page, and its scripts and styles under names that hold their content's hash.
import { createHash } from 'node:crypto';
import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';

const sources = new Map(
  readdirSync('src').map((name) => [name, readFileSync(path.join('src', name), 'utf8')]),
);
const built = new Map();
const reference = /(['"])((?:\.\/)?)([\w-]+\.(?:js|css))\1/g;

// A file's name depends on its content, and its content on the names of what it imports: those come first.
function build(name) {
  if (!built.has(name)) {
    const text = sources.get(name).replace(reference, (whole, quote, folder, other) =>
      sources.has(other) ? `${quote}${folder}${build(other)}${quote}` : whole);
    const hash = createHash('sha256').update(text).digest('hex').slice(0, 8);
    const { name: stem, ext } = path.parse(name);
    const target = ext === '.html' ? name : `${stem}.${hash}${ext}`;
    built.set(name, target);
    writeFileSync(path.join('dist', target), text);
    console.log(`dist/${target}  ${Buffer.byteLength(text)} bytes`);
  }
  return built.get(name);
}

rmSync('dist', { recursive: true, force: true });
mkdirSync('dist');
build('index.html');
