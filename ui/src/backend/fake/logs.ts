/** The log of the in-memory engine. */

import type { DiagnosticsDone } from '../generated/DiagnosticsDone';
import type { LogView } from '../generated/LogView';

const BEGUN = Date.now();

/** What a profile's log may look like, the newest first. */
export function logView(): LogView {
  const at = (seconds: number) => new Date(BEGUN - seconds * 1_000).toISOString();
  return {
    lines: [
      { at: at(0), level: 'info', text: 'app::journal campaign 3 is completed: people 214, queued 0, accepted 12, delivered 60, read 140, failed 2, skipped 0' },
      { at: at(65), level: 'debug', text: 'dispatch::dispatcher part 412, attempt 1: on the wire' },
      { at: at(66), level: 'warn', text: 'dispatch::dispatcher part 411: refused, not_on_whatsapp, code 463' },
      { at: at(4_000), level: 'info', text: 'app::journal device online' },
      { at: at(90_000), level: 'error', text: 'app::error told: disk_full' },
      { at: null, level: null, text: 'ce 2026-11-2' },
    ],
    more: false,
  };
}

export function diagnosticsDone(): DiagnosticsDone {
  return { file: '/home/luna/Documentos/diagnóstico.zip', bytes: 12_345, entries: ['diagnostics.json', 'logs/profile/2026-11-23-001.log'] };
}
