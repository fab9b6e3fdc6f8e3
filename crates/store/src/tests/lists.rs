//! Lists of contacts against a slow reference that is plainly right.

use super::helpers::{NOW, Profile, options, person, phone};
use crate::contacts::{self, Filter, Presence, Query, Sort, way};
use domain::{Timestamp, fold};
use proptest::prelude::*;
use std::sync::Arc;

const NAMES: [&str; 12] = [
    "",
    "Ana",
    "ana",
    "Ána María",
    "Beto",
    "Anabel",
    "Ñandú Peña",
    "O'Brien \"x\"",
    "anana 77",
    "日本 太郎",
    "Ana 😀",
    "%_",
];
const TITLES: [&str; 4] = ["", "Sra.", "Dr. Ana", "Señor"];
const GROUPS: [&str; 5] = ["VIP", "Ñoños", "Ana's", "2024-05", "a"];
const SEARCHES: [&str; 32] = [
    "",
    " ",
    "ana",
    "an",
    "a",
    "ana an",
    "ANÁ",
    "ana vip",
    "nono",
    "0981 000",
    "+595 981 0000",
    "981",
    "5",
    "77 ana",
    "pena",
    "\"x\"",
    "o'b",
    "日本",
    "日本 太",
    "zzz",
    "ana zzz",
    "anan",
    "sra.",
    "ana's",
    "595981",
    "ana 00001",
    "2024-05",
    "ana 2024-05",
    "0",
    "%_",
    "ana 😀",
    "vip",
];
pub(super) const SORTS: [Option<Sort>; 10] = [
    None,
    Some(Sort::Name),
    Some(Sort::Phone),
    Some(Sort::Title),
    Some(Sort::Groups),
    Some(Sort::Consent),
    Some(Sort::Status),
    Some(Sort::Created),
    Some(Sort::Updated),
    Some(Sort::Messaged),
];

/// What a person is made of.
#[derive(Clone, Debug)]
pub(super) struct Someone {
    id: i64,
    phone: String,
    name: &'static str,
    title: &'static str,
    groups: Vec<&'static str>,
    consent_at: Option<i64>,
    opted_out: bool,
    on_whatsapp: Option<bool>,
    updated_at: i64,
    messaged_at: i64,
}

impl Someone {
    fn group_keys(&self) -> Vec<String> {
        let mut keys: Vec<_> = self.groups.iter().map(|group| fold(group)).collect();
        keys.sort();
        keys
    }

    fn says(&self, text: &str) -> bool {
        let mut texts = vec![fold(self.name), fold(self.title), self.phone.clone()];
        texts.extend(self.group_keys());
        texts.iter().any(|has| has.contains(text))
    }

    fn passes(&self, filter: &Filter) -> bool {
        let words = words(filter.search.as_deref().unwrap_or(""));
        let member = |name: &String| self.group_keys().contains(&fold(name));
        [
            words
                .iter()
                .all(|word| word.iter().any(|text| self.says(text))),
            filter.groups.is_empty() || filter.groups.iter().any(member),
            !filter.ungrouped || self.groups.is_empty(),
            filter.consent.unwrap_or(self.consent_at.is_some()) == self.consent_at.is_some(),
            filter.opted_out.unwrap_or(self.opted_out) == self.opted_out,
            filter.on_whatsapp.unwrap_or(self.on_whatsapp) == self.on_whatsapp,
            !filter.never_messaged || self.messaged_at == 0,
            filter.only.is_empty() || filter.only.contains(&self.id),
            !filter.except.contains(&self.id),
        ]
        .iter()
        .all(|passes| *passes)
    }

    fn key(&self, sort: Sort) -> (i64, String, String) {
        let none = String::new;
        match sort {
            Sort::Name => (0, fold(self.name), none()),
            Sort::Phone => (0, self.phone.clone(), none()),
            Sort::Title => (0, fold(self.title), none()),
            Sort::Groups => (0, self.group_keys().join("\n"), none()),
            Sort::Consent => (self.consent_at.unwrap_or(0), none(), none()),
            Sort::Status => {
                let status = match (self.opted_out, self.on_whatsapp) {
                    (true, _) => 3,
                    (_, Some(true)) => 0,
                    (_, None) => 1,
                    (_, Some(false)) => 2,
                };
                (status, none(), none())
            }
            Sort::Created => (self.id, none(), none()),
            Sort::Updated => (self.updated_at, none(), none()),
            Sort::Messaged => (self.messaged_at, none(), none()),
        }
    }
}

/// Each word with the texts in which it may stand.
fn words(search: &str) -> Vec<Vec<String>> {
    let number = |text: &str| text.chars().all(|c| "0123456789+-./() ".contains(c));
    let digits = |text: &str| {
        let digits: String = text.chars().filter(char::is_ascii_digit).collect();
        digits.trim_start_matches('0').to_owned()
    };
    let one_number = number(search) && search.split_whitespace().count() > 1;
    let words: Vec<&str> = if one_number {
        vec![search]
    } else {
        search.split_whitespace().collect()
    };
    let mut found = Vec::new();
    for word in words {
        if !number(word) {
            found.push(vec![fold(word)]);
        } else if !digits(word).is_empty() {
            let mut texts = vec![digits(word)];
            if !one_number {
                texts.push(word.to_owned());
            }
            found.push(texts);
        }
    }
    found
}

#[derive(Clone, Debug)]
struct Traits {
    name: usize,
    title: usize,
    groups: u8,
    consent: Option<u8>,
    opted_out: bool,
    on_whatsapp: Option<bool>,
    messaged: u8,
}

fn traits() -> impl Strategy<Value = Traits> {
    (
        0..NAMES.len(),
        0..TITLES.len(),
        prop_oneof![2 => Just(0u8), 3 => 0u8..32],
        proptest::option::weighted(0.5, 0u8..4),
        proptest::bool::weighted(0.3),
        proptest::option::weighted(0.6, any::<bool>()),
        prop_oneof![Just(0u8), 0u8..4],
    )
        .prop_map(
            |(name, title, groups, consent, opted_out, on_whatsapp, messaged)| Traits {
                name,
                title,
                groups,
                consent,
                opted_out,
                on_whatsapp,
                messaged,
            },
        )
}

/// Stores people of these traits; the later the number, the earlier it comes.
fn populate(profile: &Profile, people: Vec<Traits>) -> Arc<Vec<Someone>> {
    let someone = profile.write(move |tx| {
        let mut all = Vec::new();
        let many = people.len() as u64;
        for (at, traits) in people.into_iter().enumerate() {
            let at = at as u64;
            let number = (many - at) * 7 % 1000;
            let groups: Vec<_> = (0..GROUPS.len())
                .filter(|bit| traits.groups & (1 << bit) != 0)
                .map(|bit| GROUPS[bit])
                .collect();
            let mut how = options();
            how.now = Timestamp(NOW.0 + i64::try_from(at % 3).unwrap());
            let (name, title) = (NAMES[traits.name], TITLES[traits.title]);
            let (id, ..) = contacts::upsert(tx, &person(number, name, title, &groups), &how)?;
            let someone = Someone {
                id: id.0,
                phone: phone(number).as_str().to_owned(),
                name,
                title,
                groups,
                consent_at: traits.consent.map(|at| NOW.0 + i64::from(at)),
                opted_out: traits.opted_out,
                on_whatsapp: traits.on_whatsapp,
                updated_at: how.now.0,
                messaged_at: i64::from(traits.messaged),
            };
            tx.connection().execute(
                "UPDATE contact SET messaged_at = ?2, consent_at = ?3,
                    consent = iif(?3 IS NULL, NULL, 'feria') WHERE id = ?1",
                (id.0, someone.messaged_at, someone.consent_at),
            )?;
            if someone.opted_out {
                contacts::opt_out(tx, &phone(number), "BAJA", NOW)?;
                tx.connection().execute(
                    "UPDATE contact SET updated_at = ?2 WHERE id = ?1",
                    (id.0, someone.updated_at),
                )?;
            }
            if let Some(on_whatsapp) = someone.on_whatsapp {
                let presence = Presence {
                    on_whatsapp,
                    checked_at: NOW,
                    address: None,
                };
                contacts::note_presence(tx, &phone(number), &presence)?;
            }
            all.push(someone);
        }
        // Records of numbers that are no contacts belong to nobody.
        for number in 900_000..900_020 {
            contacts::opt_out(tx, &phone(number), "BAJA", NOW)?;
        }
        Ok(all)
    });
    Arc::new(someone)
}

/// Has every third person stand apart, as if they had come with a large list.
pub(super) fn set_apart(profile: &Profile) {
    profile.write(|tx| {
        let apart = "UPDATE contact SET recent = 1 WHERE id % 3 = 0;
            UPDATE member SET recent = 1 WHERE contact_id % 3 = 0;";
        Ok(tx.connection().execute_batch(apart)?)
    });
}

/// Lists a query in all ways and compares; which way was taken.
fn check(profile: &Profile, people: &Arc<Vec<Someone>>, query: &Query, skip: u64) -> &'static str {
    let (people, query) = (Arc::clone(people), query.clone());
    profile.read(move |tx| {
        let taken = way(tx, &query)?;
        let mut expected: Vec<&Someone> = people
            .iter()
            .filter(|one| one.passes(&query.filter))
            .collect();
        expected.sort_by_key(|one| (one.key(Sort::Name), one.id));
        let by_name: Vec<i64> = expected.iter().map(|one| one.id).collect();
        if taken == "best" {
            assert!(query.sort.is_none() && !query.descending);
            let first = words(query.filter.search.as_deref().unwrap_or(""))
                .into_iter()
                .find(|texts| texts.iter().all(|text| text.chars().count() >= 3))
                .unwrap();
            let (begin, mut others): (Vec<_>, Vec<_>) = expected
                .into_iter()
                .partition(|one| fold(one.name).starts_with(&first[0]));
            others.sort_by_key(|one| one.id);
            expected = begin;
            expected.extend(others);
        } else {
            let sort = query.sort.unwrap_or(Sort::Name);
            expected.sort_by_key(|one| (one.key(sort), one.id));
            if query.descending {
                expected.reverse();
            }
        }
        let expected: Vec<i64> = expected.iter().map(|one| one.id).collect();
        let many = expected.len() as u64;

        assert_eq!(
            contacts::count(tx, &query.filter)?,
            many,
            "count of {query:?}"
        );
        let ids: Vec<i64> = contacts::ids(tx, &query.filter)?
            .into_iter()
            .map(|id| id.0)
            .collect();
        assert_eq!(ids, by_name, "ids of {query:?}");
        let mut visited = Vec::new();
        contacts::for_each(tx, &query.filter, |one| {
            visited.push(one.id.0);
            Ok(())
        })?;
        assert_eq!(visited, by_name, "visits of {query:?}");

        let (mut seen, mut at) = (Vec::new(), query.clone());
        loop {
            let page = contacts::page(tx, &at)?;
            assert!(
                page.total.is_none_or(|told| told == many),
                "{taken} total of {at:?}"
            );
            assert!(page.contacts.len() <= at.limit as usize);
            assert!(page.next.is_none() || page.contacts.len() == at.limit as usize);
            seen.extend(page.contacts.into_iter().map(|one| one.contact.id.0));
            let Some(next) = page.next else { break };
            at.after = Some(next);
        }
        assert_eq!(seen, expected, "{taken}: {query:?}");

        let mut at = query.clone();
        at.skip = skip;
        let page = contacts::page(tx, &at)?;
        let seen: Vec<i64> = page
            .contacts
            .into_iter()
            .map(|one| one.contact.id.0)
            .collect();
        let wanted: Vec<i64> = expected
            .iter()
            .copied()
            .skip(usize::try_from(skip).unwrap())
            .take(query.limit as usize)
            .collect();
        assert_eq!(seen, wanted, "{taken} behind {skip}: {query:?}");
        Ok(taken)
    })
}

fn filters() -> impl Strategy<Value = Filter> {
    let some_ids = || {
        prop_oneof![
            4 => Just(Vec::new()),
            1 => proptest::collection::vec(1i64..90, 1..40)
        ]
    };
    (
        (0..SEARCHES.len()),
        prop_oneof![
            3 => Just(Vec::new()),
            2 => proptest::sample::subsequence(GROUPS.to_vec(), 1..3)
                .prop_map(|names| names.into_iter().map(str::to_uppercase).collect()),
            1 => Just(vec!["nobody".to_owned()]),
        ],
        proptest::bool::weighted(0.1),
        proptest::option::weighted(0.2, any::<bool>()),
        proptest::option::weighted(0.2, any::<bool>()),
        proptest::option::weighted(0.2, proptest::option::of(any::<bool>())),
        proptest::bool::weighted(0.2),
        some_ids(),
        some_ids(),
    )
        .prop_map(
            |(
                search,
                groups,
                ungrouped,
                consent,
                opted_out,
                on_whatsapp,
                never_messaged,
                only,
                except,
            )| {
                Filter {
                    search: Some(SEARCHES[search].to_owned()),
                    groups,
                    ungrouped,
                    consent,
                    opted_out,
                    on_whatsapp,
                    never_messaged,
                    only,
                    except,
                }
            },
        )
}

fn queries() -> impl Strategy<Value = (Query, u64)> {
    (filters(), 0..SORTS.len(), any::<bool>(), 1u32..30, 0u64..60).prop_map(
        |(filter, sort, descending, limit, skip)| {
            let query = Query {
                filter,
                sort: SORTS[sort],
                descending,
                limit,
                after: None,
                skip,
            };
            (Query { skip: 0, ..query }, skip)
        },
    )
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(24))]

    #[test]
    fn every_list_is_what_the_reference_says(
        people in proptest::collection::vec(traits(), 0..90),
        queries in proptest::collection::vec(queries(), 40),
        apart in any::<bool>(),
    ) {
        let profile = Profile::new();
        let people = populate(&profile, people);
        if apart {
            set_apart(&profile);
        }
        for (query, skip) in queries {
            check(&profile, &people, &query, skip);
        }
    }
}

/// Sixty people: all of the same first name, every other one in a group.
pub(super) fn crowd(profile: &Profile) -> Arc<Vec<Someone>> {
    let people = (0..60u8).map(|n| Traits {
        name: [1, 3, 5, 4][usize::from(n % 4)],
        title: if n % 4 == 3 { 2 } else { 0 },
        groups: match n {
            0..5 => 0b11,
            _ if n % 2 == 0 => 0b01,
            _ => 0,
        },
        consent: (n % 20 == 0).then_some(n / 20),
        opted_out: n % 20 == 1,
        on_whatsapp: (n % 20 == 2).then_some(false),
        messaged: n % 3,
    });
    populate(profile, people.collect())
}

fn each_way_is_right(profile: &Profile, people: &Arc<Vec<Someone>>) {
    // The other records are more than a few.
    profile.write(|tx| {
        tx.connection()
            .execute("DELETE FROM suppression WHERE phone >= '+595981900000'", [])?;
        Ok(())
    });
    let searching = |search: &str| Filter {
        search: Some(search.to_owned()),
        ..Filter::default()
    };
    let cases = [
        ("nobody", Filter::group("nobody")),
        ("group", Filter::group("vip")),
        ("few members", Filter::group("ñoños")),
        ("few found", searching("nonos")),
        (
            "few opted out",
            Filter {
                opted_out: Some(true),
                ..Filter::default()
            },
        ),
        (
            "few absent",
            Filter {
                on_whatsapp: Some(Some(false)),
                ..Filter::default()
            },
        ),
        (
            "few rows",
            Filter {
                consent: Some(true),
                ..Filter::default()
            },
        ),
        (
            "walk",
            Filter {
                consent: Some(false),
                ..Filter::default()
            },
        ),
        ("walk", Filter::default()),
        ("walk", searching("be")),
        ("best", searching("ana")),
        ("best", searching("ana an")),
        (
            "best",
            Filter {
                never_messaged: true,
                ..searching("ana")
            },
        ),
    ];
    for (wanted, filter) in cases {
        let many = people.iter().filter(|one| one.passes(&filter)).count() as u64;
        // Where the names end that begin with the word.
        let begin = people
            .iter()
            .filter(|one| one.passes(&filter) && fold(one.name).starts_with("ana"))
            .count() as u64;
        let borders = [1, 7, begin, begin + 1, many, many + 1];
        for limit in borders.into_iter().filter(|limit| *limit > 0) {
            for skip in [0, 1, begin.saturating_sub(1), begin, begin + 1, many, 1000] {
                let query = Query {
                    filter: filter.clone(),
                    limit: u32::try_from(limit).unwrap(),
                    ..Query::default()
                };
                // Few though they are, they fill so short a page before long.
                let soon = wanted == "few rows" && limit == 1;
                let wanted = if soon { "walk" } else { wanted };
                assert_eq!(check(profile, people, &query, skip), wanted, "{filter:?}");
            }
        }
    }
}

#[test]
fn each_way_to_find_a_page_is_right_at_its_borders() {
    let profile = Profile::new();
    let people = crowd(&profile);
    each_way_is_right(&profile, &people);
    set_apart(&profile);
    each_way_is_right(&profile, &people);
}

#[test]
fn a_list_goes_on_when_it_grows_or_shrinks_between_two_pages() {
    let profile = Profile::new();
    crowd(&profile);
    profile.write(|tx| {
        let mut query = Query {
            filter: Filter {
                search: Some("ana".to_owned()),
                ..Filter::default()
            },
            limit: 2,
            ..Query::default()
        };
        assert_eq!(way(tx, &query)?, "best");
        query.after = contacts::page(tx, &query)?.next;
        // Hardly anybody is left of them.
        let found = contacts::ids(tx, &query.filter)?;
        for id in found.iter().skip(4) {
            contacts::delete(tx, *id)?;
        }
        let page = contacts::page(tx, &query)?;
        let rest: Vec<_> = page.contacts.iter().map(|one| one.contact.id).collect();
        assert_eq!(rest, found[2..4]);

        query.after = None;
        assert_eq!(way(tx, &query)?, "few found");
        let page = contacts::page(tx, &query)?;
        query.after = page.next;
        for number in 0..60 {
            contacts::upsert(tx, &person(number + 5000, "Anahí", "", &[]), &options())?;
        }
        let page = contacts::page(tx, &query)?;
        let rest: Vec<_> = page.contacts.iter().map(|one| one.contact.id).collect();
        assert_eq!(rest, found[2..4]);
        Ok(())
    });
}
