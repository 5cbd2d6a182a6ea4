import assert from 'node:assert/strict';
import { createServer } from 'node:http';
import { after, before, test } from 'node:test';

import { campaignsWithCost, getJSON } from '../src/api.js';

const answers = {
  '/campaigns': [{ id: 1, name: 'spring', channel: 'search' }],
  '/campaigns/1/cac': { campaign_id: 1, cost: '30.00' },
};
const server = createServer((request, response) => {
  const body = answers[request.url];
  response.writeHead(body ? 200 : 404, { 'content-type': 'application/json' });
  response.end(JSON.stringify(body ?? {}));
});

before(() => new Promise((listening) => server.listen(0, '127.0.0.1', listening)));
after(() => server.close());

const fetcher = (path, options) => fetch(`http://127.0.0.1:${server.address().port}${path}`, options);

test('each campaign has its cost', async () => {
  assert.deepEqual(await campaignsWithCost(fetcher), [
    { id: 1, name: 'spring', channel: 'search', cost: '30.00' },
  ]);
});

test('a refusal names the path', async () => {
  await assert.rejects(getJSON('/nothing', fetcher), /\/nothing answered 404/);
});
