/**
 * There is one door for outgoing connections, src/base/fetch.ts; this test fails when another file opens its own.
 * Listening is no business of the door's. Packages that speak a protocol of their own (pg) are not looked into.
 */
import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { test } from 'node:test';

const source = join(import.meta.dirname, '..');
const door = 'base/fetch.ts';

test('nothing in src but the door connects to anything', () => {
  const found = readdirSync(source, { recursive: true, encoding: 'utf8' })
    .filter(
      (file) => file.endsWith('.ts') && !file.endsWith('.test.ts') && file.replaceAll('\\', '/') !== door,
    )
    .flatMap((file) =>
      waysOut(readFileSync(join(source, file), 'utf8')).map((way) => `${relative('.', file)}: ${way}`),
    );
  assert.deepEqual(found, [], 'use the fetcher of #base/fetch.ts, which refuses private addresses');
});

test('the door itself would be found', () => {
  assert.ok(waysOut(readFileSync(join(source, door), 'utf8')).length > 0);
});

const forbidden = [
  'await fetch("http://x")',
  'const get = globalThis.fetch;',
  'const { fetch } = globalThis;\nlater(fetch);',
  'new Request(url)',
  'new WebSocket(url)',
  'new EventSource(url)',
  'new XMLHttpRequest()',
  "import { request } from 'node:http';",
  "import { createServer, get as ask } from 'node:https';",
  "import http from 'node:http';",
  "import * as https from 'https';",
  'import\n  { connect,\n createServer } from "node:net";',
  "import { type Server, Socket } from 'node:net';",
  "import { createConnection } from 'net';",
  "import { connect } from 'node:tls';",
  "import { connect } from 'node:http2';",
  "import { createSocket } from 'node:dgram';",
  "const http = await import('node:http');",
  "const net = require('net');",
  "export { request } from 'node:http';",
  "process.getBuiltinModule('node:http')",
  "import { fetch } from 'undici';",
  "import axios from 'axios';",
];

const permitted = [
  "import { createServer } from 'node:http';",
  "import type { IncomingMessage, ServerResponse } from 'node:http';",
  "import { createServer, type IncomingMessage, type Server } from 'node:https';",
  "import { isIP } from 'node:net';",
  "import type { Socket } from 'node:net';",
  'const answer = await this.fetch(url);',
  'const answer = await parts.fetch(url);',
  'interface Parts { readonly fetch: Fetcher }',
  "import { createFetcher } from '#base/fetch.ts';",
  '// fetch(url) is not called here, nor is import("node:http")',
  "const text = 'call fetch(url) yourself';",
  '/** request of node:http */',
  'prefetch(url); track.fetch (1); const refetched = 1;',
];

test('every way out is recognised', () => {
  for (const text of forbidden) assert.ok(waysOut(text).length > 0, text);
});

test('listening, types and the fetcher that was handed down are not ways out', () => {
  for (const text of permitted) assert.deepEqual(waysOut(text), [], text);
});

/** What may be imported, as a value, of the modules that can also connect. */
const harmless: Record<string, readonly string[]> = {
  http: [
    'createServer',
    'Server',
    'STATUS_CODES',
    'METHODS',
    'maxHeaderSize',
    'validateHeaderValue',
    'IncomingMessage',
    'ServerResponse',
  ],
  https: ['createServer', 'Server'],
  http2: ['createServer', 'createSecureServer', 'constants'],
  net: ['createServer', 'Server', 'isIP', 'isIPv4', 'isIPv6', 'BlockList', 'SocketAddress'],
  tls: ['createServer', 'createSecureContext', 'rootCertificates', 'getCACertificates'],
  dgram: [],
};
const clients = ['undici', 'axios', 'got', 'node-fetch', 'ky', 'superagent', 'ws', 'needle', 'request'];
const moduleNames = Object.keys(harmless).join('|');

function waysOut(text: string): string[] {
  const code = withoutComments(text);
  return [...imports(code), ...loads(code), ...globals(withoutStrings(code))];
}

function imports(code: string): string[] {
  const found: string[] = [];
  for (const [whole, clause = '', name = ''] of code.matchAll(
    /\b(?:import|export)\s+((?:type\s+)?[^'";()]*?)\s*from\s*['"]([^'"]+)['"]/g,
  )) {
    if (clients.includes(name)) found.push(whole);
    const allowed = harmless[name.replace(/^node:/, '')];
    if (!allowed || /^type\s/.test(clause)) continue;
    const named = /^\{([^}]*)\}$/.exec(clause.trim());
    const values = named?.[1]!
      .split(',')
      .map((part) => part.trim())
      .filter((part) => part !== '' && !part.startsWith('type '));
    // A whole module, by any name, could do anything.
    if (!values || values.some((value) => !allowed.includes(value.split(/\s/)[0]!))) found.push(whole);
  }
  return found;
}

function loads(code: string): string[] {
  const load = new RegExp(
    `\\b(?:import|require|getBuiltinModule)\\s*\\(\\s*['"\`](?:node:)?(?:${moduleNames}|${clients.join('|')})['"\`]`,
    'g',
  );
  return [...code.matchAll(load)].map(([whole]) => whole);
}

function globals(code: string): string[] {
  const calls = [
    ...code.matchAll(/(?<![\w.$#])fetch\s*\(/g),
    ...code.matchAll(/\bglobalThis\s*\.\s*fetch\b/g),
    ...code.matchAll(/\{[^{}]*\bfetch\b[^{}]*\}\s*=\s*globalThis/g),
  ];
  const makes = code.matchAll(/\bnew\s+(?:Request|WebSocket|EventSource|XMLHttpRequest)\b/g);
  return [...calls, ...makes].map(([whole]) => whole);
}

function withoutComments(text: string): string {
  // Strings first, so that the slashes in 'http://…' begin no comment.
  return text.replace(
    /'(?:\\.|[^'\\\n])*'|"(?:\\.|[^"\\\n])*"|\/\*[\s\S]*?\*\/|(?<![:\\])\/\/[^\n]*/g,
    (part) => (/^\/[*/]/.test(part) ? ' ' : part),
  );
}

function withoutStrings(code: string): string {
  return code.replace(/'(?:\\.|[^'\\\n])*'|"(?:\\.|[^"\\\n])*"/g, "''");
}
