//! What the app itself writes, so that it reads the same again: the columns of
//! its export, and the mark that keeps spreadsheets from taking a text for a
//! formula.

use crate::columns::Field;
use crate::names::fold;
use crate::records::RawRecord;

/// The columns of an export that say who somebody is, in Spanish, English and
/// Portuguese. They come first, in this order.
const WHO: [[&str; 4]; 3] = [
    ["numero", "tratamiento", "nombre", "grupo"],
    ["number", "title", "name", "group"],
    ["numero", "tratamento", "nome", "grupo"],
];

const WHO_FIELDS: [Field; 4] = [Field::Number, Field::Title, Field::Name, Field::Group];

/// The columns that come last, in this order; between them are extra fields.
const MORE: [[&str; 8]; 3] = [
    [
        "nota",
        "consentimiento",
        "consentimiento desde",
        "prueba del consentimiento",
        "baja desde",
        "en whatsapp",
        "agregado",
        "ultimo mensaje",
    ],
    [
        "note",
        "consent",
        "consent since",
        "proof of consent",
        "opted out since",
        "on whatsapp",
        "added",
        "last message",
    ],
    [
        "nota",
        "consentimento",
        "consentimento desde",
        "prova do consentimento",
        "saiu em",
        "no whatsapp",
        "adicionado",
        "ultima mensagem",
    ],
];

/// What the last columns mean. The app knows better than a file who uses
/// `WhatsApp` and when somebody was written to.
const MORE_FIELDS: [Field; 8] = [
    Field::Note,
    Field::Consent,
    Field::ConsentAt,
    Field::ConsentProof,
    Field::OptedOut,
    Field::Ignore,
    Field::Ignore,
    Field::Ignore,
];

/// The columns that a file of rejected rows has before those of the list.
const REJECTED: [[&str; 2]; 3] = [["linea", "motivo"], ["line", "reason"], ["linha", "motivo"]];

/// Among [`MORE`], the columns that no other list has: where one of them is, the
/// others mean what they mean in an export. A column "Nota" alone may be a
/// pupil's mark.
const TELLING: std::ops::Range<usize> = 2..5;

/// Gives the columns of an export their meaning, also where somebody has taken
/// columns away or put them in another order.
pub(crate) fn match_names(header: &RawRecord, fields: &mut [Option<Field>]) {
    let names: Vec<String> = header.cells().map(fold).collect();
    if REJECTED
        .iter()
        .any(|rejected| names.starts_with(&rejected.map(str::to_owned)))
    {
        for index in 0..2 {
            put(fields, index, Field::Ignore);
        }
    }
    if is_whole(&names) {
        let last = names.len() - MORE_FIELDS.len();
        let between = header.cells().take(last).skip(WHO_FIELDS.len());
        // Whatever they are called, they were extra fields.
        let between = between.map(|name| Field::Extra(crate::records::trim(name).to_owned()));
        let meant: Vec<Field> = WHO_FIELDS
            .into_iter()
            .chain(between)
            .chain(MORE_FIELDS)
            .collect();
        for (index, field) in meant.into_iter().enumerate() {
            put(fields, index, field);
        }
        return;
    }
    let is = |name: &str, place: usize| MORE.iter().any(|names| names.get(place) == Some(&name));
    let told = names
        .iter()
        .any(|name| TELLING.into_iter().any(|place| is(name, place)));
    if !told {
        return;
    }
    // The last of several equal names: extra fields stand before.
    for (place, field) in MORE_FIELDS.into_iter().enumerate() {
        if let Some(index) = names.iter().rposition(|name| is(name, place)) {
            put(fields, index, field);
        }
    }
}

fn is_whole(names: &[String]) -> bool {
    let Some(last) = names.len().checked_sub(MORE_FIELDS.len()) else {
        return false;
    };
    last >= WHO_FIELDS.len()
        && WHO.iter().zip(&MORE).any(|(who, more)| {
            names.iter().zip(who).all(|(name, own)| name == own)
                && names
                    .iter()
                    .skip(last)
                    .zip(more)
                    .all(|(name, own)| name == own)
        })
}

/// What a person chose stays.
fn put(fields: &mut [Option<Field>], index: usize, field: Field) {
    let taken = field.is_single() && fields.contains(&Some(field.clone()));
    if let Some(slot) = fields.get_mut(index)
        && slot.is_none()
        && !taken
    {
        *slot = Some(field);
    }
}

/// Whether a cell bears the apostrophe with which the app, as others do, keeps
/// spreadsheets from reading a formula: before one of the signs that begin
/// formulas, or before such a mark.
pub(crate) fn is_marked(cell: &[u8]) -> bool {
    cell.first() == Some(&b'\'')
        && cell
            .iter()
            .find(|byte| **byte != b'\'')
            .is_some_and(|byte| matches!(byte, b'=' | b'+' | b'-' | b'@' | b'\t' | b'\r'))
}
