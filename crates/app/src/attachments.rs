//! Files that go with a text: prepared, kept in the profile piece by piece, and
//! never in the clear anywhere else.

use crate::api::AttachmentView;
use crate::error::{AppError, Result};
use crate::import::broken;
use crate::unfit;
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use domain::{AttachmentId, Medium, MediumKind, Timestamp};
use media::{Kind, Limits, MediaError, Prepared, Report};
use std::collections::BTreeMap;
use std::fs::File;
use std::io::{self, Read as _, Write};
use std::path::Path;
use store::attachments::{self, Attachment, PIECE};
use store::{Store, StoreError, Tx};
use tokio::runtime::Handle;

/// What is handed out whole, to be shown or played: a video at its largest. Only
/// documents are larger.
const LARGEST_SHOWN: u64 = 16 << 20;

pub(crate) fn view(attachment: &Attachment) -> AttachmentView {
    let medium = &attachment.medium;
    AttachmentView {
        id: attachment.id.0,
        kind: medium.kind.as_str().to_owned(),
        mime: medium.mime.clone(),
        file_name: medium.file_name.clone(),
        size: medium.size,
        width: medium.width,
        height: medium.height,
        thumbnail: medium.thumbnail.as_ref().map(|jpeg| STANDARD.encode(jpeg)),
        seconds: medium.seconds,
        waveform: medium.waveform.clone(),
        pages: medium.pages,
        gone: attachment.emptied_at.is_some(),
        first_frame_only: false,
    }
}

/// What a file is to be sent as, by its word.
pub(crate) fn wanted(word: &str) -> Result<Kind> {
    Ok(match kind(word)? {
        MediumKind::Picture => Kind::Picture,
        MediumKind::Video => Kind::Video,
        MediumKind::Document => Kind::Document,
        MediumKind::Voice => Kind::VoiceNote,
    })
}

pub(crate) fn kind(word: &str) -> Result<MediumKind> {
    MediumKind::parse(word).ok_or_else(|| {
        AppError::bad_input("attachment_kind")
            .with("kind", word)
            .with("kinds", MediumKind::ALL.map(MediumKind::as_str).join(", "))
    })
}

fn medium(prepared: Prepared) -> Medium {
    Medium {
        kind: match prepared.kind {
            Kind::Picture => MediumKind::Picture,
            Kind::VoiceNote => MediumKind::Voice,
            Kind::Video => MediumKind::Video,
            Kind::Document => MediumKind::Document,
        },
        seconds: prepared.seconds(),
        mime: prepared.mime.to_owned(),
        file_name: prepared.file_name,
        sha256: prepared.sha256,
        size: prepared.size,
        width: prepared.width,
        height: prepared.height,
        thumbnail: prepared.thumbnail_jpeg,
        waveform: prepared.waveform.map(|bars| bars.to_vec()),
        pages: prepared.pages,
    }
}

/// A file that was opened to be attached.
pub(crate) struct Source {
    file: File,
    name: String,
}

impl Source {
    pub fn open(path: &Path) -> Result<Self> {
        let unreadable = |e| AppError::cannot_read(path, &e);
        // What is no file, a pipe for example, may never begin or never end.
        let meta = std::fs::metadata(path).map_err(unreadable)?;
        if meta.is_dir() {
            return Err(AppError::bad_input("file_is_folder").with("file", path.display()));
        }
        if !meta.is_file() {
            return Err(AppError::bad_input("file_no_file").with("file", path.display()));
        }
        let name = path.file_name().unwrap_or_default();
        Ok(Self {
            file: File::open(path).map_err(unreadable)?,
            name: name.to_string_lossy().into_owned(),
        })
    }

    /// Prepares it. Blocks.
    pub fn prepare(
        self,
        wanted: Option<Kind>,
        output: &mut dyn Write,
        progress: Report<'_>,
    ) -> (String, Result<Prepared, MediaError>) {
        let Self { file, name } = self;
        let limits = Limits::default();
        let prepared = media::prepare(file, &name, wanted, &limits, output, progress);
        (name, prepared)
    }
}

/// Recorded sound.
pub(crate) struct Recording {
    /// Between -1 and 1; of several channels in turn.
    pub samples: Vec<f32>,
    /// A second and channel.
    pub rate: u32,
    pub channels: u16,
    pub name: String,
}

impl Recording {
    /// Prepares it. Blocks.
    pub fn prepare(
        self,
        output: &mut dyn Write,
        progress: Report<'_>,
    ) -> (String, Result<Prepared, MediaError>) {
        let channels = usize::from(self.channels.max(1));
        let mono = self
            .samples
            .chunks(channels)
            .map(|moment| moment.iter().sum::<f32>() / f32::from(self.channels.max(1)));
        let limits = Limits::default();
        let prepared =
            media::encode_voice_note(mono, self.rate, &self.name, &limits, output, progress);
        (self.name, prepared)
    }
}

/// Bytes that the database needs beside those of a file: its log is that long
/// before it is written back.
const LOG: u64 = 8 << 20;

/// Makes sure that there is room for a file before anything of it is written: a
/// database on a full disk cannot even forget. The room is taken, and given
/// back. Blocks.
pub(crate) fn find_room(place: &Path, source: &Source) -> Result<()> {
    let largest = Limits::default().document_bytes;
    let wanted = source.file.metadata().map_or(0, |meta| meta.len());
    let taken = take(place, wanted.min(largest) + LOG);
    let given_back = std::fs::remove_file(place);
    taken.and(given_back).map_err(|error| match error.kind() {
        io::ErrorKind::StorageFull | io::ErrorKind::QuotaExceeded => AppError::failure("disk_full"),
        _ => AppError::cannot_write(place, &error),
    })
}

fn take(place: &Path, bytes: u64) -> io::Result<()> {
    let mut file = File::create(place)?;
    io::copy(&mut io::repeat(0).take(bytes), &mut file)?;
    Ok(())
}

/// Forgets what was being prepared when the program died. Nobody else has the
/// profile open, so nobody prepares it still.
pub(crate) async fn discard_unfinished(store: &Store) {
    let discarded = async {
        let left = store.read(attachments::unfinished).await?;
        if left.is_empty() {
            return Ok(());
        }
        store
            .write(move |tx| left.iter().try_for_each(|id| attachments::discard(tx, *id)))
            .await
    };
    if let Err(error) = discarded.await {
        // It goes with a later sweep.
        log::warn!("pieces of a file stay for now: {error}");
    }
}

/// Prepared bytes on their way into the database, each piece in a transaction of
/// its own.
struct Pieces {
    store: Store,
    handle: Handle,
    id: AttachmentId,
    next: u32,
    held: Vec<u8>,
    /// Why the database did not take a piece.
    trouble: Option<StoreError>,
}

impl Pieces {
    fn put(&mut self) -> io::Result<()> {
        let (id, number) = (self.id, self.next);
        let piece = std::mem::replace(&mut self.held, Vec::with_capacity(PIECE));
        self.next += 1;
        let put = self
            .store
            .write(move |tx| attachments::add_piece(tx, id, number, &piece));
        self.handle.block_on(put).map_err(|error| {
            self.trouble = Some(error);
            io::Error::other("the database did not take it")
        })
    }

    /// Puts what is left.
    fn end(&mut self) -> io::Result<()> {
        if self.held.is_empty() {
            return Ok(());
        }
        self.put()
    }
}

impl Write for Pieces {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let room = PIECE.saturating_sub(self.held.len());
        let taken = bytes.get(..room).unwrap_or(bytes);
        self.held.extend_from_slice(taken);
        if self.held.len() >= PIECE {
            self.put()?;
        }
        Ok(taken.len())
    }

    /// A piece is full but for the last one, so there is nothing to hurry.
    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

/// Prepares and keeps what `prepare` makes, on a thread that may wait. Nothing is
/// left of what does not succeed.
pub(crate) async fn keep(
    store: Store,
    now: Timestamp,
    prepare: impl FnOnce(&mut dyn Write) -> (String, Result<Prepared, MediaError>) + Send + 'static,
) -> Result<AttachmentView> {
    let handle = Handle::current();
    let kept = tokio::task::spawn_blocking(move || keep_here(&store, &handle, now, prepare));
    kept.await.map_err(broken)?
}

fn keep_here(
    store: &Store,
    handle: &Handle,
    now: Timestamp,
    prepare: impl FnOnce(&mut dyn Write) -> (String, Result<Prepared, MediaError>),
) -> Result<AttachmentView> {
    let id = handle.block_on(store.write(move |tx| attachments::begin(tx, now)))?;
    let mut pieces = Pieces {
        store: store.clone(),
        handle: handle.clone(),
        id,
        next: 0,
        held: Vec::with_capacity(PIECE),
        trouble: None,
    };
    let (name, prepared) = prepare(&mut pieces);
    let prepared = prepared.and_then(|prepared| {
        pieces.end().map_err(MediaError::Unwritable)?;
        Ok(prepared)
    });
    let kept = match (prepared, pieces.trouble.take()) {
        (_, Some(trouble)) => Err(trouble.into()),
        (Err(error), None) => Err(unfit::error(&error, &name)),
        (Ok(prepared), None) => {
            let first_frame_only = prepared.was_animated;
            let medium = medium(prepared);
            let finished = handle.block_on(store.write(move |tx| {
                let id = attachments::finish(tx, id, &medium, now)?;
                attachments::get(tx, id)
            }));
            match finished {
                Ok(Some(kept)) => Ok(AttachmentView {
                    first_frame_only,
                    ..view(&kept)
                }),
                Ok(None) => Err(gone(&[id.0])),
                Err(error) => Err(error.into()),
            }
        }
    };
    if kept.is_err()
        && let Err(error) = handle.block_on(store.write(move |tx| attachments::discard(tx, id)))
    {
        // It goes with the next sweep.
        log::warn!("a file that could not be attached was left in pieces: {error}");
    }
    kept
}

/// The bytes of an attachment, where they are few enough to be shown at once.
pub(crate) async fn bytes(store: &Store, id: i64) -> Result<Vec<u8>> {
    let attachment = AttachmentId(id);
    let found = store.read(move |tx| attachments::get(tx, attachment));
    let found = found.await?.filter(|found| found.emptied_at.is_none());
    let found = found.ok_or_else(|| gone(&[id]))?;
    let size = found.medium.size;
    if size > LARGEST_SHOWN {
        return Err(AppError::bad_input("attachment_not_shown")
            .with("file", &found.medium.file_name)
            .with("size", size)
            .with("limit", LARGEST_SHOWN));
    }
    let mut bytes = Vec::with_capacity(usize::try_from(size).unwrap_or_default());
    for number in 0.. {
        let piece = store.read(move |tx| attachments::piece(tx, attachment, number));
        let Some(piece) = piece.await? else { break };
        bytes.extend(piece);
    }
    if bytes.len() as u64 != size {
        // Swept away between two pieces.
        return Err(gone(&[id]));
    }
    Ok(bytes)
}

/// Those of these that there are, also without their bytes, in this order.
pub(crate) fn known(tx: &Tx<'_>, ids: &[i64]) -> Result<Vec<Attachment>, StoreError> {
    let mut known = Vec::new();
    for id in ids {
        known.extend(attachments::get(tx, AttachmentId(*id))?);
    }
    Ok(known)
}

/// Those of these that can no longer be sent.
pub(crate) fn gone_of(tx: &Tx<'_>, ids: &[i64]) -> Result<Vec<i64>, StoreError> {
    let mut gone = Vec::new();
    for id in ids {
        let found = attachments::get(tx, AttachmentId(*id))?;
        if found.is_none_or(|found| found.emptied_at.is_some()) {
            gone.push(*id);
        }
    }
    Ok(gone)
}

/// Refuses attachments that are gone, and more than a message takes.
pub(crate) async fn check(store: &Store, ids: &[i64]) -> Result<()> {
    let most: usize = MediumKind::ALL.map(MediumKind::most).iter().sum();
    // Nobody reads a million rows for a list that is refused anyway.
    let first: Vec<i64> = ids.iter().copied().take(most + 1).collect();
    let asked = first.clone();
    let (known, lost) = store
        .read(move |tx| Ok((known(tx, &asked)?, gone_of(tx, &asked)?)))
        .await?;
    if !lost.is_empty() {
        return Err(gone(&lost));
    }
    check_kinds(known.iter().map(|attachment| attachment.medium.kind))
}

/// Refuses more of a kind than a message takes.
pub(crate) fn check_kinds(kinds: impl IntoIterator<Item = MediumKind>) -> Result<()> {
    let mut counts: BTreeMap<MediumKind, usize> = BTreeMap::new();
    for kind in kinds {
        *counts.entry(kind).or_default() += 1;
    }
    match counts
        .into_iter()
        .find(|(kind, count)| *count > kind.most())
    {
        Some((kind, _)) => Err(AppError::bad_input("too_many_attachments")
            .with("kind", kind.as_str())
            .with("limit", kind.most())),
        None => Ok(()),
    }
}

pub(crate) fn gone(ids: &[i64]) -> AppError {
    let ids: Vec<_> = ids.iter().map(i64::to_string).collect();
    AppError::bad_input("attachment_gone").with("ids", ids.join(", "))
}
