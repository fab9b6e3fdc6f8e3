//! The command-line door: the same engine without a window, for scripts and servers.

mod args;
mod backup;
mod campaign;
mod contacts;
mod dashboard;
mod device;
mod logs;
mod output;
mod passcode;
mod profile;
mod send;
mod watch;

use app::{App, AppConfig, AppError, ErrorKind, Logs, Passcode, Session};
use args::{Arguments, Command};
use clap::Parser as _;
use output::Output;
use passcode::Passcodes;
use std::io::Write as _;
use std::sync::Arc;

/// How a command ended, as exit codes that scripts can use.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum End {
    Done,
    SomeFailed,
    Held,
    Interrupted,
}

impl End {
    fn code(self) -> u8 {
        match self {
            Self::Done => 0,
            Self::SomeFailed => 3,
            Self::Held => 4,
            Self::Interrupted => 130,
        }
    }
}

/// What a shell says of programs whose reader went away: that SIGPIPE ended them.
const READER_GONE: u8 = 141;

fn error_code(error: &AppError) -> u8 {
    match error.kind() {
        ErrorKind::Failure => 1,
        ErrorKind::BadInput => 2,
        ErrorKind::Held => 4,
        ErrorKind::InUse => 5,
        ErrorKind::Locked => 6,
    }
}

fn main() {
    let code = command_line();
    // The libraries' own clean-up at the end of a process pulls the ground from
    // under database threads that are still closing; by now all is saved.
    let _ = std::io::stdout().flush();
    let _ = std::io::stderr().flush();
    signal_hook::low_level::exit(code.into())
}

fn command_line() -> u8 {
    let arguments = match Arguments::try_parse() {
        Ok(arguments) => arguments,
        Err(error) => return misspelt(&error),
    };
    let output = Output::new(arguments.json);
    let runtime = match tokio::runtime::Builder::new_multi_thread()
        .enable_all()
        .build()
    {
        Ok(runtime) => runtime,
        Err(error) => {
            Output::say(&error.to_string());
            return 1;
        }
    };
    let ended = runtime.block_on(run(arguments, &output));
    let ended = match (ended, output.lost()) {
        (Ok(End::Done), Some(lost)) => Err(lost),
        (ended, _) => ended,
    };
    let code = match ended {
        Ok(end) => end.code(),
        // Nobody is there to be told.
        Err(error) if error.code() == "reader_gone" => READER_GONE,
        Err(error) => {
            output.error(&error);
            error_code(&error)
        }
    };
    // A database thread or a name lookup that still waits does not keep us.
    runtime.shutdown_timeout(std::time::Duration::from_secs(2));
    code
}

/// Help and version, or words that are none of this command line. Whoever asked for
/// JSON gets it here too, and no terminal gets commands from what was typed.
fn misspelt(error: &clap::Error) -> u8 {
    if !error.use_stderr() {
        let _ = error.print();
        return 0;
    }
    let output = Output::new(std::env::args_os().any(|word| word == "--json"));
    let message = error.render().to_string();
    output.object(&serde_json::json!({
        "error": { "code": "usage", "message": message.trim_end(), "details": {} }
    }));
    Output::say(message.trim_end());
    2
}

async fn run(arguments: Arguments, output: &Output) -> Result<End, AppError> {
    let data_dir = arguments.data_dir.unwrap_or_else(app::default_data_dir);
    let logs = Logs::install(&data_dir);
    let app = App::new(AppConfig::from_env(data_dir))?
        .with_keychain(app::system_keychain())
        .with_logs(logs);
    let passcodes = Passcodes::new(arguments.passcode_stdin);
    let name = arguments.profile.as_deref();
    output.speak(&app.info().language);
    match arguments.command {
        Command::Profile { command } => profile::run(&app, command, name, &passcodes, output).await,
        Command::Device { command } => {
            let session = open(&app, name, &passcodes, output).await?;
            closing(&session, output, device::run(&session, command, output)).await
        }
        Command::Contacts { command } => {
            let session = open(&app, name, &passcodes, output).await?;
            closing(&session, output, contacts::run(&session, command, output)).await
        }
        Command::Campaign { command } => {
            let session = open(&app, name, &passcodes, output).await?;
            closing(&session, output, campaign::run(&session, command, output)).await
        }
        Command::Dashboard { from, to, by } => {
            let session = open(&app, name, &passcodes, output).await?;
            let shown = dashboard::run(&session, from, to, by, output);
            closing(&session, output, shown).await
        }
        Command::Logs { command } => logs::run(&app, command, name, &passcodes, output).await,
        Command::Diagnostics { output: file } => {
            logs::diagnose(&app, &file, name, &passcodes, output).await
        }
    }
}

/// From now on people are spoken to in this profile's language, if it is there.
fn speak_as(app: &App, name: &str, output: &Output) {
    if let Some(profile) = app.profile(name) {
        output.speak(&profile.language);
    }
}

/// Opens the named profile, or the only one.
async fn open(
    app: &App,
    name: Option<&str>,
    passcodes: &Passcodes,
    output: &Output,
) -> Result<Arc<Session>, AppError> {
    let name = match name {
        Some(name) => name.to_owned(),
        None => app.only_profile()?,
    };
    speak_as(app, &name, output);
    let passcode = present(app, &name, passcodes)?;
    let opened = app.open_profile_at_rest(&name, passcode.as_ref()).await;
    let session = opened.inspect_err(|error| offer(app, &name, error, output))?;
    output.speak(&session.language());
    if let Some(file) = session.device().set_aside {
        output.tell("cli-link-set-aside", &[("file", &file)]);
    }
    Ok(session)
}

/// Says that there is an automatic backup, where that would help.
fn offer(app: &App, name: &str, error: &AppError, output: &Output) {
    let damaged = ["database_damaged", "database_missing", "database_foreign"];
    if !damaged.contains(&error.code()) {
        return;
    }
    let found = app.rolling_backups(name).unwrap_or_default();
    if let Some(latest) = found.first() {
        output.tell("cli-automatic-offer", &[("date", &latest.made_at)]);
    }
}

/// The passcode of a profile that has one; standard input is left alone where not.
fn present(app: &App, name: &str, passcodes: &Passcodes) -> Result<Option<Passcode>, AppError> {
    match app.profile(name) {
        Some(profile) if profile.locked => passcodes.present(),
        _ => Ok(None),
    }
}

/// Runs a command and closes the profile whatever came of it. An interrupt
/// finishes what is in flight first, and undoes what contacts go through.
async fn closing(
    session: &Session,
    output: &Output,
    command: impl Future<Output = Result<End, AppError>>,
) -> Result<End, AppError> {
    tokio::pin!(command);
    let end = tokio::select! {
        end = &mut command => end,
        () = interrupted() => {
            if session.cancel_all_work() {
                match command.await {
                    Err(stopped) if stopped.code() == "cancelled" => {
                        output.error(&stopped);
                        Ok(End::Interrupted)
                    }
                    end => end,
                }
            } else {
                output.tell("cli-interrupted", &[]);
                Ok(End::Interrupted)
            }
        }
    };
    session.close().await;
    end
}

/// Waits for Ctrl+C or a request to end.
async fn interrupted() {
    #[cfg(unix)]
    {
        use tokio::signal::unix::{SignalKind, signal};
        if let Ok(mut terminate) = signal(SignalKind::terminate()) {
            tokio::select! {
                _ = tokio::signal::ctrl_c() => {}
                _ = terminate.recv() => {}
            }
            return;
        }
    }
    let _ = tokio::signal::ctrl_c().await;
}
