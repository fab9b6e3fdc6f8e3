//! Changes, what takes them back, and what that must not touch.

use super::helpers::{NOW, Profile, block, options, person, phone};
use super::histories::{dump, holds, number};
use crate::contacts::{self, BulkChange, ChangeId, Edit, Filter, Saved, Staging, UpsertOptions};
use crate::{DatabaseKey, StoreError, Tx};
use domain::{ContactId, Timestamp};
use std::collections::BTreeMap;
use std::path::PathBuf;

/// A profile with three people of one group, and the import that brought them.
fn imported(profile: &Profile) -> (Vec<ContactId>, ChangeId) {
    let aside = aside(profile);
    profile.write(move |tx| {
        let mut staging = Staging::create(&aside, &DatabaseKey::from_bytes([9; 32]))?;
        for (number, name) in [(1, "Ana"), (2, "Beto"), (3, "Celia")] {
            staging.push(&person(number, name, "", &["VIP"]))?;
        }
        let done = staging.finish()?.store(tx, &options(), &mut |_| Ok(()))?;
        Ok((contacts::ids(tx, &Filter::default())?, done.change.unwrap()))
    })
}

fn aside(profile: &Profile) -> PathBuf {
    profile.folder.path().join("import.tmp")
}

fn edit(tx: &Tx<'_>, id: ContactId, name: &str, now: Timestamp) -> Result<(), StoreError> {
    let edit = Edit {
        name: name.to_owned(),
        ..open(tx, id)?
    };
    assert_eq!(contacts::save(tx, &edit, now)?, Saved::Done(id));
    Ok(())
}

/// A contact as the window shows it to somebody who changes it.
fn open(tx: &Tx<'_>, id: ContactId) -> Result<Edit, StoreError> {
    let known = contacts::details(tx, id)?.unwrap();
    Ok(Edit {
        id: Some(id),
        phone: known.contact.phone,
        typed: known.typed,
        name: known.contact.name,
        title: known.contact.title,
        groups: known.contact.groups,
        fields: known.contact.fields,
        note: known.note,
        consent: known.contact.consent,
        consent_proof: known.consent_proof,
    })
}

/// Lists and changes of many people go on behind an open contact.
#[test]
fn who_saves_an_open_contact_changes_only_what_they_wrote() {
    let profile = Profile::new();
    profile.write(|tx| {
        let mut ana = person(1, "Ana", "", &["Coro", "VIP"]);
        ana.fields = [("Ciudad", "Luque"), ("Zona", "1"), ("Ruta", "9")]
            .map(|(name, value)| (name.to_owned(), value.to_owned()))
            .into();
        let (id, ..) = contacts::upsert(tx, &ana, &options())?;
        let seen = open(tx, id)?;

        // A list brings a name, a field and a group, and the others leave one.
        let mut newer = person(1, "Ana López", "", &["Fútbol"]);
        newer.fields = [("ciudad", "Areguá"), ("Zona", "2"), ("Edad", "33")]
            .map(|(name, value)| (name.to_owned(), value.to_owned()))
            .into();
        let mut agreed = options();
        agreed.consent = Some("feria".to_owned());
        contacts::upsert(tx, &newer, &agreed)?;
        let leave = BulkChange::RemoveFromGroup("VIP".to_owned());
        contacts::apply(tx, &[id], &leave, NOW, &mut |_| Ok(()))?;

        // Meanwhile somebody wrote this.
        let mut written = seen.clone();
        written.title = "Sra".to_owned();
        written.groups = ["coro", "VIP", "Danza"].map(str::to_owned).into();
        written.fields.remove("Ruta");
        written.fields.insert("Zona".to_owned(), "3".to_owned());
        written.note = "Llamar".to_owned();
        let known = contacts::details(tx, id)?.unwrap();
        contacts::save(tx, &written.onto(&seen, &known), NOW)?;

        let saved = contacts::details(tx, id)?.unwrap();
        let (contact, fields) = (&saved.contact, &saved.contact.fields);
        assert_eq!(
            (contact.name.as_str(), contact.title.as_str()),
            ("Ana López", "Sra")
        );
        assert_eq!(contact.groups, ["Coro", "Danza", "Fútbol"]);
        let fields: Vec<_> = fields
            .iter()
            .map(|(name, value)| format!("{name}={value}"))
            .collect();
        assert_eq!(fields, ["Ciudad=Areguá", "Edad=33", "Zona=3"]);
        assert_eq!(
            (saved.note.as_str(), contact.consent.as_deref()),
            ("Llamar", Some("feria"))
        );
        assert_eq!(saved.typed, seen.typed);

        // Who writes all of it has all of it.
        let known = contacts::details(tx, id)?.unwrap();
        let mut other = open(tx, id)?;
        other.phone = phone(2);
        other.typed = "0981 000002".to_owned();
        other.name = String::new();
        other.consent = None;
        contacts::save(tx, &other.clone().onto(&open(tx, id)?, &known), NOW)?;
        let moved = contacts::details(tx, id)?.unwrap();
        assert_eq!((moved.contact.phone, moved.typed), (phone(2), other.typed));
        assert_eq!(
            (moved.contact.name.as_str(), moved.contact.consent),
            ("", None)
        );
        holds(tx)
    });
}

#[test]
fn what_was_edited_since_stays_also_within_the_same_millisecond() {
    for later in [1, 0, -1000] {
        let profile = Profile::new();
        let (ids, change) = imported(&profile);
        profile.write(move |tx| {
            edit(tx, ids[1], "Beto Díaz", Timestamp(NOW.0 + later))?;
            let undone = contacts::undo(tx, change, &mut |_| Ok(()))?.unwrap();
            assert_eq!((undone.undone, undone.kept), (2, 1), "{later} ms later");
            let left = contacts::by_phone(tx, &phone(2))?.unwrap();
            assert_eq!((left.name.as_str(), left.groups.len()), ("Beto Díaz", 1));
            assert_eq!(contacts::ids(tx, &Filter::default())?, [ids[1]]);
            holds(tx)
        });
    }
}

#[test]
fn who_was_deleted_comes_back_though_somebody_else_was_added() {
    let profile = Profile::new();
    let (ids, _) = imported(&profile);
    profile.write(move |tx| {
        let delete = BulkChange::Delete;
        let (_, change) = contacts::apply(tx, &ids[2..], &delete, NOW, &mut |_| Ok(()))?;
        contacts::upsert(tx, &person(9, "Zoe", "", &[]), &options())?;
        let undone = contacts::undo(tx, change.unwrap(), &mut |_| Ok(()))?.unwrap();
        assert_eq!((undone.undone, undone.kept), (1, 0));
        assert_eq!(contacts::by_phone(tx, &phone(3))?.unwrap().id, ids[2]);
        assert!(contacts::by_phone(tx, &phone(9))?.is_some());
        holds(tx)
    });
}

#[test]
fn a_group_that_got_another_name_keeps_it() {
    let profile = Profile::new();
    let (ids, _) = imported(&profile);
    profile.write(move |tx| {
        let add = BulkChange::AddToGroup("Nuevos".into());
        let (_, change) = contacts::apply(tx, &ids, &add, NOW, &mut |_| Ok(()))?;
        contacts::rename_group(tx, "VIP", "Premium", Timestamp(NOW.0 + 5))?;
        let undone = contacts::undo(tx, change.unwrap(), &mut |_| Ok(()))?.unwrap();
        assert_eq!((undone.undone, undone.kept), (3, 0));
        assert_eq!(contacts::groups(tx)?, [("Premium".to_owned(), 3)]);
        holds(tx)
    });
}

#[test]
fn a_no_that_is_said_again_outlives_what_was_done_by_hand() {
    let profile = Profile::new();
    let (ids, _) = imported(&profile);
    profile.write(move |tx| {
        let out = BulkChange::OptOut {
            why: "a mano".into(),
        };
        let (_, change) = contacts::apply(tx, &ids, &out, NOW, &mut |_| Ok(()))?;
        contacts::opt_out(tx, &phone(1), "BAJA", Timestamp(NOW.0 + 5))?;
        let undone = contacts::undo(tx, change.unwrap(), &mut |_| Ok(()))?.unwrap();
        assert_eq!((undone.undone, undone.kept), (2, 1));
        assert!(contacts::is_opted_out(tx, &phone(1))?);
        assert!(!contacts::is_opted_out(tx, &phone(2))?);
        Ok(())
    });
}

#[test]
fn changes_of_nothing_push_no_change_out() {
    let profile = Profile::new();
    let (ids, change) = imported(&profile);
    profile.write(move |tx| {
        for _ in 0..20 {
            let add = BulkChange::AddToGroup("VIP".into());
            let done = contacts::apply(tx, &ids, &add, NOW, &mut |_| Ok(()))?;
            assert_eq!(done, (0, None));
            let merged = contacts::merge_into(tx, ids[0], &[ids[0]], NOW)?.unwrap();
            assert_eq!((merged.gone, merged.change), (0, None));
        }
        assert!(contacts::undo(tx, change, &mut |_| Ok(()))?.is_some());
        Ok(())
    });
}

#[test]
fn the_last_ten_changes_can_be_taken_back() {
    let profile = Profile::new();
    let (ids, first) = imported(&profile);
    profile.write(move |tx| {
        let mut changes = vec![first];
        for n in 0..10 {
            let add = BulkChange::AddToGroup(format!("Grupo {n}"));
            changes.extend(contacts::apply(tx, &ids, &add, NOW, &mut |_| Ok(()))?.1);
        }
        assert_eq!(contacts::undo(tx, changes[0], &mut |_| Ok(()))?, None);
        for change in changes[1..].iter().rev() {
            let undone = contacts::undo(tx, *change, &mut |_| Ok(()))?.unwrap();
            assert_eq!((undone.undone, undone.kept), (3, 0));
        }
        assert_eq!(contacts::groups(tx)?, [("VIP".to_owned(), 3)]);
        assert_eq!(number(tx, "SELECT count(*) FROM change_row")?, 0);
        Ok(())
    });
}

#[test]
fn a_field_that_somebody_else_uses_by_now_stays_known() {
    let profile = Profile::new();
    let aside = aside(&profile);
    profile.write(move |tx| {
        let (other, ..) = contacts::upsert(tx, &person(9, "Zoe", "", &[]), &options())?;
        let mut staging = Staging::create(&aside, &DatabaseKey::from_bytes([9; 32]))?;
        let mut ana = person(1, "Ana", "", &[]);
        ana.fields.insert("Ciudad".into(), "Luque".into());
        ana.fields.insert("Saldo".into(), String::new());
        staging.push(&ana)?;
        let done = staging.finish()?.store(tx, &options(), &mut |_| Ok(()))?;
        let mut zoe = person(9, "Zoe", "", &[]);
        zoe.fields.insert("Ciudad".into(), "Areguá".into());
        assert_eq!(contacts::upsert(tx, &zoe, &options())?.0, other);
        contacts::undo(tx, done.change.unwrap(), &mut |_| Ok(()))?;
        assert_eq!(contacts::extra_field_names(tx)?, ["Ciudad"]);
        Ok(())
    });
}

#[test]
fn a_merge_takes_the_newest_of_each_and_forgets_nobody() {
    let profile = Profile::new();
    profile.write(|tx| {
        let save =
            |number, name: &str, title: &str, at: i64, consent: Option<&str>, group: &str| {
                let edit = Edit {
                    id: None,
                    phone: phone(number),
                    typed: format!("0981 {number}"),
                    name: name.into(),
                    title: title.into(),
                    groups: vec![group.into()],
                    fields: BTreeMap::from([(
                        if at > 5 { "Ciudad" } else { "Saldo" }.to_owned(),
                        at.to_string(),
                    )]),
                    note: format!("nota {number}"),
                    consent: consent.map(str::to_owned),
                    consent_proof: consent.map(|how| format!("papel de {how}")),
                };
                match contacts::save(tx, &edit, Timestamp(NOW.0 + at))? {
                    Saved::Done(id) => Ok::<_, StoreError>(id),
                    other => panic!("{other:?}"),
                }
            };
        let oldest = save(1, "Ana", "Sra.", 0, None, "VIP")?;
        let middle = save(2, "Ana Gómez", "", 10, Some("feria"), "Nuevos")?;
        let newest = save(3, "", "Dra.", 20, Some("caja"), "VIP")?;
        // The consent of the last one is older than when they were changed.
        tx.connection().execute(
            "UPDATE contact SET consent_at = ?2, messaged_at = 77 WHERE id = ?1",
            (newest.0, NOW.0 + 1),
        )?;
        contacts::opt_out(tx, &phone(2), "BAJA", NOW)?;
        let later = Timestamp(NOW.0 + 100);
        let before = dump(tx)?;
        // Named twice they are one all the same.
        let others = [middle, newest, middle, oldest, ContactId(999)];
        let merged = contacts::merge_into(tx, oldest, &others, later)?.unwrap();
        assert_eq!(merged.gone, 2);
        let kept = contacts::details(tx, oldest)?.unwrap();
        assert_eq!(kept.contact.phone, phone(1));
        assert_eq!(kept.contact.name, "Ana Gómez");
        assert_eq!(kept.contact.title, "Dra.");
        assert_eq!(kept.contact.groups, ["Nuevos", "VIP"]);
        assert_eq!(kept.contact.fields.len(), 2);
        assert_eq!(kept.contact.fields["Ciudad"], "20");
        for part in [
            "nota 1",
            "nota 2",
            "nota 3",
            phone(2).as_str(),
            phone(3).as_str(),
        ] {
            assert_eq!(kept.note.matches(part).count(), 1, "{part}");
        }
        assert_eq!(kept.contact.consent.as_deref(), Some("feria"));
        assert_eq!(kept.consent_at, Some(Timestamp(NOW.0 + 10)));
        assert_eq!(kept.consent_proof.as_deref(), Some("papel de feria"));
        assert_eq!(kept.messaged_at, Some(Timestamp(77)));
        assert!(kept.contact.opted_out);
        assert_eq!(contacts::ids(tx, &Filter::default())?, [oldest]);
        holds(tx)?;
        contacts::undo(tx, merged.change.unwrap(), &mut |_| Ok(()))?;
        assert_eq!(dump(tx)?, before);
        Ok(())
    });
}

#[test]
fn a_no_after_a_merge_outlives_its_undo() {
    let profile = Profile::new();
    let (ids, _) = imported(&profile);
    profile.write(move |tx| {
        contacts::opt_out(tx, &phone(2), "BAJA", NOW)?;
        let merged = contacts::merge_into(tx, ids[0], &ids[1..2], NOW)?.unwrap();
        assert!(contacts::is_opted_out(tx, &phone(1))?, "of any of them");
        // The record is there already; now they say so under this number.
        contacts::opt_out(tx, &phone(1), "STOP", Timestamp(NOW.0 + 5))?;
        let undone = contacts::undo(tx, merged.change.unwrap(), &mut |_| Ok(()))?.unwrap();
        assert_eq!((undone.undone, undone.kept), (1, 1));
        for number in [1, 2] {
            assert!(contacts::is_opted_out(tx, &phone(number))?);
        }
        holds(tx)
    });
}

#[test]
fn an_opt_out_moves_with_the_number_and_messages_are_remembered() {
    let profile = Profile::new();
    let (ids, _) = imported(&profile);
    profile.campaign(2, &["Hola"]);
    profile.write(move |tx| {
        tx.connection()
            .execute("UPDATE recipient SET messaged_at = ?1 + position", [NOW.0])?;
        let messaged = |id: ContactId| {
            let known = contacts::details(tx, id)?.unwrap();
            Ok::<_, StoreError>(known.messaged_at.map(|at| at.0 - NOW.0))
        };
        assert_eq!(messaged(ids[0])?, Some(1));
        contacts::opt_out(tx, &phone(1), "BAJA", NOW)?;
        let known = contacts::details(tx, ids[0])?.unwrap();
        let mut moved = Edit {
            id: Some(ids[0]),
            phone: phone(70),
            typed: known.typed,
            name: known.contact.name,
            title: known.contact.title,
            groups: known.contact.groups,
            fields: known.contact.fields,
            note: known.note,
            consent: None,
            consent_proof: None,
        };
        contacts::save(tx, &moved, NOW)?;
        for number in [1, 70] {
            assert!(contacts::is_opted_out(tx, &phone(number))?, "{number}");
        }
        assert_eq!(messaged(ids[0])?, Some(1), "the person was written to");
        // A number that was written to before it was theirs.
        contacts::delete(tx, ids[1])?;
        moved.phone = phone(2);
        contacts::save(tx, &moved, NOW)?;
        assert_eq!(messaged(ids[0])?, Some(2));
        holds(tx)
    });
}

#[test]
fn a_newer_consent_has_its_own_proof_or_none() {
    let profile = Profile::new();
    let (ids, _) = imported(&profile);
    profile.write(move |tx| {
        let consent = BulkChange::Consent {
            how: "feria".into(),
            proof: Some("papel".into()),
        };
        contacts::apply(tx, &ids, &consent, NOW, &mut |_| Ok(()))?;
        let how = UpsertOptions {
            consent: Some("web".into()),
            ..options()
        };
        contacts::upsert(tx, &person(1, "Ana", "", &[]), &how)?;
        let ana = contacts::details(tx, ids[0])?.unwrap();
        assert_eq!(ana.contact.consent.as_deref(), Some("web"));
        assert_eq!(ana.consent_proof, None);
        Ok(())
    });
}

#[test]
fn what_is_stopped_in_the_middle_has_not_happened() {
    let profile = Profile::new();
    imported(&profile);
    let before = profile.read(dump);
    let aside = aside(&profile);
    let stop_at = |last: u64| {
        move |done: u64| {
            if done >= last {
                Err(StoreError::Cancelled)
            } else {
                Ok(())
            }
        }
    };
    for last in [0, 1, 4] {
        let aside = aside.clone();
        let import = profile.store.write(move |tx| {
            let mut staging = Staging::create(&aside, &DatabaseKey::from_bytes([9; 32]))?;
            for number in 0..6 {
                staging.push(&person(number, "Nadie", "Sr.", &["Otros", "VIP"]))?;
            }
            let how = UpsertOptions {
                consent: Some("feria".into()),
                ..options()
            };
            staging.finish()?.store(tx, &how, &mut stop_at(last))
        });
        let stopped = block(import).unwrap_err();
        assert_eq!(stopped, StoreError::Cancelled);
        for change in [
            BulkChange::AddToGroup("Otros".into()),
            BulkChange::RemoveFromGroup("VIP".into()),
            BulkChange::OptOut { why: "x".into() },
            BulkChange::Delete,
        ] {
            let bulk = profile.store.write(move |tx| {
                let ids = contacts::ids(tx, &Filter::default())?;
                contacts::apply(tx, &ids, &change, NOW, &mut stop_at(last.min(2)))
            });
            let stopped = block(bulk).unwrap_err();
            assert_eq!(stopped, StoreError::Cancelled);
        }
        assert_eq!(profile.read(dump), before);
        profile.read(|tx| {
            assert_eq!(number(tx, "SELECT count(*) FROM change")?, 1);
            Ok(())
        });
        profile.write(holds);
    }
    assert!(!aside.exists());
}
