// Answers what the services would and throws away what it is sent: the least that a server can do.
const http = require('node:http');

const server = http.createServer((request, response) => {
  request.resume().on('end', () => {
    const address = `http://127.0.0.1:${server.address().port}/blobs/a/b?sig=c`;
    const answer = { ok: true, signed_upload_url: address, artifact_id: '1', entry_id: '1' };
    const isCall = request.method === 'POST';
    response.writeHead(isCall ? 200 : 201, { 'Content-Type': 'application/json' });
    response.end(isCall ? JSON.stringify(answer) : '');
  });
});
server.listen(0, '127.0.0.1', () => console.log(server.address().port));
