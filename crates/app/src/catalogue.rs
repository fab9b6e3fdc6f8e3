//! The one catalogue of texts for people, in Fluent. The window reads the same
//! files.

use fluent_bundle::concurrent::FluentBundle;
use fluent_bundle::{FluentArgs, FluentResource};
use std::sync::LazyLock;

/// Languages of the interface, the first one being the fallback.
pub const LANGUAGES: [&str; 3] = ["en", "es", "pt"];

/// The texts of one language.
pub struct Catalogue {
    bundle: FluentBundle<FluentResource>,
}

macro_rules! texts {
    ($language:literal) => {
        Catalogue::parse(
            $language,
            include_str!(concat!("../i18n/", $language, "/messages.ftl")),
        )
    };
}

static ENGLISH: LazyLock<Catalogue> = LazyLock::new(|| texts!("en"));
static SPANISH: LazyLock<Catalogue> = LazyLock::new(|| texts!("es"));
static PORTUGUESE: LazyLock<Catalogue> = LazyLock::new(|| texts!("pt"));

impl Catalogue {
    /// The catalogue of a language; English where it is not one of ours.
    pub fn of(language: &str) -> &'static Self {
        match language {
            "es" => &SPANISH,
            "pt" => &PORTUGUESE,
            _ => &ENGLISH,
        }
    }

    fn parse(language: &str, source: &str) -> Self {
        // A faulty entry is left out by the parser; a test makes sure that
        // there is none.
        let resource =
            FluentResource::try_new(source.to_owned()).unwrap_or_else(|(partial, _)| partial);
        let locale = language.parse().unwrap_or_default();
        let mut bundle = FluentBundle::new_concurrent(vec![locale]);
        // The texts go to terminals and JSON, where direction marks are noise.
        bundle.set_use_isolating(false);
        let _ = bundle.add_resource(resource);
        Self { bundle }
    }

    /// The text under a key, with its arguments; the key itself where there is none.
    pub fn text(&self, key: &str, arguments: &[(&str, &str)]) -> String {
        let Some(pattern) = self.bundle.get_message(key).and_then(|m| m.value()) else {
            return key.to_owned();
        };
        let mut args = FluentArgs::new();
        for (name, value) in arguments {
            // Counts choose plural forms; a telephone number is no count, whether
            // it begins with a plus sign or a zero.
            match value.parse::<i64>() {
                Ok(number) if number.to_string() == *value => args.set(*name, number),
                _ => args.set(*name, *value),
            }
        }
        let mut errors = Vec::new();
        self.bundle
            .format_pattern(pattern, Some(&args), &mut errors)
            .into_owned()
    }
}

/// The interface language for a system locale such as `es_PY` or `pt-BR`.
pub fn language_of(locale: &str) -> &'static str {
    let language = locale.get(..2).unwrap_or("");
    LANGUAGES
        .into_iter()
        .find(|l| l.eq_ignore_ascii_case(language))
        .unwrap_or("en")
}

/// The region of a system locale such as `es_PY.UTF-8`, if it names one.
pub fn region_of(locale: &str) -> Option<String> {
    let bare = locale.split(['.', '@']).next()?;
    let region = bare.split(['-', '_']).skip(1).find(|p| p.len() == 2)?;
    region
        .chars()
        .all(|c| c.is_ascii_alphabetic())
        .then(|| region.to_ascii_uppercase())
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::BTreeSet;

    fn keys(source: &str) -> BTreeSet<&str> {
        source
            .lines()
            .filter(|l| l.starts_with(|c: char| c.is_ascii_alphabetic()))
            .filter_map(|l| l.split_once('=').map(|(k, _)| k.trim()))
            .collect()
    }

    #[test]
    fn every_language_has_every_text() {
        let en = include_str!("../i18n/en/messages.ftl");
        for (language, source) in [
            ("es", include_str!("../i18n/es/messages.ftl")),
            ("pt", include_str!("../i18n/pt/messages.ftl")),
        ] {
            assert_eq!(keys(en), keys(source), "{language}");
        }
    }

    #[test]
    fn every_text_parses_and_renders() {
        for (language, source) in [
            ("en", include_str!("../i18n/en/messages.ftl")),
            ("es", include_str!("../i18n/es/messages.ftl")),
            ("pt", include_str!("../i18n/pt/messages.ftl")),
        ] {
            FluentResource::try_new(source.to_owned())
                .map_err(|(_, e)| format!("{language}: {e:?}"))
                .unwrap();
            for key in keys(source) {
                assert_ne!(Catalogue::of(language).text(key, &[]), key, "{language}");
            }
        }
    }

    fn sources(folder: &std::path::Path) -> Vec<String> {
        let mut found = Vec::new();
        for entry in std::fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                found.extend(sources(&path));
            } else {
                found.push(std::fs::read_to_string(path).unwrap());
            }
        }
        found
    }

    /// Every code that the sources can raise has its sentence.
    #[test]
    fn every_error_code_has_a_sentence() {
        let mut codes = 0;
        for source in sources(concat!(env!("CARGO_MANIFEST_DIR"), "/src").as_ref()) {
            for opening in [
                "bad_input(\"",
                "failure(\"",
                "ErrorKind::InUse, \"",
                "ErrorKind::Locked, \"",
                "ErrorKind::Held, \"",
            ] {
                for rest in source.split(opening).skip(1) {
                    let code = rest.split('"').next().unwrap();
                    if !code.is_empty() && code.chars().all(|c| c.is_ascii_lowercase() || c == '_')
                    {
                        let key = format!("error-{}", code.replace('_', "-"));
                        assert_ne!(Catalogue::of("en").text(&key, &[]), key);
                        codes += 1;
                    }
                }
            }
        }
        assert!(codes > 20, "the search found only {codes}");
    }

    #[test]
    fn a_number_as_it_was_typed_is_no_count() {
        for typed in ["0981200001", "+595981200001", "00", "-0"] {
            let arguments = [("line", "7"), ("text", typed), ("reason", "?")];
            let shown = Catalogue::of("en").text("cli-import-invalid", &arguments);
            assert!(shown.contains(&format!("“{typed}”")), "{shown}");
        }
    }

    #[test]
    fn locales_are_understood() {
        assert_eq!(language_of("es_PY.UTF-8"), "es");
        assert_eq!(language_of("pt-BR"), "pt");
        assert_eq!(language_of("C"), "en");
        assert_eq!(region_of("es_PY.UTF-8").as_deref(), Some("PY"));
        assert_eq!(region_of("zh-Hant-TW").as_deref(), Some("TW"));
        assert_eq!(region_of("C.UTF-8"), None);
    }
}
