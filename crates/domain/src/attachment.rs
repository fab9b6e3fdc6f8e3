//! What travels with a text: pictures, a voice note, a video, a document; and
//! how one message to one person falls into parts.

use crate::{PartKind, Timestamp};
use serde::{Deserialize, Serialize};
use std::fmt;

/// What a file is sent as.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum MediumKind {
    /// Shown in the chat.
    Picture,
    /// Played in the chat.
    Video,
    /// A file under its name.
    Document,
    /// Played in the chat as if it had been spoken there, with a waveform.
    Voice,
}

impl MediumKind {
    /// All of them, in the order in which they are sent.
    pub const ALL: [Self; 4] = [Self::Picture, Self::Video, Self::Document, Self::Voice];

    /// The word stored and shown in JSON.
    pub fn as_str(self) -> &'static str {
        self.part().as_str()
    }

    /// Reads the stored word.
    pub fn parse(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.as_str() == word)
    }

    /// The part that carries it.
    pub fn part(self) -> PartKind {
        match self {
            Self::Picture => PartKind::Picture,
            Self::Video => PartKind::Video,
            Self::Document => PartKind::Document,
            Self::Voice => PartKind::Voice,
        }
    }

    /// How many of this kind one message takes.
    pub fn most(self) -> usize {
        match self {
            Self::Picture => 30,
            Self::Video | Self::Document | Self::Voice => 1,
        }
    }

    /// Whether a text can stand under it.
    pub fn takes_caption(self) -> bool {
        self != Self::Voice
    }
}

/// A prepared file, as a message describes it. Its bytes are elsewhere.
#[derive(Clone, PartialEq, Eq)]
pub struct Medium {
    /// What it is sent as.
    pub kind: MediumKind,
    /// Its type, `image/jpeg`.
    pub mime: String,
    /// The name under which a document appears.
    pub file_name: String,
    /// SHA-256 of its bytes.
    pub sha256: [u8; 32],
    /// Its bytes.
    pub size: u64,
    /// Pixels across. Pictures and videos.
    pub width: Option<u32>,
    /// Pixels down.
    pub height: Option<u32>,
    /// A small JPEG that is shown before the rest is there.
    pub thumbnail: Option<Vec<u8>>,
    /// Whole seconds that it plays. Voice notes, and videos that say so.
    pub seconds: Option<u32>,
    /// Loudness over time, 64 values of 0 to 100. Voice notes.
    pub waveform: Option<Vec<u8>>,
    /// Pages of a PDF, where they could be counted.
    pub pages: Option<u32>,
}

/// Without the name and the picture, which are personal.
impl fmt::Debug for Medium {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Medium")
            .field("kind", &self.kind)
            .field("mime", &self.mime)
            .field("size", &self.size)
            .finish_non_exhaustive()
    }
}

/// Where the server keeps a medium, and the key with which phones open it.
#[derive(Clone, PartialEq, Eq)]
pub struct Upload {
    /// Whole address.
    pub url: String,
    /// Address without the host.
    pub direct_path: String,
    /// The key.
    pub media_key: [u8; 32],
    /// SHA-256 of what lies on the server.
    pub encrypted_sha256: [u8; 32],
    /// Marks for playing while it is fetched. Voice notes and videos.
    pub sidecar: Option<Vec<u8>>,
    /// When the key was made.
    pub made_at: Timestamp,
    /// From when on the server may have forgotten it, where it says so.
    pub expires_at: Option<Timestamp>,
}

/// Without addresses and keys: who has them can see the picture.
impl fmt::Debug for Upload {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Upload")
            .field("made_at", &self.made_at)
            .field("expires_at", &self.expires_at)
            .finish_non_exhaustive()
    }
}

impl Upload {
    /// How long a server that does not say is trusted to keep a medium.
    pub const USUAL_LIFE: std::time::Duration = std::time::Duration::from_secs(5 * 24 * 60 * 60);
    /// Phones that are off fetch it later: an upload is renewed so long before
    /// it ends.
    pub const SPARE: std::time::Duration = std::time::Duration::from_secs(24 * 60 * 60);

    /// Whoever sends on trusts an upload that long: so long after it was made, and
    /// so long after the last message of the same campaign, which would have been
    /// complained of. A host may forget earlier than it says.
    pub const TRUST: std::time::Duration = std::time::Duration::from_secs(24 * 60 * 60);

    /// One that was made so lately is good whatever its end seems to be: the
    /// computer's clock may be wrong by days, and bringing it again would not help.
    const FRESH: std::time::Duration = std::time::Duration::from_secs(10 * 60);

    /// Whether it can be named in a message that is sent now. An upload "from the
    /// future" was made before a clock was set back, and is taken as it is.
    pub fn is_good(&self, now: Timestamp) -> bool {
        let age = now.since(self.made_at);
        match self.expires_at {
            _ if age < Self::FRESH => true,
            Some(end) => end.since(now) > Self::SPARE.min(end.since(self.made_at) / 2),
            None => age < Self::USUAL_LIFE,
        }
    }

    /// Whether a campaign that last sent a message at `last` may name it now. A
    /// campaign that goes on keeps its upload; after a long pause, and for another
    /// campaign, it is brought anew.
    pub fn is_trusted(&self, last: Option<Timestamp>, now: Timestamp) -> bool {
        let lately = |at: Timestamp| now.since(at) < Self::TRUST;
        self.is_good(now) && (lately(self.made_at) || last.is_some_and(lately))
    }
}

/// One part of a message to one person.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct PlannedPart {
    /// What it carries.
    pub kind: PartKind,
    /// Which of the media, counted from 0.
    pub medium: Option<usize>,
    /// Whether the text goes with it: as itself, or as the caption.
    pub with_text: bool,
}

/// How a message falls into parts, in the order in which they are sent.
///
/// The text stands under the first picture, else under the video, else under the
/// document; only beside nothing but a voice note it is a message of its own,
/// before it. Several pictures are an album: a head, and each picture. Within a
/// kind the media keep their order.
pub fn plan(has_text: bool, media: &[MediumKind]) -> Vec<PlannedPart> {
    let of = |kind| {
        let found = media.iter().enumerate().filter(move |(_, k)| **k == kind);
        found.map(|(index, _)| index)
    };
    let ordered = MediumKind::ALL
        .into_iter()
        .flat_map(|kind| of(kind).map(move |index| (kind, index)));
    let captioned = media.iter().any(|kind| kind.takes_caption());
    let mut parts = Vec::with_capacity(media.len() + 1);
    if of(MediumKind::Picture).count() > 1 {
        parts.push(PlannedPart {
            kind: PartKind::Album,
            medium: None,
            with_text: false,
        });
    }
    let mut text = has_text;
    if media.is_empty() || (has_text && !captioned) {
        parts.push(PlannedPart {
            kind: PartKind::Text,
            medium: None,
            with_text: true,
        });
        text = false;
    }
    for (kind, index) in ordered {
        parts.push(PlannedPart {
            kind: kind.part(),
            medium: Some(index),
            with_text: kind.takes_caption() && std::mem::take(&mut text),
        });
    }
    parts
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use std::time::Duration;

    fn words(has_text: bool, media: &[MediumKind]) -> Vec<String> {
        plan(has_text, media)
            .into_iter()
            .map(|part| {
                let medium = part.medium.map(|m| m.to_string()).unwrap_or_default();
                let text = if part.with_text { "+" } else { "" };
                format!("{}{medium}{text}", part.kind.as_str())
            })
            .collect()
    }

    #[test]
    fn the_text_goes_where_it_is_read_first() {
        use MediumKind::{Document, Picture, Video, Voice};
        assert_eq!(words(true, &[]), ["text+"]);
        assert_eq!(words(true, &[Picture]), ["picture0+"]);
        assert_eq!(words(true, &[Video]), ["video0+"]);
        assert_eq!(words(true, &[Document]), ["document0+"]);
        assert_eq!(words(true, &[Voice]), ["text+", "voice0"]);
        assert_eq!(words(false, &[Voice]), ["voice0"]);
        assert_eq!(
            words(true, &[Picture, Picture, Picture]),
            ["album", "picture0+", "picture1", "picture2"]
        );
        assert_eq!(
            words(true, &[Voice, Document, Picture, Video, Picture]),
            [
                "album",
                "picture2+",
                "picture4",
                "video3",
                "document1",
                "voice0"
            ]
        );
        assert_eq!(words(true, &[Voice, Document]), ["document1+", "voice0"]);
    }

    fn upload(made_at: Timestamp, expires_at: Option<Timestamp>) -> Upload {
        Upload {
            url: String::new(),
            direct_path: String::new(),
            media_key: [0; 32],
            encrypted_sha256: [0; 32],
            sidecar: None,
            made_at,
            expires_at,
        }
    }

    #[test]
    fn an_upload_is_renewed_before_it_ends() {
        let hours = |hours: u64| Timestamp(0).plus(Duration::from_secs(hours * 3600));
        let thirty_days = upload(hours(0), Some(hours(30 * 24)));
        assert!(thirty_days.is_good(hours(29 * 24 - 1)));
        assert!(!thirty_days.is_good(hours(29 * 24 + 1)));
        // A short one would else never be good.
        let short = upload(hours(0), Some(hours(4)));
        assert!(short.is_good(hours(1)));
        assert!(!short.is_good(hours(3)));
        let backwards = upload(hours(5), Some(hours(1)));
        assert!(backwards.is_good(hours(5)), "by a clock that is wrong");
        assert!(!backwards.is_good(hours(6)));
        let silent = upload(hours(0), None);
        assert!(silent.is_good(hours(4 * 24)));
        assert!(!silent.is_good(hours(5 * 24)));
    }

    #[test]
    fn an_upload_is_trusted_while_its_campaign_goes_on() {
        let hours = |hours: u64| Timestamp(0).plus(Duration::from_secs(hours * 3600));
        let made = upload(hours(0), Some(hours(30 * 24)));
        assert!(made.is_trusted(None, hours(23)), "for whoever comes next");
        assert!(!made.is_trusted(None, hours(24)));
        assert!(made.is_trusted(Some(hours(70)), hours(93)));
        assert!(!made.is_trusted(Some(hours(70)), hours(94)), "a long pause");
        assert!(
            !made.is_trusted(Some(hours(30 * 24 - 1)), hours(30 * 24)),
            "it ends all the same"
        );
    }

    proptest! {
        #[test]
        fn everything_is_sent_once_and_the_text_with_one_part(
            has_text: bool,
            kinds in prop::collection::vec(0usize..4, 0..40),
        ) {
            let media: Vec<_> = kinds.iter().map(|k| MediumKind::ALL[*k]).collect();
            let parts = plan(has_text, &media);
            let mut sent: Vec<_> = parts.iter().filter_map(|part| part.medium).collect();
            sent.sort_unstable();
            prop_assert_eq!(sent, (0..media.len()).collect::<Vec<_>>());
            let with_text = parts.iter().filter(|part| part.with_text).count();
            prop_assert_eq!(with_text, usize::from(has_text || media.is_empty()));
            let heads = parts.iter().filter(|part| part.kind == PartKind::Album).count();
            let pictures = media.iter().filter(|kind| **kind == MediumKind::Picture).count();
            prop_assert_eq!(heads, usize::from(pictures > 1));
            for part in &parts {
                if let Some(index) = part.medium {
                    prop_assert_eq!(part.kind, media[index].part());
                }
            }
        }
    }
}
