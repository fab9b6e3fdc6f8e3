//! Headers: how they are compared, and what the common ones mean.

use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

use crate::columns::Field;

/// A header as it is compared: no case, no accents, runs of anything but letters
/// and digits as one blank. `"Teléfono_Móvil "` becomes `"telefono movil"`.
pub(crate) fn fold(header: &str) -> String {
    let mut folded = String::with_capacity(header.len());
    for sign in header.nfkd().filter(|sign| !is_combining_mark(*sign)) {
        if sign.is_alphanumeric() {
            folded.extend(sign.to_lowercase());
        } else if !folded.is_empty() && !folded.ends_with(' ') {
            folded.push(' ');
        }
    }
    folded.truncate(folded.trim_end().len());
    folded
}

/// Known headers in folded form, the surest first within each field: where two
/// columns claim a field, the earlier name has it.
const NUMBER: &[&str] = &[
    "whatsapp",
    "whatsapp number",
    "numero whatsapp",
    "numero de whatsapp",
    "wa",
    "wsp",
    "celular",
    "movil",
    "mobile",
    "cel",
    "celular 1",
    "telefono celular",
    "telefono movil",
    "numero celular",
    "numero de celular",
    "nro celular",
    "nro de celular",
    "mobile phone",
    "mobile number",
    "cell",
    "cell phone",
    "telemovel",
    "telefone celular",
    "tel celular",
    "telefono",
    "telefone",
    "phone",
    "fone",
    "tel",
    "telefono 1",
    "phone 1 value",
    "phone 1",
    "numero de telefono",
    "numero telefono",
    "nro telefono",
    "nro de telefono",
    "n telefono",
    "numero de telefone",
    "phone number",
    "telephone",
    "telephone number",
    "contact number",
    "contacto telefonico",
    "numero de contacto",
    "numero contacto",
    "telefonos",
    "numero",
    "number",
    "numeros",
    "nro",
    "num",
    "msisdn",
];
const TITLE: &[&str] = &[
    "sustantivo",
    "tratamiento",
    "tratamento",
    "titulo",
    "title",
    "trato",
    "salutation",
    "name prefix",
];
const NAME: &[&str] = &[
    "nombre",
    "name",
    "nome",
    "nombre completo",
    "nombre y apellido",
    "nombres y apellidos",
    "nombre y apellidos",
    "apellido y nombre",
    "apellidos y nombres",
    "nome completo",
    "full name",
    "display name",
    "nombres",
    "first name",
    "firstname",
    "given name",
    "primer nombre",
    "nombre de pila",
    "primeiro nome",
    "cliente",
    "nombre del cliente",
    "nombre cliente",
    "nome do cliente",
    "customer",
    "customer name",
    "contacto",
    "contato",
    "contact",
    "contact name",
    "nombre del contacto",
    "nombre de contacto",
    "nombre contacto",
];
const SURNAME: &[&str] = &[
    "apellido",
    "apellidos",
    "surname",
    "last name",
    "lastname",
    "family name",
    "sobrenome",
    "sobrenomes",
];
const GROUP: &[&str] = &[
    "grupo",
    "group",
    "grupos",
    "groups",
    "segmento",
    "segment",
    "segmentos",
    "segments",
    "categoria",
    "category",
    "categorias",
    "categories",
    "group membership",
    "labels",
    "etiqueta",
    "etiquetas",
    "marcador",
    "marcadores",
    "rotulos",
];

/// Words that make a longer header a number's: `"Teléfono de contacto"`.
const NUMBER_WORDS: &[&str] = &[
    "whatsapp",
    "celular",
    "movil",
    "mobile",
    "telefono",
    "telefone",
    "phone",
    "fone",
    "cel",
    "tel",
    "telemovel",
];
/// Words that make it something else after all: `"Phone 1 - Type"`.
const NOT_NUMBER_WORDS: &[&str] = &[
    "tipo",
    "type",
    "label",
    "etiqueta",
    "modelo",
    "model",
    "marca",
    "brand",
    "operadora",
    "carrier",
    "tiene",
    "has",
];

/// What a header means, and how sure that is: smaller is surer.
pub(crate) fn meaning(header: &str) -> Option<(Field, usize)> {
    let folded = fold(header);
    let tables = [
        (Field::Number, NUMBER),
        (Field::Title, TITLE),
        (Field::Name, NAME),
        (Field::Surname, SURNAME),
        (Field::Group, GROUP),
    ];
    for (field, names) in tables {
        if let Some(rank) = names.iter().position(|name| *name == folded) {
            return Some((field, rank));
        }
    }
    let has = |words: &[&str]| folded.split(' ').any(|word| words.contains(&word));
    (has(NUMBER_WORDS) && !has(NOT_NUMBER_WORDS)).then_some((Field::Number, NUMBER.len()))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn field(header: &str) -> Option<Field> {
        meaning(header).map(|(field, _)| field)
    }

    #[test]
    fn headers_are_compared_without_case_accents_and_signs() {
        assert_eq!(fold("  TELÉFONO_Móvil:"), "telefono movil");
        assert_eq!(fold("N° de tel."), fold("n° DE TEL"));
        assert_eq!(fold("---"), "");
        assert_eq!(fold("Te\u{301}l"), "tel");
    }

    #[test]
    fn every_promised_name_is_known() {
        for header in [
            "numero",
            "número",
            "telefono",
            "tel",
            "celular",
            "móvil",
            "movil",
            "whatsapp",
            "phone",
            "number",
            "mobile",
            "fone",
            "TELÉFONO",
            "Nro. de teléfono",
            "Teléfono de contacto",
            "Phone 1 - Value",
        ] {
            assert_eq!(field(header), Some(Field::Number), "{header}");
        }
        for header in [
            "sustantivo",
            "tratamiento",
            "titulo",
            "Título",
            "title",
            "tratamento",
        ] {
            assert_eq!(field(header), Some(Field::Title), "{header}");
        }
        for header in ["nombre", "name", "cliente", "contacto", "nome"] {
            assert_eq!(field(header), Some(Field::Name), "{header}");
        }
        for header in ["apellido", "surname", "last name", "Last_Name", "sobrenome"] {
            assert_eq!(field(header), Some(Field::Surname), "{header}");
        }
        for header in [
            "grupo",
            "segmento",
            "group",
            "categoria",
            "Categoría",
            "category",
        ] {
            assert_eq!(field(header), Some(Field::Group), "{header}");
        }
        for header in [
            "Ciudad",
            "Saldo",
            "",
            "Phone 1 - Type",
            "Tipo de teléfono",
            "Hotel",
        ] {
            assert_eq!(field(header), None, "{header}");
        }
    }
}
