//! Adding, merging, listing and searching people.

use super::helpers::{NOW, Profile, options, person, phone};
use crate::contacts::{self, Change, Consent, Filter, NewContact, Query, Remarks, UpsertOptions};
use domain::Timestamp;

fn names(profile: &Profile, search: &str, group: Option<&str>) -> Vec<String> {
    let query = Query {
        filter: filter(search, group),
        limit: 100,
        ..Query::default()
    };
    profile.read(move |tx| {
        let page = contacts::page(tx, &query)?;
        let total = contacts::count(tx, &query.filter)?;
        assert_eq!((page.contacts.len() as u64, page.next), (total, None));
        assert!(page.total.is_none_or(|told| told == total));
        Ok(page.contacts.into_iter().map(|c| c.contact.name).collect())
    })
}

fn filter(search: &str, group: Option<&str>) -> Filter {
    Filter {
        search: (!search.is_empty()).then(|| search.to_owned()),
        groups: group.map(str::to_owned).into_iter().collect(),
        ..Filter::default()
    }
}

#[test]
fn a_merge_keeps_what_is_newer_and_never_blanks() {
    let profile = Profile::new();
    profile.write(|tx| {
        let mut first = person(1, "Ana", "", &["VIP", "Luque"]);
        first.fields.insert("Ciudad".into(), "Luque".into());
        first.fields.insert("Vacío".into(), " ".into());
        assert_eq!(contacts::classify(tx, &first)?, (Change::New, false));
        let (id, change, _) = contacts::upsert(tx, &first, &options())?;
        assert_eq!(change, Change::New);
        assert_eq!(contacts::classify(tx, &first)?.0, Change::Unchanged);
        assert_eq!(
            contacts::upsert(tx, &first, &options())?.1,
            Change::Unchanged
        );

        let mut second = person(1, " Ana Gómez ", "Sra", &["vip", "Nuevo"]);
        second.fields.insert("CIUDAD".into(), "Asunción".into());
        second.fields.insert("Edad".into(), "40".into());
        assert_eq!(contacts::classify(tx, &second)?.0, Change::Updated);
        assert_eq!(
            contacts::upsert(tx, &second, &options())?,
            (id, Change::Updated, false)
        );

        let blank = person(1, "", " ", &["", "VIP"]);
        assert_eq!(contacts::classify(tx, &blank)?.0, Change::Unchanged);
        assert_eq!(
            contacts::upsert(tx, &blank, &options())?.1,
            Change::Unchanged
        );

        let stored = contacts::by_phone(tx, &phone(1))?.unwrap();
        assert_eq!(
            (stored.name.as_str(), stored.title.as_str()),
            ("Ana Gómez", "Sra")
        );
        assert_eq!(stored.groups, ["Luque", "Nuevo", "VIP"]);
        let fields: Vec<_> = stored
            .fields
            .iter()
            .map(|(k, v)| (k.as_str(), v.as_str()))
            .collect();
        assert_eq!(fields, [("Ciudad", "Asunción"), ("Edad", "40")]);
        // Also the column that nobody filled in is a variable.
        assert_eq!(
            contacts::extra_field_names(tx)?,
            ["Ciudad", "Edad", "Vacío"]
        );
        Ok(())
    });
}

#[test]
fn an_import_can_leave_known_people_alone_or_add_to_them() {
    let profile = Profile::new();
    profile.write(|tx| {
        contacts::upsert(tx, &person(1, "Ana", "", &[]), &options())?;
        let everybody = UpsertOptions {
            skip_existing: true,
            group: Some("Feria".into()),
            consent: Some("en la feria".into()),
            ..options()
        };
        let (_, change, _) = contacts::upsert(tx, &person(1, "Otra", "", &[]), &everybody)?;
        assert_eq!(change, Change::Unchanged);
        contacts::upsert(tx, &person(2, "Beto", "", &[]), &everybody)?;
        let ana = contacts::by_phone(tx, &phone(1))?.unwrap();
        assert_eq!(
            (ana.name.as_str(), ana.groups.len(), ana.consent),
            ("Ana", 0, None)
        );
        let beto = contacts::by_phone(tx, &phone(2))?.unwrap();
        assert_eq!(
            (beto.groups, beto.consent.as_deref()),
            (vec!["Feria".into()], Some("en la feria"))
        );

        let merge = UpsertOptions {
            skip_existing: false,
            ..everybody
        };
        let (_, change, _) = contacts::upsert(tx, &person(1, "", "", &[]), &merge)?;
        assert_eq!(change, Change::Updated, "joined the group");
        assert_eq!(contacts::groups(tx)?, [("Feria".to_owned(), 2)]);
        Ok(())
    });
}

#[test]
fn opting_out_outlives_the_contact() {
    let profile = Profile::new();
    profile.write(|tx| {
        let ana = person(1, "Ana", "", &["VIP"]);
        let (id, ..) = contacts::upsert(tx, &ana, &options())?;
        assert!(contacts::opt_out(tx, &phone(1), "BAJA", NOW)?);
        assert!(!contacts::opt_out(
            tx,
            &phone(1),
            "STOP",
            Timestamp(NOW.0 + 1)
        )?);
        assert!(contacts::by_phone(tx, &phone(1))?.unwrap().opted_out);
        assert!(contacts::delete(tx, id)?);
        assert_eq!(contacts::groups(tx)?, [("VIP".to_owned(), 0)]);
        assert_eq!(contacts::by_phone(tx, &phone(1))?, None);
        assert_eq!(contacts::classify(tx, &ana)?, (Change::New, true));
        let (_, change, opted_out) = contacts::upsert(tx, &ana, &options())?;
        assert_eq!((change, opted_out), (Change::New, true));
        assert!(contacts::is_opted_out(tx, &phone(1))?);
        assert!(contacts::opt_in(tx, &phone(1))?);
        assert!(!contacts::opt_in(tx, &phone(1))?);
        assert!(!contacts::upsert(tx, &ana, &options())?.2);
        Ok(())
    });
}

#[test]
fn search_ignores_case_and_accents_and_reads_numbers_as_people_write_them() {
    let profile = Profile::new();
    profile.write(|tx| {
        for (n, name, title, groups) in [
            (101, "Álvaro Núñez", "Dr.", ["VIP"].as_slice()),
            (102, "alvarado, josé", "Señor", &[]),
            (203, "Beatriz", "Dra.", &["VIP"]),
            (204, "", "", &[]),
        ] {
            contacts::upsert(tx, &person(n, name, title, groups), &options())?;
        }
        Ok(())
    });
    let all = ["", "alvarado, josé", "Álvaro Núñez", "Beatriz"];
    assert_eq!(names(&profile, "", None), all);
    assert_eq!(names(&profile, "ALVARO", None), ["Álvaro Núñez"]);
    assert_eq!(names(&profile, "núñez  álv", None), ["Álvaro Núñez"]);
    assert_eq!(names(&profile, "dr", None), ["Álvaro Núñez", "Beatriz"]);
    assert_eq!(names(&profile, "senor jose", None), ["alvarado, josé"]);
    assert_eq!(names(&profile, "0981-000-10", None), all[1..3]);
    assert_eq!(names(&profile, "+595 981 000204", None), [""]);
    assert_eq!(names(&profile, "nadie", None), [""; 0]);
    assert_eq!(
        names(&profile, "", Some("vip")),
        ["Álvaro Núñez", "Beatriz"]
    );
    assert_eq!(names(&profile, "beat", Some("VIP")), ["Beatriz"]);
    assert_eq!(names(&profile, "", Some("nadie")), [""; 0]);
    assert_eq!(names(&profile, "% _ ' \"", None), [""; 0]);
}

#[test]
fn pages_follow_each_other_without_gap_or_repetition() {
    let profile = Profile::new();
    profile.write(|tx| {
        // Several people share a name; some numbers sort before others.
        for n in 0..57 {
            let name = format!("Ana: {}", n % 5);
            let groups = if n % 2 == 0 { vec!["Par"] } else { vec![] };
            contacts::upsert(tx, &person(n, &name, "", &groups), &options())?;
        }
        Ok(())
    });
    for (group, search, expected) in [
        (None, None, 57),
        (Some("par"), None, 29),
        (None, Some("ana"), 57),
        (Some("PAR"), Some("ana:1"), 6),
    ] {
        let seen = profile.read(move |tx| {
            let mut seen = Vec::new();
            let mut query = Query {
                filter: filter(search.unwrap_or(""), group),
                limit: 10,
                ..Query::default()
            };
            assert_eq!(contacts::count(tx, &query.filter)?, expected);
            loop {
                let page = contacts::page(tx, &query)?;
                assert!(page.total.is_none_or(|told| told == expected));
                assert!(page.contacts.len() == 10 || page.next.is_none());
                let people = page.contacts.into_iter().map(|c| c.contact);
                seen.extend(people.map(|c| (domain::fold(&c.name), c.phone)));
                let Some(next) = page.next else { break };
                query.after = Some(next);
            }
            Ok(seen)
        });
        assert_eq!(seen.len() as u64, expected);
        assert!(seen.is_sorted() && seen.windows(2).all(|pair| pair[0] != pair[1]));
    }
}

#[test]
fn everybody_is_visited_by_name_and_then_as_they_were_added() {
    let profile = Profile::new();
    profile.write(|tx| {
        for (n, name) in [(3, "Beto"), (2, "ana"), (1, "Ana"), (4, "Ál")] {
            contacts::upsert(tx, &person(n, name, "", &["Todos"]), &options())?;
        }
        // Renaming moves a person within a group, too.
        contacts::upsert(tx, &person(3, "Aaron", "", &[]), &options())?;
        for filter in [Filter::default(), Filter::group("todos")] {
            let mut seen = Vec::new();
            contacts::for_each(tx, &filter, |contact| {
                seen.push((contact.name, contact.phone));
                Ok(())
            })?;
            let row = |name: &str, n| (name.to_owned(), phone(n));
            assert_eq!(
                seen,
                [row("Aaron", 3), row("Ál", 4), row("ana", 2), row("Ana", 1)]
            );
        }
        contacts::for_each(tx, &Filter::group("nobody"), |_| panic!("there is nobody"))
    });
}

#[test]
fn a_number_may_be_typed_in_groups() {
    let profile = Profile::new();
    profile.write(|tx| {
        for n in [8, 18, 981] {
            contacts::upsert(tx, &person(n, "Ana", "", &[]), &options())?;
        }
        let found = |search: &str| {
            let query = Query {
                filter: filter(search, None),
                limit: 10,
                ..Query::default()
            };
            let page = contacts::page(tx, &query)?;
            assert_eq!(Some(page.contacts.len() as u64), page.total);
            let people = page.contacts.into_iter().map(|c| c.contact.phone);
            Ok::<_, crate::StoreError>(people.collect::<Vec<_>>())
        };
        assert_eq!(found("0981 000 008")?, [phone(8)]);
        assert_eq!(found("+595 981 000-018")?, [phone(18)]);
        assert_eq!(found("ana 0981000981")?, [phone(981)]);
        assert_eq!(found(" 000 ")?.len(), 3, "nothing but zeros is no word");
        Ok(())
    });
}

fn at(millis: i64) -> Timestamp {
    Timestamp(NOW.0 + millis)
}

fn consent(how: &str, millis: Option<i64>, proof: Option<&str>) -> Consent {
    Consent {
        how: how.into(),
        at: millis.map(at),
        proof: proof.map(str::to_owned),
    }
}

fn ana(note: &str, consent: impl Into<Option<Consent>>, opted_out: bool) -> NewContact {
    let mut ana = person(1, "Ana", "", &[]);
    ana.remarks = Remarks {
        note: note.into(),
        consent: consent.into(),
        opted_out,
        opted_out_at: opted_out.then_some(at(7)),
    };
    ana
}

#[test]
fn a_row_may_tell_of_note_consent_and_opt_out() {
    let profile = Profile::new();
    profile.write(|tx| {
        let everybody = UpsertOptions {
            consent: Some("todos".into()),
            ..options()
        };
        // What is stored, the change, and whether an opt-out is known.
        let steps = [
            (
                ana(" uno\ndos ", consent("feria", Some(1), None), false),
                Change::New,
                "uno\ndos",
                ("feria", 1, None),
                false,
            ),
            (
                ana("uno\ndos", consent("feria", Some(1), None), false),
                Change::Unchanged,
                "uno\ndos",
                ("feria", 1, None),
                false,
            ),
            (
                ana("", None, false),
                Change::Unchanged,
                "uno\ndos",
                ("todos", 0, None),
                false,
            ),
            (
                ana("tres", consent("caja", Some(9), Some("papel")), false),
                Change::Updated,
                "tres",
                ("caja", 9, Some("papel")),
                false,
            ),
            (
                ana("", consent("vieja", Some(4), None), false),
                Change::Unchanged,
                "tres",
                ("caja", 9, Some("papel")),
                false,
            ),
            (
                ana("", consent("caja", Some(9), Some("otro")), false),
                Change::Updated,
                "tres",
                ("caja", 9, Some("otro")),
                false,
            ),
            (
                ana("", consent("caja", None, None), true),
                Change::Updated,
                "tres",
                ("caja", 9, Some("otro")),
                true,
            ),
            (
                ana("", consent("caja", None, None), true),
                Change::Unchanged,
                "tres",
                ("caja", 9, Some("otro")),
                true,
            ),
            (
                ana("cuatro", consent("caja", None, None), false),
                Change::Updated,
                "cuatro",
                ("caja", 9, Some("otro")),
                true,
            ),
        ];
        for (row, change, note, (how, since, proof), opted_out) in steps {
            assert_eq!(contacts::classify(tx, &row)?, (change, opted_out));
            let (id, done, out) = contacts::upsert(tx, &row, &everybody)?;
            assert_eq!((done, out), (change, opted_out));
            let known = contacts::details(tx, id)?.unwrap();
            assert_eq!(known.note, note);
            assert_eq!(known.contact.consent.as_deref(), Some(how));
            assert_eq!(known.consent_at, Some(at(since)));
            assert_eq!(known.consent_proof.as_deref(), proof);
            assert_eq!(known.contact.opted_out, opted_out);
        }
        let record = contacts::details(tx, contacts::by_phone(tx, &phone(1))?.unwrap().id)?;
        let record = record.unwrap().opt_out.unwrap();
        assert_eq!((record.why.as_str(), record.since), ("import", at(7)));
        Ok(())
    });
}

#[test]
fn a_no_counts_also_of_people_who_are_left_alone() {
    let profile = Profile::new();
    profile.write(|tx| {
        contacts::upsert(tx, &person(2, "Beto", "", &[]), &options())?;
        let mut beto = person(2, "Otro", "", &[]);
        beto.remarks.opted_out = true;
        let skipping = UpsertOptions {
            skip_existing: true,
            ..options()
        };
        let (_, change, out) = contacts::upsert(tx, &beto, &skipping)?;
        assert_eq!((change, out), (Change::Unchanged, true));
        assert_eq!(contacts::by_phone(tx, &phone(2))?.unwrap().name, "Beto");
        Ok(())
    });
}
