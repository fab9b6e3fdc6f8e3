//! Messages that name a medium.

use domain::messenger::Enclosed;
use domain::{Medium, MediumKind, Timestamp, Upload};
use waproto::whatsapp as wa;
use whatsapp_rust::buffa::MessageField;

/// The message that names a medium.
pub(crate) fn message_of(enclosed: &Enclosed) -> wa::Message {
    let caption = (!enclosed.caption.is_empty()).then(|| enclosed.caption.clone());
    match enclosed.medium.kind {
        MediumKind::Picture => picture(&enclosed.medium, &enclosed.upload, caption),
        MediumKind::Video => video(&enclosed.medium, &enclosed.upload, caption),
        MediumKind::Document => document(&enclosed.medium, &enclosed.upload, caption),
        MediumKind::Voice => voice(&enclosed.medium, &enclosed.upload),
    }
}

/// A message of one kind: what all kinds say of a medium, and what this one adds.
macro_rules! naming {
    ($message:ident, $medium:expr, $upload:expr, { $($own:ident: $value:expr,)* }) => {
        MessageField::some(wa::message::$message {
            url: Some($upload.url.clone()),
            direct_path: Some($upload.direct_path.clone()),
            media_key: Some($upload.media_key.to_vec()),
            media_key_timestamp: Some(seconds($upload.made_at)),
            file_sha256: Some($medium.sha256.to_vec()),
            file_enc_sha256: Some($upload.encrypted_sha256.to_vec()),
            file_length: Some($medium.size),
            mimetype: Some($medium.mime.clone()),
            $($own: $value,)*
            ..Default::default()
        })
    };
}

fn picture(medium: &Medium, upload: &Upload, caption: Option<String>) -> wa::Message {
    wa::Message {
        image_message: naming!(ImageMessage, medium, upload, {
            caption: caption,
            width: medium.width,
            height: medium.height,
            jpeg_thumbnail: medium.thumbnail.clone(),
        }),
        ..wa::Message::default()
    }
}

fn video(medium: &Medium, upload: &Upload, caption: Option<String>) -> wa::Message {
    wa::Message {
        video_message: naming!(VideoMessage, medium, upload, {
            caption: caption,
            width: medium.width,
            height: medium.height,
            seconds: medium.seconds,
            jpeg_thumbnail: medium.thumbnail.clone(),
            streaming_sidecar: upload.sidecar.clone(),
        }),
        ..wa::Message::default()
    }
}

/// One with a caption travels in a wrapper of its own.
fn document(medium: &Medium, upload: &Upload, caption: Option<String>) -> wa::Message {
    let wrapped = caption.is_some();
    let message = wa::Message {
        document_message: naming!(DocumentMessage, medium, upload, {
            caption: caption,
            file_name: Some(medium.file_name.clone()),
            title: Some(medium.file_name.clone()),
            page_count: medium.pages,
            jpeg_thumbnail: medium.thumbnail.clone(),
        }),
        ..wa::Message::default()
    };
    if !wrapped {
        return message;
    }
    wa::Message {
        document_with_caption_message: MessageField::some(wa::message::FutureProofMessage {
            message: MessageField::some(message),
        }),
        ..wa::Message::default()
    }
}

fn voice(medium: &Medium, upload: &Upload) -> wa::Message {
    wa::Message {
        audio_message: naming!(AudioMessage, medium, upload, {
            seconds: medium.seconds,
            ptt: Some(true),
            waveform: medium.waveform.clone(),
            streaming_sidecar: upload.sidecar.clone(),
        }),
        ..wa::Message::default()
    }
}

fn seconds(at: Timestamp) -> i64 {
    at.0 / 1_000
}
