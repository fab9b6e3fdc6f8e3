//! Names that people gave, beside our own words: whatever they hold, they turn only
//! themselves around.

use unicode_bidi::{BidiClass, bidi_class};

/// Opens a run whose direction is that of its first letter, and closes it.
const ISOLATE: [char; 2] = ['\u{2068}', '\u{2069}'];

/// Marks that turn the direction of writing and show nothing themselves.
pub fn turns(c: char) -> bool {
    matches!(c, '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
}

/// Characters that command a terminal, end a line or turn the direction of writing.
pub(crate) fn steers(c: char) -> bool {
    c.is_control() || matches!(c, '\u{2028}' | '\u{2029}') || turns(c)
}

/// Somebody's text without what commands, ends or turns.
pub(crate) fn tame(text: &str) -> String {
    text.chars().filter(|c| !steers(*c)).collect()
}

/// Somebody's text as it can stand beside words of another direction, where a desktop
/// shows it: without what would turn them, and with marks around it if any of it is written
/// from right to left. Most texts stay as they are. In terminals and files the marks are
/// noise.
pub fn isolated(text: &str) -> String {
    let tame = tame(text);
    let is_from_the_right = |c| matches!(bidi_class(c), BidiClass::R | BidiClass::AL);
    if tame.contains(is_from_the_right) {
        let [open, close] = ISOLATE;
        format!("{open}{tame}{close}")
    } else {
        tame
    }
}

#[cfg(test)]
mod tests {
    use super::isolated;

    #[test]
    fn a_name_turns_nothing_but_itself_around() {
        for (name, shown) in [
            ("Promo: ¡20 % & más! 👩🏽‍🌾", "Promo: ¡20 % & más! 👩🏽‍🌾"),
            ("Promo \u{202e}oinuj", "Promo oinuj"),
            ("\u{202a}Promo\u{202c} \u{2067}junio", "Promo junio"),
            ("Promo\u{1b}[2J\njunio\u{2029}", "Promo[2Jjunio"),
            ("مبيعات 2026", "\u{2068}مبيعات 2026\u{2069}"),
            ("Luna שרה", "\u{2068}Luna שרה\u{2069}"),
            // What would close the marks around it is not in it any more.
            ("\u{2069}שרה\u{202e}", "\u{2068}שרה\u{2069}"),
        ] {
            assert_eq!(isolated(name), shown, "{name:?}");
        }
    }
}
