//! A profile for tests whose engine does not run.

use crate::api::{ImportOptions, ImportSource, NewProfile};
use crate::{App, AppConfig, Session};
use std::sync::Arc;

/// A practice profile in this folder.
pub(crate) async fn at_rest(folder: &tempfile::TempDir) -> Arc<Session> {
    let app = App::new(AppConfig {
        data_dir: folder.path().to_owned(),
        loopback_url: None,
        #[cfg(feature = "loopback")]
        hurry: None,
    })
    .unwrap();
    app.create_profile(
        NewProfile {
            name: "Tienda".to_owned(),
            country: "PY".to_owned(),
            language: "es".to_owned(),
            practice: true,
        },
        None,
    )
    .unwrap();
    app.open_profile_at_rest("Tienda", None).await.unwrap()
}

/// [`at_rest`] with the contacts of this list.
pub(crate) async fn with_contacts(folder: &tempfile::TempDir, list: &str) -> Arc<Session> {
    let session = at_rest(folder).await;
    let source = ImportSource::Text { text: list.into() };
    let options = ImportOptions::default();
    session.import(source, options).await.unwrap();
    session
}
