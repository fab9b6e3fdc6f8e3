use crate::End;
use crate::args::ProfileCommand;
use crate::output::Output;
use crate::speak_as;
use app::api::{NewProfile, ProfileSummary};
use app::{App, AppError, Session};

pub(crate) async fn run(
    app: &App,
    command: ProfileCommand,
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
            let profile = app.create_profile(NewProfile {
                name,
                country: country.unwrap_or(info.country),
                language: language.unwrap_or(info.language),
                practice,
            })?;
            output.speak(&profile.language);
            // Opening it once makes sure that its databases can be written.
            let session = app.open_profile_at_rest(&profile.name).await?;
            let allowed = allow_only(&session, allow).await;
            session.close().await;
            if let Err(error) = allowed {
                app.delete_profile(&profile.name)?;
                return Err(error);
            }
            output.object(&profile);
            output.tell("cli-profile-created", &[("profile", &profile.name)]);
            output.tell("cli-protection-key-file", &[]);
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
                output.tell(
                    line(&profile),
                    &[("profile", &profile.name), ("country", &profile.country)],
                );
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
            app.delete_profile(&name)?;
            output.object(&serde_json::json!({ "deleted": name }));
            output.tell("cli-profile-deleted", &[("profile", &name)]);
        }
    }
    Ok(End::Done)
}

/// Only phones with these numbers may be linked; with none, any.
async fn allow_only(session: &Session, numbers: Vec<String>) -> Result<(), AppError> {
    if numbers.is_empty() {
        return Ok(());
    }
    let mut settings = session.settings().await?;
    settings.allowed_numbers = numbers;
    session.save_settings(settings).await
}

fn line(profile: &ProfileSummary) -> &'static str {
    if profile.practice {
        "cli-profile-line-practice"
    } else {
        "cli-profile-line"
    }
}
