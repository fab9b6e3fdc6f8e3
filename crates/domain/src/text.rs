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

/// Whether nobody would see anything of it: white space, and characters that have
/// no width.
pub fn says_nothing(text: &str) -> bool {
    text.chars().all(|c| c.is_whitespace() || is_invisible(c))
}

/// Characters that steer others, fill, or join, and show nothing by themselves.
fn is_invisible(c: char) -> bool {
    c.is_control()
        || matches!(
            c,
            '\u{ad}' | '\u{34f}' | '\u{61c}' | '\u{115f}' | '\u{1160}' | '\u{17b4}' | '\u{17b5}'
                | '\u{180b}'..='\u{180f}'
                | '\u{200b}'..='\u{200f}'
                | '\u{202a}'..='\u{202e}'
                | '\u{2060}'..='\u{206f}'
                | '\u{2800}'
                | '\u{3164}'
                | '\u{fe00}'..='\u{fe0f}'
                | '\u{feff}'
                | '\u{ffa0}'
                | '\u{e0000}'..='\u{e0fff}'
        )
}

#[cfg(test)]
mod tests {
    use super::{fold, says_nothing};

    #[test]
    fn what_has_no_width_says_nothing() {
        for nothing in [
            "",
            " \n",
            "\u{200b}\u{200d}",
            "\u{feff} \u{2060}",
            "\u{3164}",
        ] {
            assert!(says_nothing(nothing), "{nothing:?}");
        }
        for something in ["a", ".", "👩\u{200d}👧", "\u{200b}x", "♥\u{fe0f}"] {
            assert!(!says_nothing(something), "{something:?}");
        }
    }

    #[test]
    fn case_accents_and_spaces_do_not_matter() {
        assert_eq!(fold(" Móvil  del Cliente"), fold("MOVIL DELCLIENTE"));
        assert_ne!(fold("ano"), fold("anos"));
    }
}
