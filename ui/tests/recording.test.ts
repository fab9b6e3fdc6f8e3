import { beforeEach, describe, expect, it, vi } from 'vitest';
import type { Recording } from '../src/backend/backend';
import { FakeBackend } from '../src/backend/fake';
import type { AttachmentView } from '../src/backend/generated/AttachmentView';
import { VoiceRecording } from '../src/state/recording.svelte';
import { session } from '../src/state/session.svelte';
import { sentence } from '../src/state/toasts.svelte';

let backend: FakeBackend;
let taken: AttachmentView[];
/** Tells the page how the recording goes. */
let hears: (now: Recording) => void;
let listeners: number;
const note = { id: 1, kind: 'voice' } as AttachmentView;

/** What is answered when a person says so. */
function later<T>() {
  let answer!: (value: T) => void;
  let refuse!: (reason: unknown) => void;
  const promise = new Promise<T>((resolve, reject) => ([answer, refuse] = [resolve, reject]));
  return { promise, answer, refuse };
}
const record = () => new VoiceRecording((view) => taken.push(view));

beforeEach(async () => {
  backend = new FakeBackend({ tick: 0 });
  await session.start(backend);
  taken = [];
  listeners = 0;
  vi.spyOn(backend, 'onRecording').mockImplementation(async (handler) => {
    listeners += 1;
    hears = handler;
    return () => void (listeners -= 1);
  });
  vi.spyOn(backend, 'recordingStart').mockResolvedValue();
  vi.spyOn(backend, 'recordingStop').mockResolvedValue(note);
  vi.spyOn(backend, 'recordingCancel').mockResolvedValue();
});

describe('a voice that is recorded', () => {
  it('is heard, shown, and becomes a voice note when it is stopped', async () => {
    const voice = record();
    expect(voice.phase).toBe('starting');
    await voice.start();
    expect(voice.phase).toBe('recording');
    hears({ level: 40, seconds: 0.1, over: false });
    hears({ level: 70, seconds: 0.2, over: false });
    expect([voice.seconds, voice.levels]).toEqual([0.2, [40, 70]]);
    await voice.finish();
    expect(taken).toEqual([note]);
  });
  it('ends by itself when it is as long as it may be', async () => {
    const voice = record();
    await voice.start();
    hears({ level: 10, seconds: 120, over: true });
    await vi.waitFor(() => expect(taken).toEqual([note]));
    await voice.finish();
    expect(backend.recordingStop).toHaveBeenCalledOnce();
  });
  it('is thrown away when it is called off', async () => {
    const voice = record();
    await voice.start();
    voice.leave();
    voice.leave();
    expect(backend.recordingCancel).toHaveBeenCalledOnce();
    expect([taken, listeners]).toEqual([[], 0]);
  });
  it('called off while the microphone opens, closes it as soon as it is open', async () => {
    const opens = later<void>();
    vi.mocked(backend.recordingStart).mockReturnValue(opens.promise);
    const voice = record();
    const started = voice.start();
    await vi.waitFor(() => expect(backend.recordingStart).toHaveBeenCalled());
    voice.leave();
    expect(backend.recordingCancel).not.toHaveBeenCalled();
    opens.answer();
    await started;
    expect(backend.recordingCancel).toHaveBeenCalledOnce();
    expect([voice.phase, taken, listeners]).toEqual(['starting', [], 0]);
  });
  it('called off while the voice note is made, does not get into the message', async () => {
    const made = later<AttachmentView>();
    vi.mocked(backend.recordingStop).mockReturnValue(made.promise);
    const voice = record();
    await voice.start();
    const finished = voice.finish();
    expect(voice.phase).toBe('ending');
    voice.leave();
    made.answer(note);
    await finished;
    expect(taken).toEqual([]);
  });
  it.each(['microphone_missing', 'microphone_forbidden', 'microphone_busy', 'microphone_failed'])('says why it cannot be: %s', async (code) => {
    const message = `so it is: ${code}`;
    vi.mocked(backend.recordingStart).mockRejectedValue({ code, message, details: {} });
    const voice = record();
    await voice.start();
    expect([voice.phase, sentence(voice.problem), taken]).toEqual(['failed', message, []]);
    // There is nothing to stop any more.
    await voice.finish();
    voice.leave();
    expect(backend.recordingStop).not.toHaveBeenCalled();
    expect(backend.recordingCancel).not.toHaveBeenCalled();
  });
  it('says when nothing could be made of it', async () => {
    const voice = record();
    await voice.start();
    vi.mocked(backend.recordingStop).mockRejectedValue({ code: 'audio_silent', message: 'No se oye nada.', details: {} });
    await voice.finish();
    expect([voice.phase, sentence(voice.problem)]).toEqual(['failed', 'No se oye nada.']);
  });
});
