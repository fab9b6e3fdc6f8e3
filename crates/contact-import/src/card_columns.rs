//! The columns of contact cards: what they are called and what they mean.

use crate::columns::{Field, Fixed};
use crate::records::{RawRecord, trim};

/// What the columns of contact cards are called, which is also the key of those
/// that become extra fields. By default the names of the properties.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CardTitles {
    /// The number that messages are likeliest read at.
    pub number: String,
    /// The name.
    pub name: String,
    /// The form of address.
    pub title: String,
    /// The groups.
    pub groups: String,
    /// The organisation.
    pub organisation: String,
    /// What the person is there.
    pub position: String,
    /// The first address of e-mail.
    pub email: String,
    /// The note.
    pub note: String,
    /// A second number.
    pub second_number: String,
    /// A third number.
    pub third_number: String,
}

/// The names of the columns where nobody calls them otherwise.
const NAMES: [&str; 10] = [
    "TEL",
    "FN",
    "PREFIX",
    "CATEGORIES",
    "ORG",
    "TITLE",
    "EMAIL",
    "NOTE",
    "TEL 2",
    "TEL 3",
];

/// The columns with further numbers.
pub(crate) const OTHER_NUMBERS: [usize; 2] = [8, 9];

impl Default for CardTitles {
    fn default() -> Self {
        let [
            number,
            name,
            title,
            groups,
            organisation,
            position,
            email,
            note,
            second_number,
            third_number,
        ] = NAMES.map(str::to_owned);
        Self {
            number,
            name,
            title,
            groups,
            organisation,
            position,
            email,
            note,
            second_number,
            third_number,
        }
    }
}

/// The columns that cards have, and what they mean. Where all cards are at hand
/// they tell which columns are empty.
pub(crate) fn columns(titles: &CardTitles, all: Option<&[RawRecord]>) -> Vec<Fixed> {
    let extra = || Field::Extra(String::new());
    let meant = [
        (&titles.number, Field::Number),
        (&titles.name, Field::Name),
        (&titles.title, Field::Title),
        (&titles.groups, Field::Group),
        (&titles.organisation, extra()),
        (&titles.position, extra()),
        (&titles.email, extra()),
        (&titles.note, Field::Note),
        (&titles.second_number, extra()),
        (&titles.third_number, extra()),
    ];
    let blank = |index: usize| {
        all.is_some_and(|cards| {
            let mut cells = cards.iter().filter_map(|card| card.get(index));
            cells.all(|cell| trim(cell).is_empty())
        })
    };
    let columns = NAMES.into_iter().zip(meant).enumerate();
    columns
        .map(|(index, (name, (title, field)))| Fixed {
            title: title.clone(),
            name,
            empty: !matches!(field, Field::Number | Field::Name) && blank(index),
            field,
        })
        .collect()
}
