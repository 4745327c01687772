// The ClickHouse engine of the npm package chdb behind the HTTP interface of a ClickHouse server, as far as the tests need it.
//   node clickhouse.mjs FOLDER PORT
// What it does in its own way: settings of the query string become a SETTINGS clause, the query id the setting log_comment,
// by which KILL QUERY finds the statement; sessions are kept by database. It has no users, roles, quotas or clusters.
import http from 'node:http';
import process from 'node:process';
import zlib from 'node:zlib';
import { Session } from 'chdb';

const [folder, port] = process.argv.slice(2);
const largestBody = 64 * 1024 * 1024;
const noSettings = new Set([
  'query', 'database', 'default_format', 'query_id', 'session_id', 'session_check', 'session_timeout', 'close_session', 'user', 'password', 'role',
  'quota_key', 'compress', 'decompress', 'enable_http_compression', 'wait_end_of_query', 'buffer_size',
]);
const idle = new Map(); // sessions by database; one runs one statement at a time

const escapes = { b: '\b', f: '\f', n: '\n', r: '\r', t: '\t', 0: '\0' };
// A parameter comes escaped, as a field of a tab-separated line does; chdb takes it as it is.
const unescaped = (text) => text.replace(/\\(.)/gs, (_, letter) => escapes[letter] ?? letter);
const quoted = (text) => `'${text.replace(/[\\']/g, '\\$&')}'`;

async function inSession(database, work) {
  const free = idle.get(database) ?? idle.set(database, []).get(database);
  let session = free.pop();
  if (!session) {
    session = new Session(folder);
    try {
      await session.queryAsync(`USE \`${database.replace(/[\\`]/g, '\\$&')}\``);
    } catch (error) {
      session.close();
      throw error;
    }
  }
  try {
    const result = await work(session);
    free.push(session);
    return result;
  } catch (error) {
    session.close(); // it would hold the failed statement, and its tables with it, until the next
    throw error;
  }
}

// A setting that readonly forbids to change must stand before it.
function withSettings(sql, query) {
  const settings = [...query].filter(([name]) => !noSettings.has(name) && !name.startsWith('param_'));
  if (query.has('query_id')) {
    settings.push(['log_comment', query.get('query_id')]);
  }
  if (settings.length === 0 || !/^\s*(\(|select|with|explain)\b/i.test(sql)) {
    return sql;
  }
  settings.sort(([one], [other]) => (one === 'readonly') - (other === 'readonly'));
  return `${sql}\nSETTINGS ${settings.map(([name, value]) => `${name} = ${quoted(value)}`).join(', ')}`;
}

function killing(sql) {
  const kill = /^\s*kill\s+query\s+where\s+query_id\s*=\s*('[\w-]+')/i.exec(sql);
  return kill ? `KILL QUERY WHERE Settings['log_comment'] = ${kill[1]} ASYNC` : sql;
}

async function bodyOf(request) {
  const chunks = [];
  let size = 0;
  for await (const chunk of request) {
    size += chunk.length;
    if (size > largestBody) {
      throw new Error('Code: 1000. The body is too large.');
    }
    chunks.push(chunk);
  }
  const body = Buffer.concat(chunks);
  return request.headers['content-encoding'] === 'gzip' ? zlib.gunzipSync(body) : body;
}

async function answer(request, response) {
  const url = new URL(request.url, 'http://localhost');
  if (url.pathname === '/ping') {
    response.end('Ok.\n');
    return;
  }
  const query = url.searchParams;
  let sql = `${query.get('query') ?? ''} ${await bodyOf(request)}`.trim();
  let format = query.get('default_format') || 'TabSeparated';
  const wanted = /\s+format\s+(\w+)\s*;?\s*$/i.exec(sql);
  if (wanted && !/^insert\b/i.test(sql)) {
    format = wanted[1];
    sql = sql.slice(0, wanted.index);
  }
  const parameters = Object.fromEntries([...query].filter(([name]) => name.startsWith('param_')).map(([name, value]) => [name.slice(6), unescaped(value)]));
  const text = killing(withSettings(sql, query));
  const result = await inSession(query.get('database') || 'default', (session) => Object.keys(parameters).length > 0
    ? session.queryBindAsync(text, parameters, { format })
    : session.queryAsync(text, { format }));
  const bytes = Buffer.from(result.bytes());
  response.writeHead(200, {
    'Content-Length': bytes.length,
    'X-ClickHouse-Format': format,
    'X-ClickHouse-Query-Id': query.get('query_id') ?? '',
    'X-ClickHouse-Summary': JSON.stringify({ read_rows: `${result.rowsRead}`, read_bytes: `${result.bytesRead}` }),
  });
  response.end(bytes);
}

function refuse(response, error) {
  const code = /Code: (\d+)/.exec(error.message)?.[1] ?? '1000';
  response.writeHead(['60', '81'].includes(code) ? 404 : 500, { 'X-ClickHouse-Exception-Code': code });
  response.end(error.message);
}

http.createServer((request, response) => answer(request, response).catch((error) => refuse(response, error))).listen(Number(port), '127.0.0.1');
process.on('SIGTERM', () => process.kill(process.pid, 'SIGKILL')); // an ordinary exit would wait for its statements
