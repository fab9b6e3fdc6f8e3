//! Contacts after any sequence of changes: the search, the counts and the
//! opt-outs are right, and a change that is taken back has not happened.

use super::helpers::{NOW, Profile, options, person, phone};
use crate::contacts::{
    self, BulkChange, ChangeId, Consent, Edit, Filter, NewContact, Query, Saved, Staging,
    UpsertOptions,
};
use crate::{DatabaseKey, StoreError, Tx};
use domain::{ContactId, Timestamp, fold};
use proptest::prelude::*;
use std::collections::BTreeSet;
use std::path::Path;

const NAMES: [&str; 6] = [
    "",
    "Ana",
    "Ána María",
    "Beto",
    "Ñandú Peña",
    "O'Brien \"x\"",
];
const TITLES: [&str; 3] = ["", "Sra.", "Dr. Ana"];
const GROUPS: [&str; 4] = ["VIP", "Ñoños", "Ana's", "2024"];
const FIELDS: [&str; 3] = ["Ciudad", "Saldo", "Año"];

/// One thing that somebody does. Numbers stand for people, by their place.
#[derive(Clone, Debug)]
enum Step {
    Upsert(Who),
    Import(Vec<Who>, bool, Option<usize>, bool),
    Edit(u64, Who),
    Bulk(u8, Vec<u64>, usize),
    Merge(u64, Vec<u64>),
    Rename(usize, usize),
    DeleteGroup(usize),
    Delete(u64),
    OptOut(u64),
    OptIn(u64),
    /// One of the last changes, counted from the newest.
    Undo(usize),
}

#[derive(Clone, Debug)]
struct Who {
    number: u64,
    name: usize,
    title: usize,
    groups: Vec<usize>,
    field: Option<(usize, u8)>,
}

fn who() -> impl Strategy<Value = Who> {
    (
        0u64..12,
        0..NAMES.len(),
        0..TITLES.len(),
        proptest::collection::vec(0..GROUPS.len(), 0..3),
        proptest::option::of((0..FIELDS.len(), 0u8..3)),
    )
        .prop_map(|(number, name, title, groups, field)| Who {
            number,
            name,
            title,
            groups,
            field,
        })
}

fn step() -> impl Strategy<Value = Step> {
    let some = || proptest::collection::vec(0u64..12, 0..6);
    prop_oneof![
        2 => who().prop_map(Step::Upsert),
        2 => (proptest::collection::vec(who(), 1..8), any::<bool>(), proptest::option::of(0..GROUPS.len()), any::<bool>())
            .prop_map(|(people, skip, group, consent)| Step::Import(people, skip, group, consent)),
        2 => (0u64..12, who()).prop_map(|(at, who)| Step::Edit(at, who)),
        4 => (0u8..6, some(), 0..GROUPS.len()).prop_map(|(what, who, group)| Step::Bulk(what, who, group)),
        1 => (0u64..12, some()).prop_map(|(keep, others)| Step::Merge(keep, others)),
        1 => (0..GROUPS.len(), 0..GROUPS.len()).prop_map(|(from, to)| Step::Rename(from, to)),
        1 => (0..GROUPS.len()).prop_map(Step::DeleteGroup),
        1 => (0u64..12).prop_map(Step::Delete),
        1 => (0u64..12).prop_map(Step::OptOut),
        1 => (0u64..12).prop_map(Step::OptIn),
        3 => (0usize..3).prop_map(Step::Undo),
    ]
}

fn new(who: &Who) -> NewContact {
    let groups: Vec<_> = who.groups.iter().map(|group| GROUPS[*group]).collect();
    let mut new = person(who.number, NAMES[who.name], TITLES[who.title], &groups);
    if let Some((field, value)) = who.field {
        new.fields.insert(FIELDS[field].into(), value.to_string());
    }
    new
}

/// The contact that has a number of the twelve.
fn id(tx: &Tx<'_>, number: u64) -> Result<Option<ContactId>, StoreError> {
    Ok(contacts::by_phone(tx, &phone(number))?.map(|contact| contact.id))
}

/// Imports people, each number once.
fn import(
    tx: &Tx<'_>,
    people: &[Who],
    how: &UpsertOptions,
    aside: &Path,
) -> Result<Option<ChangeId>, StoreError> {
    let mut staging = Staging::create(aside, &DatabaseKey::from_bytes([9; 32]))?;
    let mut seen = BTreeSet::new();
    for who in people.iter().filter(|who| seen.insert(who.number)) {
        let mut new = new(who);
        if who.title == 1 {
            new.remarks.note = format!("nota {}", who.name);
            new.remarks.consent = Some(Consent {
                how: "planilla".into(),
                at: (who.name > 2).then_some(how.now),
                proof: None,
            });
        }
        staging.push(&new)?;
    }
    let done = staging.finish()?.store(tx, how, &mut |_| Ok(()))?;
    assert_eq!(done.new + done.updated + done.unchanged, seen.len() as u64);
    Ok(done.change)
}

/// Does a step; the change, where it is one that can be taken back.
fn take(
    tx: &Tx<'_>,
    step: &Step,
    changes: &[ChangeId],
    aside: &Path,
    now: Timestamp,
) -> Result<Option<ChangeId>, StoreError> {
    let mut go_on = |_| Ok(());
    Ok(match step {
        Step::Upsert(who) => {
            contacts::upsert(tx, &new(who), &UpsertOptions { now, ..options() })?;
            None
        }
        Step::Import(people, skip_existing, group, consent) => {
            let how = UpsertOptions {
                skip_existing: *skip_existing,
                group: group.map(|group| GROUPS[group].to_owned()),
                consent: consent.then(|| format!("feria {}", now.0)),
                now,
                ..options()
            };
            import(tx, people, &how, aside)?
        }
        Step::Edit(at, who) => {
            if let Some(id) = id(tx, *at)? {
                let new = new(who);
                let edit = Edit {
                    id: Some(id),
                    phone: new.phone,
                    typed: new.typed,
                    name: new.name,
                    title: new.title,
                    groups: new.groups,
                    fields: new.fields,
                    note: format!("nota {}", who.title),
                    consent: (who.name % 2 == 0).then(|| "por teléfono".to_owned()),
                    consent_proof: None,
                };
                let saved = contacts::save(tx, &edit, now)?;
                assert!(matches!(saved, Saved::Done(_) | Saved::Taken(_)));
            }
            None
        }
        Step::Bulk(what, numbers, group) => {
            let group = GROUPS[*group].to_owned();
            let change = match what {
                0 => BulkChange::AddToGroup(group),
                1 => BulkChange::RemoveFromGroup(group),
                2 => BulkChange::Consent {
                    how: "en caja".into(),
                    proof: Some(group),
                },
                3 => BulkChange::OptOut {
                    why: "a mano".into(),
                },
                4 => BulkChange::OptIn,
                _ => BulkChange::Delete,
            };
            let mut ids = Vec::new();
            for number in numbers {
                ids.extend(id(tx, *number)?);
            }
            contacts::apply(tx, &ids, &change, now, &mut go_on)?.1
        }
        Step::Merge(keep, others) => {
            let mut ids = Vec::new();
            for number in others {
                ids.extend(id(tx, *number)?);
            }
            match id(tx, *keep)? {
                Some(keep) => {
                    let seen = contacts::preview_merge(tx, keep, &ids, now)?;
                    let merged = contacts::merge_into(tx, keep, &ids, now)?;
                    assert_eq!(contacts::details(tx, keep)?, seen);
                    merged.and_then(|merged| merged.change)
                }
                None => None,
            }
        }
        Step::Rename(from, to) => {
            contacts::rename_group(tx, GROUPS[*from], GROUPS[*to], now)?;
            None
        }
        Step::DeleteGroup(group) => {
            contacts::delete_group(tx, GROUPS[*group], now)?.and_then(|(_, change)| change)
        }
        Step::Delete(number) => {
            if let Some(id) = id(tx, *number)? {
                contacts::delete(tx, id)?;
            }
            None
        }
        Step::OptOut(number) => {
            contacts::opt_out(tx, &phone(*number), "BAJA", now)?;
            None
        }
        Step::OptIn(number) => {
            contacts::opt_in(tx, &phone(*number))?;
            None
        }
        Step::Undo(back) => {
            if let Some(at) = changes.len().checked_sub(back + 1) {
                contacts::undo(tx, changes[at], &mut go_on)?;
            }
            None
        }
    })
}

/// Everything that is kept about contacts, but for the ids of groups and fields
/// and the list of changes.
pub fn dump(tx: &Tx<'_>) -> Result<Vec<String>, StoreError> {
    let mut lines = Vec::new();
    for sql in [
        "SELECT json_array('contact', id, phone, typed, name, title, fields, name_key, title_key,
            note, consent, consent_at, consent_proof, created_at, updated_at, messaged_at)
         FROM contact ORDER BY id",
        "SELECT json_array('member', m.contact_id, g.name, m.name_key)
         FROM member m JOIN contact_group g ON g.id = m.group_id ORDER BY 1",
        "SELECT json_array('group', name, name_key, size) FROM contact_group ORDER BY 1",
        "SELECT json_array('field', name, name_key) FROM contact_field ORDER BY 1",
        "SELECT json_array('opted out', phone, why, since) FROM suppression ORDER BY 1",
        "SELECT json_array('presence', phone, on_whatsapp, checked_at) FROM presence ORDER BY 1",
        "SELECT json_array('total', contacts) FROM contact_total",
        "SELECT json_array('searched', id) FROM contact_search_docsize ORDER BY id",
    ] {
        let mut list = tx.connection().prepare_cached(sql)?;
        let rows = list.query_map([], |row| row.get::<_, String>(0))?;
        for row in rows {
            lines.push(row?);
        }
    }
    Ok(lines)
}

pub fn number(tx: &Tx<'_>, sql: &str) -> Result<i64, StoreError> {
    Ok(tx.connection().query_row(sql, [], |row| row.get(0))?)
}

/// What holds after everything.
pub fn holds(tx: &Tx<'_>) -> Result<(), StoreError> {
    tx.connection().execute(
        "INSERT INTO contact_search (contact_search) VALUES ('integrity-check')",
        [],
    )?;
    for (none, sql) in [
        (
            "a wrong total",
            "SELECT count(*) FROM contact_total
             WHERE contacts <> (SELECT count(*) FROM contact)",
        ),
        (
            "a wrong size of a group",
            "SELECT count(*) FROM contact_group g
             WHERE size <> (SELECT count(*) FROM member WHERE group_id = g.id)",
        ),
        (
            "a member under another name, or filed elsewhere",
            "SELECT count(*) FROM member m LEFT JOIN contact c ON c.id = m.contact_id
             WHERE c.id IS NULL OR (c.name_key, c.recent) <> (m.name_key, m.recent)",
        ),
        (
            "a contact that the search does not know, or knows still",
            "SELECT count(*) FROM contact c FULL JOIN contact_search_docsize d ON d.id = c.id
             WHERE c.id IS NULL OR d.id IS NULL",
        ),
    ] {
        assert_eq!(number(tx, sql)?, 0, "{none}");
    }
    let mut all = Vec::new();
    contacts::for_each(tx, &Filter::default(), |contact| {
        all.push(contact);
        Ok(())
    })?;
    for contact in &all {
        let known = contacts::extra_field_names(tx)?;
        assert!(
            contact.fields.keys().all(|name| known.contains(name)),
            "a field of somebody is not known"
        );
    }
    let needles = NAMES
        .iter()
        .chain(&TITLES)
        .chain(&GROUPS)
        .flat_map(|text| text.split_whitespace())
        .map(fold)
        .chain((0..12).map(|n| phone(n).as_str()[4..].to_owned()));
    for needle in needles {
        let mut expected: Vec<ContactId> = all
            .iter()
            .filter(|one| {
                let mut texts = vec![
                    fold(&one.name),
                    fold(&one.title),
                    one.phone.as_str().to_owned(),
                ];
                texts.extend(one.groups.iter().map(|group| fold(group)));
                texts.iter().any(|text| text.contains(&needle))
            })
            .map(|one| one.id)
            .collect();
        expected.sort_by_key(|id| id.0);
        let query = Query {
            filter: Filter {
                search: Some(needle.clone()),
                ..Filter::default()
            },
            limit: 100,
            ..Query::default()
        };
        let page = contacts::page(tx, &query)?;
        let mut found: Vec<_> = page.contacts.iter().map(|one| one.contact.id).collect();
        found.sort_by_key(|id| id.0);
        assert_eq!(found, expected, "{needle}");
    }
    Ok(())
}

/// Who said no and has not said yes since, through all numbers they had.
#[derive(Default)]
struct Refusals(BTreeSet<String>);

impl Refusals {
    /// To be called before a step is taken.
    fn note(&mut self, tx: &Tx<'_>, step: &Step) -> Result<(), StoreError> {
        let said = |refusals: &Self, number: u64| refusals.0.contains(phone(number).as_str());
        match step {
            Step::OptOut(number) => {
                self.0.insert(phone(*number).as_str().to_owned());
            }
            Step::OptIn(number) => {
                self.0.remove(phone(*number).as_str());
            }
            Step::Bulk(4, numbers, _) => {
                for number in numbers {
                    if id(tx, *number)?.is_some() {
                        self.0.remove(phone(*number).as_str());
                    }
                }
            }
            Step::Edit(at, who)
                if said(self, *at) && id(tx, *at)?.is_some() && id(tx, who.number)?.is_none() =>
            {
                self.0.insert(phone(who.number).as_str().to_owned());
            }
            _ => {}
        }
        Ok(())
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn any_history_leaves_everything_in_order(
        steps in proptest::collection::vec((step(), 0i64..3), 1..40),
    ) {
        let profile = Profile::new();
        let aside = profile.folder.path().join("import.tmp");
        profile.write(move |tx| {
            let (mut changes, mut now) = (Vec::new(), NOW.0);
            let mut refusals = Refusals::default();
            for (step, later) in &steps {
                // The clock may stand still, and go back.
                now += later - i64::from(*later == 2) * 3;
                refusals.note(tx, step)?;
                let before = dump(tx)?;
                let change = take(tx, step, &changes, &aside, Timestamp(now))?;
                if let Some(change) = change {
                    let undone = contacts::undo(tx, change, &mut |_| Ok(()))?.unwrap();
                    assert_eq!(undone.kept, 0, "{step:?}");
                    let after = dump(tx)?;
                    assert_eq!(after, before, "{step:?} was taken back");
                    assert_eq!(contacts::undo(tx, change, &mut |_| Ok(()))?, None);
                    changes.extend(take(tx, step, &changes, &aside, Timestamp(now))?);
                }
                for number in &refusals.0 {
                    let number = domain::PhoneNumber::from_e164(number).unwrap();
                    assert!(contacts::is_opted_out(tx, &number)?, "{step:?} lost an opt-out");
                }
                holds(tx)?;
            }
            Ok(())
        });
    }
}
