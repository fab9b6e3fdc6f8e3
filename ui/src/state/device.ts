/** What a state of the device means for a person. */

import type { DeviceView } from '../backend/generated/DeviceView';
import type { Tone } from './outcomes';

export function deviceTone(state: string): Tone {
  if (state === 'online') return 'ok';
  if (['offline', 'idle', 'disabled'].includes(state)) return 'plain';
  if (['connecting', 'reconnecting', 'pairing', 'not_linked'].includes(state)) return 'warn';
  return 'bad';
}

/** No account is linked, or it was unlinked from the phone. */
export function needsPairing(device: DeviceView): boolean {
  return ['not_linked', 'pairing', 'pairing_expired', 'number_refused', 'logged_out'].includes(device.state);
}

/** What a person can do about the state: the text of the one button that brings the line back. */
export function remedy(device: DeviceView): 'device-connect' | 'device-retry' | 'device-use-here' | 'device-ask-again' | 'device-enable' | null {
  switch (device.state) {
    case 'offline':
    case 'idle':
      return 'device-connect';
    case 'reconnecting':
      return device.next_try ? 'device-retry' : null;
    case 'replaced':
      return 'device-use-here';
    case 'restricted':
    case 'banned':
    case 'client_too_old':
      return 'device-ask-again';
    case 'disabled':
      return 'device-enable';
    default:
      return null;
  }
}

/** There is a line to begin anew. One that is away is tried by itself. */
export function hasLine(device: DeviceView): boolean {
  return ['online', 'connecting'].includes(device.state);
}
