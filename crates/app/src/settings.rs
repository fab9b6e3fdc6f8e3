//! Settings of the profile between a door and the domain.

use crate::api::SettingsView;
use crate::compose::check_pace;
use crate::contacts;
use crate::error::{AppError, Result};
use crate::schedule;
use domain::opt_out::{Words, bare};
use domain::{PhoneNumber, Settings};

/// Words in each list at most, and letters of one.
const WORDS: usize = 50;
const WORD: usize = 60;
/// Letters of a confirmation.
const CONFIRMATION: usize = 1_000;
/// Numbers that may be linked, at most.
const NUMBERS: usize = 50;
/// Minutes of a day.
const LONGEST_IDLE: u32 = 1_440;
/// Hours of a year.
const LONGEST_KEPT: u32 = 8_760;
/// Minutes of a day.
const LONGEST_OPEN: u32 = 1_440;

pub(crate) fn view(settings: Settings) -> SettingsView {
    SettingsView {
        pace: settings.pace.into(),
        schedule: schedule::view(&settings.schedule),
        recent_days: settings.recent_days,
        failure_percent: settings.failure_percent,
        stop_words: settings.words.stop,
        start_words: settings.words.start,
        stop_confirmation: settings.stop_confirmation,
        attachment_hours: settings.attachment_hours,
        keep_awake: settings.keep_awake,
        close_to_tray: settings.close_to_tray,
        idle_minutes: settings.idle_minutes,
        allowed_numbers: settings
            .allowed_numbers
            .iter()
            .map(|number| number.as_str().to_owned())
            .collect(),
        auto_lock_minutes: settings.auto_lock_minutes,
        log_level: settings.log_level.into(),
    }
}

/// Refuses what could not be used. Numbers are read as they are written in
/// `country`, and `linked` stays among those that may be linked.
pub(crate) fn read(
    view: SettingsView,
    country: &str,
    linked: Option<&PhoneNumber>,
) -> Result<Settings> {
    check_pace(&view.pace)?;
    let mut schedule = schedule::schedule(&view.schedule)?;
    schedule.start_at = None;
    if view.recent_days > 365 {
        return Err(AppError::bad_input("recent_days"));
    }
    if !(1..=100).contains(&view.failure_percent) {
        return Err(AppError::bad_input("failure_percent"));
    }
    if view.attachment_hours > LONGEST_KEPT {
        return Err(AppError::bad_input("attachment_hours").with("limit", LONGEST_KEPT));
    }
    if view.idle_minutes > LONGEST_IDLE {
        return Err(AppError::bad_input("idle_minutes").with("limit", LONGEST_IDLE));
    }
    let allowed_numbers = numbers(&view.allowed_numbers, country)?;
    if let Some(linked) = linked
        && !allowed_numbers.is_empty()
        && !allowed_numbers.contains(linked)
    {
        return Err(AppError::bad_input("allowed_without_linked").with("phone", linked.as_str()));
    }
    if view.auto_lock_minutes > LONGEST_OPEN {
        return Err(AppError::bad_input("auto_lock_minutes").with("limit", LONGEST_OPEN));
    }
    let words = Words {
        stop: words(view.stop_words)?,
        start: words(view.start_words)?,
    };
    if words.stop.is_empty() {
        // Nobody could stop messages any more.
        return Err(AppError::bad_input("no_stop_word"));
    }
    if let Some(both) = words
        .stop
        .iter()
        .find(|word| words.start.iter().any(|start| bare(start) == bare(word)))
    {
        return Err(AppError::bad_input("word_in_both_lists").with("word", both));
    }
    let confirmation = view
        .stop_confirmation
        .map(|text| text.trim().to_owned())
        .filter(|text| !text.is_empty());
    let length = confirmation.as_ref().map_or(0, |text| text.chars().count());
    if length > CONFIRMATION {
        return Err(AppError::bad_input("text_too_long")
            .with("length", length)
            .with("limit", CONFIRMATION));
    }
    Ok(Settings {
        pace: view.pace.into(),
        schedule,
        recent_days: view.recent_days,
        failure_percent: view.failure_percent,
        words,
        stop_confirmation: confirmation,
        attachment_hours: view.attachment_hours,
        keep_awake: view.keep_awake,
        close_to_tray: view.close_to_tray,
        idle_minutes: view.idle_minutes,
        allowed_numbers,
        auto_lock_minutes: view.auto_lock_minutes,
        log_level: view.log_level.into(),
    })
}

/// Numbers as they are written in `country`, each once.
pub(crate) fn numbers(list: &[String], country: &str) -> Result<Vec<PhoneNumber>> {
    let mut numbers: Vec<PhoneNumber> = Vec::new();
    for typed in list.iter().filter(|typed| !typed.trim().is_empty()) {
        let number = contacts::number(typed, country)?;
        if !numbers.contains(&number) {
            numbers.push(number);
        }
    }
    if numbers.len() > NUMBERS {
        return Err(AppError::bad_input("too_many_numbers").with("limit", NUMBERS));
    }
    Ok(numbers)
}

/// Trimmed, each once, none without a letter or digit.
fn words(list: Vec<String>) -> Result<Vec<String>> {
    let mut words: Vec<String> = Vec::new();
    for word in list {
        let word = word.trim().to_owned();
        if word.is_empty() || words.iter().any(|known| bare(known) == bare(&word)) {
            continue;
        }
        if bare(&word).is_empty() || word.chars().count() > WORD {
            return Err(AppError::bad_input("opt_out_word").with("word", word));
        }
        words.push(word);
    }
    if words.len() > WORDS {
        return Err(AppError::bad_input("too_many_words").with("limit", WORDS));
    }
    Ok(words)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn with(change: impl FnOnce(&mut SettingsView)) -> Result<Settings> {
        let mut settings = view(Settings::default());
        change(&mut settings);
        read(settings, "PY", None)
    }

    #[test]
    fn the_defaults_are_allowed() {
        assert_eq!(with(|_| {}).unwrap(), Settings::default());
    }

    #[test]
    fn words_are_tidied() {
        let settings = with(|s| {
            s.stop_words = ["  Basta ", "¡BASTA!", "", "no gracias"]
                .map(str::to_owned)
                .to_vec();
            s.stop_confirmation = Some("  ".into());
        })
        .unwrap();
        assert_eq!(settings.words.stop, ["Basta", "no gracias"]);
        assert_eq!(settings.stop_confirmation, None);
    }

    #[test]
    fn what_could_not_be_used_is_refused() {
        let code = |change: fn(&mut SettingsView)| with(change).unwrap_err().code();
        assert_eq!(code(|s| s.stop_words.clear()), "no_stop_word");
        assert_eq!(code(|s| s.stop_words.push("👍".into())), "opt_out_word");
        assert_eq!(
            code(|s| s.start_words.push("baja".into())),
            "word_in_both_lists"
        );
        assert_eq!(code(|s| s.failure_percent = 0), "failure_percent");
        assert_eq!(code(|s| s.recent_days = 366), "recent_days");
        assert_eq!(code(|s| s.attachment_hours = 8_761), "attachment_hours");
        assert_eq!(code(|s| s.idle_minutes = 1_441), "idle_minutes");
        assert_eq!(
            code(|s| s.allowed_numbers.push("12".into())),
            "contact_number"
        );
        assert_eq!(code(|s| s.auto_lock_minutes = 1_441), "auto_lock_minutes");
        assert_eq!(code(|s| s.pace.delay_ms = 3_600_001), "pace");
        assert_eq!(code(|s| s.pace.jitter_percent = 101), "jitter");
        assert_eq!(
            code(|s| s.stop_confirmation = Some("a".repeat(1_001))),
            "text_too_long"
        );
    }

    #[test]
    fn numbers_are_read_as_people_write_them_and_keep_the_linked_one() {
        let list = ["0981 000 001", "+595981000001", " ", "+54 9 11 2345 6789"];
        let mut settings = view(Settings::default());
        settings.allowed_numbers = list.map(str::to_owned).to_vec();
        let number = |text: &str| PhoneNumber::from_e164(text).unwrap();
        let linked = number("+595981000001");
        let read = |linked| read(settings.clone(), "PY", linked);
        let known = read(Some(&linked)).unwrap().allowed_numbers;
        assert_eq!(known.first(), Some(&linked));
        assert_eq!(known.len(), 2);
        let other = number("+595981000002");
        assert_eq!(
            read(Some(&other)).unwrap_err().code(),
            "allowed_without_linked"
        );
    }
}
