//! Speaking a voice note into the computer. The web view is not asked: three of
//! them would do it in three ways, and each with a question of its own.

mod microphone;
mod take;

use crate::desk::{Answer, Desk};
use crate::words;
use app::api::AttachmentView;
use microphone::Microphone;
use serde::Serialize;
use std::sync::{Mutex, PoisonError};
use tauri::{AppHandle, Emitter, Runtime, State};

/// Name of the event that tells the page how it goes.
const EVENT: &str = "recording";

/// Why nothing can be recorded: codes of the catalogue.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Deaf {
    /// There is no microphone.
    Missing,
    /// The system does not let this program hear.
    Forbidden,
    /// Another program has it.
    Busy,
    /// Anything else.
    Failed,
}

impl Deaf {
    /// The stable word.
    pub fn code(self) -> &'static str {
        match self {
            Self::Missing => "microphone_missing",
            Self::Forbidden => "microphone_forbidden",
            Self::Busy => "microphone_busy",
            Self::Failed => "microphone_failed",
        }
    }
}

/// How a recording goes, some ten times a second.
#[derive(Clone, Debug, Serialize)]
pub struct Hearing {
    /// Loudness since the last word about it, 0 to 100.
    level: u8,
    /// Its length so far.
    seconds: f32,
    /// It has ended by itself: it is as long as it may be, or the microphone is gone.
    over: bool,
}

/// The one recording that goes on, if any.
#[derive(Default)]
pub struct Recorder(Mutex<Option<Microphone>>);

impl Recorder {
    fn put(&self, next: Option<Microphone>) -> Option<Microphone> {
        let mut place = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        std::mem::replace(&mut *place, next)
    }
}

/// Begins. What was recorded before and not kept is thrown away.
#[tauri::command]
pub async fn recording_start<R: Runtime>(
    window: AppHandle<R>,
    desk: State<'_, Desk>,
    recorder: State<'_, Recorder>,
) -> Answer<()> {
    desk.session().await?;
    drop(recorder.put(None));
    let tell = move |hearing: Hearing| {
        if let Err(error) = window.emit(EVENT, hearing) {
            log::warn!("the window did not take an event: {error}");
        }
    };
    match Microphone::open(tell).await {
        Ok(microphone) => {
            drop(recorder.put(Some(microphone)));
            Ok(())
        }
        Err(why) => Err(words::deaf(&desk.language().await, why)),
    }
}

/// Ends and makes a voice note of it.
#[tauri::command]
pub async fn recording_stop(
    desk: State<'_, Desk>,
    recorder: State<'_, Recorder>,
) -> Answer<AttachmentView> {
    let session = desk.session().await?;
    let taken = match recorder.put(None) {
        Some(microphone) => microphone.finish().await,
        None => None,
    };
    let Some(take) = taken else {
        return Err(words::deaf(&desk.language().await, Deaf::Failed));
    };
    let (samples, rate, channels) = take.into_parts();
    desk.answer(session.attach_recording(samples, rate, channels).await)
        .await
}

/// Ends and keeps nothing.
#[tauri::command]
pub async fn recording_cancel(recorder: State<'_, Recorder>) -> Answer<()> {
    drop(recorder.put(None));
    Ok(())
}
