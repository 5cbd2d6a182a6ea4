// Runs every test file with node's own runner; `--coverage` adds its table.
import { spawnSync } from 'node:child_process';
import { readdirSync } from 'node:fs';

const flags = { '--coverage': '--experimental-test-coverage' };
const options = process.argv.slice(2).map((option) => flags[option] ?? option);
const files = readdirSync('tests').filter((name) => name.endsWith('.test.js'));
const { status } = spawnSync(
  process.execPath,
  ['--test', '--test-reporter=spec', ...options, ...files.map((name) => `tests/${name}`)],
  { stdio: 'inherit' },
);
process.exit(status ?? 1);
