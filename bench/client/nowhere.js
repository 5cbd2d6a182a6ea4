// Answers what the services would, throws away what it is sent and gives zeros: the least that a server can do.
const http = require('node:http');
const { Readable, pipeline } = require('node:stream');

const size = Number(process.argv[2]);
const piece = Buffer.alloc(256 << 10);

function* zeros() {
  for (let left = size; left > 0; left -= piece.length) yield piece.subarray(0, Math.min(left, piece.length));
}

const server = http.createServer((request, response) => {
  if (request.method === 'GET') {
    response.writeHead(200, { 'Content-Length': size });
    pipeline(Readable.from(zeros(), { objectMode: false }), response, () => {});
    return;
  }
  request.resume().on('end', () => {
    const address = `http://127.0.0.1:${server.address().port}/blobs/a/b?sig=c`;
    const answer = {
      ok: true, signed_upload_url: address, signed_download_url: address, artifact_id: '1', entry_id: '1',
    };
    const isCall = request.method === 'POST';
    response.writeHead(isCall ? 200 : 201, { 'Content-Type': 'application/json' });
    response.end(isCall ? JSON.stringify(answer) : '');
  });
});
server.listen(0, '127.0.0.1', () => console.log(server.address().port));
