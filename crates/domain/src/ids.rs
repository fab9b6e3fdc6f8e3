//! Identities. Types that hold personal data do not print it.

use serde::{Deserialize, Serialize};
use std::fmt;

/// A telephone number in E.164, `+` and 6 to 15 digits.
///
/// `Debug` shows the last three digits only, so that a log line or a panic
/// message never carries a whole number. Use [`PhoneNumber::as_str`] where the
/// number itself is wanted.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct PhoneNumber(String);

/// The text is not an E.164 number.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("not an international number: write it as + and 6 to 15 digits")]
pub struct PhoneNumberError;

impl PhoneNumber {
    /// Takes a number that is already canonical.
    pub fn from_e164(text: &str) -> Result<Self, PhoneNumberError> {
        let digits = text.strip_prefix('+').ok_or(PhoneNumberError)?;
        let plausible = (6..=15).contains(&digits.len())
            && !digits.starts_with('0')
            && digits.bytes().all(|b| b.is_ascii_digit());
        if plausible {
            Ok(Self(text.to_owned()))
        } else {
            Err(PhoneNumberError)
        }
    }

    /// `+595981000000`.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// `595981000000`: the user part of a WhatsApp address.
    pub fn digits(&self) -> &str {
        self.0.strip_prefix('+').unwrap_or(&self.0)
    }
}

impl fmt::Debug for PhoneNumber {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let tail = self.0.len().saturating_sub(3);
        write!(f, "+…{}", self.0.get(tail..).unwrap_or(""))
    }
}

impl TryFrom<String> for PhoneNumber {
    type Error = PhoneNumberError;
    fn try_from(text: String) -> Result<Self, Self::Error> {
        Self::from_e164(&text)
    }
}

impl From<PhoneNumber> for String {
    fn from(number: PhoneNumber) -> Self {
        number.0
    }
}

/// The id under which a message part travels. Minted once and stored before
/// the first attempt; every repetition carries the same one, so that the
/// recipient's phone shows the message once.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct MessageId(String);

impl MessageId {
    /// Builds the id in the form WhatsApp Web clients use (`3EB0` and 18
    /// upper-case hexadecimal digits) from nine random bytes.
    pub fn from_random(bytes: [u8; 9]) -> Self {
        use fmt::Write as _;
        let mut id = String::with_capacity(22);
        id.push_str("3EB0");
        for byte in bytes {
            // Writing to a String cannot fail.
            let _ = write!(id, "{byte:02X}");
        }
        Self(id)
    }

    /// Takes an id read back from storage or from the wire.
    pub fn from_stored(id: impl Into<String>) -> Self {
        Self(id.into())
    }

    /// The id as it stands on the wire.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

macro_rules! row_id {
    ($(#[$doc:meta])* $name:ident) => {
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        #[serde(transparent)]
        pub struct $name(pub i64);
    };
}

row_id!(
    /// A contact of the profile.
    ContactId
);
row_id!(
    /// A prepared file of the profile.
    AttachmentId
);
row_id!(
    /// A campaign of the profile.
    CampaignId
);
row_id!(
    /// One person in the snapshot of one campaign.
    RecipientId
);
row_id!(
    /// One message to one recipient: the outbox row.
    PartId
);

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_number_does_not_print_itself() {
        let number = PhoneNumber::from_e164("+595981000123").unwrap();
        assert_eq!(format!("{number:?}"), "+…123");
        assert_eq!(number.digits(), "595981000123");
    }

    #[test]
    fn only_canonical_numbers_are_taken() {
        for wrong in [
            "",
            "+",
            "595981000123",
            "+0595981000123",
            "+59598 1000123",
            "+1234567890123456",
            "+12345",
        ] {
            assert_eq!(
                PhoneNumber::from_e164(wrong),
                Err(PhoneNumberError),
                "{wrong}"
            );
        }
    }

    #[test]
    fn message_ids_look_like_those_of_other_clients() {
        let id = MessageId::from_random([0, 1, 2, 3, 4, 5, 6, 0xab, 0xff]);
        assert_eq!(id.as_str(), "3EB000010203040506ABFF");
    }
}
