//! Bringing a medium to the media host.
//!
//! The host wants to know the hash of what it gets before it gets it, and may ask
//! for it again from the middle. So the medium is encrypted first, piece by
//! piece, into a file without a name beside the session file: what is readable
//! never lies there, and the file is gone with the program, however that ends.

use crate::failures::{self, nothing_sent};
use crate::messenger::WhatsAppMessenger;
use crate::sending::instant_in;
use domain::messenger::{MediumBytes, SendError};
use domain::{FailureClass, Medium, MediumKind, Timestamp, Upload};
use std::fs::File;
use std::io::{self, BufWriter, Read, Write as _};
use std::path::{Path, PathBuf};
use std::sync::{Arc, Weak};
use std::time::Duration;
use tokio::sync::mpsc;
use tokio::time::timeout_at;
use wacore::upload::{EncryptedMediaInfo, MediaEncryptor, UploadSource};
use whatsapp_rust::anyhow;
use whatsapp_rust::download::MediaType;
use whatsapp_rust::upload::UploadResponse;

/// Pieces that are read ahead of the encryption.
const AHEAD: usize = 2;

impl WhatsAppMessenger {
    /// Encrypts a medium and brings it to the media host, within `deadline`.
    /// Memory does not grow with the medium.
    pub(crate) async fn bring(
        &self,
        medium: &Medium,
        bytes: Box<dyn MediumBytes>,
        deadline: Duration,
    ) -> Result<Upload, SendError> {
        let deadline = instant_in(deadline);
        let client = self.online_client(deadline).await?;
        let kind = type_of(medium.kind);
        let work = async {
            let sealed = seal(bytes, kind, self.folder()).await?;
            if sealed.info.file_sha256 != medium.sha256 || sealed.info.file_length != medium.size {
                return Err(nothing_sent(
                    FailureClass::BadMessage,
                    "the medium is not the one that was prepared",
                ));
            }
            // Sending goes on in a thread that cannot be ended: it ends with this.
            let wanted = Arc::new(());
            let ciphertext = Ciphertext {
                file: Arc::new(sealed.file),
                length: sealed.length,
                wanted: Arc::downgrade(&wanted),
            };
            let brought = client.upload_stream(ciphertext, sealed.info, kind).await;
            brought.map_err(|error| failures::of_upload(&error))
        };
        match self.unless_ended(timeout_at(deadline, work)).await {
            Some(Ok(brought)) => brought.map(placed),
            Some(Err(_)) => Err(nothing_sent(
                FailureClass::Timeout,
                "the upload did not end in time",
            )),
            None => Err(nothing_sent(
                FailureClass::Device,
                "the device went out of service",
            )),
        }
    }
}

fn type_of(kind: MediumKind) -> MediaType {
    match kind {
        MediumKind::Picture => MediaType::Image,
        MediumKind::Video => MediaType::Video,
        MediumKind::Document => MediaType::Document,
        MediumKind::Voice => MediaType::Audio,
    }
}

/// Whether phones play it while they fetch it.
fn is_played(kind: MediaType) -> bool {
    matches!(kind, MediaType::Audio | MediaType::Video)
}

/// An encrypted medium.
struct Sealed {
    file: File,
    length: u64,
    info: EncryptedMediaInfo,
}

/// Encrypts a medium into a file without a name in `folder`.
async fn seal(
    mut bytes: Box<dyn MediumBytes>,
    kind: MediaType,
    folder: PathBuf,
) -> Result<Sealed, SendError> {
    let (pieces, received) = mpsc::channel(AHEAD);
    let sealing = tokio::task::spawn_blocking(move || encrypt(received, kind, &folder));
    loop {
        let piece = bytes.next().await.map_err(|detail| {
            // As with the session: a disk that fails is no fault of the recipient.
            nothing_sent(FailureClass::Device, detail)
        })?;
        let Some(piece) = piece else { break };
        if pieces.send(piece).await.is_err() {
            break; // Why, the other end says.
        }
    }
    drop(pieces);
    match sealing.await {
        Ok(Ok(sealed)) => Ok(sealed),
        Ok(Err(error)) if error.is::<io::Error>() => Err(nothing_sent(
            FailureClass::Device,
            "the encrypted medium could not be put aside",
        )),
        _ => Err(nothing_sent(
            FailureClass::Other,
            "the medium could not be encrypted",
        )),
    }
}

fn encrypt(
    mut pieces: mpsc::Receiver<Vec<u8>>,
    kind: MediaType,
    folder: &Path,
) -> anyhow::Result<Sealed> {
    let mut file = BufWriter::new(tempfile::tempfile_in(folder)?);
    let mut encryptor = MediaEncryptor::new_with_sidecar(kind, is_played(kind))?;
    while let Some(piece) = pieces.blocking_recv() {
        encryptor.update_to_writer(&piece, &mut file)?;
    }
    let info = encryptor.finalize_to_writer(&mut file)?;
    file.flush()?;
    let file = file.into_inner().map_err(io::IntoInnerError::into_error)?;
    let length = file.metadata()?.len();
    Ok(Sealed { file, length, info })
}

/// What the host gets.
struct Ciphertext {
    file: Arc<File>,
    length: u64,
    /// Gone with whoever wants it to arrive.
    wanted: Weak<()>,
}

impl UploadSource for Ciphertext {
    fn len(&self) -> u64 {
        self.length
    }

    fn reader_from(&self, offset: u64) -> io::Result<Box<dyn Read + Send>> {
        Ok(Box::new(Window {
            file: Arc::clone(&self.file),
            at: offset,
            wanted: Weak::clone(&self.wanted),
        }))
    }
}

/// A reader with a place of its own: there may be several of one file.
struct Window {
    file: Arc<File>,
    at: u64,
    wanted: Weak<()>,
}

impl Read for Window {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        if self.wanted.strong_count() == 0 {
            return Err(io::Error::other("nobody waits for the upload"));
        }
        let count = read_at(&self.file, buffer, self.at)?;
        self.at += count as u64;
        Ok(count)
    }
}

#[cfg(unix)]
fn read_at(file: &File, buffer: &mut [u8], at: u64) -> io::Result<usize> {
    std::os::unix::fs::FileExt::read_at(file, buffer, at)
}

#[cfg(windows)]
fn read_at(file: &File, buffer: &mut [u8], at: u64) -> io::Result<usize> {
    std::os::windows::fs::FileExt::seek_read(file, buffer, at)
}

fn placed(response: UploadResponse) -> Upload {
    let made_at = Timestamp(response.media_key_timestamp.saturating_mul(1_000));
    Upload {
        expires_at: expiry(&response.direct_path, &response.url, made_at),
        url: response.url,
        direct_path: response.direct_path,
        media_key: response.media_key,
        encrypted_sha256: response.file_enc_sha256,
        sidecar: response.streaming_sidecar,
        made_at,
    }
}

/// The host signs its addresses until an instant: `oe`, seconds in hexadecimal.
/// Where that lies before the upload, the two clocks disagree, and it says
/// nothing.
fn expiry(direct_path: &str, url: &str, made_at: Timestamp) -> Option<Timestamp> {
    let end = [direct_path, url].into_iter().find_map(|address| {
        let (_, query) = address.split_once('?')?;
        let end = query.split('&').find_map(|pair| pair.strip_prefix("oe="))?;
        i64::from_str_radix(end, 16).ok()?.checked_mul(1_000)
    })?;
    (end > made_at.0).then_some(Timestamp(end))
}

#[cfg(test)]
#[path = "upload/tests.rs"]
mod tests;
