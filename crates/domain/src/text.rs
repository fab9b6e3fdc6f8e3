//! Comparing words the way people do.

use unicode_normalization::UnicodeNormalization as _;
use unicode_normalization::char::is_combining_mark;

/// Folds case, accents and white space away, so that `Tratamiento`,
/// `TRATAMIENTO` and ` trátamiento ` compare equal.
pub fn fold(text: &str) -> String {
    text.nfkd()
        .filter(|c| !is_combining_mark(*c) && !c.is_whitespace())
        .flat_map(char::to_lowercase)
        .collect()
}

#[cfg(test)]
mod tests {
    use super::fold;

    #[test]
    fn case_accents_and_spaces_do_not_matter() {
        assert_eq!(fold(" Móvil  del Cliente"), fold("MOVIL DELCLIENTE"));
        assert_ne!(fold("ano"), fold("anos"));
    }
}
