//! Words with which people stop messages, and start them again.

use unicode_normalization::UnicodeNormalization as _;
use unicode_normalization::char::is_combining_mark;

const STOP: [&str; 8] = [
    "baja", "stop", "salir", "cancelar", "no mas", "remover", "parar", "sair",
];
const START: [&str; 2] = ["alta", "start"];

/// What a person decided by a message.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Decision {
    /// No more messages.
    Stop,
    /// Messages are welcome again.
    Start,
}

/// Reads a decision out of a message: the whole message is one of the words,
/// whatever the case, the accents and the punctuation around it.
pub fn decision(message: &str) -> Option<Decision> {
    let bare: String = message
        .nfd()
        .filter(|c| !is_combining_mark(*c))
        .map(|c| if c.is_alphanumeric() { c } else { ' ' })
        .flat_map(char::to_lowercase)
        .collect();
    let words = bare.split_whitespace().collect::<Vec<_>>().join(" ");
    if STOP.contains(&words.as_str()) {
        Some(Decision::Stop)
    } else if START.contains(&words.as_str()) {
        Some(Decision::Start)
    } else {
        None
    }
}

#[cfg(test)]
mod tests {
    use super::*;

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
