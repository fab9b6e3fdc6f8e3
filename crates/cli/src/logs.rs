//! What the program wrote down about itself, and what is sent to whoever helps.

use crate::args::{Level, LogsCommand};
use crate::output::Output;
use crate::passcode::Passcodes;
use crate::{End, closing, open, speak_as};
use app::api::{DiagnosticsDone, LogLevel};
use app::{App, AppError};
use std::path::Path;

/// Where a profile is not to be found by any name, diagnostics tell of the rest.
const NOWHERE: [&str; 2] = ["no_profile", "profile_damaged"];

pub(crate) async fn run(
    app: &App,
    command: LogsCommand,
    profile: Option<&str>,
    passcodes: &Passcodes,
    output: &Output,
) -> Result<End, AppError> {
    match command {
        LogsCommand::Show { lines } => {
            let name = name(app, profile)?;
            speak_as(app, &name, output);
            let view = app.log_lines(&name, lines as usize)?;
            output.object(&view);
            if !output.is_json() {
                if view.lines.is_empty() {
                    output.tell("cli-log-empty", &[]);
                }
                // The newest is the nearest to whoever reads a terminal.
                for line in view.lines.iter().rev() {
                    let at = line.at.as_deref().unwrap_or_default();
                    let level = line.level.map_or("", word);
                    Output::say(format!("{at} {level:5} {}", line.text).trim_start());
                }
            }
            Ok(End::Done)
        }
        LogsCommand::Level { level } => {
            let session = open(app, profile, passcodes, output).await?;
            let setting = async {
                if let Some(level) = level {
                    session.set_log_level(level.into()).await?;
                }
                let level = word(session.settings().await?.log_level);
                output.object(&serde_json::json!({ "level": level }));
                output.tell("cli-log-level", &[("level", level)]);
                Ok(End::Done)
            };
            closing(&session, output, setting).await
        }
    }
}

/// Saves diagnostics, also of a profile that does not open: they say why.
pub(crate) async fn diagnose(
    app: &App,
    file: &Path,
    profile: Option<&str>,
    passcodes: &Passcodes,
    output: &Output,
) -> Result<End, AppError> {
    let name = match name(app, profile) {
        Ok(name) => name,
        Err(error) if NOWHERE.contains(&error.code()) => {
            let done = app.save_diagnostics(None, error, file)?;
            return Ok(tell(&done, output));
        }
        Err(error) => return Err(error),
    };
    match open(app, Some(&name), passcodes, output).await {
        Ok(session) => {
            let saving = async {
                let done = session.save_diagnostics(file).await?;
                Ok(tell(&done, output))
            };
            closing(&session, output, saving).await
        }
        Err(error) if error.code() == "profile_not_found" => Err(error),
        Err(error) => {
            let done = app.save_diagnostics(Some(&name), error.clone(), file)?;
            Output::say(&error.view(&output.language()).message);
            Ok(tell(&done, output))
        }
    }
}

fn tell(done: &DiagnosticsDone, output: &Output) -> End {
    output.object(done);
    output.tell("cli-diagnostics-saved", &[("file", &done.file)]);
    End::Done
}

fn name(app: &App, profile: Option<&str>) -> Result<String, AppError> {
    match profile {
        Some(name) => Ok(name.to_owned()),
        None => app.only_profile(),
    }
}

fn word(level: LogLevel) -> &'static str {
    match level {
        LogLevel::Error => "error",
        LogLevel::Warn => "warn",
        LogLevel::Info => "info",
        LogLevel::Debug => "debug",
    }
}

impl From<Level> for LogLevel {
    fn from(level: Level) -> Self {
        match level {
            Level::Error => Self::Error,
            Level::Warn => Self::Warn,
            Level::Info => Self::Info,
            Level::Debug => Self::Debug,
        }
    }
}
