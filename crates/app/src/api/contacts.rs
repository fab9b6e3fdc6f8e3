//! Contacts: lists of them, and what is done with them.

use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use ts_rs::TS;

/// A contact.
#[derive(Clone, Debug, Serialize, TS)]
#[ts(export)]
pub struct ContactView {
    /// Row id.
    pub id: i64,
    /// Canonical number.
    pub phone: String,
    /// The number as it was written first.
    pub typed: String,
    /// Whether the number is that of a landline. Some have `WhatsApp`, too.
    pub landline: bool,
    /// Name.
    pub name: String,
    /// "Sustantivo", "tratamiento".
    pub title: String,
    /// Groups.
    pub groups: Vec<String>,
    /// Extra fields.
    pub fields: BTreeMap<String, String>,
    /// A note for the staff; never sent.
    pub note: String,
    /// How the person agreed to be messaged.
    pub consent: Option<String>,
    /// When that was noted, RFC 3339.
    pub consent_at: Option<String>,
    /// What proves it: a form, a message, a link.
    pub consent_proof: Option<String>,
    /// Whether the person asked not to be messaged.
    pub opted_out: bool,
    /// Since when, RFC 3339.
    pub opted_out_at: Option<String>,
    /// In which words, or by whom.
    pub opted_out_why: Option<String>,
    /// Whether the number uses `WhatsApp`.
    pub whatsapp: WhatsAppStatus,
    /// When the server said so, RFC 3339.
    pub whatsapp_checked_at: Option<String>,
    /// The address that the server returned.
    pub whatsapp_address: Option<String>,
    /// RFC 3339.
    pub created_at: String,
    /// RFC 3339.
    pub updated_at: String,
    /// When a campaign wrote to them last, RFC 3339.
    pub last_messaged_at: Option<String>,
}

/// What the server said of a number.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
#[ts(export)]
pub enum WhatsAppStatus {
    /// It was not asked yet.
    Unknown,
    /// The number uses `WhatsApp`.
    Yes,
    /// It does not.
    No,
}

/// Which contacts: all that pass every condition that is set.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(default)]
#[ts(export)]
pub struct ContactFilter {
    /// Words looked for in number, name, title and groups, ignoring case and
    /// accents.
    pub search: Option<String>,
    /// Members of one of these groups at least.
    pub groups: Vec<String>,
    /// Only people who are in no group.
    pub ungrouped: bool,
    /// Whether it is known that they agreed to be messaged.
    pub consent: Option<bool>,
    /// Whether they asked not to be messaged.
    pub opted_out: Option<bool>,
    /// What the server said of their number.
    pub whatsapp: Option<WhatsAppStatus>,
    /// Only people to whom no campaign has written.
    pub never_messaged: bool,
    /// Only these rows, where there are any.
    pub only: Vec<i64>,
    /// Not these rows.
    pub except: Vec<i64>,
}

/// The column by which a list is sorted.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
#[ts(export)]
pub enum ContactSort {
    /// By folded name, then in the order in which they were added.
    Name,
    /// By number.
    Phone,
    /// By folded title.
    Title,
    /// By the folded names of their groups; people without any first.
    Groups,
    /// Without consent first, then by when it was noted.
    Consent,
    /// By opt-out and what is known of `WhatsApp`.
    Status,
    /// By when they were added.
    Created,
    /// By when they were changed last.
    Updated,
    /// By when a campaign wrote to them last; never first.
    LastMessaged,
}

/// Which contacts to list, and how.
#[derive(Clone, Debug, Default, Serialize, Deserialize, TS)]
#[serde(default)]
#[ts(export)]
pub struct ContactQuery {
    /// Which.
    pub filter: ContactFilter,
    /// In which order. Where absent: by name; a search with very many answers
    /// begins with the names that begin with its first word.
    pub sort: Option<ContactSort>,
    /// From the last to the first.
    pub descending: bool,
    /// At most this many (1 to 500).
    pub limit: u32,
    /// The `next` of the page before.
    pub after: Option<String>,
    /// Begin after so many contacts instead, to jump within a long list.
    pub skip: u64,
}

/// A page of contacts.
#[derive(Clone, Debug, Serialize, TS)]
#[ts(export)]
pub struct ContactPage {
    /// The contacts.
    pub contacts: Vec<ContactView>,
    /// How many match in all, where that is known without counting for long;
    /// else [`crate::Session::count_contacts`] tells.
    pub total: Option<u64>,
    /// Cursor of the next page; none at the end.
    pub next: Option<String>,
}

/// A group and its size.
#[derive(Clone, Debug, Serialize, TS)]
#[ts(export)]
pub struct GroupView {
    /// Its name.
    pub name: String,
    /// Contacts in it.
    pub count: u64,
}

/// A contact as a person writes it down. Everything is replaced, also by what
/// is empty.
#[derive(Clone, Debug, Default, Serialize, Deserialize, TS)]
#[serde(default)]
#[ts(export)]
pub struct ContactEdit {
    /// The contact to change; a new one where absent.
    pub id: Option<i64>,
    /// The number in any usual form.
    pub phone: String,
    /// Name.
    pub name: String,
    /// "Sustantivo", "tratamiento".
    pub title: String,
    /// Groups; those that do not exist are made.
    pub groups: Vec<String>,
    /// Extra fields; empty ones are left out.
    pub fields: BTreeMap<String, String>,
    /// A note for the staff.
    pub note: String,
    /// How the person agreed to be messaged.
    pub consent: Option<String>,
    /// What proves it.
    pub consent_proof: Option<String>,
}

/// What is done with many contacts.
#[derive(Clone, Debug, Serialize, Deserialize, TS)]
#[serde(tag = "kind", rename_all = "snake_case")]
#[ts(export)]
pub enum ContactChange {
    /// They join a group, which is made where it does not exist.
    AddToGroup {
        /// Its name.
        group: String,
    },
    /// They leave a group.
    RemoveFromGroup {
        /// Its name.
        group: String,
    },
    /// How they agreed to be messaged is noted.
    Consent {
        /// How.
        how: String,
        /// What proves it.
        proof: Option<String>,
    },
    /// They are not messaged any more.
    OptOut,
    /// They may be messaged again: they asked for it.
    OptIn,
    /// They are deleted. Opt-outs stay, and campaigns keep their record.
    Delete,
}

/// What became of a change.
#[derive(Clone, Debug, Serialize, TS)]
#[ts(export)]
pub struct ChangeDone {
    /// Contacts that are different now.
    pub people: u64,
    /// The change that [`crate::Session::undo`] takes back; none where nothing
    /// changed.
    pub change: Option<i64>,
}

/// What the server said about contacts.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, TS)]
#[ts(export)]
pub struct CheckDone {
    /// Contacts about which it was asked.
    pub asked: u64,
    /// Those that use `WhatsApp`.
    pub on_whatsapp: u64,
    /// Those that do not. Of the others nothing came back.
    pub absent: u64,
}

impl CheckDone {
    /// How many answers came.
    pub fn answers(self) -> u64 {
        self.on_whatsapp + self.absent
    }
}

/// What became of an undo.
#[derive(Clone, Debug, Serialize, TS)]
#[ts(export)]
pub struct UndoDone {
    /// Contacts that are again as they were.
    pub undone: u64,
    /// Contacts that were changed since, and stay as they are.
    pub kept: u64,
}
