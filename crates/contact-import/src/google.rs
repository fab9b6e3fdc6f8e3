//! What an export of Google Contacts looks like, in its old and present form.

use crate::columns::Field;
use crate::names::fold;

/// What Google writes between several values of one cell.
pub(crate) const BETWEEN_VALUES: &str = ":::";

/// Whether a group that Google marks as its own is the one that everybody is
/// in, as its exports called it over the years.
pub(crate) fn is_everybody(group: &str) -> bool {
    matches!(
        fold(group).as_str(),
        "mycontacts" | "my contacts" | "mis contactos" | "meus contatos"
    )
}

/// Gives the columns of such an export their meaning, and says which ones hold
/// further numbers of the same person; `None` where it is another kind of file.
pub(crate) fn match_names(headers: &[String], fields: &mut [Option<Field>]) -> Option<Vec<usize>> {
    let folded: Vec<String> = headers.iter().map(|header| fold(header)).collect();
    let place = |names: &[&str]| {
        let mut headers = folded.iter();
        headers.position(|header| names.contains(&header.as_str()))
    };
    let numbers: Vec<usize> = (0..folded.len())
        .filter(|index| {
            folded
                .get(*index)
                .is_some_and(|header| is_phone_value(header))
        })
        .collect();
    let (first, others) = numbers.split_first()?;
    let given = place(&[
        "given name",
        "first name",
        "nombre de pila",
        "primer nombre",
    ])
    .or_else(|| place(&["nombre", "nome"]))?;
    let middle = place(&[
        "additional name",
        "middle name",
        "segundo nombre",
        "nome do meio",
    ]);
    let family = place(&[
        "family name",
        "last name",
        "apellido",
        "apellidos",
        "sobrenome",
    ]);
    // The old form has the whole name, too.
    let whole = place(&["name"]);
    let mut put = |index: Option<usize>, field: Field| {
        let slot = index.and_then(|index| fields.get_mut(index));
        if let Some(slot) = slot.filter(|slot| slot.is_none()) {
            *slot = Some(field);
        }
    };
    if whole.is_some() {
        put(whole, Field::Name);
        for part in [Some(given), middle, family] {
            put(part, Field::Ignore);
        }
    } else {
        put(Some(given), Field::Name);
        put(middle, Field::Surname);
        put(family, Field::Surname);
    }
    put(place(&["notes", "notas"]), Field::Note);
    let number_chosen = fields.contains(&Some(Field::Number));
    if let Some(slot) = fields
        .get_mut(*first)
        .filter(|slot| slot.is_none() && !number_chosen)
    {
        *slot = Some(Field::Number);
    }
    // Who chose another column wants that one and no other.
    let is_first = fields.get(*first) == Some(&Some(Field::Number));
    let extra = |index: &usize| matches!(fields.get(*index), Some(None | Some(Field::Extra(_))));
    let others = others.iter().copied();
    Some(others.filter(|index| is_first && extra(index)).collect())
}

/// `Phone 1 - Value`, also as Google writes it in Spanish and Portuguese.
fn is_phone_value(folded: &str) -> bool {
    let mut words = folded.split(' ');
    matches!(words.next(), Some("phone" | "telefono" | "telefone"))
        && words.next().is_some_and(|word| word.parse::<u8>().is_ok())
        && matches!(words.next(), Some("value" | "valor"))
        && words.next().is_none()
}
