//! Instants as people write them.

use chrono::{DateTime, Local, TimeZone};
use std::fmt::Display;

/// An instant as people of a language write it, in this computer's time; none where
/// the text is no instant.
pub fn local_time(rfc3339: &str, language: &str) -> Option<String> {
    let at = DateTime::parse_from_rfc3339(rfc3339).ok()?;
    Some(written(&at.with_timezone(&Local), language))
}

fn written<Z: TimeZone<Offset: Display>>(at: &DateTime<Z>, language: &str) -> String {
    let form = if language == "en" {
        "%Y-%m-%d %H:%M"
    } else {
        "%d/%m/%Y %H:%M"
    };
    at.format(form).to_string()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_language_has_its_order() {
        let at = DateTime::parse_from_rfc3339("2026-11-23T01:06:37.836-03:00").unwrap();
        assert_eq!(written(&at, "es"), "23/11/2026 01:06");
        assert_eq!(written(&at, "pt"), "23/11/2026 01:06");
        assert_eq!(written(&at, "en"), "2026-11-23 01:06");
    }

    #[test]
    fn what_is_no_instant_is_left_alone() {
        assert_eq!(local_time("Junio 2026", "es"), None);
        assert_eq!(local_time("2026", "es"), None);
    }
}
