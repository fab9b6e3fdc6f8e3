//! Pictures, videos, documents and voice notes.

use super::{DEADLINE, Rig, until};
use domain::messenger::{Content, Enclosed, MediumBytes, Outgoing, ReceiptKind, SendError};
use domain::{DeviceState, FailureClass, Medium, MediumKind, MessageId, MessengerEvent, Upload};
use sha2::{Digest as _, Sha256};
use std::collections::BTreeSet;
use std::sync::Arc;

/// Bytes in pieces, the last of which may never come.
struct Pieces {
    left: Vec<Vec<u8>>,
    ends: bool,
}

#[async_trait::async_trait]
impl MediumBytes for Pieces {
    async fn next(&mut self) -> Result<Option<Vec<u8>>, String> {
        if self.left.is_empty() {
            return if self.ends {
                Ok(None)
            } else {
                Err("the disk fails".to_owned())
            };
        }
        Ok(Some(self.left.remove(0)))
    }
}

fn bytes(kind: MediumKind) -> Vec<u8> {
    format!("{kind:?} of the suite. ")
        .repeat(2_000)
        .into_bytes()
}

fn medium(kind: MediumKind) -> Medium {
    let bytes = bytes(kind);
    let (mime, file_name) = match kind {
        MediumKind::Picture => ("image/jpeg", ""),
        MediumKind::Video => ("video/mp4", ""),
        MediumKind::Document => ("application/pdf", "Precios.pdf"),
        MediumKind::Voice => ("audio/ogg; codecs=opus", ""),
    };
    let is_seen = matches!(kind, MediumKind::Picture | MediumKind::Video);
    let is_played = matches!(kind, MediumKind::Video | MediumKind::Voice);
    Medium {
        kind,
        mime: mime.to_owned(),
        file_name: file_name.to_owned(),
        sha256: Sha256::digest(&bytes).into(),
        size: bytes.len() as u64,
        width: is_seen.then_some(640),
        height: is_seen.then_some(480),
        thumbnail: is_seen.then(|| vec![0xff, 0xd8, 0xff]),
        seconds: is_played.then_some(7),
        waveform: (kind == MediumKind::Voice).then(|| vec![50; 64]),
        pages: (kind == MediumKind::Document).then_some(3),
    }
}

async fn upload(
    rig: &dyn Rig,
    medium: &Medium,
    bytes: &[u8],
    ends: bool,
) -> Result<Upload, SendError> {
    let pieces = Pieces {
        left: bytes.chunks(10_000).map(<[u8]>::to_vec).collect(),
        ends,
    };
    let messenger = rig.messenger();
    messenger.upload(medium, Box::new(pieces), DEADLINE).await
}

fn class<T>(result: Result<T, SendError>) -> FailureClass {
    match result {
        Err(SendError::NothingSent { class, .. }) => class,
        Err(error) => panic!("{error}"),
        Ok(_) => panic!("it was taken"),
    }
}

/// There is nowhere to bring anything.
pub(super) async fn unlinked(rig: &dyn Rig) {
    assert_eq!(rig.messenger().state(), DeviceState::NotLinked);
    let picture = medium(MediumKind::Picture);
    let early = upload(rig, &picture, &bytes(MediumKind::Picture), true).await;
    assert_eq!(class(early), FailureClass::Device);
}

/// Each kind is brought, sent and read, and what is heard is played.
pub(super) async fn each_kind(rig: &mut dyn Rig) {
    let picture = medium(MediumKind::Picture);
    let whole = bytes(MediumKind::Picture);
    let half = upload(rig, &picture, &whole[..whole.len() / 2], true).await;
    assert_eq!(class(half), FailureClass::BadMessage, "half of it");
    let broken = upload(rig, &picture, &whole, false).await;
    assert_eq!(class(broken), FailureClass::Device, "the disk's fault");

    for (index, kind) in (20u8..).zip(MediumKind::ALL) {
        let enclosed = enclosed(rig, kind).await;
        send(rig, index, Content::Medium(enclosed)).await;
    }
    let head = send(rig, 30, Content::Album { pictures: 2 }).await;
    let mut child = enclosed(rig, MediumKind::Picture).await;
    child.album = Some(head);
    // One upload can be named any number of times.
    for index in 31..33 {
        send(rig, index, Content::Medium(child.clone())).await;
    }
}

async fn enclosed(rig: &dyn Rig, kind: MediumKind) -> Enclosed {
    let medium = medium(kind);
    let upload = upload(rig, &medium, &bytes(kind), true).await.unwrap();
    let caption = if kind.takes_caption() {
        "Mirá 🌸"
    } else {
        ""
    };
    Enclosed {
        medium: Arc::new(medium),
        upload: Arc::new(upload),
        caption: caption.to_owned(),
        album: None,
    }
}

/// Sends it and waits for everything that is to be heard of it.
async fn send(rig: &mut dyn Rig, index: u8, content: Content) -> MessageId {
    let voice = matches!(&content, Content::Medium(it) if it.medium.kind == MediumKind::Voice);
    let message = Outgoing {
        id: MessageId::from_random([index; 9]),
        to: rig.present(),
        content,
    };
    rig.messenger().send(&message, DEADLINE).await.unwrap();
    let id = message.id;
    let mut missing = BTreeSet::from(["accepted", "delivered", "read"]);
    if voice {
        missing.insert("played");
    }
    until(rig, &format!("all about {:?}", message.content), |event| {
        match event {
            MessengerEvent::Accepted { id: of } if *of == id => {
                missing.remove("accepted");
            }
            MessengerEvent::Receipt { ids, kind, .. } if ids.contains(&id) => {
                let known = missing.remove(match kind {
                    ReceiptKind::Delivered => "delivered",
                    ReceiptKind::Read => "read",
                    ReceiptKind::Played => "played",
                });
                assert!(known, "{kind:?} was heard twice, or of what is not heard");
            }
            _ => {}
        }
        missing.is_empty().then_some(())
    })
    .await;
    id
}
