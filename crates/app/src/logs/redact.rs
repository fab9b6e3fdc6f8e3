//! Takes out of a text whatever could tell who somebody is. What the program writes into
//! its log names nobody in the first place; this is for what errors bring along.

use regex::{Captures, Regex};
use std::borrow::Cow;
use std::sync::LazyLock;

/// What stands in the place of a text when the rules themselves cannot be had.
const ALL: &str = "<text>";

/// An instant as the program writes it. The digits of one are nobody's number.
const INSTANT: &str = r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d{1,9})?Z";

/// From a path's first letter to the end of its line: there may be spaces in it, and a
/// person's name.
const PATH: &str = r#"(?P<before>^|[\s"'(\[{=<`,;:])(?:/[^\s/]+/|[A-Za-z]:[\\/]|\\\\|~/|file:/).*"#;

/// Who has an address at some server: a JID, an e-mail address.
const ADDRESS: &str = r"\S*@\S*";

/// Keys, digests and ciphertexts, in hexadecimal or Base64.
const BYTES: &str = r"[A-Za-z0-9+/_=-]{24,}";

/// Seven digits of any script and more, with what people write between them.
const NUMBER: &str = r"\+?\p{N}(?:[^\p{L}\p{N}]{0,3}\p{N}){6,}";

struct Rules {
    path: Regex,
    secret: Regex,
    number: Regex,
}

static RULES: LazyLock<Option<Rules>> = LazyLock::new(|| {
    Some(Rules {
        path: Regex::new(PATH).ok()?,
        secret: Regex::new(&format!(
            "(?P<address>{ADDRESS})|(?P<instant>{INSTANT})|{BYTES}"
        ))
        .ok()?,
        number: Regex::new(&format!("(?P<instant>{INSTANT})|{NUMBER}")).ok()?,
    })
});

/// One line without numbers of phones, addresses, paths of files and keys. Doing it twice
/// changes nothing more.
pub(crate) fn redact(line: &str) -> String {
    let Some(rules) = RULES.as_ref() else {
        return ALL.to_owned();
    };
    let line = rules.path.replace(line, "${before}<path>");
    let line = rules.secret.replace_all(&line, |found: &Captures<'_>| {
        let text = found.get(0).map_or("", |all| all.as_str());
        if found.name("address").is_some() {
            Cow::Borrowed("<address>")
        } else if found.name("instant").is_some() || is_words(text) {
            Cow::Owned(text.to_owned())
        } else {
            Cow::Borrowed("<bytes>")
        }
    });
    let line =
        rules
            .number
            .replace_all(&line, |found: &Captures<'_>| match found.name("instant") {
                Some(instant) => instant.as_str().to_owned(),
                None => "<number>".to_owned(),
            });
    line.into_owned()
}

/// Words with something between them, as modules and codes have: no key is written
/// without digits and capitals.
fn is_words(text: &str) -> bool {
    text.chars()
        .all(|c| c.is_ascii_lowercase() || matches!(c, '_' | '-' | '/'))
}

#[cfg(test)]
mod tests {
    use super::*;
    use base64::Engine as _;
    use base64::engine::general_purpose::{STANDARD, URL_SAFE_NO_PAD};
    use proptest::prelude::*;

    #[test]
    fn what_the_program_says_stays_as_it_is() {
        for line in [
            "2026-11-23T05:41:39.123Z INFO app::session profile 3fa2c1 opened: format 6, practice",
            "campaign 12 held, reason rate_limited, people 100000, failed 3",
            "part 4711, attempt 2: refused, time_locked, code 463",
            "0.1.0 on linux, x86_64",
            "the database is damaged (row 17): restore a backup of the profile",
            "panic in crates/app/src/session/attachments.rs, line 338",
            "restricted, code 101, until 2026-11-24T00:00:00Z",
            "passcode_already_set_by_somebody",
        ] {
            assert_eq!(redact(line), line);
        }
    }

    #[test]
    fn nobody_is_named() {
        for (line, told) in [
            ("to 595981200002@s.whatsapp.net: late", "to <address> late"),
            ("+595 981 200-002 is away", "<number> is away"),
            ("(0981) 200.002", "(<number>"),
            ("tel:0981200002;", "tel:<number>;"),
            ("٠٩٨١٢٠٠٠٠٢", "<number>"),
            ("0981\u{a0}200\u{2011}002", "<number>"),
            ("[12, 255, 3, 77, 9]", "[<number>]"),
            (
                "unable to open database file: /home/ana luz/profile.db",
                "unable to open database file: <path>",
            ),
            (r"in C:\Users\Ana Luz\x", "in <path>"),
            (r#"open("/data/tienda/key")"#, r#"open("<path>"#),
            (
                "wss://web.example.org/ws is away",
                "wss://web.example.org/ws is away",
            ),
        ] {
            assert_eq!(redact(line), told);
        }
        let key = "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08";
        assert_eq!(redact(&format!("attempt 1: {key}!")), "attempt 1: <bytes>!");
    }

    /// What people write between the digits of a number.
    const BETWEEN: [&str; 9] = ["", " ", "-", ".", "\u{a0}", " (", ") ", "\u{2011}", " - "];

    /// A number of a phone in some usual writing: country, a trunk zero or a plus, and
    /// groups of digits.
    fn number() -> impl Strategy<Value = String> {
        let digits = "[0-9]{7,15}";
        let cuts = proptest::collection::vec((1..5_usize, 0..BETWEEN.len()), 0..6);
        let beginning = prop_oneof![Just(""), Just("+"), Just("00"), Just("("), Just("0")];
        (beginning, digits, cuts).prop_map(|(beginning, digits, cuts)| {
            let mut written = beginning.to_owned();
            let mut left = digits.as_str();
            for (length, between) in cuts {
                let (group, rest) = left.split_at(length.min(left.len()));
                written.push_str(group);
                left = rest;
                if !left.is_empty() {
                    written.push_str(BETWEEN[between]);
                }
            }
            written + left
        })
    }

    /// The digits of a text, letters and words between them kept as one mark.
    fn digits(text: &str) -> String {
        let marked = text
            .chars()
            .map(|c| if c.is_alphabetic() { '|' } else { c });
        marked.filter(|c| c.is_numeric() || *c == '|').collect()
    }

    proptest! {
        #[test]
        fn no_number_of_a_phone_is_left(
            before in "[A-Za-zñ ]{0,12}[ :=(]?",
            number in number(),
            after in "[ ,;:)]?[A-Za-zñ ]{0,12}",
        ) {
            let line = redact(&format!("{before}{number}{after}"));
            let longest = digits(&line).split('|').map(str::len).max().unwrap_or_default();
            prop_assert!(longest < 7, "{line}");
            prop_assert!(line.contains('<'), "{line}");
        }

        #[test]
        fn no_address_is_left(
            before in "[a-zñ:]{0,8}[ =\"(]?",
            user in "[0-9A-Za-z._:-]{1,24}",
            server in prop_oneof![
                Just("s.whatsapp.net"), Just("lid"), Just("g.us"), Just("broadcast"), Just("example.org")
            ],
            after in "[ ,.)\"]?[a-zñ ]{0,8}",
        ) {
            let line = redact(&format!("{before}{user}@{server}{after}"));
            let named = format!("{user}@");
            prop_assert!(!line.contains('@') && !line.contains(&named), "{line}");
            prop_assert!(line.contains("<address>"), "{line}");
        }

        #[test]
        fn no_key_is_left(
            before in "([a-z]{0,8}|attempt [0-9]{1,4})[ :=(]{1,2}",
            bytes in proptest::collection::vec(any::<u8>(), 18..80),
        ) {
            for written in [
                hex::encode(&bytes),
                hex::encode_upper(&bytes),
                STANDARD.encode(&bytes),
                URL_SAFE_NO_PAD.encode(&bytes),
            ] {
                let line = redact(&format!("{before}{written}."));
                prop_assert!(line.len() <= before.len() + "<bytes><path>.".len(), "{line}");
                prop_assert!(!line.contains(&written[..12]), "{line}");
            }
        }

        #[test]
        fn a_second_time_changes_nothing(line in "\\PC{0,80}") {
            let once = redact(&line);
            prop_assert_eq!(redact(&once), once);
        }
    }
}
