//! A file that somebody chose in, bytes that WhatsApp takes out: pictures,
//! voice notes, videos and documents. Knows no database and no network.
//!
//! [`prepare`] tells by the content, never by the name, what a file is, checks
//! it against [`Limits`], and writes what is to be uploaded:
//!
//! - a **picture** is decoded, turned upright, brought to at most
//!   [`Limits::picture_side`] pixels and sRGB, and encoded as a JPEG that carries
//!   nothing but the pixels;
//! - a **voice note** is decoded, mixed to mono, brought to 16 kHz and a sane
//!   loudness, and encoded as Ogg/Opus ([`encode_voice_note`] does the same for a
//!   recording);
//! - a **video** is checked and copied; places and names that the camera wrote into it are
//!   blanked. It has no thumbnail, which would need a decoder of H.264;
//! - a **document** is copied as it is, whatever it is: only an empty file is
//!   refused.
//!
//! The same file gives the same bytes, so that a campaign can upload it once and
//! know it again by [`Prepared::sha256`]. (Pictures are resized with the vector
//! instructions at hand: on another kind of processor a pixel may differ by one.)
//!
//! Memory: a document or video passes through in small pieces; audio costs what
//! [`Limits::audio`] costs at 16 kHz, about 8 MB; a picture costs a few times its
//! pixels, which [`Limits::picture_pixels`] bounds before anything is decoded.
//!
//! ```
//! use std::io::Cursor;
//! use std::ops::ControlFlow;
//! use media::{Kind, Limits, prepare};
//!
//! let file = Cursor::new(b"Lista de precios\n");
//! let mut upload = Vec::new();
//! let prepared = prepare(file, "precios.txt", None, &Limits::default(), &mut upload, &mut |_| {
//!     ControlFlow::Continue(())
//! })?;
//! assert_eq!(prepared.kind, Kind::Document);
//! assert_eq!(prepared.mime, "text/plain");
//! assert_eq!(prepared.size, upload.len() as u64);
//! # Ok::<(), media::MediaError>(())
//! ```

mod audio;
mod contained;
mod content;
mod document;
mod error;
mod limits;
mod mp4;
mod name;
mod pdf;
mod picture;
mod prepare;
mod prepared;
mod upload;
mod video;

pub use audio::voice_note::encode_voice_note;
pub use audio::waveform::WAVEFORM_BARS;
pub use content::{Content, HEAD_BYTES, recognise, recognise_file};
pub use error::MediaError;
pub use limits::Limits;
pub use prepare::{Input, prepare};
pub use prepared::{Kind, Prepared, Progress};
pub use upload::Report;
