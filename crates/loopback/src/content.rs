//! From a decrypted message to what a person sees on the screen.

use sha2::{Digest, Sha256};
use wacore::download::MediaType;
use waproto::whatsapp as wa;

use crate::media::{Fetched, MediaStore};
use crate::received::Received;

/// Envelopes inside envelopes end somewhere.
const MAX_WRAPPERS: usize = 6;

/// Reads a message into the fields of `into`. Gives the medium that it names.
pub(crate) fn read(
    message: &wa::Message,
    media: &MediaStore,
    into: &mut Received,
) -> Option<Named> {
    into.album = album_of(message);
    let message = unwrap(message, into);
    if let Some(text) = &message.conversation {
        "text".clone_into(&mut into.kind);
        into.text = Some(text.clone());
    } else if let Some(text) = message.extended_text_message.as_option() {
        "text".clone_into(&mut into.kind);
        into.text.clone_from(&text.text);
    } else if let Some(album) = message.album_message.as_option() {
        "album".clone_into(&mut into.kind);
        into.expected =
            Some(album.expected_image_count.unwrap_or(0) + album.expected_video_count.unwrap_or(0));
    } else if let Some(medium) = describe(message, into) {
        return fetch(&medium, media, into);
    } else {
        "other".clone_into(&mut into.kind);
    }
    None
}

/// A medium that a message named.
pub(crate) struct Named {
    pub key: Vec<u8>,
    /// Whether the media host still has it.
    pub there: bool,
}

/// Where a medium is said to be.
struct Medium<'a> {
    kind: MediaType,
    path: &'a Option<String>,
    key: &'a Option<Vec<u8>>,
}

/// What a message says of its medium.
fn describe<'a>(message: &'a wa::Message, into: &mut Received) -> Option<Medium<'a>> {
    let medium = if let Some(m) = message.image_message.as_option() {
        into.caption.clone_from(&m.caption);
        (into.width, into.height) = (m.width, m.height);
        note_thumbnail(m.jpeg_thumbnail.as_deref(), into);
        into.mime.clone_from(&m.mimetype);
        (MediaType::Image, &m.direct_path, &m.media_key)
    } else if let Some(m) = message.video_message.as_option() {
        into.caption.clone_from(&m.caption);
        (into.width, into.height) = (m.width, m.height);
        into.seconds = m.seconds;
        note_thumbnail(m.jpeg_thumbnail.as_deref(), into);
        into.mime.clone_from(&m.mimetype);
        (MediaType::Video, &m.direct_path, &m.media_key)
    } else if let Some(m) = message.document_message.as_option() {
        into.caption.clone_from(&m.caption);
        into.file_name.clone_from(&m.file_name);
        into.pages = m.page_count;
        note_thumbnail(m.jpeg_thumbnail.as_deref(), into);
        into.mime.clone_from(&m.mimetype);
        (MediaType::Document, &m.direct_path, &m.media_key)
    } else if let Some(m) = message.audio_message.as_option() {
        into.ptt = Some(m.ptt.unwrap_or(false));
        into.seconds = m.seconds;
        into.waveform.clone_from(&m.waveform);
        into.mime.clone_from(&m.mimetype);
        (MediaType::Audio, &m.direct_path, &m.media_key)
    } else {
        return None;
    };
    let (kind, path, key) = medium;
    match kind {
        MediaType::Image => "image",
        MediaType::Video => "video",
        MediaType::Document => "document",
        _ => "audio",
    }
    .clone_into(&mut into.kind);
    Some(Medium { kind, path, key })
}

fn note_thumbnail(thumbnail: Option<&[u8]>, into: &mut Received) {
    if let Some(bytes) = thumbnail {
        into.thumbnail_bytes = Some(bytes.len() as u64);
        into.thumbnail_sha256 = Some(hex::encode(Sha256::digest(bytes)));
    }
}

/// Fetches a medium and opens it.
fn fetch(medium: &Medium<'_>, media: &MediaStore, into: &mut Received) -> Option<Named> {
    let (Some(path), Some(key)) = (medium.path, medium.key) else {
        into.error = Some("the message names no medium".to_owned());
        return None;
    };
    let fetched = media.fetch(path, key, medium.kind);
    let there = !matches!(fetched, Fetched::Gone(_));
    match fetched {
        Fetched::Opened(opened) => {
            into.bytes = Some(opened.bytes);
            into.sha256 = Some(opened.sha256);
        }
        Fetched::Damaged(reason) => into.error = Some(reason),
        Fetched::Gone(reason) => into.error = Some(reason.to_owned()),
    }
    Some(Named {
        key: key.clone(),
        there,
    })
}

/// The album a medium says it belongs to.
fn album_of(message: &wa::Message) -> Option<String> {
    message
        .message_context_info
        .as_option()?
        .message_association
        .as_option()?
        .parent_message_key
        .as_option()?
        .id
        .clone()
}

/// Takes off the wrappers a message may travel in.
fn unwrap<'a>(mut message: &'a wa::Message, into: &mut Received) -> &'a wa::Message {
    for _ in 0..MAX_WRAPPERS {
        let wrappers = [
            &message.ephemeral_message,
            &message.view_once_message,
            &message.view_once_message_v2,
            &message.document_with_caption_message,
            &message.associated_child_message,
        ];
        let inner = wrappers
            .into_iter()
            .find_map(|wrapper| wrapper.as_option()?.message.as_option());
        let Some(inner) = inner else { break };
        message = inner;
        if into.album.is_none() {
            into.album = album_of(message);
        }
    }
    message
}

#[cfg(test)]
mod tests {
    use super::*;
    use buffa::MessageField;

    fn seen(message: &wa::Message) -> Received {
        let mut entry = Received::default();
        read(message, &MediaStore::default(), &mut entry);
        entry
    }

    #[test]
    fn an_album_and_its_picture_are_told_apart() {
        let album = wa::Message {
            album_message: MessageField::some(wa::message::AlbumMessage {
                expected_image_count: Some(2),
                expected_video_count: Some(1),
                ..Default::default()
            }),
            ..Default::default()
        };
        let entry = seen(&album);
        assert_eq!((entry.kind.as_str(), entry.expected), ("album", Some(3)));

        let picture = wa::Message {
            image_message: MessageField::some(wa::message::ImageMessage {
                caption: Some("una".into()),
                ..Default::default()
            }),
            ..Default::default()
        };
        let parent = wa::MessageKey {
            id: Some("ALBUM".into()),
            ..Default::default()
        };
        let entry = seen(&wacore::proto_helpers::wrap_as_album_child(picture, parent));
        assert_eq!(entry.kind, "image");
        assert_eq!(entry.album.as_deref(), Some("ALBUM"));
        assert_eq!(entry.caption.as_deref(), Some("una"));
        assert!(entry.error.is_some(), "there is no medium behind it");
    }

    #[test]
    fn a_text_is_read_from_either_field() {
        let extended = wa::Message {
            extended_text_message: MessageField::some(wa::message::ExtendedTextMessage {
                text: Some("hola".into()),
                ..Default::default()
            }),
            ..Default::default()
        };
        assert_eq!(seen(&extended).text.as_deref(), Some("hola"));
    }
}
