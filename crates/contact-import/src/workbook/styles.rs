//! Which cell formats show a number as a date, and how numbers become text.

use std::collections::HashMap;
use std::io::Read;

use chrono::{Duration, NaiveDate, NaiveDateTime, NaiveTime};
use quick_xml::events::Event;

use super::Trouble;
use super::xml::{Xml, attribute};

/// Most formats that are kept; Excel allows 64,000 in a workbook.
const MAX_FORMATS: usize = 100_000;

/// What a date begins with in a country.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum DateOrder {
    Day,
    Month,
    Year,
}

impl DateOrder {
    /// How people of a country write dates.
    pub fn of(country: &str) -> Self {
        match country.trim().to_ascii_uppercase().as_str() {
            "US" | "PH" => Self::Month,
            "CA" | "CN" | "HU" | "JP" | "KR" | "LT" | "MN" | "SE" | "TW" | "ZA" => Self::Year,
            _ => Self::Day,
        }
    }

    const fn pattern(self) -> &'static str {
        match self {
            Self::Day => "%d/%m/%Y",
            Self::Month => "%m/%d/%Y",
            Self::Year => "%Y-%m-%d",
        }
    }
}

/// How the numbers of a workbook are shown.
pub(crate) struct Styles {
    dates: Vec<bool>,
    /// Days are counted from 1904 and not from 1900.
    pub from_1904: bool,
    pub order: DateOrder,
}

impl Styles {
    pub fn new(order: DateOrder) -> Self {
        Self {
            dates: Vec::new(),
            from_1904: false,
            order,
        }
    }

    /// Reads the formats.
    pub fn read<R: Read>(&mut self, mut xml: Xml<R>) -> Result<R, Trouble> {
        let mut own: HashMap<u32, bool> = HashMap::new();
        let mut in_cell_formats = false;
        loop {
            match xml.next()? {
                Event::Start(element) => match element.local_name().as_ref() {
                    "numFmt" if own.len() < MAX_FORMATS => {
                        let id = attribute(&element, "numFmtId").and_then(|id| id.parse().ok());
                        if let Some(id) = id {
                            let code = attribute(&element, "formatCode").unwrap_or_default();
                            own.insert(id, is_date_code(&code));
                        }
                    }
                    "cellXfs" => in_cell_formats = true,
                    "xf" if in_cell_formats && self.dates.len() < MAX_FORMATS => {
                        let id = attribute(&element, "numFmtId").and_then(|id| id.parse().ok());
                        let id: u32 = id.unwrap_or(0);
                        let date = own.get(&id).copied().unwrap_or_else(|| is_builtin_date(id));
                        self.dates.push(date);
                    }
                    _ => {}
                },
                Event::End(element) => match element.local_name().as_ref() {
                    "cellXfs" => in_cell_formats = false,
                    "styleSheet" => return Ok(xml.into_input()),
                    _ => {}
                },
                Event::Eof => return Err(Trouble::Damaged),
                _ => {}
            }
        }
    }

    /// The text of a numeric cell: every digit it holds, or a date.
    pub fn number(&self, value: &str, style: Option<usize>) -> String {
        let value = value.trim();
        let is_date = style.and_then(|style| self.dates.get(style)).copied();
        if is_date == Some(true)
            && let Some(date) = value.parse().ok().and_then(|days| self.date(days))
        {
            return date;
        }
        plain_number(value)
    }

    fn date(&self, days: f64) -> Option<String> {
        /// The last day that a spreadsheet knows: the end of the year 9999.
        const LAST_DAY: f64 = 2_958_466.0;
        if !(0.0..LAST_DAY).contains(&days) {
            return None;
        }
        // Excel believes in a 29 February 1900: up to there it is a day ahead.
        let start = match (self.from_1904, days < 60.0) {
            (true, _) => NaiveDate::from_ymd_opt(1904, 1, 1),
            (false, true) => NaiveDate::from_ymd_opt(1899, 12, 31),
            (false, false) => NaiveDate::from_ymd_opt(1899, 12, 30),
        }?;
        #[allow(clippy::cast_possible_truncation, reason = "bounded above")]
        let seconds = (days * 86_400.0).round() as i64;
        let moment = NaiveDateTime::new(start, NaiveTime::MIN) + Duration::seconds(seconds);
        let time = if moment.time().format("%S").to_string() == "00" {
            "%H:%M"
        } else {
            "%H:%M:%S"
        };
        let pattern = if days < 1.0 {
            time.to_owned()
        } else if moment.time() == NaiveTime::MIN {
            self.order.pattern().to_owned()
        } else {
            format!("{} {time}", self.order.pattern())
        };
        Some(moment.format(&pattern).to_string())
    }
}

/// A number without exponent, to the fifteen digits that spreadsheets hold.
fn plain_number(value: &str) -> String {
    let digits = value.strip_prefix('-').unwrap_or(value);
    if digits.bytes().all(|byte| byte.is_ascii_digit()) {
        return value.to_owned();
    }
    if is_rounded(digits) {
        return value.to_owned();
    }
    match value.parse::<f64>() {
        Ok(number) if number.is_finite() => {
            let rounded = format!("{number:.14e}").parse::<f64>().unwrap_or(number);
            rounded.to_string()
        }
        _ => value.to_owned(),
    }
}

/// Whether a long number was written with fewer digits than it has: another
/// program rounded it, and only zeros would come back. It stays as it stands, so
/// that it is refused as a telephone number.
fn is_rounded(value: &str) -> bool {
    /// Shorter numbers lose nothing that anybody would dial.
    const LONG: usize = 7;
    let Some((mantissa, exponent)) = value.split_once(['e', 'E']) else {
        return false;
    };
    let exponent: usize = exponent.trim_start_matches('+').parse().unwrap_or(0);
    let held = mantissa.bytes().filter(u8::is_ascii_digit).count();
    exponent >= LONG && held <= exponent
}

/// Formats 0 to 163 are fixed by the standard.
const fn is_builtin_date(id: u32) -> bool {
    matches!(id, 14..=22 | 27..=36 | 45..=47 | 50..=58)
}

/// Whether a format shows days or hours: `dd/mm/yyyy`, not `"dm" 0.00`.
fn is_date_code(code: &str) -> bool {
    let mut signs = code.chars();
    while let Some(sign) = signs.next() {
        match sign.to_ascii_lowercase() {
            '"' => {
                signs.find(|sign| *sign == '"');
            }
            '\\' | '_' | '*' => {
                signs.next();
            }
            // A colour, a language or a condition; elapsed time is a date too.
            '[' => {
                let inner: String = signs.by_ref().take_while(|sign| *sign != ']').collect();
                if !inner.is_empty()
                    && inner
                        .chars()
                        .all(|s| matches!(s, 'h' | 'm' | 's' | 'H' | 'M' | 'S'))
                {
                    return true;
                }
            }
            'd' | 'm' | 'y' | 'h' | 's' => return true,
            // Only the format of positive numbers counts.
            ';' => return false,
            _ => {}
        }
    }
    false
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_keep_every_digit() {
        for (value, text) in [
            ("595981234567", "595981234567"),
            ("5.95981234567E11", "595981234567"),
            ("595981234567.0", "595981234567"),
            ("-3", "-3"),
            ("0.1", "0.1"),
            ("0.30000000000000004", "0.3"),
            ("1E+3", "1000"),
            ("5.95993E+11", "5.95993E+11"),
            ("12.5", "12.5"),
            ("NaN", "NaN"),
            ("", ""),
        ] {
            assert_eq!(plain_number(value), text, "{value}");
        }
    }

    #[test]
    fn formats_of_dates_are_known_from_those_of_numbers() {
        for code in [
            "dd/mm/yyyy",
            "[$-40A]d \"de\" mmmm",
            "h:mm AM/PM",
            "[h]:mm",
            "mmm-yy",
        ] {
            assert!(is_date_code(code), "{code}");
        }
        for code in [
            "General", "0.00", "#,##0", "\"dm\" 0", "[Red]0", "0;dd", "\\d0", "@",
        ] {
            assert!(!is_date_code(code), "{code}");
        }
    }

    #[test]
    fn dates_are_written_as_the_country_writes_them() {
        let text = |country: &str, days: f64| {
            let styles = Styles::new(DateOrder::of(country));
            styles.date(days)
        };
        assert_eq!(text("PY", 46143.0).as_deref(), Some("01/05/2026"));
        assert_eq!(text("us", 46143.0).as_deref(), Some("05/01/2026"));
        assert_eq!(text("SE", 46143.75).as_deref(), Some("2026-05-01 18:00"));
        assert_eq!(text("PY", 0.5).as_deref(), Some("12:00"));
        assert_eq!(text("PY", 1.0).as_deref(), Some("01/01/1900"));
        assert_eq!(text("PY", 61.0).as_deref(), Some("01/03/1900"));
        assert_eq!(text("PY", -1.0), None);
        assert_eq!(text("PY", f64::NAN), None);
        assert_eq!(text("PY", 1e300), None);
    }
}
