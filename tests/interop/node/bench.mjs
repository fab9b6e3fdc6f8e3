// Baileys as a sending service commonly uses it, for `cargo xtask bench`: a
// socket with its defaults, the session in a folder of JSON files behind the
// cache that Baileys brings, and a loop that awaits one sendMessage after the
// other. What is still to be sent is in memory only.
//
//   node bench.mjs ws://127.0.0.1:PORT/ws/chat ROOT_KEY_HEX http://127.0.0.1:PORT +595…
//
// Links a device of that account through the server's control door and prints
// {"ready":true}. Each line {"from","count"} sends a text to so many phones and
// prints {"sent","seconds","prepared_seconds"}: the time from the first call to
// the server's last acknowledgement, told once the last read receipt is in.

import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';

import { stayHome } from './home.mjs';
import makeWASocket, {
  DisconnectReason,
  makeCacheableSignalKeyStore,
  useMultiFileAuthState,
} from '@whiskeysockets/baileys';
import { WA_CERT_DETAILS } from '@whiskeysockets/baileys/lib/Defaults/index.js';
import pino from 'pino';

const FIRST_NUMBER = 595_981_000_000;

const [url, rootKey, control, account] = process.argv.slice(2);
stayHome((host) => console.error(`Baileys tried to reach ${host}`));
WA_CERT_DETAILS.PUBLIC_KEY = Buffer.from(rootKey, 'hex');

// Nothing is logged. libsignal would write whole sessions to standard output.
for (const level of ['log', 'info', 'debug']) console[level] = () => {};
const logger = pino({ level: 'silent' });
const folder = await mkdtemp(join(tmpdir(), 'baileys-bench-'));
const { state, saveCreds } = await useMultiFileAuthState(folder);

/** Ids that the server has not accepted, and that nobody has read. */
let unaccepted = new Set();
let unread = new Set();
/** Called when one of them is empty. */
let accepted = () => {};
let read = () => {};

let socket;
await new Promise((opened, failed) => connect(opened, failed));
say({ ready: true });
for await (const line of createInterface({ input: process.stdin })) {
  say(await round(JSON.parse(line)));
}
await rm(folder, { recursive: true, force: true });
process.exit(0);

function connect(opened, failed) {
  socket = makeWASocket({
    auth: { creds: state.creds, keys: makeCacheableSignalKeyStore(state.keys, logger) },
    waWebSocketUrl: url,
    logger,
  });
  socket.ev.on('creds.update', saveCreds);
  socket.ev.on('connection.update', ({ connection, qr, lastDisconnect }) => {
    if (qr) link(qr).catch(failed);
    if (connection === 'open') opened();
    if (connection !== 'close') return;
    // After pairing, the server asks every client to come again.
    const code = lastDisconnect?.error?.output?.statusCode;
    if (code === DisconnectReason.restartRequired) connect(opened, failed);
    else throw lastDisconnect?.error ?? new Error('the connection closed');
  });
  // The answers themselves: an acknowledgement makes no event of Baileys.
  socket.ws.on('CB:ack,class:message', ({ attrs }) => {
    if (attrs.error) throw new Error(`the server refused a message: ${attrs.error}`);
    if (unaccepted.delete(attrs.id) && unaccepted.size === 0) accepted();
  });
  socket.ws.on('CB:receipt', ({ attrs }) => {
    if (attrs.type === 'read' && unread.delete(attrs.id) && unread.size === 0) read();
  });
}

async function link(qr) {
  const body = JSON.stringify({ qr, phone: account, name: 'Rosa' });
  const answer = await fetch(`${control}/pair`, { method: 'POST', body });
  if (!answer.ok) throw new Error(`the device was not linked: ${await answer.text()}`);
}

async function round({ from, count }) {
  const ids = Array.from({ length: count }, () => id());
  unaccepted = new Set(ids);
  unread = new Set(ids);
  const allRead = new Promise((resolve) => (read = resolve));
  const begin = performance.now();
  const allAccepted = new Promise((resolve) => (accepted = () => resolve(performance.now())));
  for (const [index, messageId] of ids.entries()) {
    const phone = from + index;
    const text = `Hola Ana ${phone}, te esperamos 🌸`;
    await socket.sendMessage(`${FIRST_NUMBER + phone}@s.whatsapp.net`, { text }, { messageId });
  }
  const seconds = ((await allAccepted) - begin) / 1000;
  await allRead;
  return { sent: count, seconds, prepared_seconds: 0 };
}

/** An id of the kind that Baileys makes, known before the acknowledgement. */
function id() {
  const bytes = crypto.getRandomValues(new Uint8Array(9));
  return `3EB0${Buffer.from(bytes).toString('hex').toUpperCase()}`;
}

function say(object) {
  process.stdout.write(`${JSON.stringify(object)}\n`);
}
