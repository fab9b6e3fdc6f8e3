use crate::End;
use crate::args::{PasscodeCommand, ProfileCommand};
use crate::output::Output;
use crate::passcode::Passcodes;
use crate::{backup, open, present, speak_as};
use app::api::{NewProfile, ProfileSummary};
use app::{App, AppError, Session};

pub(crate) async fn run(
    app: &App,
    command: ProfileCommand,
    profile: Option<&str>,
    passcodes: &Passcodes,
    output: &Output,
) -> Result<End, AppError> {
    match command {
        ProfileCommand::Create {
            name,
            country,
            language,
            practice,
            allow,
        } => {
            let info = app.info();
            let passcode = passcodes.optional_new_one()?;
            let new = NewProfile {
                name,
                country: country.unwrap_or(info.country),
                language: language.unwrap_or(info.language),
                practice,
            };
            let profile = app.create_profile_for(new, allow, passcode.clone()).await?;
            output.speak(&profile.language);
            // Opening it once makes sure that its databases can be written.
            let opened = app
                .open_profile_at_rest(&profile.name, passcode.as_ref())
                .await;
            match opened {
                Ok(session) => session.close().await,
                Err(error) => {
                    // One that cannot be opened is of no use to anybody.
                    app.delete_profile(&profile.name, passcode.as_ref())?;
                    return Err(error);
                }
            }
            output.object(&profile);
            output.tell("cli-profile-created", &[("profile", &profile.name)]);
            output.tell(protection(&profile), &[]);
        }
        ProfileCommand::Passcode { command } => {
            let session = open(app, profile, passcodes, output).await?;
            let done = change_passcode(&session, command, passcodes).await;
            session.close().await;
            let profile = done?;
            output.object(&profile);
            output.tell(protection(&profile), &[]);
        }
        ProfileCommand::Backup(arguments) => {
            return backup::back_up(app, &arguments, profile, passcodes, output).await;
        }
        ProfileCommand::Backups => return backup::list(app, profile, output),
        ProfileCommand::Restore(arguments) => {
            return backup::restore(app, arguments, profile, passcodes, output).await;
        }
        ProfileCommand::List => {
            let profiles = app.profiles()?;
            output.object(&profiles);
            let damaged = app.damaged_profiles();
            if let Some(error) = damaged.into_iter().next() {
                return Err(error);
            }
            if profiles.is_empty() {
                output.tell("cli-no-profiles", &[]);
            }
            for profile in profiles {
                let protection = output.text(protected_by(&profile), &[]);
                let arguments = [
                    ("profile", profile.name.as_str()),
                    ("country", &profile.country),
                    ("protection", &protection),
                ];
                output.tell(line(&profile), &arguments);
            }
        }
        ProfileCommand::Rename { name, to } => {
            speak_as(app, &name, output);
            let profile = app.rename_profile(&name, &to)?;
            output.object(&profile);
            output.tell("cli-profile-renamed", &[("profile", &profile.name)]);
        }
        ProfileCommand::Delete { name, yes } => {
            speak_as(app, &name, output);
            if !yes {
                return Err(AppError::confirmation_needed());
            }
            let passcode = present(app, &name, passcodes)?;
            app.delete_profile(&name, passcode.as_ref())?;
            output.object(&serde_json::json!({ "deleted": name }));
            output.tell("cli-profile-deleted", &[("profile", &name)]);
        }
    }
    Ok(End::Done)
}

async fn change_passcode(
    session: &Session,
    command: PasscodeCommand,
    passcodes: &Passcodes,
) -> Result<ProfileSummary, AppError> {
    // What the profile was opened with; one without a passcode says so itself.
    let present = || {
        let known = session.summary().locked.then(|| passcodes.present());
        known.transpose().map(Option::flatten)
    };
    match command {
        PasscodeCommand::Set => session.set_passcode(&passcodes.new_one()?).await,
        PasscodeCommand::Change => {
            let present = present()?.ok_or_else(AppError::no_passcode)?;
            session
                .change_passcode(&present, &passcodes.new_one()?)
                .await
        }
        PasscodeCommand::Remove => {
            let present = present()?.ok_or_else(AppError::no_passcode)?;
            session.remove_passcode(&present).await
        }
    }
}

/// The sentence about what keeps the key.
fn protection(profile: &ProfileSummary) -> &'static str {
    match profile.protection.as_str() {
        "passcode" => "cli-protection-passcode",
        "keychain" => "cli-protection-keychain",
        _ => "cli-protection-key-file",
    }
}

/// The same in a few words.
fn protected_by(profile: &ProfileSummary) -> &'static str {
    match profile.protection.as_str() {
        "passcode" => "cli-protected-passcode",
        "keychain" => "cli-protected-keychain",
        _ => "cli-protected-key-file",
    }
}

fn line(profile: &ProfileSummary) -> &'static str {
    if profile.practice {
        "cli-profile-line-practice"
    } else {
        "cli-profile-line"
    }
}
