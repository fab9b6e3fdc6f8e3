//! Files that go with a text.

use crate::api::AttachmentView;
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use store::attachments::Attachment;

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
    }
}
