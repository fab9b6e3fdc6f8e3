//! Backups and the way back.

use crate::args::{BackupArguments, RestoreArguments};
use crate::output::Output;
use crate::passcode::{self, Passcodes};
use crate::{End, closing, interrupted, open, present, speak_as};
use app::api::RestoredView;
use app::{App, AppError, RestoreOptions};
use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

/// The latest automatic backup that is sound.
const LATEST: &str = "latest";

pub(crate) async fn back_up(
    app: &App,
    arguments: &BackupArguments,
    profile: Option<&str>,
    passcodes: &Passcodes,
    output: &Output,
) -> Result<End, AppError> {
    let session = open(app, profile, passcodes, output).await?;
    let making = async {
        // Behind the passcode, where both come on standard input.
        let passphrase = passcode::passphrase(arguments.passphrase_stdin)?;
        let with_session = arguments.with_session;
        let done = session
            .back_up(&arguments.file, passphrase, with_session)
            .await?;
        output.object(&done);
        let size = done.bytes.to_string();
        output.tell("cli-backup-made", &[("file", &done.file), ("size", &size)]);
        let about = if with_session {
            "cli-backup-with-session"
        } else {
            "cli-backup-without-session"
        };
        output.tell(about, &[]);
        Ok(End::Done)
    };
    closing(&session, output, making).await
}

pub(crate) fn list(app: &App, profile: Option<&str>, output: &Output) -> Result<End, AppError> {
    let name = name(app, profile)?;
    speak_as(app, &name, output);
    let found = app.rolling_backups(&name)?;
    output.object(&found);
    if found.is_empty() {
        output.tell("cli-no-automatic", &[]);
    }
    for one in found {
        let size = one.bytes.to_string();
        output.tell(
            "cli-automatic-line",
            &[
                ("id", &one.id),
                ("date", &one.made_at),
                ("size", &size),
                ("reason", &one.reason),
            ],
        );
    }
    Ok(End::Done)
}

pub(crate) async fn restore(
    app: &App,
    arguments: RestoreArguments,
    profile: Option<&str>,
    passcodes: &Passcodes,
    output: &Output,
) -> Result<End, AppError> {
    let replaces = arguments.replace || arguments.automatic.is_some();
    if replaces && !arguments.yes {
        return Err(AppError::confirmation_needed());
    }
    if let Some(which) = &arguments.automatic {
        let name = name(app, profile)?;
        speak_as(app, &name, output);
        let passcode = present(app, &name, passcodes)?;
        let which = Some(which.as_str()).filter(|which| *which != LATEST);
        let restored = app.restore_rolling(&name, which, passcode.as_ref()).await?;
        tell(&restored, output);
        return Ok(End::Done);
    }
    let file = arguments.file.unwrap_or_default();
    restore_file(
        app,
        &file,
        arguments.name,
        arguments.replace,
        arguments.passphrase_stdin,
        passcodes,
        output,
    )
    .await
}

async fn restore_file(
    app: &App,
    file: &Path,
    name: Option<String>,
    replace: bool,
    passphrase_stdin: bool,
    passcodes: &Passcodes,
    output: &Output,
) -> Result<End, AppError> {
    let known = match name.as_deref().filter(|_| replace) {
        Some(name) => present(app, name, passcodes)?,
        None => None,
    };
    let passphrase = passcode::passphrase(passphrase_stdin)?;
    // The name of the profile that gives way may be in the backup alone.
    let passcode = if replace && name.is_none() {
        let contents = app.look_into_backup(file, passphrase.clone()).await?;
        present(app, &contents.name, passcodes)?
    } else {
        known
    };
    let options = RestoreOptions {
        name,
        replace,
        passcode,
    };
    let stopped = Arc::new(AtomicBool::new(false));
    let told = Arc::clone(&stopped);
    let restoring = app.restore_backup(file, passphrase, options, move |_| {
        !told.load(Ordering::Relaxed)
    });
    tokio::pin!(restoring);
    let restored = tokio::select! {
        restored = &mut restoring => restored,
        () = interrupted() => {
            stopped.store(true, Ordering::Relaxed);
            restoring.await
        }
    };
    match restored {
        Err(error) if error.code() == "cancelled" => {
            output.error(&error);
            Ok(End::Interrupted)
        }
        restored => {
            let restored = restored?;
            tell(&restored, output);
            if !restored.profile.locked {
                let profile = [("profile", restored.profile.name.as_str())];
                output.tell("cli-restored-open", &profile);
            }
            Ok(End::Done)
        }
    }
}

fn tell(restored: &RestoredView, output: &Output) {
    output.speak(&restored.profile.language);
    output.object(restored);
    output.tell(
        "cli-restored",
        &[
            ("profile", &restored.profile.name),
            ("date", &restored.made_at),
        ],
    );
    if restored.held > 0 {
        let count = restored.held.to_string();
        output.tell("cli-restored-held", &[("count", &count)]);
        output.tell("cli-restored-resume", &[]);
    }
    if !restored.with_session {
        output.tell("cli-restored-link", &[]);
    }
    if let Some(file) = &restored.set_aside {
        output.tell("cli-set-aside", &[("file", file)]);
    }
}

fn name(app: &App, profile: Option<&str>) -> Result<String, AppError> {
    match profile {
        Some(name) => Ok(name.to_owned()),
        None => app.only_profile(),
    }
}
