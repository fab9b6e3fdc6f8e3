//! Machine output on standard output, everything for people on standard error.

use app::{AppError, Catalogue, local_time};
use serde::Serialize;
use std::io::{self, Write as _};
use std::path::Path;
use std::sync::Mutex;

pub(crate) struct Output {
    json: bool,
    language: Mutex<String>,
    lost: Mutex<Option<AppError>>,
}

impl Output {
    pub fn new(json: bool) -> Self {
        Self {
            json,
            language: Mutex::new("en".to_owned()),
            lost: Mutex::new(None),
        }
    }

    /// From now on people are spoken to in this language.
    pub fn speak(&self, language: &str) {
        if let Ok(mut ours) = self.language.lock() {
            language.clone_into(&mut ours);
        }
    }

    pub fn is_json(&self) -> bool {
        self.json
    }

    pub fn language(&self) -> String {
        self.language.lock().map(|l| l.clone()).unwrap_or_default()
    }

    /// One JSON object on a line, when machine output is wanted.
    pub fn object(&self, value: &impl Serialize) {
        if self.json
            && let Ok(line) = serde_json::to_string(value)
        {
            let written = Self::bytes(format!("{line}\n").as_bytes());
            if let (Err(error), Ok(mut lost)) = (written, self.lost.lock()) {
                lost.get_or_insert(AppError::cannot_write(Path::new("-"), &error));
            }
        }
    }

    /// Raw bytes on standard output.
    pub fn bytes(bytes: &[u8]) -> io::Result<()> {
        let mut out = io::stdout().lock();
        out.write_all(bytes).and_then(|()| out.flush())
    }

    /// Why programs did not get all that was for them, if they did not. What was being
    /// done went on: a campaign does not depend on who looks.
    pub fn lost(&self) -> Option<AppError> {
        self.lost.lock().ok()?.take()
    }

    /// A line for people.
    pub fn say(text: &str) {
        let _ = writeln!(io::stderr().lock(), "{}", harmless(text));
    }

    /// A line for people from the catalogue; silent with `--json`.
    pub fn tell(&self, key: &str, arguments: &[(&str, &str)]) {
        if !self.json {
            Self::say(&self.text(key, arguments));
        }
    }

    pub fn text(&self, key: &str, arguments: &[(&str, &str)]) -> String {
        let language = self.language();
        let plain = |value: &str| match local_time(value, &language) {
            Some(time) => time,
            // What people typed stays within its line.
            None => value.replace(char::is_control, ""),
        };
        let arguments: Vec<_> = arguments.iter().map(|(k, v)| (*k, plain(v))).collect();
        let arguments: Vec<_> = arguments.iter().map(|(k, v)| (*k, v.as_str())).collect();
        Catalogue::of(&language).text(key, &arguments)
    }

    /// A share of one.
    pub fn percent(&self, share: f64) -> String {
        app::percent(share, &self.language())
    }

    pub fn error(&self, error: &AppError) {
        error.note();
        let view = error.view(&self.language());
        self.object(&serde_json::json!({ "error": view }));
        Self::say(&view.message);
    }
}

/// A text without what would command a terminal; only its line breaks stay.
fn harmless(text: &str) -> String {
    text.replace(|c: char| c.is_control() && c != '\n', "")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_gives_no_command_to_the_terminal() {
        let output = Output::new(false);
        let name = "Promo\u{1b}[2J\u{9b}1A\r\n9 Otra\u{7}";
        let arguments = [("profile", name), ("country", "PY"), ("protection", "")];
        let line = output.text("cli-profile-line", &arguments);
        assert!(line.contains("Promo[2J1A9 Otra"), "{line:?}");
        assert!(!line.contains(char::is_control), "{line:?}");
    }

    #[test]
    fn instants_are_told_in_the_time_of_this_computer() {
        let output = Output::new(false);
        let arguments = [("time", "2026-11-23T04:06:37.836Z")];
        let line = output.text("cli-goes-on-at", &arguments);
        assert!(line.contains(":06") && !line.contains('Z'), "{line:?}");
    }

    #[test]
    fn lines_stay_lines() {
        assert_eq!(harmless("uno\ndos\u{1b}[1m\r\n"), "uno\ndos[1m\n");
        assert_eq!(harmless("¡Hola! 🌸"), "¡Hola! 🌸");
    }
}
