/** Whether the window is light or dark at this moment. */

import type { ChartTheme } from '../backend/generated/ChartTheme';
import { theme } from './memory';

const DARK = '(prefers-color-scheme: dark)';

class Look {
  #system = $state(false);

  constructor() {
    if (typeof matchMedia === 'undefined') return;
    const system = matchMedia(DARK);
    this.#system = system.matches;
    system.addEventListener('change', (event) => (this.#system = event.matches));
  }

  /** What was chosen, else what the system has. */
  get theme(): ChartTheme {
    const system = this.#system ? 'dark' : 'light';
    const chosen = theme();
    return chosen === 'system' ? system : chosen;
  }
}

export const look = new Look();
