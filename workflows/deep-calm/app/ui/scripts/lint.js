// Checks each script's syntax, and the few rules this project keeps.
import { spawnSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';

const rules = [
  { pattern: /\bvar\s/, message: 'use `const` or `let`, not `var`' },
  { pattern: /[^=!]==[^=]/, message: 'use `===`, not `==`' },
  { pattern: /\bdebugger\b/, message: 'no `debugger`' },
  { pattern: /[ \t]+$/, message: 'no spaces at the end of a line' },
  { pattern: /\t/, message: 'no tabs' },
  { pattern: /^.{111,}$/, message: 'no more than 110 columns' },
];
const folders = ['src', 'tests', 'scripts'];
const files = folders.flatMap((folder) => readdirSync(folder).map((name) => path.join(folder, name)));
const scripts = files.filter((file) => file.endsWith('.js') && file !== path.join('scripts', 'lint.js'));
let problems = 0;

function report(place, message) {
  problems += 1;
  console.error(`${place}: ${message}`);
}

function checkSyntax(file) {
  const { status, stderr } = spawnSync(process.execPath, ['--check', file], { encoding: 'utf8' });
  if (status !== 0) {
    report(file, stderr.trim());
  }
}

function checkRules(file) {
  readFileSync(file, 'utf8').split('\n').forEach((line, index) => {
    for (const { pattern, message } of rules) {
      if (pattern.test(line)) {
        report(`${file}:${index + 1}`, message);
      }
    }
  });
}

// A name that is imported and not used again.
function checkImports(file) {
  const text = readFileSync(file, 'utf8');
  for (const [statement, names] of text.matchAll(/^import \{([^}]+)\} from .*$/gm)) {
    const rest = text.replace(statement, '');
    for (const name of names.split(',').map((word) => word.trim()).filter(Boolean)) {
      if (!new RegExp(`\\b${name}\\b`).test(rest)) {
        report(file, `\`${name}\` is imported and not used`);
      }
    }
  }
}

for (const file of scripts) {
  checkSyntax(file);
  checkRules(file);
  checkImports(file);
}
console.log(`${scripts.length} files, ${problems} problems`);
process.exit(problems === 0 ? 0 : 1);
