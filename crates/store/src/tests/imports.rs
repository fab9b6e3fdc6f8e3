//! Many people at once, and what the search knows of them afterwards.

use super::helpers::{Profile, options};
use crate::contacts::{self, ChangeId, Filter, NewContact, Writer};

fn person(number: u64, name: &str, group: &str) -> NewContact {
    super::helpers::person(number, name, "", &[group])
}

fn import(profile: &Profile, people: Vec<NewContact>) -> ChangeId {
    let change = profile.write(move |tx| {
        let mut writer = Writer::of_import(tx, options())?;
        for person in &people {
            writer.put(person)?;
        }
        writer.finish()
    });
    change.unwrap()
}

fn found(profile: &Profile, words: &str) -> u64 {
    let filter = Filter {
        search: Some(words.to_owned()),
        ..Filter::default()
    };
    profile.read(move |tx| contacts::count(tx, &filter))
}

/// Enough to have the index made anew: who stays is found as before.
#[test]
fn a_large_import_that_is_taken_back_is_not_found_any_more() {
    let profile = Profile::new();
    import(&profile, vec![person(1, "Óscar Ñamandú", "Coro")]);
    let many = (2..=1_500).map(|number| person(number, "Zunilda Vera", "Vecinos"));
    let change = import(
        &profile,
        many.chain([person(1, "Óscar Vera", "Fútbol")]).collect(),
    );
    assert_eq!(found(&profile, "vera"), 1_500);
    assert_eq!(found(&profile, "oscar futbol coro"), 1);

    let undone = profile.write(move |tx| contacts::undo(tx, change, &mut |_| Ok(())));
    assert_eq!(undone.unwrap().undone, 1_500);
    for gone in ["vera", "zunilda", "vecinos", "futbol", "981001500"] {
        assert_eq!(found(&profile, gone), 0, "{gone}");
    }
    for there in ["oscar namandu", "coro", "981000001"] {
        assert_eq!(found(&profile, there), 1, "{there}");
    }
    // The index goes on to learn.
    import(&profile, vec![person(2, "Zunilda Vera", "Vecinos")]);
    assert_eq!(found(&profile, "zunilda vecinos"), 1);
}
