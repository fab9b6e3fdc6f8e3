//! Documents: any file, as it is.

use std::io::{Read, Seek};

use crate::content::Content;
use crate::error::MediaError;
use crate::limits::Limits;
use crate::name;
use crate::pdf;
use crate::picture;
use crate::prepared::{Kind, Prepared};
use crate::upload::{Report, Upload, in_pieces};

pub(crate) fn prepare(
    input: &mut (impl Read + Seek),
    len: u64,
    file_name: &str,
    content: Content,
    limits: &Limits,
    mut upload: Upload<'_>,
    progress: Report<'_>,
) -> Result<Prepared, MediaError> {
    if content == Content::Pdf && !pdf::is_whole(input).map_err(MediaError::Unreadable)? {
        return Err(MediaError::DocumentDamaged);
    }
    // What has an extension of its own gets it.
    if content.extensions().is_empty() && name::extension(file_name) == "pdf" {
        return Err(MediaError::DocumentNoPdf);
    }
    input.rewind().map_err(MediaError::Unreadable)?;
    in_pieces(input, len, progress, |_, piece| upload.write(piece))?;
    let (sha256, size) = upload.finish()?;
    let pages = match content {
        Content::Pdf => pdf::pages(input).map_err(MediaError::Unreadable)?,
        _ => None,
    };
    Ok(Prepared {
        kind: Kind::Document,
        mime: content
            .mime()
            .unwrap_or_else(|| by_extension(&name::extension(file_name))),
        file_name: name::fitting(file_name, content),
        sha256,
        size,
        width: None,
        height: None,
        thumbnail_jpeg: picture::thumbnail_of(input, len, content, limits),
        duration: None,
        waveform: None,
        pages,
        was_animated: false,
    })
}

/// The type of a file whose content does not decide it.
fn by_extension(extension: &str) -> &'static str {
    match extension {
        "docx" => "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
        "xlsx" => "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
        "pptx" => "application/vnd.openxmlformats-officedocument.presentationml.presentation",
        "doc" => "application/msword",
        "xls" => "application/vnd.ms-excel",
        "ppt" => "application/vnd.ms-powerpoint",
        "odt" => "application/vnd.oasis.opendocument.text",
        "ods" => "application/vnd.oasis.opendocument.spreadsheet",
        "odp" => "application/vnd.oasis.opendocument.presentation",
        "epub" => "application/epub+zip",
        "apk" => "application/vnd.android.package-archive",
        "zip" => "application/zip",
        "7z" => "application/x-7z-compressed",
        "rar" => "application/vnd.rar",
        "txt" | "log" | "md" => "text/plain",
        "csv" => "text/csv",
        "html" | "htm" => "text/html",
        "vcf" => "text/vcard",
        "ics" => "text/calendar",
        "rtf" => "application/rtf",
        "json" => "application/json",
        "xml" => "application/xml",
        "svg" => "image/svg+xml",
        "tif" | "tiff" => "image/tiff",
        "mkv" => "video/x-matroska",
        "webm" => "video/webm",
        "wmv" => "video/x-ms-wmv",
        "wma" => "audio/x-ms-wma",
        _ => "application/octet-stream",
    }
}
