//! The program's log: what it did and what went wrong, and nothing about anybody. What is
//! written where, and why: `docs/adr/0013-logs.md`.

mod files;
mod redact;
mod view;

pub(crate) use files::{contents, last_lines, newest};
pub(crate) use redact::redact;

use crate::clock::SystemClock;
use domain::{Clock, LogLevel, Timestamp};
use files::LogFiles;
use log::{Level, LevelFilter, Metadata, Record};
use std::panic::PanicHookInfo;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

/// The crates whose words are known. Others are heard only when they warn, and without
/// their words.
const OURS: [&str; 11] = [
    "app",
    "contact_import",
    "dispatch",
    "domain",
    "media",
    "message_sender",
    "message_sender_cli",
    "practice",
    "reports",
    "store",
    "whatsapp",
];

/// The name of a folder of logs, in a profile and beside the profiles.
const FOLDER: &str = "logs";

/// Where the lines of a data folder or of a profile lie.
pub(crate) fn folder_in(place: &Path) -> PathBuf {
    place.join(FOLDER)
}

/// Where lines go: into the logs of the profile that is open, and of the program while none
/// is. A process has one profile open at a time; of several, the one opened last. What
/// cannot be written disturbs nobody.
#[derive(Clone, Default)]
pub struct Logs(Option<Arc<Shared>>);

struct Shared {
    clock: Arc<dyn Clock>,
    /// Whether the process logs here, whose greatest level is then ours to set.
    installed: bool,
    places: Mutex<Places>,
}

struct Places {
    program: LogFiles,
    profile: Option<(u64, LogFiles)>,
    /// Counts profiles that were opened.
    turn: u64,
    level: LevelFilter,
}

impl Logs {
    /// Lets this process log below a data folder, from here to its end. Panics are logged
    /// with their place and without their words.
    pub fn install(data_dir: &Path) -> Self {
        let logs = Self::new(data_dir, Arc::new(SystemClock), true);
        // Another logger that is there already stays.
        if log::set_boxed_logger(Box::new(logs.clone())).is_err() {
            return Self::default();
        }
        log::set_max_level(filter(LogLevel::default()));
        let before = std::panic::take_hook();
        std::panic::set_hook(Box::new(move |info| {
            note_panic(info);
            before(info);
        }));
        logs
    }

    fn new(data_dir: &Path, clock: Arc<dyn Clock>, installed: bool) -> Self {
        Self(Some(Arc::new(Shared {
            clock,
            installed,
            places: Mutex::new(Places {
                program: LogFiles::at(folder_in(data_dir)),
                profile: None,
                turn: 0,
                level: filter(LogLevel::default()),
            }),
        })))
    }

    /// From here on lines go into the logs of the profile in this folder, until what this
    /// answers is dropped.
    pub(crate) fn enter(&self, profile: &Path, level: LogLevel) -> Entered {
        let mut turn = 0;
        if let Some(shared) = &self.0 {
            let mut places = shared.places();
            places.turn += 1;
            turn = places.turn;
            places.profile = Some((turn, LogFiles::at(folder_in(profile))));
            shared.set(&mut places, level);
        }
        Entered {
            logs: self.clone(),
            turn,
        }
    }

    fn leave(&self, turn: u64) {
        if let Some(shared) = &self.0 {
            let mut places = shared.places();
            if places.profile.as_ref().is_some_and(|(of, _)| *of == turn) {
                places.profile = None;
                shared.set(&mut places, LogLevel::default());
            }
        }
    }
}

impl Shared {
    fn places(&self) -> MutexGuard<'_, Places> {
        self.places.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn set(&self, places: &mut Places, level: LogLevel) {
        places.level = filter(level);
        if self.installed {
            log::set_max_level(places.level);
        }
    }
}

impl Places {
    fn write(&mut self, now: Timestamp, line: &str) {
        let into = match &mut self.profile {
            Some((_, files)) => files,
            None => &mut self.program,
        };
        // Nobody is to be disturbed by a log.
        let _ = into.write(now, line);
    }
}

impl log::Log for Logs {
    fn enabled(&self, metadata: &Metadata<'_>) -> bool {
        let Some(shared) = &self.0 else {
            return false;
        };
        let most = shared.places().level;
        metadata.level() <= most && (metadata.level() <= Level::Warn || is_ours(metadata.target()))
    }

    fn log(&self, record: &Record<'_>) {
        if let Some(shared) = &self.0
            && self.enabled(record.metadata())
        {
            let now = shared.clock.now();
            let line = view::write_line(now, record, is_ours(record.target()));
            shared.places().write(now, &line);
        }
    }

    fn flush(&self) {}
}

/// A profile whose logs are being written. See [`Logs::enter`].
pub(crate) struct Entered {
    logs: Logs,
    turn: u64,
}

impl Entered {
    /// From here on this much is written.
    pub fn set_level(&self, level: LogLevel) {
        if let Some(shared) = &self.logs.0 {
            let mut places = shared.places();
            if places.turn == self.turn {
                shared.set(&mut places, level);
            }
        }
    }
}

impl Drop for Entered {
    fn drop(&mut self) {
        self.logs.leave(self.turn);
    }
}

fn filter(level: LogLevel) -> LevelFilter {
    match level {
        LogLevel::Error => LevelFilter::Error,
        LogLevel::Warn => LevelFilter::Warn,
        LogLevel::Info => LevelFilter::Info,
        LogLevel::Debug => LevelFilter::Debug,
    }
}

fn is_ours(target: &str) -> bool {
    let room = target.split("::").next().unwrap_or_default();
    OURS.contains(&room)
}

/// What a panic says may be about somebody; where it happened is not.
fn note_panic(info: &PanicHookInfo<'_>) {
    let place = info.location().map(|at| (end_of(at.file()), at.line()));
    let (file, line) = place.unwrap_or_default();
    log::error!(target: "app::panic", "a panic in {file}, line {line}");
}

/// The end of a path of the computer on which the program was built.
fn end_of(path: &str) -> String {
    let mut parts: Vec<_> = path.rsplit(['/', '\\']).take(4).collect();
    parts.reverse();
    parts.join("/")
}

#[cfg(test)]
mod tests;
