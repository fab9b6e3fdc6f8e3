//! Lines of a log, written and read.

use super::redact::redact;
use crate::api::{LogLevel, LogLine};
use crate::bidi::steers;
use domain::Timestamp;
use log::{Level, Record};

/// Letters of one line at most: an error may bring a page along.
const LONGEST: usize = 2_000;

/// A record as one line. The words of other people's code are left out, for nobody knows
/// what they say of whom; where they were said is enough to look them up.
pub(crate) fn write_line(now: Timestamp, record: &Record<'_>, ours: bool) -> String {
    let (level, target) = (word(record.level()), record.target());
    let said = if ours {
        format!("{target} {}", record.args())
    } else {
        format!("{target} (line {})", record.line().unwrap_or_default())
    };
    let said: String = said
        .chars()
        .take(LONGEST)
        .map(|c| if steers(c) { ' ' } else { c })
        .collect();
    format!("{} {level} {}", now.to_rfc3339(), redact(said.trim_end()))
}

/// The other way round.
pub(crate) fn read_line(line: &str) -> LogLine {
    let mut words = line.splitn(3, ' ');
    let at = words
        .next()
        .filter(|at| chrono::DateTime::parse_from_rfc3339(at).is_ok());
    let level = words.next().and_then(level);
    match (at, level, words.next()) {
        (Some(at), Some(level), Some(text)) => LogLine {
            at: Some(at.to_owned()),
            level: Some(level),
            text: text.to_owned(),
        },
        _ => LogLine {
            at: None,
            level: None,
            text: line.to_owned(),
        },
    }
}

fn word(level: Level) -> &'static str {
    match level {
        Level::Error => "ERROR",
        Level::Warn => "WARN",
        Level::Info => "INFO",
        Level::Debug | Level::Trace => "DEBUG",
    }
}

fn level(word: &str) -> Option<LogLevel> {
    match word {
        "ERROR" => Some(LogLevel::Error),
        "WARN" => Some(LogLevel::Warn),
        "INFO" => Some(LogLevel::Info),
        "DEBUG" => Some(LogLevel::Debug),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const NOW: Timestamp = Timestamp(1_767_225_600_123);

    fn line(ours: bool, said: std::fmt::Arguments<'_>) -> String {
        let record = Record::builder()
            .level(Level::Warn)
            .target("whatsapp::pump")
            .line(Some(7))
            .args(said)
            .build();
        write_line(NOW, &record, ours)
    }

    #[test]
    fn a_line_is_read_as_it_was_written() {
        let written = line(true, format_args!("two\nlines \u{1b}[1m of 0981 200 002"));
        assert_eq!(
            written,
            "2026-01-01T00:00:00.123Z WARN whatsapp::pump two lines  [1m of <number>"
        );
        let read = read_line(&written);
        assert_eq!(read.at.as_deref(), Some("2026-01-01T00:00:00.123Z"));
        assert_eq!(read.level, Some(LogLevel::Warn));
        assert_eq!(read.text, "whatsapp::pump two lines  [1m of <number>");
    }

    #[test]
    fn nobody_knows_what_others_say() {
        assert_eq!(
            line(false, format_args!("Juana Ñandutí wrote: hola")),
            "2026-01-01T00:00:00.123Z WARN whatsapp::pump (line 7)"
        );
    }

    #[test]
    fn a_torn_line_is_shown_as_it_is() {
        for torn in ["", "2026-01-01T00:0", "half a line of words", "a WARN b"] {
            let read = read_line(torn);
            assert_eq!(
                (read.at, read.level, read.text.as_str()),
                (None, None, torn)
            );
        }
    }

    #[test]
    fn a_page_becomes_a_line_of_some_length() {
        let long = "ñ".repeat(9_000);
        assert!(line(true, format_args!("{long}")).chars().count() < 2_100);
    }
}
