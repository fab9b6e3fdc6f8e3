//! Contacts as the doors show and change them.

use crate::api::{
    ContactChange, ContactEdit, ContactFilter, ContactPage, ContactQuery, ContactSort, ContactView,
    GroupView, WhatsAppStatus,
};
use crate::catalogue::Catalogue;
use crate::error::{AppError, Result};
use crate::export::{Format, Sheet};
use crate::import::broken;
use crate::work::Task;
use contact_import::{PhoneKind, parse_phone};
use domain::{ContactId, PhoneNumber, Timestamp};
use std::path::Path;
use store::contacts::{self, BulkChange, Details, Edit, Filter, Query, Saved, Sort};
use store::{Store, StoreError};
use tokio::task::spawn_blocking;

/// Contacts of a page, unless told otherwise.
const PAGE: u32 = 100;

/// Most contacts of a page.
const MOST: u32 = 500;

/// Contacts that are read at a time for a file.
const CHUNK: usize = 1_000;

/// Characters that separate groups within a cell of a list.
const GROUP_SEPARATORS: [char; 3] = [',', ';', '|'];

pub(crate) fn view(details: Details) -> ContactView {
    let contact = details.contact;
    let opt_out = details.opt_out;
    let presence = details.presence;
    let at = |at: Timestamp| at.to_rfc3339();
    ContactView {
        id: contact.id.0,
        landline: is_landline(&contact.phone),
        phone: contact.phone.as_str().to_owned(),
        typed: details.typed,
        name: contact.name,
        title: contact.title,
        groups: contact.groups,
        fields: contact.fields,
        note: details.note,
        consent: contact.consent,
        consent_at: details.consent_at.map(at),
        consent_proof: details.consent_proof,
        opted_out: opt_out.is_some(),
        opted_out_at: opt_out.as_ref().map(|record| at(record.since)),
        opted_out_why: opt_out.map(|record| record.why),
        whatsapp: match presence.as_ref().map(|p| p.on_whatsapp) {
            None => WhatsAppStatus::Unknown,
            Some(true) => WhatsAppStatus::Yes,
            Some(false) => WhatsAppStatus::No,
        },
        whatsapp_checked_at: presence.as_ref().map(|p| at(p.checked_at)),
        whatsapp_address: presence.and_then(|p| p.address),
        created_at: at(details.created_at),
        updated_at: at(details.updated_at),
        last_messaged_at: details.messaged_at.map(at),
    }
}

fn is_landline(phone: &PhoneNumber) -> bool {
    // An international number needs no country to be read.
    parse_phone(phone.as_str(), "ZZ").is_ok_and(|phone| phone.kind() == PhoneKind::Landline)
}

/// What the store is asked, from what a door said.
pub(crate) fn filter(filter: &ContactFilter) -> Filter {
    Filter {
        search: filter
            .search
            .clone()
            .filter(|words| !words.trim().is_empty()),
        groups: filter.groups.clone(),
        ungrouped: filter.ungrouped,
        consent: filter.consent,
        opted_out: filter.opted_out,
        on_whatsapp: filter.whatsapp.map(|status| match status {
            WhatsAppStatus::Unknown => None,
            WhatsAppStatus::Yes => Some(true),
            WhatsAppStatus::No => Some(false),
        }),
        never_messaged: filter.never_messaged,
        only: filter.only.clone(),
        except: filter.except.clone(),
    }
}

fn sort(sort: ContactSort) -> Sort {
    match sort {
        ContactSort::Name => Sort::Name,
        ContactSort::Phone => Sort::Phone,
        ContactSort::Title => Sort::Title,
        ContactSort::Groups => Sort::Groups,
        ContactSort::Consent => Sort::Consent,
        ContactSort::Status => Sort::Status,
        ContactSort::Created => Sort::Created,
        ContactSort::Updated => Sort::Updated,
        ContactSort::LastMessaged => Sort::Messaged,
    }
}

pub(crate) async fn page(store: &Store, query: ContactQuery) -> Result<ContactPage> {
    let query = Query {
        filter: filter(&query.filter),
        sort: query.sort.map(sort),
        descending: query.descending,
        limit: match query.limit {
            0 => PAGE,
            limit => limit.min(MOST),
        },
        after: query.after,
        skip: query.skip,
    };
    let page = store.read(move |tx| contacts::page(tx, &query)).await?;
    Ok(ContactPage {
        contacts: page.contacts.into_iter().map(view).collect(),
        total: page.total,
        next: page.next,
    })
}

pub(crate) async fn count(store: &Store, which: &ContactFilter) -> Result<u64> {
    let which = filter(which);
    Ok(store.read(move |tx| contacts::count(tx, &which)).await?)
}

pub(crate) async fn get(store: &Store, id: i64) -> Result<ContactView> {
    let found = store
        .read(move |tx| contacts::details(tx, ContactId(id)))
        .await?;
    found
        .map(view)
        .ok_or_else(|| AppError::bad_input("contact_not_found"))
}

/// A number as a person writes it, in canonical form.
pub(crate) fn number(typed: &str, country: &str) -> Result<PhoneNumber> {
    let refused = |reason: &str| {
        AppError::bad_input("contact_number")
            .with("reason", reason)
            .with_text("why", format!("reject-{}", reason.replace('_', "-")))
    };
    let phone = parse_phone(typed, country).map_err(|reason| refused(reason.code()))?;
    PhoneNumber::from_e164(&phone.e164()).map_err(|_| refused("not_a_number"))
}

/// Stores what somebody wrote; where they saw the contact before, only what they changed.
pub(crate) async fn save(
    store: &Store,
    edit: ContactEdit,
    seen: Option<ContactEdit>,
    country: &str,
    now: Timestamp,
) -> Result<ContactView> {
    let edit = written(edit, country)?;
    let seen = seen.map(|seen| written(seen, country)).transpose()?;
    let (saved, found) = store
        .write(move |tx| {
            let known = edit.id.map(|id| contacts::details(tx, id)).transpose()?;
            let edit = match (seen, known.flatten()) {
                (Some(seen), Some(known)) => edit.onto(&seen, &known),
                _ => edit,
            };
            let saved = contacts::save(tx, &edit, now)?;
            let id = match saved {
                Saved::Done(id) | Saved::Taken(id) => Some(id),
                Saved::Gone => None,
            };
            let found = id.map(|id| contacts::details(tx, id)).transpose()?;
            Ok((saved, found.flatten()))
        })
        .await?;
    match (saved, found) {
        (Saved::Done(_), Some(details)) => Ok(view(details)),
        (Saved::Taken(id), Some(details)) => Err(AppError::bad_input("contact_exists")
            .with("id", id.0)
            .with("name", shown_name(&details))),
        _ => Err(AppError::bad_input("contact_not_found")),
    }
}

/// A contact as it was written, as it is stored.
fn written(edit: ContactEdit, country: &str) -> Result<Edit> {
    let trimmed = |text: Option<String>| text.filter(|text| !text.trim().is_empty());
    // As in a cell of a list, so that a list of contacts reads the same again.
    let groups = edit
        .groups
        .iter()
        .flat_map(|group| group.split(GROUP_SEPARATORS))
        .map(|group| group.trim().to_owned())
        .filter(|group| !group.is_empty())
        .collect();
    Ok(Edit {
        id: edit.id.map(ContactId),
        phone: number(&edit.phone, country)?,
        typed: edit.phone,
        name: one_line(&edit.name),
        title: one_line(&edit.title),
        groups,
        fields: edit.fields,
        note: edit.note,
        consent: trimmed(edit.consent),
        consent_proof: trimmed(edit.consent_proof),
    })
}

/// A change as the store makes it. `by_hand` is noted with opt-outs.
pub(crate) fn bulk(change: ContactChange, by_hand: String) -> Result<BulkChange> {
    Ok(match change {
        ContactChange::AddToGroup { group } => BulkChange::AddToGroup(group_name(&group)?),
        ContactChange::RemoveFromGroup { group } => BulkChange::RemoveFromGroup(group),
        ContactChange::Consent { how, proof } => {
            let how = how.trim().to_owned();
            if how.is_empty() {
                return Err(AppError::bad_input("consent_empty"));
            }
            let proof = proof.filter(|text| !text.trim().is_empty());
            BulkChange::Consent { how, proof }
        }
        ContactChange::OptOut => BulkChange::OptOut { why: by_hand },
        ContactChange::OptIn => BulkChange::OptIn,
        ContactChange::Delete => BulkChange::Delete,
    })
}

/// A name that a group can have.
pub(crate) fn group_name(name: &str) -> Result<String> {
    let name = name.trim();
    if name.is_empty() || name.contains(GROUP_SEPARATORS) {
        return Err(AppError::bad_input("group_name").with("group", name));
    }
    Ok(name.to_owned())
}

pub(crate) async fn groups(store: &Store) -> Result<Vec<GroupView>> {
    let groups = store.read(contacts::groups).await?;
    Ok(groups
        .into_iter()
        .map(|(name, count)| GroupView { name, count })
        .collect())
}

/// Writes contacts into a file that spreadsheets open, and that an import reads
/// again. How many there are.
pub(crate) async fn export(
    store: &Store,
    which: &ContactFilter,
    format: Format,
    path: &Path,
    words: &Catalogue,
    task: &mut Task,
) -> Result<u64> {
    let which = filter(which);
    let (ids, fields) = store
        .read(move |tx| Ok((contacts::ids(tx, &which)?, contacts::extra_field_names(tx)?)))
        .await?;
    let (path, titles) = (path.to_owned(), headers(words, &fields));
    // What it goes to may be a pipe that nobody reads.
    let begun = spawn_blocking(move || Sheet::create(&path, format, &titles));
    let mut sheet = task.unless_stopped(begun).await?.map_err(broken)??;
    let total = ids.len() as u64;
    let mut written = 0;
    for some in ids.chunks(CHUNK) {
        let some = some.to_vec();
        let people = store
            .read(move |tx| {
                let found = some.into_iter().map(|id| contacts::details(tx, id));
                found.collect::<Result<Vec<_>, StoreError>>()
            })
            .await?;
        // Somebody may have been deleted meanwhile.
        let rows: Vec<_> = people
            .into_iter()
            .flatten()
            .map(|details| cells(view(details), &fields, words))
            .collect();
        written += rows.len() as u64;
        let writing = spawn_blocking(move || {
            for row in rows {
                sheet.row(&row)?;
            }
            Ok::<_, AppError>(sheet)
        });
        sheet = task.unless_stopped(writing).await?.map_err(broken)??;
        task.step(written, Some(total), written)?;
    }
    let finishing = spawn_blocking(move || sheet.finish());
    task.unless_stopped(finishing).await?.map_err(broken)??;
    Ok(written)
}

/// The columns that say who somebody is come first; an import takes them back.
fn headers(words: &Catalogue, fields: &[String]) -> Vec<String> {
    let own = ["number", "title", "name", "groups"];
    let more = [
        "note",
        "consent",
        "consent-at",
        "consent-proof",
        "opted-out",
        "whatsapp",
        "created",
        "messaged",
    ];
    let text = |key: &str| words.text(&format!("export-{key}"), &[]);
    own.into_iter()
        .map(text)
        .chain(fields.iter().cloned())
        .chain(more.into_iter().map(text))
        .collect()
}

fn cells(contact: ContactView, fields: &[String], words: &Catalogue) -> Vec<String> {
    let mut extra = contact.fields;
    let mut cells = vec![
        contact.phone,
        contact.title,
        contact.name,
        contact.groups.join(", "),
    ];
    cells.extend(
        fields
            .iter()
            .map(|field| extra.remove(field).unwrap_or_default()),
    );
    let whatsapp = match contact.whatsapp {
        WhatsAppStatus::Unknown => String::new(),
        WhatsAppStatus::Yes => words.text("export-yes", &[]),
        WhatsAppStatus::No => words.text("export-no", &[]),
    };
    cells.extend([
        contact.note,
        contact.consent.unwrap_or_default(),
        contact.consent_at.unwrap_or_default(),
        contact.consent_proof.unwrap_or_default(),
        contact.opted_out_at.unwrap_or_default(),
        whatsapp,
        contact.created_at,
        contact.last_messaged_at.unwrap_or_default(),
    ]);
    cells
}

/// Names stand on one line, as an import reads them.
fn one_line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// What a person is called where there may be no name.
fn shown_name(details: &Details) -> String {
    let contact = &details.contact;
    match contact.name.as_str() {
        "" => contact.phone.as_str().to_owned(),
        name => name.to_owned(),
    }
}
