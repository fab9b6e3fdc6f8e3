//! Attachments: bringing them to the media host, and messages that name them.

use crate::failures;
use crate::messenger::WhatsAppMessenger;
use crate::sending::instant_in;
use domain::messenger::{Enclosed, MediumBytes, SendError};
use domain::{FailureClass, Medium, MediumKind, Timestamp, Upload};
use std::time::Duration;
use tokio::time::timeout_at;
use waproto::whatsapp as wa;
use whatsapp_rust::buffa::MessageField;
use whatsapp_rust::download::MediaType;
use whatsapp_rust::upload::{UploadOptions, UploadResponse};

impl WhatsAppMessenger {
    /// Encrypts a medium and brings it to the media host, within `deadline`.
    pub(crate) async fn bring(
        &self,
        medium: &Medium,
        mut bytes: Box<dyn MediumBytes>,
        deadline: Duration,
    ) -> Result<Upload, SendError> {
        let deadline = instant_in(deadline);
        let client = self.online_client(deadline).await?;
        let mut all = Vec::with_capacity(usize::try_from(medium.size).unwrap_or_default());
        while let Some(piece) = bytes
            .next()
            .await
            .map_err(|detail| failures::nothing_sent(FailureClass::Other, detail))?
        {
            all.extend(piece);
        }
        let uploading = client.upload(all, type_of(medium.kind), UploadOptions::new());
        match self.unless_ended(timeout_at(deadline, uploading)).await {
            Some(Ok(Ok(response))) => Ok(placed(response)),
            Some(Ok(Err(_))) => Err(failures::nothing_sent(
                FailureClass::Network,
                "the media host did not take it",
            )),
            Some(Err(_)) => Err(failures::nothing_sent(
                FailureClass::Timeout,
                "the upload did not end in time",
            )),
            None => Err(failures::nothing_sent(
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

fn placed(response: UploadResponse) -> Upload {
    Upload {
        expires_at: expiry(&response.direct_path),
        url: response.url,
        direct_path: response.direct_path,
        media_key: response.media_key,
        encrypted_sha256: response.file_enc_sha256,
        sidecar: response.streaming_sidecar,
        made_at: Timestamp(response.media_key_timestamp.saturating_mul(1_000)),
    }
}

/// The host signs its addresses until an instant: `oe`, seconds in hexadecimal.
fn expiry(direct_path: &str) -> Option<Timestamp> {
    let (_, query) = direct_path.split_once('?')?;
    let end = query.split('&').find_map(|pair| pair.strip_prefix("oe="))?;
    let seconds = i64::from_str_radix(end, 16).ok()?;
    Some(Timestamp(seconds.checked_mul(1_000)?))
}

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

fn picture(medium: &Medium, upload: &Upload, caption: Option<String>) -> wa::Message {
    wa::Message {
        image_message: MessageField::some(wa::message::ImageMessage {
            url: Some(upload.url.clone()),
            direct_path: Some(upload.direct_path.clone()),
            media_key: Some(upload.media_key.to_vec()),
            media_key_timestamp: Some(seconds(upload.made_at)),
            file_sha256: Some(medium.sha256.to_vec()),
            file_enc_sha256: Some(upload.encrypted_sha256.to_vec()),
            file_length: Some(medium.size),
            mimetype: Some(medium.mime.clone()),
            caption,
            width: medium.width,
            height: medium.height,
            jpeg_thumbnail: medium.thumbnail.clone(),
            ..Default::default()
        }),
        ..wa::Message::default()
    }
}

fn video(medium: &Medium, upload: &Upload, caption: Option<String>) -> wa::Message {
    wa::Message {
        video_message: MessageField::some(wa::message::VideoMessage {
            url: Some(upload.url.clone()),
            direct_path: Some(upload.direct_path.clone()),
            media_key: Some(upload.media_key.to_vec()),
            media_key_timestamp: Some(seconds(upload.made_at)),
            file_sha256: Some(medium.sha256.to_vec()),
            file_enc_sha256: Some(upload.encrypted_sha256.to_vec()),
            file_length: Some(medium.size),
            mimetype: Some(medium.mime.clone()),
            caption,
            width: medium.width,
            height: medium.height,
            seconds: medium.seconds,
            jpeg_thumbnail: medium.thumbnail.clone(),
            streaming_sidecar: upload.sidecar.clone(),
            ..Default::default()
        }),
        ..wa::Message::default()
    }
}

/// One with a caption travels in a wrapper of its own.
fn document(medium: &Medium, upload: &Upload, caption: Option<String>) -> wa::Message {
    let wrapped = caption.is_some();
    let message = wa::Message {
        document_message: MessageField::some(wa::message::DocumentMessage {
            url: Some(upload.url.clone()),
            direct_path: Some(upload.direct_path.clone()),
            media_key: Some(upload.media_key.to_vec()),
            media_key_timestamp: Some(seconds(upload.made_at)),
            file_sha256: Some(medium.sha256.to_vec()),
            file_enc_sha256: Some(upload.encrypted_sha256.to_vec()),
            file_length: Some(medium.size),
            mimetype: Some(medium.mime.clone()),
            caption,
            file_name: Some(medium.file_name.clone()),
            title: Some(medium.file_name.clone()),
            page_count: medium.pages,
            jpeg_thumbnail: medium.thumbnail.clone(),
            ..Default::default()
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
        audio_message: MessageField::some(wa::message::AudioMessage {
            url: Some(upload.url.clone()),
            direct_path: Some(upload.direct_path.clone()),
            media_key: Some(upload.media_key.to_vec()),
            media_key_timestamp: Some(seconds(upload.made_at)),
            file_sha256: Some(medium.sha256.to_vec()),
            file_enc_sha256: Some(upload.encrypted_sha256.to_vec()),
            file_length: Some(medium.size),
            mimetype: Some(medium.mime.clone()),
            seconds: medium.seconds,
            ptt: Some(true),
            waveform: medium.waveform.clone(),
            streaming_sidecar: upload.sidecar.clone(),
            ..Default::default()
        }),
        ..wa::Message::default()
    }
}

fn seconds(at: Timestamp) -> i64 {
    at.0 / 1_000
}
