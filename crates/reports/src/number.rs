//! Numbers as a language writes them.

/// How a language writes numbers.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Numbers {
    /// Between groups of three digits.
    pub thousands: char,
    /// Before the fraction.
    pub decimal: char,
    /// Behind the number of a percentage.
    pub percent: &'static str,
}

impl Numbers {
    /// Those of one of the languages of the program; English where it is none.
    pub fn of(language: &str) -> Self {
        match language {
            "es" => Self {
                thousands: '.',
                decimal: ',',
                percent: "\u{a0}%",
            },
            "pt" => Self {
                thousands: '.',
                decimal: ',',
                percent: "%",
            },
            _ => Self {
                thousands: ',',
                decimal: '.',
                percent: "%",
            },
        }
    }

    /// `1.234.567`.
    pub fn count(self, number: u64) -> String {
        let digits = number.to_string();
        let mut text = String::with_capacity(digits.len() * 4 / 3);
        for (place, digit) in digits.chars().enumerate() {
            if place > 0 && (digits.len() - place).is_multiple_of(3) {
                text.push(self.thousands);
            }
            text.push(digit);
        }
        text
    }

    /// A share of one as `12,3 %`; without the fraction where there is none.
    pub fn percent(self, share: f64) -> String {
        let text = format!("{:.1}", share * 100.0);
        let text = text.strip_suffix(".0").unwrap_or(&text);
        text.replace('.', &self.decimal.to_string()) + self.percent
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_written_as_people_do() {
        let es = Numbers::of("es");
        let counts = [0, 7, 999, 1_000, 12_345, 1_000_000].map(|n| es.count(n));
        assert_eq!(counts, ["0", "7", "999", "1.000", "12.345", "1.000.000"]);
        assert_eq!(Numbers::of("en").count(1_234_567), "1,234,567");
        assert_eq!(es.percent(0.1234), "12,3\u{a0}%");
        assert_eq!(es.percent(1.0), "100\u{a0}%");
        assert_eq!(Numbers::of("en").percent(0.999), "99.9%");
        assert_eq!(Numbers::of("pt").percent(0.0), "0%");
    }
}
