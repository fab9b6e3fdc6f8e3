//! Words with which people stop messages, and start them again.

use serde::{Deserialize, Serialize};
use unicode_normalization::UnicodeNormalization as _;
use unicode_normalization::char::is_combining_mark;

const STOP: [&str; 8] = [
    "BAJA", "STOP", "SALIR", "CANCELAR", "NO MÁS", "REMOVER", "PARAR", "SAIR",
];
const START: [&str; 2] = ["ALTA", "START"];

/// What a person decided by a message.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Decision {
    /// No more messages.
    Stop,
    /// Messages are welcome again.
    Start,
}

/// The words that decide. Case, accents and punctuation do not count.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Words {
    /// No more messages.
    pub stop: Vec<String>,
    /// Messages are welcome again.
    pub start: Vec<String>,
}

impl Default for Words {
    fn default() -> Self {
        Self {
            stop: STOP.map(str::to_owned).to_vec(),
            start: START.map(str::to_owned).to_vec(),
        }
    }
}

impl Words {
    /// Reads a decision out of a message: the whole message is one of the words.
    pub fn decision(&self, message: &str) -> Option<Decision> {
        let said = bare(message);
        if said.is_empty() {
            return None;
        }
        let among = |words: &[String]| words.iter().any(|word| bare(word) == said);
        // A word that stands in both lists means what protects the person.
        if among(&self.stop) {
            Some(Decision::Stop)
        } else if among(&self.start) {
            Some(Decision::Start)
        } else {
            None
        }
    }
}

/// Words alone, folded, with single spaces between them.
pub fn bare(text: &str) -> String {
    let folded: String = text
        .nfd()
        .filter(|c| !is_combining_mark(*c))
        .map(|c| if c.is_alphanumeric() { c } else { ' ' })
        .flat_map(char::to_lowercase)
        .collect();
    folded.split_whitespace().collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn decision(message: &str) -> Option<Decision> {
        Words::default().decision(message)
    }

    #[test]
    fn words_can_be_chosen() {
        let words = Words {
            stop: vec!["Ya no, gracias".into(), "…".into()],
            start: vec!["Sí, ¡avísenme!".into(), "ya no gracias".into()],
        };
        assert_eq!(words.decision("ya no gracias!!"), Some(Decision::Stop));
        assert_eq!(words.decision("si avisenme"), Some(Decision::Start));
        assert_eq!(words.decision("BAJA"), None);
        assert_eq!(words.decision("👍"), None, "nothing is not a word");
    }

    #[test]
    fn the_whole_message_decides() {
        for stop in ["BAJA", " baja. ", "¡No más!", "Stop 🙏", "no   mas", "SÁIR"] {
            assert_eq!(decision(stop), Some(Decision::Stop), "{stop}");
        }
        assert_eq!(decision("Alta!"), Some(Decision::Start));
        for other in [
            "¿Cuándo baja el precio?",
            "no",
            "",
            "stopwatch",
            "no quiero más",
        ] {
            assert_eq!(decision(other), None, "{other}");
        }
    }
}
