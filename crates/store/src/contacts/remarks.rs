//! What few lists say about a person: a note, a consent, an opt-out.

use super::merge::replace;
use super::{Contact, details};
use crate::{StoreError, Tx};
use domain::Timestamp;
use serde::{Deserialize, Serialize};

/// What lists seldom say about a person; the app's own exports do.
#[derive(Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Remarks {
    /// A note; empty where there is none.
    pub note: String,
    /// How they agreed to be messaged.
    pub consent: Option<Consent>,
    /// Whether they asked not to be messaged; false says nothing.
    pub opted_out: bool,
    /// Since when, where it is known.
    pub opted_out_at: Option<Timestamp>,
}

/// How somebody agreed to be messaged.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Consent {
    /// In which way.
    pub how: String,
    /// When, where it is known.
    pub at: Option<Timestamp>,
    /// What proves it.
    pub proof: Option<String>,
}

/// What is kept of a person's note and consent with what a row says; none when
/// nothing is newer.
pub(super) fn newer(
    tx: &Tx<'_>,
    known: &Contact,
    new: &Remarks,
) -> Result<Option<Remarks>, StoreError> {
    if new.note.trim().is_empty() && new.consent.is_none() {
        return Ok(None);
    }
    let Some(details) = details(tx, known.id)? else {
        return Ok(None);
    };
    let now = Remarks {
        note: details.note,
        consent: details.contact.consent.map(|how| Consent {
            how,
            at: details.consent_at,
            proof: details.consent_proof,
        }),
        ..Remarks::default()
    };
    let mut next = now.clone();
    replace(&mut next.note, &new.note);
    if let Some(newer) = &new.consent {
        let later = match (&now.consent, newer.at) {
            (
                Some(Consent {
                    at: Some(known), ..
                }),
                Some(at),
            ) => at > *known,
            // Without a date it is newer if it is another one.
            (Some(known), None) => known.how != newer.how,
            _ => true,
        };
        if later {
            next.consent = Some(newer.clone());
        } else if let Some(known) = next.consent.as_mut().filter(|known| known.how == newer.how) {
            // The same one, perhaps with a proof by now.
            known.proof = newer.proof.clone().or(known.proof.take());
        }
    }
    Ok((next != now).then_some(next))
}
