import assert from 'node:assert/strict';
import { test } from 'node:test';

import { escapeText, formatCost, sparkline } from '../src/format.js';

test('a cost has two decimals and thousands apart', () => {
  assert.equal(formatCost('1234.5'), '1,234.50');
});

test('no cost is a dash', () => {
  assert.equal(formatCost(null), '—');
  assert.equal(formatCost(undefined), '—');
});

test('the greatest value has the highest bar', () => {
  assert.equal(sparkline([0, 5, 10]), '▁▅█');
});

test('nothing but zeros is a flat line', () => {
  assert.equal(sparkline([0, 0]), '▁▁');
  assert.equal(sparkline([]), '');
});

test('text cannot open a tag', () => {
  assert.equal(escapeText('<b> & "c"'), '&lt;b&gt; &amp; &quot;c&quot;');
});
