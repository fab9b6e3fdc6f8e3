//! Contacts: lists, changes, import and export.

use super::Session;
use crate::api::{
    AppEvent, ChangeDone, CheckDone, ContactChange, ContactEdit, ContactFilter, ContactPage,
    ContactQuery, ContactView, GroupView, ImportDone, ImportOptions, ImportPreview, ImportSource,
    UndoDone, Work,
};
use crate::catalogue::Catalogue;
use crate::contacts;
use crate::destination::write_whole;
use crate::error::{AppError, Result};
use crate::export::Format;
use crate::import::{self, Aside};
use crate::settling;
use domain::{ContactId, DeviceState};
use std::path::Path;
use std::sync::atomic::Ordering;
use std::time::Duration;
use store::contacts::{self as stored, ChangeId, Presence};

/// Numbers that the server is asked about at a time when a person wants to know.
const ASKED: usize = 20;

/// Between two such questions. The server watches who asks about whom.
const BETWEEN: Duration = Duration::from_secs(4);

/// How long the server may take for one.
const ANSWER: Duration = Duration::from_secs(20);

/// The list that shows how one looks.
const EXAMPLE: &str = include_str!("../../../../docs/examples/clientes.csv");

impl Session {
    /// What an import would do. A preview that is under way is stopped.
    pub async fn import_preview(
        &self,
        source: ImportSource,
        options: ImportOptions,
    ) -> Result<ImportPreview> {
        let task = self.works.begin(Work::Preview, &self.inner)?;
        import::preview(&self.inner.store, source, options, self.home(), task).await
    }

    /// Imports; all or nothing.
    pub async fn import(&self, source: ImportSource, options: ImportOptions) -> Result<ImportDone> {
        let reading = self.works.begin(Work::Read, &self.inner)?;
        // Taken now, so that nobody reads a second list while this one is written.
        let writing = self.works.begin(Work::Write, &self.inner)?;
        let mut key = [0; 32];
        getrandom::fill(&mut key).map_err(|e| AppError::failure("internal").with("reason", e))?;
        let path = self.folder.staging();
        let aside = Aside { path: &path, key };
        let staged = import::stage(source, options.clone(), self.home(), aside, reading).await?;
        let words = Catalogue::of(&self.language());
        let how = import::upsert_options(&options, words, self.inner.clock.now());
        let done = import::import(&self.inner.store, staged, how, writing).await?;
        let store = self.inner.store.clone();
        let merging = async move { settling::merge(&store).await };
        self.merging.lock().await.spawn(merging);
        let store = self.inner.store.clone();
        let filing = async move { settling::file(&store).await };
        self.filing.lock().await.spawn(filing);
        let counts = &done.counts;
        log::info!(
            "list imported: rows {}, new {}, updated {}, unchanged {}, repeated {}, unusable {}",
            counts.rows,
            counts.new,
            counts.updated,
            counts.unchanged,
            counts.duplicates,
            counts.invalid,
        );
        self.contacts_changed();
        Ok(done)
    }

    /// Waits until nothing is left to do in the background of what was imported.
    pub async fn settled(&self) {
        while self.merging.lock().await.join_next().await.is_some() {}
        while self.filing.lock().await.join_next().await.is_some() {}
    }

    /// Writes the records of a source that are left out, unusable or repeated,
    /// into a CSV file. How many there are.
    pub async fn save_rejects(
        &self,
        source: ImportSource,
        options: ImportOptions,
        path: &Path,
    ) -> Result<u64> {
        let mut task = self.works.begin(Work::Export, &self.inner)?;
        let (home, path) = (self.home(), path.to_owned());
        let words = Catalogue::of(&self.language());
        tokio::task::spawn_blocking(move || {
            import::write_rejects(&source, &options, &home, &path, words, &mut task)
        })
        .await
        .map_err(|e| AppError::failure("internal").with("reason", e))?
    }

    /// Writes a small list that shows how one looks.
    pub fn save_example(&self, path: &Path) -> Result<()> {
        // Spreadsheets take text without the mark for another encoding.
        write_whole(path, format!("\u{feff}{EXAMPLE}").as_bytes())
    }

    /// Stops a piece of work; what it did is undone, and whoever asked for it
    /// gets the error `cancelled`. Whether there was such a one.
    pub fn cancel_work(&self, work: Work) -> bool {
        self.works.cancel(work)
    }

    /// [`Session::cancel_work`] for all kinds. Whether there was anything to stop.
    pub fn cancel_all_work(&self) -> bool {
        self.works.cancel_all()
    }

    /// A page of contacts.
    pub async fn contacts(&self, query: ContactQuery) -> Result<ContactPage> {
        contacts::page(&self.inner.store, query).await
    }

    /// How many contacts pass a filter.
    pub async fn count_contacts(&self, filter: ContactFilter) -> Result<u64> {
        contacts::count(&self.inner.store, &filter).await
    }

    /// One contact.
    pub async fn contact(&self, id: i64) -> Result<ContactView> {
        contacts::get(&self.inner.store, id).await
    }

    /// Adds a contact, or changes one. Where `seen` says how it looked when somebody
    /// began to write, what they left as it was stays as it is by now.
    pub async fn save_contact(
        &self,
        edit: ContactEdit,
        seen: Option<ContactEdit>,
    ) -> Result<ContactView> {
        let now = self.inner.clock.now();
        let saved = contacts::save(&self.inner.store, edit, seen, &self.country(), now).await?;
        self.contacts_changed();
        Ok(saved)
    }

    /// Does the same with all contacts that pass a filter, or with none.
    pub async fn change_contacts(
        &self,
        filter: ContactFilter,
        change: ContactChange,
    ) -> Result<ChangeDone> {
        let mut task = self.works.begin(Work::Change, &self.inner)?;
        let by_hand = Catalogue::of(&self.language()).text("opted-out-by-hand", &[]);
        let change = contacts::bulk(change, by_hand)?;
        let which = contacts::filter(&filter);
        let now = self.inner.clock.now();
        let (people, change) = self
            .inner
            .store
            .write(move |tx| {
                let ids = stored::ids(tx, &which)?;
                let total = ids.len() as u64;
                stored::apply(tx, &ids, &change, now, &mut |done| {
                    task.step_of(done, total)
                })
            })
            .await?;
        if change.is_some() {
            self.contacts_changed();
            self.control.wake();
        }
        Ok(ChangeDone {
            people,
            change: change.map(|change| change.0),
        })
    }

    /// Opts a number out, or in again, also one that is no contact. Whether
    /// that is new.
    pub async fn set_opt_out(&self, typed: &str, out: bool) -> Result<(String, bool)> {
        let phone = contacts::number(typed, &self.country())?;
        let now = self.inner.clock.now();
        let why = Catalogue::of(&self.language()).text("opted-out-by-hand", &[]);
        let shown = phone.as_str().to_owned();
        let new = self
            .inner
            .store
            .write(move |tx| {
                if out {
                    stored::opt_out(tx, &phone, &why, now)
                } else {
                    stored::opt_in(tx, &phone)
                }
            })
            .await?;
        if new {
            self.contacts_changed();
            self.control.wake();
        }
        Ok((shown, new))
    }

    /// What would come of [`Session::merge_contacts`]. Nothing is changed.
    pub async fn preview_merge(&self, ids: Vec<i64>, keep: i64) -> Result<ContactView> {
        let now = self.inner.clock.now();
        let others: Vec<_> = ids.into_iter().map(ContactId).collect();
        let found = self
            .inner
            .store
            .write(move |tx| stored::preview_merge(tx, ContactId(keep), &others, now))
            .await?;
        found
            .map(contacts::view)
            .ok_or_else(|| AppError::bad_input("contact_not_found"))
    }

    /// Joins contacts of one person; the number of `keep` stays.
    pub async fn merge_contacts(&self, ids: Vec<i64>, keep: i64) -> Result<ChangeDone> {
        if ids.iter().filter(|id| **id != keep).count() == 0 {
            return Err(AppError::bad_input("merge_needs_two"));
        }
        let now = self.inner.clock.now();
        let others: Vec<_> = ids.into_iter().map(ContactId).collect();
        let merged = self
            .inner
            .store
            .write(move |tx| stored::merge_into(tx, ContactId(keep), &others, now))
            .await?
            .ok_or_else(|| AppError::bad_input("contact_not_found"))?;
        self.contacts_changed();
        Ok(ChangeDone {
            people: merged.gone,
            change: merged.change.map(|change| change.0),
        })
    }

    /// Takes a change back as far as nobody changed the contacts since. The
    /// last ten changes can be taken back, each once.
    pub async fn undo(&self, change: i64) -> Result<UndoDone> {
        let mut task = self.works.begin(Work::Change, &self.inner)?;
        let undone = self
            .inner
            .store
            .write(move |tx| {
                stored::undo(tx, ChangeId(change), &mut |done| {
                    if done.is_multiple_of(256) {
                        let told = task.step(done, None, done);
                        return told.map_err(|_| store::StoreError::Cancelled);
                    }
                    Ok(())
                })
            })
            .await?
            .ok_or_else(|| AppError::bad_input("change_not_found"))?;
        self.contacts_changed();
        Ok(UndoDone {
            undone: undone.undone,
            kept: undone.kept,
        })
    }

    /// The groups and their sizes.
    pub async fn groups(&self) -> Result<Vec<GroupView>> {
        contacts::groups(&self.inner.store).await
    }

    /// Gives a group another name; one that exists takes its members in.
    pub async fn rename_group(&self, group: &str, name: &str) -> Result<()> {
        let (group, name) = (group.to_owned(), contacts::group_name(name)?);
        let now = self.inner.clock.now();
        let shown = group.clone();
        let found = self
            .inner
            .store
            .write(move |tx| stored::rename_group(tx, &group, &name, now))
            .await?;
        if !found {
            return Err(AppError::bad_input("group_not_found").with("group", shown));
        }
        self.contacts_changed();
        Ok(())
    }

    /// Deletes a group; its people stay.
    pub async fn delete_group(&self, group: &str) -> Result<ChangeDone> {
        let (group, now) = (group.to_owned(), self.inner.clock.now());
        let shown = group.clone();
        let (people, change) = self
            .inner
            .store
            .write(move |tx| stored::delete_group(tx, &group, now))
            .await?
            .ok_or_else(|| AppError::bad_input("group_not_found").with("group", shown))?;
        self.contacts_changed();
        Ok(ChangeDone {
            people,
            change: change.map(|change| change.0),
        })
    }

    /// The names of the extra fields that are known.
    pub async fn extra_fields(&self) -> Result<Vec<String>> {
        Ok(self.inner.store.read(stored::extra_field_names).await?)
    }

    /// Writes contacts into a file: `csv` or `xlsx`. How many there are.
    pub async fn export_contacts(
        &self,
        filter: ContactFilter,
        format: &str,
        path: &Path,
    ) -> Result<u64> {
        let format = Format::parse(format)?;
        let mut task = self.works.begin(Work::Export, &self.inner)?;
        let words = Catalogue::of(&self.language());
        let people =
            contacts::export(&self.inner.store, &filter, format, path, words, &mut task).await?;
        log::info!("contacts exported: people {people}");
        Ok(people)
    }

    /// Asks the server which of these contacts use `WhatsApp`, a few at a time.
    /// Goes on until all are asked, also over a line that breaks and comes back;
    /// what was learned before it is stopped stays.
    pub async fn check_contacts(&self, filter: ContactFilter) -> Result<CheckDone> {
        let mut task = self.works.begin(Work::Check, &self.inner)?;
        let which = contacts::filter(&filter);
        let store = &self.inner.store;
        let ids = store.read(move |tx| stored::ids(tx, &which)).await?;
        let total = ids.len() as u64;
        self.needs_line().await;
        let messenger = self.phone.messenger();
        let mut done = CheckDone::default();
        for some in ids.chunks(ASKED) {
            task.step(done.asked, Some(total), done.answers())?;
            if done.asked > 0 {
                task.unless_stopped(tokio::time::sleep(BETWEEN)).await?;
            }
            if !may_answer(&messenger.state()) {
                return Err(AppError::bad_input("not_online"));
            }
            let some = some.to_vec();
            let numbers = store
                .read(move |tx| {
                    let mut numbers = Vec::new();
                    for id in some {
                        let found = stored::details(tx, id)?;
                        numbers.extend(found.map(|details| details.contact.phone));
                    }
                    Ok(numbers)
                })
                .await?;
            done.asked += numbers.len() as u64;
            let question = messenger.look_up(&numbers, ANSWER);
            let learned = task.unless_stopped(question).await?;
            if learned.is_empty() && messenger.state() != DeviceState::Online {
                return Err(AppError::bad_input("not_online"));
            }
            let present = learned.iter().filter(|one| one.on_whatsapp).count();
            done.on_whatsapp += present as u64;
            done.absent += (learned.len() - present) as u64;
            let now = self.inner.clock.now();
            store
                .write(move |tx| {
                    for one in &learned {
                        let presence = Presence {
                            on_whatsapp: one.on_whatsapp,
                            checked_at: now,
                            address: one.address.clone(),
                        };
                        stored::note_presence(tx, &one.phone, &presence)?;
                    }
                    Ok(())
                })
                .await?;
            self.inner.tell(AppEvent::ContactsChanged);
        }
        task.step(done.asked, Some(total), done.answers())?;
        Ok(done)
    }

    pub(super) fn contacts_changed(&self) {
        self.generation.fetch_add(1, Ordering::Relaxed);
        self.inner.tell(AppEvent::ContactsChanged);
    }
}

/// Whether a question finds a line, or one that is coming back.
fn may_answer(state: &DeviceState) -> bool {
    matches!(
        state,
        DeviceState::Online | DeviceState::Connecting | DeviceState::Reconnecting { .. }
    )
}
