//! Several numbers in one text: a line of numbers that were copied together.

use rlibphonenumber::Region;

use crate::phone::parse_for;
use crate::records::trim;

/// What stands between two numbers, and sometimes within one.
const MARKS: [char; 6] = [',', ';', '|', '\t', '\r', '\n'];
/// Pieces looked at to tell a line of numbers from a text with commas.
const LOOKED_AT: usize = 20;
/// Most bytes between two marks that are looked at for what may as well stand
/// within a number: blanks, bars and plus signs.
const LONGEST_PIECE: usize = 4 * 1024;

/// The numbers of a text that is none itself, and what else stands between
/// them; none where not two of the first can be called.
pub(crate) fn numbers(
    text: &str,
    region: Option<Region>,
) -> Option<impl Iterator<Item = &str> + use<'_>> {
    let pieces = || {
        let pieces = text.split(MARKS).map(trim);
        let filled = pieces.filter(|piece| !piece.is_empty());
        filled.flat_map(move |piece| cut(piece, region))
    };
    let looked_at = pieces().take(LOOKED_AT);
    let callable = looked_at.filter(|piece| parse_for(piece, region).is_ok());
    (callable.take(2).count() == 2).then(pieces)
}

/// The numbers of a piece without marks, or the piece, where it is no row of
/// numbers.
fn cut(piece: &str, region: Option<Region>) -> Vec<&str> {
    if piece.len() > LONGEST_PIECE || parse_for(piece, region).is_ok() {
        return vec![piece];
    }
    let ways: [Vec<&str>; 3] = [
        piece.split('/').map(trim).collect(),
        before_plus(piece),
        piece.split_whitespace().collect(),
    ];
    let all_callable = |parts: &[&str]| {
        let mut parts = parts.iter();
        parts.len() > 1 && parts.all(|part| parse_for(part, region).is_ok())
    };
    let found = ways.into_iter().find(|parts| all_callable(parts));
    found.unwrap_or_else(|| vec![piece])
}

/// `+595 981 200 001 +595 981 200 002`, cut before each plus sign.
fn before_plus(piece: &str) -> Vec<&str> {
    let mut parts = Vec::new();
    let mut start = 0;
    for (at, _) in piece.match_indices('+').filter(|(at, _)| *at > 0) {
        parts.extend(piece.get(start..at).map(trim));
        start = at;
    }
    parts.extend(piece.get(start..).map(trim));
    parts
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::phone::region;

    fn found(text: &str) -> Option<Vec<&str>> {
        Some(numbers(text, region("PY"))?.collect())
    }

    #[test]
    fn numbers_that_were_copied_together_are_told_apart() {
        let (a, b) = ("0981 200 001", "0981 200 002");
        for between in [", ", ";", " | ", "\t", "\n", " / ", "/"] {
            let text = format!("{a}{between}{b}");
            assert_eq!(found(&text), Some(vec![a, b]), "{between:?}");
        }
        assert_eq!(
            found("+595981200001+595 981 200 002"),
            Some(vec!["+595981200001", "+595 981 200 002"])
        );
        assert_eq!(
            found("0981200001 0981200002"),
            Some(vec!["0981200001", "0981200002"])
        );
    }

    #[test]
    fn what_stands_between_numbers_is_not_lost() {
        assert_eq!(
            found("0981200001, hola,, 0981200002"),
            Some(vec!["0981200001", "hola", "0981200002"])
        );
        assert_eq!(found("0981200001, hola"), None, "one number is no row");
        assert_eq!(found("hola, adiós"), None);
        assert_eq!(found(""), None);
    }
}
