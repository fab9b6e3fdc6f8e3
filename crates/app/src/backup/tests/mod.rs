//! Stories of Ana's shop, whose computer breaks.

mod carried;
mod daily;
mod damaged;
mod replaced;

use super::rolling::{self, Keeper, Reason};
use super::{Passphrase, RestoreOptions};
use crate::api::{
    Audience, ContactFilter, ContactQuery, NewCampaign, PaceView, ScheduleView, Work,
};
use crate::at_rest::{at_rest, with_contacts};
use crate::profile_folder::ProfileFolder;
use crate::{App, AppConfig, AppError, ErrorKind, Session};
use domain::{Clock, HoldReason, Timestamp};
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use store::{DatabaseKey, settings};
use tempfile::TempDir;
use testkit::TestClock;

const WORDS: &str = "tereré con menta";
const LIST: &str = "numero,nombre\n0981200001,Ana\n0981200002,Bruno\n0981200003,Carla\n";
const DAY: i64 = 24 * 60 * 60 * 1000;

fn words() -> Passphrase {
    Passphrase::typed(WORDS)
}

fn app(folder: &TempDir) -> App {
    App::new(AppConfig {
        data_dir: folder.path().to_owned(),
        loopback_url: None,
        #[cfg(feature = "loopback")]
        hurry: None,
    })
    .unwrap()
}

/// The folder of the only profile.
fn profile(folder: &TempDir) -> PathBuf {
    let mut profiles = fs::read_dir(folder.path().join("profiles")).unwrap();
    let only = profiles.next().unwrap().unwrap().path();
    assert!(profiles.next().is_none(), "there is one profile");
    only
}

async fn names(session: &Session) -> Vec<String> {
    let query = ContactQuery {
        limit: 100,
        ..ContactQuery::default()
    };
    let page = session.contacts(query).await.unwrap();
    page.contacts.into_iter().map(|one| one.name).collect()
}

async fn campaign(session: &Session) -> i64 {
    let new = NewCampaign {
        name: "Junio".into(),
        audience: Audience::Contacts {
            filter: ContactFilter::default(),
        },
        texts: vec!["Hola {nombre}".into()],
        attachments: Vec::new(),
        pace: PaceView::default(),
        schedule: ScheduleView::default(),
        skip_recent_days: 0,
    };
    session.start_campaign(new, None).await.unwrap()
}

async fn restore(
    app: &App,
    file: &Path,
    name: Option<&str>,
) -> Result<crate::api::RestoredView, AppError> {
    let options = RestoreOptions {
        name: name.map(str::to_owned),
        replace: false,
        passcode: None,
    };
    app.restore_backup(file, words(), options, |_| true).await
}

impl Session {
    async fn delete_contacts_for_test(&self) {
        let deleted = self.inner().store.write(|tx| {
            let all = store::contacts::ids(tx, &store::contacts::Filter::default())?;
            let change = store::contacts::BulkChange::Delete;
            store::contacts::apply(tx, &all, &change, Timestamp(1), &mut |_| Ok(()))
        });
        deleted.await.unwrap();
    }
}

/// A backup of a shop with three people and a campaign under way.
async fn backed_up(folder: &TempDir) -> PathBuf {
    let session = with_contacts(folder, LIST).await;
    campaign(&session).await;
    let file = folder.path().join("Tienda.backup");
    let done = session.back_up(&file, words(), false).await.unwrap();
    assert_eq!(done.bytes, fs::metadata(&file).unwrap().len());
    assert!(!done.with_session);
    session.close().await;
    file
}

/// A shop whose automatic backups are made by hand.
struct Scene {
    data: TempDir,
    folder: ProfileFolder,
    key: DatabaseKey,
    clock: Arc<TestClock>,
}

impl Scene {
    async fn new() -> Self {
        let data = TempDir::new().unwrap();
        let session = with_contacts(&data, LIST).await;
        campaign(&session).await;
        session.close().await;
        let folder = ProfileFolder::at(profile(&data));
        let key = {
            let digits = fs::read_to_string(folder.path().join("key")).unwrap();
            let key = crate::keys::ProfileKey::from_digits(&digits).unwrap();
            DatabaseKey::from_bytes(key.database())
        };
        Self {
            data,
            folder,
            key,
            clock: Arc::new(TestClock::new()),
        }
    }

    fn keeper(&self) -> Keeper {
        Keeper {
            folder: self.folder.clone(),
            key: self.key.clone(),
            clock: self.clock.clone(),
            copying: Arc::default(),
            free: |_| None,
        }
    }

    async fn look(&self) -> Result<bool, AppError> {
        self.keeper().look().await
    }

    fn made(&self) -> Vec<i64> {
        let found = rolling::list(&self.folder);
        found.iter().map(|one| one.made_at.0).collect()
    }

    fn app(&self) -> App {
        app(&self.data)
    }

    async fn opened(&self) -> Result<Arc<Session>, AppError> {
        self.app().open_profile_at_rest("Tienda", None).await
    }
}
