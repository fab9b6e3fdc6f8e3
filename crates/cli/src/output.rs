//! Machine output on standard output, everything for people on standard error.

use app::{AppError, Catalogue};
use serde::Serialize;
use std::io::Write as _;
use std::sync::Mutex;

pub(crate) struct Output {
    json: bool,
    language: Mutex<String>,
}

impl Output {
    pub fn new(json: bool) -> Self {
        Self {
            json,
            language: Mutex::new("en".to_owned()),
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

    fn language(&self) -> String {
        self.language.lock().map(|l| l.clone()).unwrap_or_default()
    }

    /// One JSON object on a line, when machine output is wanted.
    pub fn object(&self, value: &impl Serialize) {
        if self.json
            && let Ok(line) = serde_json::to_string(value)
        {
            Self::bytes(format!("{line}\n").as_bytes());
        }
    }

    /// Raw bytes on standard output. A reader that went away ends us quietly.
    pub fn bytes(bytes: &[u8]) {
        let mut out = std::io::stdout().lock();
        let _ = out.write_all(bytes).and_then(|()| out.flush());
    }

    /// A line for people.
    pub fn say(text: &str) {
        let _ = writeln!(std::io::stderr().lock(), "{text}");
    }

    /// A line for people from the catalogue; silent with `--json`.
    pub fn tell(&self, key: &str, arguments: &[(&str, &str)]) {
        if !self.json {
            Self::say(&self.text(key, arguments));
        }
    }

    pub fn text(&self, key: &str, arguments: &[(&str, &str)]) -> String {
        Catalogue::of(&self.language()).text(key, arguments)
    }

    pub fn error(&self, error: &AppError) {
        let view = error.view(&self.language());
        self.object(&serde_json::json!({ "error": view }));
        Self::say(&view.message);
    }
}
