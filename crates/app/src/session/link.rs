//! The link with the phone: its file, what becomes of a damaged one, and what its
//! refusals are called.

use super::Inner;
use crate::aside::{put_back, set_aside};
use crate::backup::free_space;
use crate::error::{AppError, Result};
use crate::profile_folder::{ProfileFolder, io_error};
use crate::profiles::AppConfig;
use domain::messenger::LinkError;
use domain::{Clock, MessengerEvent};
use std::path::PathBuf;
use std::sync::Arc;
use store::{Store, settings};
use tokio::sync::mpsc::UnboundedSender;
use whatsapp::{Endpoint, SessionKey, WhatsAppConfig, WhatsAppMessenger, is_damaged};

/// Bytes on the disk with which the file of the link and its log can be used.
const ROOM_FOR_THE_LINK: u64 = 1 << 20;

/// Where it is kept under which name a damaged file was set aside, until a phone is
/// linked again.
const SET_ASIDE: &str = "link_set_aside";

/// Opens the file of the link. One that is damaged, under its own key, is set aside, and
/// where it lies is told: contacts and campaigns are elsewhere, and need no phone to be
/// looked at.
///
/// # Errors
/// `disk_full`, and `session_damaged` of a file that is something else. It stays where
/// it is.
pub(super) async fn open(
    folder: &ProfileFolder,
    key: [u8; 32],
    config: &AppConfig,
    events: UnboundedSender<MessengerEvent>,
    clock: &Arc<dyn Clock>,
) -> Result<(WhatsAppMessenger, Option<PathBuf>)> {
    let path = folder.session();
    let opening = || {
        let config = WhatsAppConfig {
            session_path: path.clone(),
            key: SessionKey::new(key),
            device_name: "Message Sender".to_owned(),
            endpoint: endpoint(config),
            chance: draw,
        };
        WhatsAppMessenger::open(config, events.clone(), Arc::clone(clock))
    };
    let free = || free_space(folder.path());
    if let Ok(phone) = opening().await {
        return Ok((phone, None));
    }
    if is_full(free()) || !is_damaged(&path, &SessionKey::new(key)).await {
        return Err(session_refused(folder, free()));
    }
    let aside = set_aside(&path, "damaged-link", clock.now());
    let aside = aside.map_err(|error| io_error(&error, folder.path()))?;
    log::error!("the file of the link with the phone is damaged: it was set aside");
    if let Ok(phone) = opening().await {
        return Ok((phone, aside));
    }
    // As if nothing had been tried.
    if let Some(Err(error)) = aside.map(|aside| put_back(&aside, &path)) {
        log::error!("it could not be put back: {}", error.kind());
    }
    Err(session_refused(folder, free()))
}

/// Keeps in mind where a damaged file lies, and says so until a phone is linked again
/// or the file is gone.
pub(super) async fn note_set_aside(
    store: &Store,
    folder: &ProfileFolder,
    now_set_aside: Option<PathBuf>,
    linked: bool,
) -> Option<String> {
    if let Some(path) = now_set_aside {
        let name = path.file_name().unwrap_or_default();
        let name = name.to_string_lossy().into_owned();
        let noting = store.write(move |tx| settings::set(tx, SET_ASIDE, &name));
        if let Err(error) = noting.await {
            log::error!("where the file of the link lies will be told once only: {error}");
        }
        return Some(path.display().to_string());
    }
    let noted = store.read(|tx| settings::get(tx, SET_ASIDE)).await.ok()?;
    let name = noted.filter(|name| !linked && !name.is_empty())?;
    let path = folder.path().join(name);
    path.exists().then(|| path.display().to_string())
}

impl Inner {
    /// A phone is linked: the link before it is a matter of the past.
    pub(super) async fn forget_set_aside(&self, event: &MessengerEvent) {
        let is_over = matches!(event, MessengerEvent::Paired(_));
        if is_over && self.board().view().set_aside.is_some() {
            self.keep(SET_ASIDE, "").await;
        }
    }
}

fn is_full(free: Option<u64>) -> bool {
    free.is_some_and(|free| free < ROOM_FOR_THE_LINK)
}

/// The file of the link cannot be opened: contacts and campaigns are elsewhere. On a
/// disk that is full the database tells of many things, and hardly of that.
fn session_refused(folder: &ProfileFolder, free: Option<u64>) -> AppError {
    if is_full(free) {
        return AppError::failure("disk_full");
    }
    AppError::failure("session_damaged").with("file", folder.session().display())
}

/// What the link refused, for a person. The file of the link needs some room for every
/// message, too.
pub(super) fn refused(error: LinkError, folder: &ProfileFolder) -> AppError {
    refused_with(error, free_space(folder.path()))
}

fn refused_with(error: LinkError, free: Option<u64>) -> AppError {
    match error {
        LinkError::Other(_) if is_full(free) => AppError::failure("disk_full"),
        error => error.into(),
    }
}

/// A uniform draw in `[0, 1)`. A system without chance gets the middle.
fn draw() -> f64 {
    let mut bytes = [0; 4];
    if getrandom::fill(&mut bytes).is_err() {
        return 0.5;
    }
    f64::from(u32::from_le_bytes(bytes)) / (f64::from(u32::MAX) + 1.0)
}

fn endpoint(config: &AppConfig) -> Endpoint {
    #[cfg(feature = "loopback")]
    if let Some(url) = &config.loopback_url {
        return Endpoint::Loopback(url.clone());
    }
    let _ = config;
    Endpoint::Production
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_full_disk_is_called_so_whatever_the_link_says() {
        let said = || LinkError::Other("the session file cannot be used".into());
        let code = |error, free| refused_with(error, free).code();
        assert_eq!(code(said(), Some(150_000)), "disk_full");
        assert_eq!(code(said(), Some(1 << 30)), "device");
        assert_eq!(code(said(), None), "device", "nobody knows");
        let away = LinkError::Unreachable("no connection in time".into());
        assert_eq!(code(away, Some(0)), "server_away");
    }
}
