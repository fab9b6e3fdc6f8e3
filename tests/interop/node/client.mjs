// A WhatsApp client made by others, driven by lines of JSON. For tests only.
//
//   node client.mjs ws://127.0.0.1:PORT/ws/chat ROOT_KEY_HEX STATE_FOLDER
//
// Says what happens on standard output, one object a line:
//   {"event":"qr","code"}              the text of the code to scan
//   {"event":"open","id","lid"}        logged in
//   {"event":"message","id","from","alternative","mine","kind","text","caption",…}
//       of a medium, downloaded and opened: "sha256","bytes","mime","name","pages","seconds","ptt",
//       "waveform" (its length),"width","height","thumbnail" (its SHA-256)
//       of an album: "expected" (pictures); of a picture in one: "album" (the id of its head)
//   {"event":"undecryptable","id","from","reason"}
//   {"event":"receipt","id","from","status"}  delivered, inactive, read, retry, …
//   {"event":"closed","code","reason"}
// and answers each command, which may carry a "tag" of the caller's:
//   {"cmd":"send","to","text"}         {"event":"done","tag","id"}
//   {"cmd":"image","to","file","caption"}  the same
//   {"cmd":"read","from","id"}         {"event":"done","tag"}
//   {"cmd":"play","from","id"}         the same
//   {"cmd":"code","phone"}             {"event":"done","tag","code"}  to be typed on that phone
//   {"cmd":"lookup","phone"}           {"event":"done","tag","found","jid"}
//   {"cmd":"quit"}
// or {"event":"failed","tag","reason"}. Its log goes to standard error.

import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { createInterface } from 'node:readline';

import { stayHome } from './home.mjs';
import './strict.mjs';
import makeWASocket, {
  DisconnectReason,
  downloadMediaMessage,
  jidNormalizedUser,
  normalizeMessageContent,
  proto,
  useMultiFileAuthState,
} from '@whiskeysockets/baileys';
import { WA_CERT_DETAILS } from '@whiskeysockets/baileys/lib/Defaults/index.js';

const [url, rootKey, folder] = process.argv.slice(2);
if (!folder || !/^[0-9a-f]{64}$/i.test(rootKey)) {
  process.stderr.write('usage: client.mjs WS_URL ROOT_KEY_HEX STATE_FOLDER\n');
  process.exit(2);
}

stayHome((host) => say({ event: 'left_home', host }));
// Some packages write to the console, and standard output is ours.
for (const level of ['log', 'info', 'debug']) console[level] = console.error;
// The one thing about the client that the test changes: whom it trusts.
WA_CERT_DETAILS.PUBLIC_KEY = Buffer.from(rootKey, 'hex');

/** What was sent, in case a recipient could not open it and asks again. */
const sent = new Map();
const { state, saveCreds } = await useMultiFileAuthState(folder);
let socket = connect();

for await (const line of createInterface({ input: process.stdin })) {
  if (line.trim()) await obey(JSON.parse(line));
}
await quit();

function say(object) {
  process.stdout.write(`${JSON.stringify(object)}\n`);
}

/** The log on standard error: the client's own, from the level in LOG_LEVEL on. */
function logger() {
  const levels = ['trace', 'debug', 'info', 'warn', 'error', 'fatal'];
  const level = process.env.LOG_LEVEL ?? 'warn';
  const log = { level, child: () => log };
  for (const name of levels) {
    const loud = levels.indexOf(name) >= levels.indexOf(level);
    log[name] = (...words) => loud && console.error(`[${name}]`, ...words.map(plain));
  }
  return log;
}

function plain(value) {
  if (typeof value !== 'object' || value === null) return value;
  return JSON.stringify(value, (_, item) => (item instanceof Error ? item.stack : item));
}

function connect() {
  const socket = makeWASocket({
    auth: state,
    waWebSocketUrl: url,
    logger: logger(),
    getMessage: async ({ id }) => sent.get(id),
    shouldSyncHistoryMessage: () => false,
    syncFullHistory: false,
    generateHighQualityLinkPreview: false,
  });
  socket.ev.on('creds.update', saveCreds);
  socket.ev.on('connection.update', connectionChanged);
  socket.ev.on('messages.upsert', ({ messages }) => messages.forEach(arrived));
  socket.ws.on('CB:receipt', received);
  return socket;
}

function connectionChanged({ connection, qr, lastDisconnect }) {
  if (qr) say({ event: 'qr', code: qr });
  if (connection === 'open') {
    const { id, lid } = socket.user;
    say({ event: 'open', id, lid });
  }
  if (connection === 'close') {
    const code = lastDisconnect?.error?.output?.statusCode;
    // After pairing, the server asks every client to come again.
    if (code === DisconnectReason.restartRequired) socket = connect();
    else say({ event: 'closed', code, reason: lastDisconnect?.error?.message });
  }
}

async function arrived(received) {
  const { key, message, messageStubType, messageStubParameters } = received;
  const from = jidNormalizedUser(key.remoteJid);
  if (messageStubType === proto.WebMessageInfo.StubType.CIPHERTEXT) {
    say({ event: 'undecryptable', id: key.id, from, reason: messageStubParameters?.[0] });
    return;
  }
  // What the phone tells its own devices is no message of a chat.
  if (!message || message.protocolMessage) return;
  const content = normalizeMessageContent(message);
  const kind = Object.keys(content).find((name) => name !== 'messageContextInfo' && content[name]);
  const { caption, mediaKey } = content[kind];
  const said = { event: 'message', id: key.id, from, alternative: key.remoteJidAlt, mine: key.fromMe, kind, caption };
  said.text = content.conversation || content.extendedTextMessage?.text;
  said.expected = content.albumMessage?.expectedImageCount;
  said.album = headOf(message) ?? headOf(content);
  try {
    if (mediaKey && !key.fromMe) {
      const bytes = await downloadMediaMessage(received, 'buffer', {});
      Object.assign(said, { sha256: hash(bytes), bytes: bytes.length }, described(content[kind]));
    }
    say(said);
  } catch (error) {
    say({ ...said, event: 'undecryptable', reason: error.stack ?? String(error) });
  }
}

/** The id of the album that a message says it belongs to. */
function headOf({ messageContextInfo }) {
  return messageContextInfo?.messageAssociation?.parentMessageKey?.id;
}

/** What a message says of its medium. */
function described(medium) {
  const { mimetype, fileName, pageCount, seconds, ptt, waveform, width, height, jpegThumbnail } = medium;
  return {
    mime: mimetype,
    name: fileName,
    pages: pageCount,
    seconds,
    ptt,
    waveform: waveform?.length,
    width,
    height,
    thumbnail: jpegThumbnail && hash(jpegThumbnail),
  };
}

function hash(bytes) {
  return createHash('sha256').update(bytes).digest('hex');
}

/** How far a message of ours got. An idle device's receipt says so. */
function received({ attrs }) {
  const from = jidNormalizedUser(attrs.from);
  say({ event: 'receipt', id: attrs.id, from, status: attrs.type ?? 'delivered' });
}

async function obey({ cmd, tag, ...rest }) {
  try {
    say({ event: 'done', tag, ...(await perform(cmd, rest)) });
  } catch (error) {
    say({ event: 'failed', tag, reason: error.stack ?? String(error) });
  }
}

async function perform(cmd, { to, from, id, text, file, caption, phone }) {
  switch (cmd) {
    case 'send':
      return send(to, { text });
    case 'image':
      return send(to, { image: { url: file }, caption });
    case 'read':
      await socket.readMessages([{ remoteJid: from, id }]);
      return {};
    case 'play':
      await socket.sendReceipt(from, undefined, [id], 'played');
      return {};
    case 'code': {
      // The server's answer: from here on the code can be typed.
      const known = once(socket.ws, 'CB:iq,,link_code_companion_reg');
      const code = await socket.requestPairingCode(phone);
      await known;
      return { code };
    }
    case 'lookup': {
      const [found] = await socket.onWhatsApp(phone);
      return { found: found?.exists ?? false, jid: found?.jid };
    }
    case 'quit':
      await quit();
      return {};
    default:
      throw new Error(`no such command: ${cmd}`);
  }
}

async function send(to, content) {
  const { key, message } = await socket.sendMessage(to, content);
  sent.set(key.id, message);
  return { id: key.id };
}

/** Leaves without unlinking: the state folder can be used again. */
async function quit() {
  await saveCreds();
  socket.ev.removeAllListeners('connection.update');
  await socket.end(undefined);
  process.exit(0);
}
