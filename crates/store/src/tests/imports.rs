//! Many people at once, and what the search knows of them afterwards.

use super::helpers::{Profile, options};
use super::histories::{holds, number};
use crate::DatabaseKey;
use crate::contacts::{self, ChangeId, Filter, NewContact, Query, Staging, Writer};

fn person(number: u64, name: &str, group: &str) -> NewContact {
    super::helpers::person(number, name, "", &[group])
}

fn import(profile: &Profile, people: Vec<NewContact>) -> ChangeId {
    let change = profile.write(move |tx| {
        let mut writer = Writer::of_import(tx, options(), people.len() as u64)?;
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

/// Puts people aside and stores them as the door for lists does.
fn import_list(profile: &Profile, people: impl IntoIterator<Item = NewContact>) {
    let aside = profile.folder.path().join("aside");
    let mut staging = Staging::create(&aside, &DatabaseKey::from_bytes([3; 32])).unwrap();
    for person in people {
        staging.push(&person).unwrap();
    }
    let mut staged = staging.finish().unwrap();
    profile.write(move |tx| staged.store(tx, &options(), &mut |_| Ok(())));
}

/// Those who came with a list that is small beside what is known stand apart, until they
/// are filed a few at a time. Nobody sees anything of it.
#[test]
fn people_of_a_list_are_filed_among_the_others_bit_by_bit() {
    let profile = Profile::new();
    import_list(
        &profile,
        (0..60).map(|n| person(n, &format!("Ana {n}"), "Coro")),
    );
    let apart = |profile: &Profile| {
        profile.read(|tx| number(tx, "SELECT count(*) FROM contact WHERE recent"))
    };
    assert_eq!(apart(&profile), 0, "the first list is no small one");
    import_list(&profile, (50..61).map(|n| person(n, "Óscar", "Fútbol")));
    assert_eq!(apart(&profile), 1, "who is known stays where they are");
    import_list(
        &profile,
        (200..212).map(|n| person(n, &format!("Ana {n}"), "Coro")),
    );
    assert_eq!(apart(&profile), 13);
    let listed = |profile: &Profile| {
        let group = Filter::group("Coro");
        profile.write(move |tx| {
            holds(tx)?;
            let query = Query {
                filter: group.clone(),
                limit: 200,
                ..Query::default()
            };
            let page = contacts::page(tx, &query)?.contacts;
            let page: Vec<_> = page.iter().map(|one| one.contact.id).collect();
            assert_eq!(page, contacts::ids(tx, &group)?);
            contacts::ids(tx, &Filter::default())
        })
    };
    let before = listed(&profile);
    let mut left = vec![apart(&profile)];
    while !profile.write(contacts::file) {
        assert_eq!(listed(&profile), before);
        left.push(apart(&profile));
    }
    assert_eq!(left, [13, 6]);
    assert_eq!(apart(&profile), 0);
    assert_eq!(listed(&profile), before);
}

/// The pieces of the search's index: the ids of its pages begin with their number.
fn pieces(profile: &Profile) -> u32 {
    profile.read(|tx| {
        let count = "SELECT count(DISTINCT id >> 37) FROM contact_search_data WHERE id > 10";
        Ok(tx.connection().query_row(count, [], |row| row.get(0))?)
    })
}

/// One change each, which makes a piece each.
fn add(profile: &Profile, numbers: std::ops::RangeInclusive<u64>) {
    for number in numbers {
        let one = person(number, "Zunilda Vera", "Vecinos");
        profile.write(move |tx| contacts::upsert(tx, &one, &options()));
    }
}

/// Nobody waits at the end of a list, or at some small change later, until everything
/// that is known has been merged.
#[test]
fn a_large_list_is_merged_with_the_others_later_and_bit_by_bit() {
    let profile = Profile::new();
    // With one more all would be merged at once.
    add(&profile, 1..=15);
    import_list(
        &profile,
        (101..=10_101).map(|number| person(number, &format!("Óscar Ñamandú {number}"), "Coro")),
    );
    assert_eq!(pieces(&profile), 16);
    let all_are_found = || {
        assert_eq!(found(&profile, "oscar namandu coro"), 10_001);
        assert_eq!(found(&profile, "zunilda vecinos"), 15);
        assert_eq!(found(&profile, "981010100"), 1);
    };
    all_are_found();

    let mut steps = 1;
    while !profile.write(contacts::settle) {
        all_are_found();
        steps += 1;
    }
    assert!(steps > 2, "{steps}");
    assert!(pieces(&profile) < 4);
    all_are_found();
    // From now on small ones are merged as before.
    add(&profile, 51..=90);
    assert!(pieces(&profile) < 16);
    assert!(profile.write(contacts::settle) || profile.write(contacts::settle));
}
