//! What the operating system says about a file, in the words of the catalogue.

use crate::error::AppError;
use std::io::{self, ErrorKind as E};

impl AppError {
    /// With the reason that the system gives: a sentence's part in every language for
    /// what people can do something about, else the number under which it can be looked
    /// up. Programs get the system's own words.
    #[must_use]
    pub(crate) fn with_system(self, error: &io::Error) -> Self {
        let told = self.with("reason", error);
        match (key(error.kind()), error.raw_os_error()) {
            (Some(key), _) => told.with_text("reason", key),
            (None, Some(number)) => told
                .with("os_error", number)
                .with_text("reason", "system-other"),
            (None, None) => told,
        }
    }
}

fn key(kind: E) -> Option<&'static str> {
    Some(match kind {
        E::NotFound => "system-not-found",
        E::PermissionDenied => "system-forbidden",
        E::ReadOnlyFilesystem => "system-read-only",
        E::StorageFull | E::QuotaExceeded => "system-no-room",
        E::FileTooLarge => "system-too-large",
        E::IsADirectory => "system-folder",
        E::NotADirectory => "system-no-folder",
        E::InvalidFilename => "system-name",
        E::AlreadyExists => "system-exists",
        E::ResourceBusy | E::ExecutableFileBusy => "system-busy",
        E::UnexpectedEof => "system-cut",
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]

    use super::*;
    use crate::catalogue::LANGUAGES;
    use std::collections::BTreeSet;
    use std::path::Path;

    const KINDS: [E; 13] = [
        E::NotFound,
        E::PermissionDenied,
        E::ReadOnlyFilesystem,
        E::StorageFull,
        E::QuotaExceeded,
        E::FileTooLarge,
        E::IsADirectory,
        E::NotADirectory,
        E::InvalidFilename,
        E::AlreadyExists,
        E::ResourceBusy,
        E::ExecutableFileBusy,
        E::UnexpectedEof,
    ];

    fn message(error: &io::Error, language: &str) -> String {
        let told = AppError::cannot_write(Path::new("a.csv"), error);
        told.view(language).message
    }

    #[test]
    fn what_the_system_says_is_said_in_the_readers_language() {
        for language in LANGUAGES {
            let mut told = BTreeSet::new();
            for kind in KINDS {
                let error = io::Error::from(kind);
                let message = message(&error, language);
                assert!(!message.contains("system-"), "{message}");
                assert!(
                    language == "en" || !message.contains(&error.to_string()),
                    "{message}"
                );
                told.insert(message);
            }
            assert_eq!(told.len(), KINDS.len() - 2, "{language}: each its own");
        }
    }

    #[cfg(unix)]
    #[test]
    fn what_has_no_word_has_its_number() {
        let error = io::Error::from_raw_os_error(5);
        for language in LANGUAGES {
            let message = message(&error, language);
            assert!(message.contains('5'), "{message}");
            assert!(!message.contains("os error"), "{message}");
        }
    }

    #[cfg(unix)]
    #[test]
    fn programs_get_the_systems_own_words() {
        let folder = tempfile::tempdir().unwrap();
        let nowhere = folder.path().join("no").join("a.csv");
        let error = std::fs::write(&nowhere, "").unwrap_err();
        let view = AppError::cannot_write(&nowhere, &error).view("es");
        assert_eq!(view.details["reason"], error.to_string());
        assert!(!view.message.contains("os error"), "{}", view.message);
        // A name that no disk takes.
        let long = folder.path().join("a".repeat(300));
        let error = std::fs::write(&long, "").unwrap_err();
        let message = AppError::cannot_write(&long, &error).view("es").message;
        assert!(message.contains("nombre"), "{message}");
    }
}
