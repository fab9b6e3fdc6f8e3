/** Passcodes of the in-memory engine: the rules of the real one, and nothing behind them. */

import type { UnlockView } from '../generated/UnlockView';
import { fail } from './room';

const FREE = 5;

export class FakePasscodes {
  private readonly set = new Map<string, string>();
  private readonly wrong = new Map<string, { times: number; last: number }>();

  has(name: string): boolean {
    return this.set.has(name);
  }

  put(name: string, passcode: string): void {
    if ([...passcode].length < 6) fail('passcode_short', 'El código necesita al menos 6 caracteres.', { limit: '6' });
    this.set.set(name, passcode);
  }

  remove(name: string): void {
    this.set.delete(name);
  }

  rename(name: string, to: string): void {
    const passcode = this.set.get(name);
    this.set.delete(name);
    if (passcode !== undefined) this.set.set(to, passcode);
  }

  confirm(name: string, passcode: string | null): void {
    const right = this.set.get(name);
    if (right === undefined) return;
    if (passcode === null) fail('passcode_needed', 'Este perfil está protegido con un código.');
    const wait = this.wait(name);
    if (wait) fail('passcode_wait', `Podrás intentarlo de nuevo en ${wait} segundos.`, { seconds: String(wait) });
    if (passcode === right) {
      this.wrong.delete(name);
      return;
    }
    const times = (this.wrong.get(name)?.times ?? 0) + 1;
    this.wrong.set(name, { times, last: Date.now() });
    if (times >= FREE) fail('passcode_slowed', `El código no es correcto. Espera ${this.wait(name)} segundos.`, { seconds: String(this.wait(name)) });
    fail('passcode_wrong', `El código no es correcto. Te quedan ${FREE - times} intentos.`, { tries_left: String(FREE - times) });
  }

  view(name: string): UnlockView {
    return { wait_seconds: this.wait(name), tries_left: Math.max(0, FREE - (this.wrong.get(name)?.times ?? 0)), progress: null };
  }

  private wait(name: string): number {
    const { times, last } = this.wrong.get(name) ?? { times: 0, last: 0 };
    if (times < FREE) return 0;
    const wait = Math.min(900, 30 * 2 ** (times - FREE));
    return Math.max(0, Math.ceil(wait - (Date.now() - last) / 1000));
  }
}
