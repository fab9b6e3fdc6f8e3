/** What a state of the device means for a person. */

import type { DeviceView } from '../backend/generated/DeviceView';
import type { Tone } from './outcomes';

export function deviceTone(state: string): Tone {
  if (state === 'online') return 'ok';
  if (['connecting', 'reconnecting', 'pairing', 'offline', 'not_linked'].includes(state)) return 'warn';
  return 'bad';
}

/** No account is linked, or it was unlinked from the phone. */
export function needsPairing(device: DeviceView): boolean {
  return ['not_linked', 'pairing', 'pairing_expired', 'logged_out'].includes(device.state);
}

/** A person can ask for the connection again. */
export function canConnect(device: DeviceView): boolean {
  return ['offline', 'replaced', 'reconnecting'].includes(device.state);
}
