//! Databases of earlier versions.

use super::helpers::{Profile, key, phone};
use crate::contacts::{self, BulkChange, Filter, Query, Sort};
use crate::migrations::{APPLICATION_ID, MIGRATIONS};
use crate::{Execution, Store, metrics};
use domain::metrics::{Outcomes, Period};
use domain::{ContactId, Timestamp};
use rusqlite::Connection;
use tempfile::TempDir;

/// A profile as version 2 left it: four people, two groups, a campaign that
/// wrote to two of them, a confirmation to a third.
fn of_version_2() -> TempDir {
    let folder = TempDir::new().unwrap();
    let connection = Connection::open(folder.path().join("store.db")).unwrap();
    connection.execute_batch(&key().pragma()).unwrap();
    for migration in &MIGRATIONS[..2] {
        connection.execute_batch(migration).unwrap();
    }
    connection
        .execute_batch(&format!(
            "PRAGMA application_id = {APPLICATION_ID};
             PRAGMA user_version = 2;
             INSERT INTO contact (id, phone, typed, name, title, fields, name_key, title_key,
                consent, consent_at, created_at, updated_at)
             VALUES
                (1, '+595981000001', '0981000001', 'Ána López', 'Sra.', '{{}}', 'analopez', 'sra.', 'feria', 5, 1, 1),
                (2, '+595981000002', '0981000002', 'Beto', '', '{{\"Ciudad\":\"Luque\"}}', 'beto', '', NULL, NULL, 2, 2),
                (3, '+595981000003', '0981000003', '', 'Dr.', '{{}}', '', 'dr.', NULL, NULL, 3, 3),
                (7, '+595981000007', '0981000007', 'Zoe', '', '{{}}', 'zoe', '', NULL, NULL, 4, 4);
             DELETE FROM contact WHERE id = 7;
             INSERT INTO contact (id, phone, typed, name, title, fields, name_key, title_key,
                created_at, updated_at)
             VALUES (4, '+595981000004', '0981000004', 'Celia', '', '{{}}', 'celia', '', 4, 4);
             INSERT INTO contact_field (name, name_key) VALUES ('Ciudad', 'ciudad');
             INSERT INTO contact_group (id, name, name_key) VALUES (1, 'Ñoños', 'nonos'), (2, 'VIP', 'vip');
             INSERT INTO member (group_id, name_key, phone, contact_id) VALUES
                (1, 'analopez', '+595981000001', 1), (2, 'analopez', '+595981000001', 1),
                (2, 'beto', '+595981000002', 2);
             INSERT INTO suppression (phone, why, since) VALUES ('+595981000002', 'BAJA', 9);
             INSERT INTO presence (phone, on_whatsapp, checked_at) VALUES ('+595981000003', 0, 9);
             INSERT INTO campaign (id, name, state, delay_ms, jitter_percent, batch, batch_pause_ms,
                extra_fields, created_at, kind)
             VALUES (1, 'Uno', 'completed', 0, 0, 0, 0, '[]', 1, 'campaign'),
                (2, 'Dos', 'running', 0, 0, 0, 0, '[]', 1, 'campaign'),
                (3, '', 'running', 0, 0, 0, 0, '[]', 1, 'confirmation');
             INSERT INTO recipient (campaign_id, position, contact_id, phone, name, title, \"groups\",
                fields, variant, state, messaged_at)
             VALUES
                (1, 1, 1, '+595981000001', 'Ana', '', '[]', '{{}}', 0, 'read', 100),
                (1, 2, 2, '+595981000002', 'Beto', '', '[]', '{{}}', 0, 'read', 110),
                (2, 1, 1, '+595981000001', 'Ana', '', '[]', '{{}}', 0, 'sent', 200),
                (2, 2, 4, '+595981000004', 'Celia', '', '[]', '{{}}', 0, 'queued', NULL),
                (3, 1, 3, '+595981000003', '', '', '[]', '{{}}', 0, 'sent', 300);"
        ))
        .unwrap();
    folder
}

#[test]
fn contacts_of_version_2_are_found_and_sorted_in_version_3() {
    let folder = of_version_2();
    let store = Store::open(&folder.path().join("store.db"), &key(), Execution::Inline).unwrap();
    let profile = Profile { store, folder };
    profile.write(|tx| {
        tx.connection().execute(
            "INSERT INTO contact_search (contact_search) VALUES ('integrity-check')",
            [],
        )?;
        for (search, ids) in [
            ("LOPEZ", vec![1]),
            ("ñoños", vec![1]),
            ("vip", vec![1, 2]),
            ("sra.", vec![1]),
            ("dr.", vec![3]),
            ("0981 000004", vec![4]),
            ("595981", vec![3, 1, 2, 4]),
            ("zoe", vec![]),
        ] {
            let filter = Filter {
                search: Some(search.to_owned()),
                ..Filter::default()
            };
            let found: Vec<_> = contacts::ids(tx, &filter)?.iter().map(|id| id.0).collect();
            assert_eq!(found, ids, "{search}");
        }
        // A group is listed in the order in which its members are kept.
        for (group, ids) in [("vip", vec![1, 2]), ("ñoños", vec![1])] {
            let query = Query {
                filter: Filter::group(group),
                limit: 10,
                ..Query::default()
            };
            let page = contacts::page(tx, &query)?;
            assert_eq!(page.total, Some(ids.len() as u64), "{group}");
            let listed: Vec<_> = page.contacts.iter().map(|one| one.contact.id.0).collect();
            assert_eq!(listed, ids, "{group}");
        }
        let page = contacts::page(
            tx,
            &Query {
                sort: Some(Sort::Messaged),
                descending: true,
                limit: 10,
                ..Query::default()
            },
        )?;
        let messaged: Vec<_> = page
            .contacts
            .iter()
            .map(|one| (one.contact.id.0, one.messaged_at.map(|at| at.0)))
            .collect();
        assert_eq!(
            messaged,
            [(1, Some(200)), (2, Some(110)), (4, None), (3, None)],
            "a confirmation is no message of a campaign"
        );
        let ana = contacts::details(tx, ContactId(1))?.unwrap();
        assert_eq!(ana.contact.groups, ["Ñoños", "VIP"]);
        assert_eq!((ana.note.as_str(), ana.consent_proof), ("", None));
        assert_eq!(ana.consent_at, Some(Timestamp(5)));
        let third = contacts::details(tx, ContactId(3))?.unwrap();
        assert_eq!(third.presence.unwrap().address, None);
        assert!(contacts::is_opted_out(tx, &phone(2))?);

        // What is sent from now on is noted, and everything can be changed.
        tx.connection().execute(
            "UPDATE recipient SET messaged_at = 400 WHERE campaign_id >= 2",
            [],
        )?;
        let at = |id| {
            Ok::<_, crate::StoreError>(contacts::details(tx, ContactId(id))?.unwrap().messaged_at)
        };
        assert_eq!(at(4)?, Some(Timestamp(400)));
        assert_eq!(at(3)?, None);
        let everybody = contacts::ids(tx, &Filter::default())?;
        let delete = BulkChange::Delete;
        let (people, change) =
            contacts::apply(tx, &everybody, &delete, Timestamp(500), &mut |_| Ok(()))?;
        assert_eq!(people, 4);
        let undone = contacts::undo(tx, change.unwrap(), &mut |_| Ok(()))?.unwrap();
        assert_eq!((undone.undone, undone.kept), (4, 0));
        assert_eq!(contacts::ids(tx, &Filter::default())?, everybody);
        assert_eq!(at(1)?, Some(Timestamp(400)));
        Ok(())
    });
}

#[test]
fn what_was_sent_before_version_6_is_counted() {
    let folder = of_version_2();
    let store = Store::open(&folder.path().join("store.db"), &key(), Execution::Inline).unwrap();
    let profile = Profile { store, folder };
    profile.read(|tx| {
        let ever = Period {
            from: Timestamp(0),
            until: Timestamp(1 << 45),
        };
        let mut all = Outcomes::default();
        for (_, outcomes) in metrics::outcomes(tx, ever)? {
            all.add(&outcomes);
        }
        let counted = (all.read, all.on_wire, all.sent(), all.failed);
        assert_eq!(
            counted,
            (2, 1, 3, 0),
            "a confirmation is no message of a campaign"
        );
        let top = metrics::top_contacts(tx, ever, 1)?;
        assert_eq!((top[0].phone.clone(), top[0].sent), (phone(1), 2));
        assert_eq!(
            (top[0].name.as_str(), top[0].contact),
            ("Ána López", Some(ContactId(1)))
        );
        Ok(())
    });
}
