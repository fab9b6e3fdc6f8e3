//! Contacts out into a file and in again, on a practice profile.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing
)]

mod common;

use app::api::{
    ContactChange, ContactEdit, ContactFilter, ContactQuery, ContactView, ImportOptions,
    ImportSource, Work,
};
use app::{App, AppConfig};
use common::Shop;
use proptest::prelude::*;
use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::path::{Path, PathBuf};

trait Exchange {
    fn file(&self, name: &str) -> PathBuf;
    async fn everybody(&self) -> Vec<ContactView>;
    async fn export(&self, format: &str, path: &Path) -> u64;
}

impl Exchange for Shop {
    fn file(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    async fn everybody(&self) -> Vec<ContactView> {
        let query = ContactQuery {
            limit: 500,
            ..ContactQuery::default()
        };
        self.session.contacts(query).await.unwrap().contacts
    }

    async fn export(&self, format: &str, path: &Path) -> u64 {
        self.session
            .export_contacts(ContactFilter::default(), format, path)
            .await
            .unwrap()
    }
}

fn source(path: &Path) -> ImportSource {
    ImportSource::File {
        path: path.to_string_lossy().into_owned(),
    }
}

/// What an export carries.
fn carried(contact: &ContactView) -> impl PartialEq + std::fmt::Debug + use<> {
    let c = contact.clone();
    (
        (c.phone, c.name, c.title, c.groups, c.fields),
        (c.note, c.consent, c.consent_at, c.consent_proof),
        (c.opted_out, c.opted_out_at),
    )
}

/// Texts that spreadsheets, separators and quotation marks make trouble with.
fn text() -> impl Strategy<Value = String> {
    let odd = prop::sample::select(vec![
        "=1+1",
        "'=x",
        "''-5",
        "-5",
        "+595 981",
        "+595981000001",
        "@user",
        "'",
        "'Tom'",
        "a;b;c",
        "x|y",
        "\"",
        "\"\"",
        "a\"b,c",
        "😀 👩‍👩‍👧",
        "0012",
        "1e5",
        "5.0",
        "#N/D x",
        "=cmd|' /C calc'!A0",
        "sep=;",
        "日本",
        "x\ty",
        "null",
        "TRUE",
        "2026-01-02",
    ]);
    prop_oneof![
        3 => odd.prop_map(str::to_owned),
        2 => "[A-Za-zñáé,;:\"'|&<>_=+@\\-0-9ü😀日 ]{0,16}",
    ]
    .prop_map(|text| text.trim().to_owned())
}

/// The same, on several lines.
fn lines() -> impl Strategy<Value = String> {
    prop::collection::vec(text(), 0..3).prop_map(|lines| lines.join("\n").trim().to_owned())
}

fn edit() -> impl Strategy<Value = ContactEdit> {
    let group = prop::sample::subsequence(vec!["VIP", "=Ñandú", "'Tom' 2"], 0..3);
    let name = prop::sample::select(vec!["Ciudad", "=Saldo", "Nota", "Teléfono", "Apellido"]);
    (
        (0u32..1_000_000, text(), text(), group),
        prop::collection::btree_map(name, lines(), 0..3),
        (
            lines(),
            proptest::option::of(text()),
            proptest::option::of(text()),
        ),
    )
        .prop_map(
            |((number, name, title, groups), fields, (note, consent, proof))| {
                let consent = consent.filter(|how| !how.is_empty());
                ContactEdit {
                    id: None,
                    phone: format!("+595981{number:06}"),
                    name,
                    title,
                    groups: groups.into_iter().map(str::to_owned).collect(),
                    fields: fields
                        .into_iter()
                        .filter(|(_, value)| !value.is_empty())
                        .map(|(name, value)| (name.to_owned(), value))
                        .collect::<BTreeMap<_, _>>(),
                    note,
                    consent_proof: proof.filter(|_| consent.is_some()),
                    consent,
                }
            },
        )
}

fn block<T>(work: impl Future<Output = T>) -> T {
    tokio::runtime::Builder::new_multi_thread()
        .worker_threads(1)
        .enable_all()
        .build()
        .unwrap()
        .block_on(work)
}

proptest! {
    #![proptest_config(ProptestConfig {
        cases: 24,
        failure_persistence: None,
        ..ProptestConfig::default()
    })]

    #[test]
    fn what_is_exported_is_imported_as_the_same(
        edits in prop::collection::vec((edit(), any::<bool>()), 1..8),
        languages in (0usize..3, 0usize..3),
        is_workbook in any::<bool>(),
    ) {
        block(async {
            let languages = [["es", "en", "pt"][languages.0], ["es", "en", "pt"][languages.1]];
            let from = Shop::empty(languages[0]).await;
            for (edit, refuses) in edits {
                let number = edit.phone.clone();
                if from.session.save_contact(edit, None).await.is_ok() && refuses {
                    from.session.set_opt_out(&number, true).await.unwrap();
                }
            }
            let format = if is_workbook { "xlsx" } else { "csv" };
            let file = from.file(&format!("lista.{format}"));
            let contacts = from.everybody().await;
            assert_eq!(from.export(format, &file).await, contacts.len() as u64);

            // Where they come from, nothing changes.
            let same = from.session.import(source(&file), ImportOptions::default()).await.unwrap();
            assert_eq!((same.counts.unchanged, same.counts.invalid), (contacts.len() as u64, 0));
            assert_eq!(same.change, None);

            let to = Shop::empty(languages[1]).await;
            let preview = to.session.import_preview(source(&file), ImportOptions::default()).await.unwrap();
            let done = to.session.import(source(&file), ImportOptions::default()).await.unwrap();
            assert_eq!(done.counts, preview.counts);
            assert_eq!(done.counts.new, contacts.len() as u64);
            let arrived = to.everybody().await;
            let wanted: Vec<_> = contacts.iter().map(carried).collect();
            let got: Vec<_> = arrived.iter().map(carried).collect();
            assert_eq!(got, wanted);

            // Whoever said no has said no, also when the import is taken back.
            to.session.undo(done.change.unwrap()).await.unwrap();
            assert_eq!(to.everybody().await.len(), 0);
            let again = to.session.import(source(&file), ImportOptions::default()).await.unwrap();
            let refused = contacts.iter().filter(|one| one.opted_out).count() as u64;
            assert_eq!(again.counts.opted_out, refused);
        });
    }
}

#[tokio::test]
async fn one_import_at_a_time_and_nothing_is_left_aside() {
    let shop = Shop::empty("es").await;
    let mut text = String::from("número,nombre\n");
    for n in 0..30_000 {
        writeln!(text, "0981{n:06},Persona {n}").unwrap();
    }
    let list = || ImportSource::Text { text: text.clone() };
    let options = ImportOptions::default;
    let (one, other) = tokio::join!(
        shop.session.import(list(), options()),
        shop.session.import(list(), options())
    );
    let refused = other.unwrap_err();
    assert_eq!(refused.code(), "work_under_way");
    let done = one.unwrap();
    assert_eq!(done.counts.new, 30_000);
    assert_eq!(
        shop.session
            .undo(done.change.unwrap())
            .await
            .unwrap()
            .undone,
        30_000
    );

    // Stopped while it is written.
    let mut events = shop.session.events();
    let import = shop.session.import(list(), options());
    let stopping = async {
        loop {
            let told = serde_json::to_value(events.recv().await.unwrap()).unwrap();
            if told["progress"]["work"] == "write" {
                assert!(shop.session.cancel_work(Work::Write));
                return;
            }
        }
    };
    let (stopped, ()) = tokio::join!(import, stopping);
    assert_eq!(stopped.unwrap_err().code(), "cancelled");
    assert_eq!(
        shop.session
            .count_contacts(ContactFilter::default())
            .await
            .unwrap(),
        0
    );
    assert!(!shop.session.cancel_work(Work::Write));
    let left: Vec<_> = walk(shop.folder.path());
    assert!(
        left.iter().all(|path| !path.ends_with("import.tmp")),
        "{left:?}"
    );
}

fn walk(folder: &Path) -> Vec<PathBuf> {
    let mut found = Vec::new();
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            found.extend(walk(&path));
        } else {
            found.push(path);
        }
    }
    found
}

#[tokio::test]
async fn what_an_import_killed_in_the_middle_left_goes_at_the_next_start() {
    let Shop { folder, session } = Shop::empty("es").await;
    let database = walk(folder.path())
        .into_iter()
        .find(|path| path.ends_with("profile.db"))
        .unwrap();
    session.close().await;
    drop(session);
    let left = database.with_file_name("import.tmp");
    std::fs::write(&left, "half of a list").unwrap();
    let app = App::new(AppConfig {
        data_dir: folder.path().to_owned(),
        loopback_url: None,
        hurry: None,
    })
    .unwrap();
    let session = app.open_profile_at_rest("Tienda", None).await.unwrap();
    assert!(!left.exists());
    session.close().await;
}

#[tokio::test]
async fn a_list_that_says_no_keeps_a_campaign_away() {
    let shop = Shop::empty("en").await;
    let list = ImportSource::Text {
        text: "Number,Name,Opted out since\n0981000001,Ana,yes\n0981000002,Beto,\n".into(),
    };
    let done = shop
        .session
        .import(list, ImportOptions::default())
        .await
        .unwrap();
    assert_eq!((done.counts.new, done.counts.opted_out), (2, 1));
    let everybody = shop.everybody().await;
    assert_eq!(
        everybody[0].opted_out_why.as_deref(),
        Some("in an imported list")
    );
    assert!(!everybody[1].opted_out);
    // Deleted, imported anew without that column, taken back: a no is a no.
    let all = ContactFilter::default();
    let deleted = shop
        .session
        .change_contacts(all.clone(), ContactChange::Delete)
        .await
        .unwrap();
    shop.session.undo(deleted.change.unwrap()).await.unwrap();
    shop.session
        .change_contacts(all, ContactChange::Delete)
        .await
        .unwrap();
    let list = ImportSource::Text {
        text: "Number,Name\n0981000001,Ana\n".into(),
    };
    let done = shop
        .session
        .import(list, ImportOptions::default())
        .await
        .unwrap();
    assert_eq!((done.counts.new, done.counts.opted_out), (1, 1));
    assert!(shop.everybody().await[0].opted_out);
}
