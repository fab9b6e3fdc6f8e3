//! Reads the closing lines of test runners and adds them up.

use std::ops::AddAssign;

/// Tests counted.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Counts {
    /// Tests that passed.
    pub passed: u64,
    /// Tests that failed.
    pub failed: u64,
}

impl AddAssign for Counts {
    fn add_assign(&mut self, other: Self) {
        self.passed += other.passed;
        self.failed += other.failed;
    }
}

/// What a line of a runner's output says, if it is a closing line.
pub fn read(line: &str) -> Option<Counts> {
    let plain = without_colour(line);
    let line = plain.trim();
    // cargo test: `test result: ok. 3 passed; 0 failed; 1 ignored; …`
    // vitest:     `Tests  1 failed | 11 passed (12)`
    let rest = line
        .strip_prefix("test result:")
        .or_else(|| line.strip_prefix("Tests "))?;
    let words: Vec<&str> = rest
        .split([' ', ';', '|', '.'])
        .filter(|word| !word.is_empty())
        .collect();
    let counted = |what: &str| {
        words.windows(2).find_map(|pair| match pair {
            [number, word] if *word == what => number.parse().ok(),
            _ => None,
        })
    };
    let (passed, failed) = (counted("passed"), counted("failed"));
    if passed.is_none() && failed.is_none() {
        return None;
    }
    Some(Counts {
        passed: passed.unwrap_or(0),
        failed: failed.unwrap_or(0),
    })
}

fn without_colour(line: &str) -> String {
    let mut plain = String::with_capacity(line.len());
    let mut characters = line.chars();
    while let Some(character) = characters.next() {
        if character == '\u{1b}' {
            let _sequence = characters.by_ref().find(char::is_ascii_alphabetic);
        } else {
            plain.push(character);
        }
    }
    plain
}

#[cfg(test)]
mod tests {
    use super::{Counts, read};

    #[test]
    fn cargo_test_is_read() {
        let line = "test result: FAILED. 12 passed; 1 failed; 2 ignored; 0 measured; 0 filtered out; finished in 0.01s";
        assert_eq!(
            read(line),
            Some(Counts {
                passed: 12,
                failed: 1
            })
        );
    }

    #[test]
    fn vitest_is_read_with_and_without_failures() {
        assert_eq!(
            read("      Tests  1 failed | 11 passed (12)"),
            Some(Counts {
                passed: 11,
                failed: 1
            })
        );
        assert_eq!(
            read("      Tests  12 passed (12)"),
            Some(Counts {
                passed: 12,
                failed: 0
            })
        );
        assert_eq!(
            read(
                "\u{1b}[2m      Tests \u{1b}[22m \u{1b}[1m\u{1b}[32m3 passed\u{1b}[39m\u{1b}[22m (3)"
            ),
            Some(Counts {
                passed: 3,
                failed: 0
            })
        );
    }

    #[test]
    fn other_lines_say_nothing() {
        for line in [
            " Test Files  2 passed (2)",
            "12 passed",
            "test result",
            "Tests are run",
            "",
        ] {
            assert_eq!(read(line), None, "{line}");
        }
    }
}
