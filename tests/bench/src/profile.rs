//! Profiles without any line.

use crate::Outcome;
use app::api::NewProfile;
use app::{App, AppConfig, Session};
use std::path::Path;
use std::sync::Arc;

/// The only profile of a folder.
pub(crate) const PROFILE: &str = "Bench";

/// The program over a folder. Nothing connects.
pub(crate) fn program(folder: &Path) -> Outcome<App> {
    Ok(App::new(AppConfig {
        data_dir: folder.to_path_buf(),
        loopback_url: None,
        hurry: None,
    })?)
}

/// The profile at rest, made for practice where there is none.
pub(crate) async fn at_rest(folder: &Path) -> Outcome<Arc<Session>> {
    let app = program(folder)?;
    if app.profiles()?.is_empty() {
        app.create_profile(described(true), None)?;
    }
    Ok(app.open_profile_at_rest(PROFILE, None).await?)
}

/// What a new profile is to be.
pub(crate) fn described(practice: bool) -> NewProfile {
    NewProfile {
        name: PROFILE.to_owned(),
        country: "PY".to_owned(),
        language: "es".to_owned(),
        practice,
    }
}
