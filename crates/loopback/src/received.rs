//! What the simulated phones received, in order of arrival.

use std::collections::{BTreeSet, HashMap};
use std::sync::Mutex;

use serde::{Deserialize, Serialize};

use crate::registry::lock;

/// One message as the person holding the phone has it: media opened, padding
/// and encryption gone. A repeat under the same id raises `times`.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Received {
    /// The phone, as `+595981000000`.
    pub phone: String,
    /// The sender's account, as `+595992756462`.
    pub from: String,
    /// The id the sender gave it.
    pub message_id: String,
    /// `text`, `image`, `video`, `audio`, `document`, `album`, `other`, or
    /// `undecryptable` for what did not open.
    pub kind: String,
    /// The text of a text message.
    pub text: Option<String>,
    /// The caption under a medium.
    pub caption: Option<String>,
    /// The medium's declared type.
    pub mime: Option<String>,
    /// A document's file name.
    pub file_name: Option<String>,
    /// The size of the opened medium.
    pub bytes: Option<u64>,
    /// The SHA-256 of the opened medium, in hexadecimal.
    pub sha256: Option<String>,
    /// The width that a picture or video says it has, in pixels.
    pub width: Option<u32>,
    /// Its height.
    pub height: Option<u32>,
    /// The size of the thumbnail in the message.
    pub thumbnail_bytes: Option<u64>,
    /// The SHA-256 of that, in hexadecimal.
    pub thumbnail_sha256: Option<String>,
    /// How many pages a document says it has.
    pub pages: Option<u32>,
    /// Whether an audio is a voice note.
    pub ptt: Option<bool>,
    /// The length of an audio or video, in seconds.
    pub seconds: Option<u32>,
    /// The waveform of a voice note: 64 values of 0 to 100.
    pub waveform: Option<Vec<u8>>,
    /// How many pictures and videos an album announces.
    pub expected: Option<u32>,
    /// The id of the album a medium belongs to.
    pub album: Option<String>,
    /// Why a message or its medium could not be opened.
    pub error: Option<String>,
    /// How often this id arrived.
    pub times: u32,
}

/// The list, with an index for repeats.
#[derive(Debug, Default)]
pub(crate) struct Inbox(Mutex<Entries>);

#[derive(Debug, Default)]
struct Entries {
    list: Vec<Received>,
    places: HashMap<(String, String), usize>,
    /// Entries that are new or have changed since they were last asked for.
    changed: BTreeSet<usize>,
}

impl Inbox {
    /// Adds a message or counts its repeat. Returns how often it arrived by now.
    pub fn record(&self, message: Received) -> u32 {
        let mut entries = lock(&self.0);
        let entries = &mut *entries;
        let key = (message.phone.clone(), message.message_id.clone());
        let place = entries.places.get(&key).copied();
        if let Some((at, known)) = place.and_then(|at| Some((at, entries.list.get_mut(at)?))) {
            entries.changed.insert(at);
            let times = known.times + 1;
            // A repeat that could be opened replaces one that could not.
            if known.kind == "undecryptable" && message.kind != "undecryptable" {
                *known = message;
            }
            known.times = times;
            return times;
        }
        let at = entries.list.len();
        entries.places.insert(key, at);
        entries.changed.insert(at);
        entries.list.push(Received {
            times: 1,
            ..message
        });
        1
    }

    /// The entries that changed since the last call.
    pub fn take_changed(&self) -> Vec<Received> {
        let mut entries = lock(&self.0);
        let changed = std::mem::take(&mut entries.changed);
        let changed = changed.into_iter();
        changed
            .filter_map(|at| entries.list.get(at).cloned())
            .collect()
    }

    /// What was received before, each entry as it was whenever it changed.
    pub fn restored(history: Vec<Received>) -> Self {
        let mut entries = Entries::default();
        for message in history {
            let key = (message.phone.clone(), message.message_id.clone());
            let at = *entries.places.entry(key).or_insert(entries.list.len());
            match entries.list.get_mut(at) {
                Some(known) => *known = message,
                None => entries.list.push(message),
            }
        }
        Self(Mutex::new(entries))
    }

    /// All of it, or one phone's.
    pub fn list(&self, phone: Option<&str>) -> Vec<Received> {
        lock(&self.0)
            .list
            .iter()
            .filter(|message| phone.is_none_or(|phone| message.phone == phone))
            .cloned()
            .collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_repeat_raises_the_count_and_adds_no_entry() {
        let inbox = Inbox::default();
        let message = Received {
            phone: "+1".into(),
            message_id: "A".into(),
            kind: "text".into(),
            ..Received::default()
        };
        assert_eq!(inbox.record(message.clone()), 1);
        assert_eq!(inbox.record(message), 2);
        let list = inbox.list(None);
        assert_eq!((list.len(), list[0].times), (1, 2));
    }
}
