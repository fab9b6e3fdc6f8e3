/** A voice note that is spoken into the computer: from the microphone that opens to the file in the message. */

import type { AttachmentView } from '../backend/generated/AttachmentView';
import type { Recording as Heard, Unsubscribe } from '../backend/backend';
import { session } from './session.svelte';

/** Moments of loudness that are kept for looking at. */
const MOMENTS = 48;

export class VoiceRecording {
  phase = $state<'starting' | 'recording' | 'ending' | 'failed'>('starting');
  /** Why it failed. */
  problem = $state.raw<unknown>(null);
  seconds = $state(0);
  /** Loudness of the last moments, 0 to 100. */
  levels = $state.raw<number[]>([]);
  /** Nobody waits for it any more. */
  #left = false;
  #unsubscribe: Unsubscribe = () => {};

  constructor(private readonly taken: (view: AttachmentView) => void) {}

  /** Opens the microphone. */
  async start(): Promise<void> {
    try {
      this.#unsubscribe = await session.backend.onRecording((now) => this.#hear(now));
      if (this.#left) return this.#unsubscribe();
      await session.backend.recordingStart();
      if (this.#left) await session.backend.recordingCancel();
      else this.phase = 'recording';
    } catch (thrown) {
      this.#fail(thrown);
    }
  }

  #hear(now: Heard): void {
    this.seconds = now.seconds;
    this.levels = [...this.levels, now.level].slice(-MOMENTS);
    if (now.over) void this.finish();
  }

  /** Ends it and makes a voice note of it. */
  async finish(): Promise<void> {
    if (this.phase !== 'recording') return;
    this.phase = 'ending';
    try {
      const view = await session.backend.recordingStop();
      if (!this.#left) this.taken(view);
    } catch (thrown) {
      this.#fail(thrown);
    }
  }

  #fail(thrown: unknown): void {
    if (this.#left) return;
    this.phase = 'failed';
    this.problem = thrown;
  }

  /** Calls it off, at any time; nothing of it gets into the message. */
  leave(): void {
    if (this.#left) return;
    this.#left = true;
    this.#unsubscribe();
    if (this.phase === 'recording') void session.backend.recordingCancel();
  }
}
