// Imported before Baileys. libsignal returns whether a signature is right,
// Baileys takes any answer for a yes, and sessions start without asking. Here
// a wrong signature is an error, so that certificates, identities and prekeys
// are really checked.

import { createRequire } from 'node:module';

const curve = createRequire(import.meta.url)('libsignal/src/curve.js');
const verify = curve.verifySignature;

curve.verifySignature = (key, message, signature) => {
  if (verify(key, message, signature)) return true;
  throw new Error('a signature is wrong');
};
