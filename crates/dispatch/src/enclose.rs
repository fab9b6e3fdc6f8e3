//! Attachments on their way out: what a message names, and bringing that to the
//! server before the first one does.

use domain::messenger::{Content, Enclosed, MediumBytes, Outgoing, SendError};
use domain::{AttachmentId, CampaignId, FailureClass, Medium, MessageId, Messenger, Timestamp};
use domain::{PartKind, Upload};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;
use store::outbox::DuePart;
use store::{Store, StoreError, Tx, attachments, outbox};

/// What a picked message says.
#[derive(Clone, Debug)]
pub(crate) enum Says {
    /// All of it is known.
    Content(Content),
    /// It names a medium, which the server may not have yet.
    Enclosing(Enclosing),
}

/// A medium that is to be named.
#[derive(Clone)]
pub(crate) struct Enclosing {
    pub attachment: AttachmentId,
    pub medium: Arc<Medium>,
    /// Where it is, if it is there still.
    pub upload: Option<Arc<Upload>>,
    pub caption: String,
    pub album: Option<MessageId>,
}

impl std::fmt::Debug for Enclosing {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Enclosing")
            .field("attachment", &self.attachment)
            .field("upload", &self.upload)
            .finish_non_exhaustive()
    }
}

impl Enclosing {
    /// The content, now that it is known where the medium is.
    fn at(&self, upload: Arc<Upload>) -> Content {
        Content::Medium(Enclosed {
            medium: Arc::clone(&self.medium),
            upload,
            caption: self.caption.clone(),
            album: self.album.clone(),
        })
    }
}

/// What a part says, its text rendered; none when its attachment is gone.
pub(crate) fn says(
    tx: &Tx<'_>,
    campaign: CampaignId,
    due: &DuePart,
    text: String,
    now: Timestamp,
) -> Result<Option<Says>, StoreError> {
    let content = match due.kind {
        PartKind::Text => Content::Text(text),
        PartKind::Album => {
            let album = outbox::album(tx, campaign, due.position)?;
            let pictures = album.map_or(0, |(_, pictures)| pictures);
            Content::Album { pictures }
        }
        PartKind::Picture | PartKind::Video | PartKind::Document | PartKind::Voice => {
            return enclosing(tx, campaign, due, text, now);
        }
    };
    Ok(Some(Says::Content(content)))
}

fn enclosing(
    tx: &Tx<'_>,
    campaign: CampaignId,
    due: &DuePart,
    text: String,
    now: Timestamp,
) -> Result<Option<Says>, StoreError> {
    let id = match due.place {
        Some(place) => outbox::attachment_of(tx, campaign, place)?,
        None => None,
    };
    let Some(id) = id else { return Ok(None) };
    let found = attachments::get(tx, id)?.filter(|found| found.emptied_at.is_none());
    let Some(found) = found else { return Ok(None) };
    let last = outbox::messaged_until(tx, campaign, due.position)?;
    let upload = attachments::upload(tx, id)?.filter(|upload| upload.is_trusted(last, now));
    let album = if due.kind == PartKind::Picture {
        outbox::album(tx, campaign, due.position)?.map(|(head, _)| head)
    } else {
        None
    };
    Ok(Some(Says::Enclosing(Enclosing {
        attachment: id,
        medium: Arc::new(found.medium),
        upload: upload.map(Arc::new),
        caption: if due.with_text { text } else { String::new() },
        album,
    })))
}

/// The bytes of an attachment, read piece by piece.
struct Pieces {
    store: Store,
    id: AttachmentId,
    next: u32,
    /// Why the store did not give one.
    trouble: Arc<Mutex<Option<StoreError>>>,
}

#[async_trait::async_trait]
impl MediumBytes for Pieces {
    async fn next(&mut self) -> Result<Option<Vec<u8>>, String> {
        let (id, number) = (self.id, self.next);
        self.next += 1;
        self.store
            .read(move |tx| attachments::piece(tx, id, number))
            .await
            .map_err(|error| {
                let what = error.to_string();
                *lock(&self.trouble) = Some(error);
                what
            })
    }
}

/// How long an upload may take: the time of a message, and a second for every
/// 16 kB, which the slowest of lines manages.
fn upload_time(medium: &Medium, message: Duration) -> Duration {
    message + Duration::from_secs(medium.size / 16_384)
}

fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

/// Why a medium was not brought to the server.
#[derive(Debug)]
pub(crate) enum NotBrought {
    /// The profile's own disk: no fault of any message.
    Store(StoreError),
    /// Anything else. No message went out.
    Failed(SendError),
}

/// Brings a medium to the server.
pub(crate) async fn bring(
    messenger: &dyn Messenger,
    store: Store,
    enclosing: &Enclosing,
    message: Duration,
) -> Result<Upload, NotBrought> {
    let trouble: Arc<Mutex<Option<StoreError>>> = Arc::default();
    let pieces = Pieces {
        store,
        id: enclosing.attachment,
        next: 0,
        trouble: Arc::clone(&trouble),
    };
    let deadline = upload_time(&enclosing.medium, message);
    let brought = messenger.upload(&enclosing.medium, Box::new(pieces), deadline);
    let error = match brought.await {
        Ok(upload) => return Ok(upload),
        Err(error) => error,
    };
    if let Some(trouble) = lock(&trouble).take() {
        return Err(NotBrought::Store(trouble));
    }
    Err(NotBrought::Failed(match error {
        SendError::Unknown { detail } => SendError::NothingSent {
            class: FailureClass::Network,
            detail,
        },
        nothing @ SendError::NothingSent { .. } => nothing,
    }))
}

/// A message that was picked.
#[derive(Clone, Debug)]
pub(crate) struct Letter {
    pub id: MessageId,
    pub to: domain::PhoneNumber,
    pub says: Says,
}

impl Letter {
    /// The message, if everything it names is on the server; else what is not.
    pub fn message(&self) -> Result<Outgoing, Enclosing> {
        let content = match &self.says {
            Says::Content(content) => content.clone(),
            Says::Enclosing(enclosing) => match &enclosing.upload {
                Some(upload) => enclosing.at(Arc::clone(upload)),
                None => return Err(enclosing.clone()),
            },
        };
        Ok(Outgoing {
            id: self.id.clone(),
            to: self.to.clone(),
            content,
        })
    }
}
