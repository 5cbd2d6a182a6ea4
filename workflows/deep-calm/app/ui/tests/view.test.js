import assert from 'node:assert/strict';
import { test } from 'node:test';

import { campaignRow } from '../src/view.js';

test('a row shows name, channel, cost and trend', () => {
  const row = campaignRow({ name: 'spring', channel: 'search', cost: '30', trend: [1, 2] });
  assert.equal(row, '<tr><td>spring</td><td>search</td><td>30.00</td><td>▅█</td></tr>');
});

test('a campaign without a trend has an empty one', () => {
  assert.match(campaignRow({ name: 'a', channel: 'b', cost: null }), /<td>—<\/td><td><\/td>/);
});
