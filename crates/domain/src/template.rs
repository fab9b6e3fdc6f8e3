//! Rendering of variables: the one place, used by preview, check and sending.
//!
//! `{nombre}` is replaced by the contact's value, `{nombre|cliente}` falls back
//! to `cliente` when that value is empty. Names ignore case, accents and inner
//! spaces. An unknown name in braces is ordinary text. Values are inserted as
//! they are and never expanded again.

use crate::{PhoneNumber, fold};
use std::collections::BTreeMap;
use std::fmt;

/// The values of one contact, ready for rendering.
#[derive(Clone, Default)]
pub struct Values {
    by_name: BTreeMap<String, String>,
}

impl fmt::Debug for Values {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Values({} fields)", self.by_name.len())
    }
}

/// The names that every contact has, with their synonyms in the interface
/// languages. The first name of each row is the canonical one.
const BUILT_IN: [&[&str]; 4] = [
    &["nombre", "name", "nome"],
    &["sustantivo", "tratamiento", "title", "tratamento"],
    &["grupo", "group"],
    &["numero", "number", "telefono", "phone"],
];

/// Names are compared without the signs that a name in braces cannot have: a
/// column called `Precio|USD` is reached as `{PrecioUSD}`.
fn canonical(name: &str) -> String {
    let folded = fold(name).replace(['{', '}', '|'], "");
    BUILT_IN
        .iter()
        .find(|row| row.contains(&folded.as_str()))
        .and_then(|row| row.first())
        .map_or(folded, |first| (*first).to_owned())
}

impl Values {
    /// Gathers the values of a contact. Extra fields never hide a built-in one.
    pub fn new<'a>(
        phone: &PhoneNumber,
        name: &str,
        title: &str,
        groups: &[String],
        extra: impl IntoIterator<Item = (&'a str, &'a str)>,
    ) -> Self {
        let mut by_name = BTreeMap::new();
        for (key, value) in extra {
            by_name.insert(canonical(key), value.trim().to_owned());
        }
        by_name.insert("nombre".to_owned(), name.trim().to_owned());
        by_name.insert("sustantivo".to_owned(), title.trim().to_owned());
        by_name.insert("grupo".to_owned(), groups.join(", "));
        by_name.insert("numero".to_owned(), phone.as_str().to_owned());
        Self { by_name }
    }

    fn get(&self, canonical_name: &str) -> Option<&str> {
        self.by_name.get(canonical_name).map(String::as_str)
    }
}

/// A message with variables, parsed once and rendered for each recipient.
#[derive(Clone, PartialEq, Eq)]
pub struct Template {
    pieces: Vec<Piece>,
}

impl fmt::Debug for Template {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Template({} pieces)", self.pieces.len())
    }
}

#[derive(Clone, PartialEq, Eq)]
enum Piece {
    Text(String),
    Variable {
        literal: String,
        name: String,
        fallback: Option<String>,
    },
}

impl Template {
    /// Reads a text. Every text is a valid template.
    pub fn parse(text: &str) -> Self {
        let mut pieces = Vec::new();
        let mut plain = String::new();
        let mut rest = text;
        while let Some(open) = rest.find('{') {
            let (before, from_open) = rest.split_at(open);
            plain.push_str(before);
            let inner = from_open.get(1..).unwrap_or("");
            // A brace that opens anew before it closes leaves the first one as text.
            match inner.find(['{', '}', '\n']) {
                Some(end) if inner.get(end..).is_some_and(|s| s.starts_with('}')) => {
                    let body = inner.get(..end).unwrap_or("");
                    let (name, fallback) = match body.split_once('|') {
                        Some((name, fallback)) => (name, Some(fallback.trim().to_owned())),
                        None => (body, None),
                    };
                    let name = canonical(name);
                    if name.is_empty() {
                        plain.push('{');
                        plain.push_str(body);
                        plain.push('}');
                    } else {
                        if !plain.is_empty() {
                            pieces.push(Piece::Text(std::mem::take(&mut plain)));
                        }
                        pieces.push(Piece::Variable {
                            literal: format!("{{{body}}}"),
                            name,
                            fallback,
                        });
                    }
                    rest = inner.get(end + 1..).unwrap_or("");
                }
                _ => {
                    plain.push('{');
                    rest = inner;
                }
            }
        }
        plain.push_str(rest);
        if !plain.is_empty() {
            pieces.push(Piece::Text(plain));
        }
        Self { pieces }
    }

    /// The text for one recipient. `known` lists the canonical names of the
    /// extra fields that exist in this audience: a name outside of it and of
    /// the built-in ones stays as it was written.
    pub fn render(&self, values: &Values, known: &KnownNames) -> String {
        let mut out = String::new();
        // Set after an empty value: one of the two spaces around it goes.
        let mut gap = false;
        for piece in &self.pieces {
            match piece {
                Piece::Text(text) => {
                    let at_gap = out.is_empty() || out.ends_with([' ', '\n']);
                    let text = if gap && at_gap {
                        text.strip_prefix(' ').unwrap_or(text)
                    } else {
                        text
                    };
                    out.push_str(text);
                    gap = false;
                }
                Piece::Variable {
                    literal,
                    name,
                    fallback,
                } => {
                    let value = if known.contains(name) {
                        values.get(name).unwrap_or("")
                    } else {
                        literal.as_str()
                    };
                    let value = if value.is_empty() {
                        fallback.as_deref().unwrap_or("")
                    } else {
                        value
                    };
                    out.push_str(value);
                    gap = value.is_empty() || (gap && out.is_empty());
                }
            }
        }
        if gap && out.ends_with(' ') {
            out.pop();
        }
        out
    }

    /// Names in braces that are no variable of this audience, as written.
    pub fn unknown_names(&self, known: &KnownNames) -> Vec<String> {
        self.variables()
            .filter(|(_, name, _)| !known.contains(name))
            .map(|(literal, ..)| literal.to_owned())
            .collect()
    }

    /// Known variables without a fallback whose value is empty for this
    /// contact, by canonical name, each once.
    pub fn missing_values(&self, values: &Values, known: &KnownNames) -> Vec<String> {
        let mut missing: Vec<String> = Vec::new();
        for (_, name, fallback) in self.variables() {
            let empty = values.get(name).unwrap_or("").is_empty();
            if known.contains(name)
                && empty
                && fallback.is_none_or(str::is_empty)
                && !missing.iter().any(|m| m == name)
            {
                missing.push(name.to_owned());
            }
        }
        missing
    }

    fn variables(&self) -> impl Iterator<Item = (&str, &str, Option<&str>)> {
        self.pieces.iter().filter_map(|piece| match piece {
            Piece::Text(_) => None,
            Piece::Variable {
                literal,
                name,
                fallback,
            } => Some((literal.as_str(), name.as_str(), fallback.as_deref())),
        })
    }
}

/// The variable names that mean something in an audience: the built-in ones
/// and the extra fields of its contacts.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct KnownNames(std::collections::BTreeSet<String>);

impl KnownNames {
    /// The built-in names and these extra fields.
    pub fn with_extra<'a>(extra: impl IntoIterator<Item = &'a str>) -> Self {
        Self(
            extra
                .into_iter()
                .map(canonical)
                .filter(|n| !n.is_empty())
                .collect(),
        )
    }

    fn contains(&self, name: &str) -> bool {
        BUILT_IN.iter().any(|row| row.first() == Some(&name)) || self.0.contains(name)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn render(template: &str, name: &str, title: &str) -> String {
        let phone = PhoneNumber::from_e164("+595981000000").unwrap();
        let values = Values::new(
            &phone,
            name,
            title,
            &["VIP".into()],
            [("Ciudad Natal", "Luque")],
        );
        Template::parse(template).render(&values, &KnownNames::with_extra(["Ciudad Natal"]))
    }

    #[test]
    fn variables_ignore_case_accents_and_spaces() {
        assert_eq!(
            render("{SUSTANTIVO} { Nombre }, {número}", "Ana", "Sra"),
            "Sra Ana, +595981000000"
        );
        assert_eq!(
            render("{Tratamiento} de {ciudadnatal} ({grupo})", "Ana", "Sra"),
            "Sra de Luque (VIP)"
        );
    }

    #[test]
    fn an_empty_value_takes_the_doubled_space_with_it() {
        assert_eq!(
            render("Hola {sustantivo} {nombre}!", "Ana", ""),
            "Hola Ana!"
        );
        assert_eq!(render("{sustantivo} {nombre}!", "Ana", ""), "Ana!");
        assert_eq!(render("Hola {nombre}", "", ""), "Hola");
        assert_eq!(
            render("Hola {nombre}, ¿qué tal?", "", ""),
            "Hola , ¿qué tal?"
        );
        assert_eq!(render("Uno\n{nombre}\nDos", "", ""), "Uno\n\nDos");
    }

    #[test]
    fn a_fallback_stands_in_for_an_empty_value() {
        assert_eq!(render("Hola {nombre|cliente}", "", ""), "Hola cliente");
        assert_eq!(render("Hola {nombre|cliente}", "Ana", ""), "Hola Ana");
    }

    #[test]
    fn unknown_names_and_stray_braces_stay_text() {
        assert_eq!(
            render("{promo} {} {a{nombre} }", "Ana", ""),
            "{promo} {} {aAna }"
        );
        let template = Template::parse("{promo} {nombre} {x y}");
        assert_eq!(
            template.unknown_names(&KnownNames::default()),
            ["{promo}", "{x y}"]
        );
    }

    #[test]
    fn values_are_not_expanded_again() {
        assert_eq!(
            render("Hola {nombre}", "{grupo} $& \\1", ""),
            "Hola {grupo} $& \\1"
        );
    }

    #[test]
    fn missing_values_are_named_once() {
        let phone = PhoneNumber::from_e164("+595981000000").unwrap();
        let values = Values::new(&phone, "", "", &[], []);
        let template = Template::parse("{nombre} {nombre} {tratamiento|Sr} {grupo}");
        assert_eq!(
            template.missing_values(&values, &KnownNames::default()),
            ["nombre", "grupo"]
        );
    }

    proptest! {
        #[test]
        fn text_without_braces_is_unchanged(text in "[^{}]*") {
            prop_assert_eq!(render(&text, "Ana", "Sra"), text);
        }

        #[test]
        fn any_value_arrives_literally(value in "\\S.{0,20}\\S") {
            prop_assert_eq!(render("<{nombre}>", &value, ""), format!("<{}>", value.trim()));
        }

        /// Whatever a value holds, names in braces among it, stands there as it is.
        #[test]
        fn a_value_is_never_expanded_again(
            before in "[a-z ]{0,8}",
            value in r"[{}|$&\\a-z0-9]{0,6}\{(nombre|grupo|Ciudad ?Natal|x\|y)\}[{}|$&a-z0-9]{0,6}",
            after in "[a-z ]{0,8}",
        ) {
            let text = format!("{before}<{{nombre}}>{after}");
            prop_assert_eq!(render(&text, &value, ""), format!("{before}<{value}>{after}"));
        }

        /// A name is read however it is written.
        #[test]
        fn case_accents_and_inner_spaces_of_a_name_do_not_matter(
            upper in prop::collection::vec(any::<bool>(), 12),
            accent in prop::collection::vec(any::<bool>(), 12),
            gap in prop::collection::vec(0usize..3, 12),
            fallback in prop::option::of("[a-z]{0,5}"),
        ) {
            let mut name = String::new();
            for (index, letter) in "ciudad natal".chars().enumerate() {
                let letter = match letter {
                    'a' if accent[index] => 'á',
                    'i' if accent[index] => 'í',
                    letter => letter,
                };
                if upper[index] {
                    name.extend(letter.to_uppercase());
                } else {
                    name.push(letter);
                }
                name.push_str(&" ".repeat(gap[index]));
            }
            let fallback = fallback.map(|word| format!("|{word}")).unwrap_or_default();
            prop_assert_eq!(render(&format!("{{{name}{fallback}}}"), "", ""), "Luque");
        }

        /// A fallback stands exactly where a value is empty.
        #[test]
        fn a_fallback_is_used_for_what_is_empty_alone(
            name in " {0,2}[a-z]{0,5} {0,2}",
            fallback in "[a-zñ ]{0,8}",
        ) {
            let said = render(&format!("<{{nombre|{fallback}}}>"), &name, "");
            let expected = if name.trim().is_empty() { fallback.trim() } else { name.trim() };
            prop_assert_eq!(said, format!("<{expected}>"));
        }

        /// What the check counts as missing is what leaves a gap.
        #[test]
        fn nothing_is_missing_where_everything_has_a_value(text in "[a-z{}| \n]{0,60}") {
            let phone = PhoneNumber::from_e164("+595981000000").unwrap();
            let values = Values::new(&phone, "Ana", "Sra", &["VIP".into()], []);
            let missing = Template::parse(&text).missing_values(&values, &KnownNames::default());
            prop_assert_eq!(missing, Vec::<String>::new());
        }

        #[test]
        fn line_breaks_stay(text in "[a-z{}| \n]{0,60}") {
            let breaks = |s: &str| s.matches('\n').count();
            prop_assert_eq!(breaks(&render(&text, "", "")), breaks(&text));
        }
    }
}
