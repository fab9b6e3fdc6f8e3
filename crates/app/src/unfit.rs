//! Why a file cannot be sent: which limit it is, in numbers a person can use.

use crate::error::AppError;
use media::{Content, Kind, MediaError};
use std::time::Duration;

const MB: u64 = 1024 * 1024;
const MILLION: u64 = 1_000_000;

/// The refusal of a file with this name. Its code is that of the media room.
pub(crate) fn error(error: &MediaError, file: &str) -> AppError {
    use MediaError as E;
    let code = error.code();
    let told = match error {
        E::Cancelled => return AppError::bad_input("cancelled"),
        E::Encoder(_) => AppError::failure(code),
        E::Unreadable(reason) | E::Unwritable(reason) => {
            AppError::bad_input(code).with_system(reason)
        }
        E::TooLarge { size, limit, .. } => AppError::bad_input(code)
            .with("size", size)
            .with("limit", limit)
            // Rounded up: a file is never called as large as the limit.
            .with("size_mb", size.div_ceil(MB))
            .with("limit_mb", limit / MB),
        E::NotA { found, .. } => AppError::bad_input(code)
            .with("found", found.code())
            .with_text("what", content(*found)),
        E::PictureHeic { found } | E::PictureFormat { found } | E::VideoFormat { found } => {
            AppError::bad_input(code).with("found", found.code())
        }
        E::PictureTooManyPixels {
            width,
            height,
            limit,
        } => AppError::bad_input(code)
            .with("width", width)
            .with("height", height)
            .with("limit", limit)
            .with("limit_megapixels", limit / MILLION),
        E::AudioFormat { codec } | E::VideoCodec { codec } => {
            AppError::bad_input(code).with("codec", codec.trim())
        }
        E::AudioTooLong { seconds, limit } => {
            let told = AppError::bad_input(code)
                .with("limit", limit.as_secs())
                .with("limit_minutes", minutes(*limit));
            match seconds {
                Some(seconds) => told
                    .with("seconds", seconds)
                    .with("length", format!("{}:{:02}", seconds / 60, seconds % 60)),
                None => told.with("length", "unknown"),
            }
        }
        _ => AppError::bad_input(code),
    };
    told.with("file", file)
}

fn minutes(limit: Duration) -> u64 {
    limit.as_secs() / 60
}

/// The word for what a file is.
fn content(found: Content) -> &'static str {
    match found.kind() {
        Kind::Picture => "content-picture",
        Kind::VoiceNote => "content-sound",
        Kind::Video => "content-video",
        Kind::Document => "content-other",
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::catalogue::{Catalogue, LANGUAGES};
    use std::collections::BTreeSet;
    use std::io;

    fn all() -> Vec<MediaError> {
        use MediaError as E;
        let broken = || io::Error::other("broken");
        let too_large = |kind| E::TooLarge {
            kind,
            size: 17 * MB + 1,
            limit: 16 * MB,
        };
        let not_a = |wanted| E::NotA {
            wanted,
            found: Content::Mp3,
        };
        vec![
            E::Unreadable(broken()),
            E::Unwritable(broken()),
            E::Empty,
            too_large(Kind::Picture),
            too_large(Kind::VoiceNote),
            too_large(Kind::Video),
            too_large(Kind::Document),
            not_a(Kind::Picture),
            not_a(Kind::VoiceNote),
            not_a(Kind::Video),
            E::PictureHeic {
                found: Content::Heic,
            },
            E::PictureFormat {
                found: Content::Bmp,
            },
            E::PictureTooManyPixels {
                width: 60_000,
                height: 60_000,
                limit: 50 * MILLION,
            },
            E::PictureDamaged,
            E::AudioFormat {
                codec: "alac".into(),
            },
            E::AudioHeAac,
            E::AudioProtected,
            E::AudioTooLong {
                seconds: Some(2_400),
                limit: Duration::from_secs(120),
            },
            E::AudioSilent,
            E::AudioDamaged,
            E::VideoFormat {
                found: Content::Avi,
            },
            E::VideoCodec {
                codec: "hvc1".into(),
            },
            E::VideoProtected,
            E::VideoDamaged,
            E::DocumentDamaged,
            E::DocumentNoPdf,
            E::Encoder("no"),
        ]
    }

    #[test]
    fn every_refusal_has_a_sentence_of_its_own_that_names_the_file() {
        for language in LANGUAGES {
            let mut sentences = BTreeSet::new();
            let errors = all();
            for each in &errors {
                let told = error(each, "oferta.xyz").view(language);
                let key = format!("error-{}", each.code().replace('_', "-"));
                assert_ne!(told.message, key, "{language}");
                assert!(!told.message.contains(['{', '}']), "{}", told.message);
                assert!(told.message.contains("oferta.xyz"), "{}", told.message);
                assert_eq!(told.code, each.code());
                sentences.insert(told.message);
            }
            assert_eq!(sentences.len(), errors.len(), "{language}");
        }
    }

    #[test]
    fn limits_are_told_in_numbers() {
        let told = |each: MediaError| error(&each, "a").view("es");
        let large = told(MediaError::TooLarge {
            kind: Kind::Document,
            size: 200 * MB,
            limit: 100 * MB,
        });
        assert!(large.message.contains("200 MB"), "{}", large.message);
        assert!(large.message.contains("100 MB"), "{}", large.message);
        assert_eq!(large.details["limit"], (100 * MB).to_string());
        let long = told(MediaError::AudioTooLong {
            seconds: Some(2_400),
            limit: Duration::from_secs(120),
        });
        assert!(long.message.contains("2 minutos"), "{}", long.message);
        assert!(long.message.contains("40:00"), "{}", long.message);
        assert_eq!(long.details["seconds"], "2400");
        let silent_about_length = told(MediaError::AudioTooLong {
            seconds: None,
            limit: Duration::from_secs(120),
        });
        let message = &silent_about_length.message;
        assert!(message.contains("2 minutos"), "{message}");
        assert!(!message.contains("unknown"), "{message}");
    }

    #[test]
    fn stopping_is_what_stopping_is_elsewhere() {
        assert_eq!(error(&MediaError::Cancelled, "a").code(), "cancelled");
    }

    /// The list above is all there is: the media room names its codes in one place.
    #[test]
    fn no_code_is_forgotten() {
        let source = include_str!("../../media/src/error.rs");
        let (_, codes) = source.split_once("pub const fn code").unwrap();
        let told: BTreeSet<_> = all().iter().map(MediaError::code).collect();
        let mut found = 0;
        for code in codes.split('"').skip(1).step_by(2) {
            let known = told.contains(code) || code == "media_cancelled";
            assert!(known, "{code} has no sentence");
            found += 1;
        }
        assert_eq!(found, told.len() + 1);
        let words = Catalogue::of("es");
        for key in ["picture", "sound", "video", "other"] {
            let key = format!("content-{key}");
            assert_ne!(words.text(&key, &[]), key);
        }
    }
}
