// Keeps a client on this computer.

import dns from 'node:dns';
import net from 'node:net';

/** Refuses every connection that would leave this computer, and tells of it. */
export function stayHome(tell) {
  const home = new Set(['127.0.0.1', '::1', 'localhost']);
  const refuse = (host) => {
    tell(host);
    throw new Error(`a connection to ${host} was refused: this client stays on the loopback interface`);
  };
  const connectSocket = net.Socket.prototype.connect;
  net.Socket.prototype.connect = function (...parameters) {
    const first = Array.isArray(parameters[0]) ? parameters[0][0] : parameters[0];
    const host = typeof first === 'object' ? first.host ?? first.path : parameters[1];
    if (typeof host === 'string' && !home.has(host)) refuse(host);
    return connectSocket.apply(this, parameters);
  };
  const lookup = dns.lookup;
  // The media host at home signs its own certificate.
  process.env.NODE_TLS_REJECT_UNAUTHORIZED = '0';
  dns.lookup = (host, ...rest) => (home.has(host) ? lookup(host, ...rest) : refuse(host));
}
