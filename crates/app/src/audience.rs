//! From what a person chose as audience to the people in it, in order.

use crate::api::{
    Audience, ColumnView, ContactFilter, Detected, ImportOptions, ImportSource, ReadOptions,
};
use crate::catalogue::Catalogue;
use crate::error::{AppError, Result};
use contact_import::{
    CardTitles, Checked, ColumnOverride, Encoding, Field, ForeignFormat, ImportError, Reader, Row,
    Separator,
};
use domain::{CampaignId, PhoneNumber, SkipReason, Timestamp};
use std::collections::{BTreeMap, BTreeSet};
use std::fs::File;
use std::io::Cursor;
use std::time::Duration;
use store::contacts::{self, Consent, Contact, NewContact, Remarks};
use store::{Store, StoreError, campaigns};

/// One person of an audience.
#[derive(Clone)]
pub(crate) struct Member {
    pub contact: NewContact,
    pub opted_out: bool,
    /// Lately found not to be on `WhatsApp`.
    pub absent: bool,
    /// When a campaign wrote to them last.
    pub messaged_at: Option<Timestamp>,
}

/// How long it is believed that a number is not on `WhatsApp`.
const ABSENCE_LASTS: Duration = Duration::from_secs(7 * 24 * 60 * 60);

impl Member {
    fn new(contact: NewContact, opted_out: bool) -> Self {
        Self {
            contact,
            opted_out,
            absent: false,
            messaged_at: None,
        }
    }

    /// Learns what the profile knows beside the contact.
    pub fn learn(&mut self, tx: &store::Tx<'_>, now: Timestamp) -> Result<(), StoreError> {
        let phone = &self.contact.phone;
        // A list may tell of a no that the profile has not heard of.
        self.opted_out = self.contact.remarks.opted_out || contacts::is_opted_out(tx, phone)?;
        self.absent = contacts::is_absent(tx, phone, now.minus(ABSENCE_LASTS))?;
        self.messaged_at = contacts::last_messaged(tx, phone)?;
        Ok(())
    }

    /// Whether a campaign wrote to them within so many days.
    pub fn is_recent(&self, days: u32, now: Timestamp) -> bool {
        let since = now.minus(Duration::from_secs(u64::from(days) * 24 * 60 * 60));
        days > 0 && self.messaged_at.is_some_and(|at| at >= since)
    }

    /// Why nothing is sent to them; `recent_days` is 0 where people who were
    /// written to lately are not left out.
    pub fn left_out(&self, recent_days: u32, now: Timestamp) -> Option<SkipReason> {
        if self.opted_out {
            Some(SkipReason::OptedOut)
        } else if self.absent {
            Some(SkipReason::NotOnWhatsApp)
        } else {
            self.is_recent(recent_days, now)
                .then_some(SkipReason::RecentlyMessaged)
        }
    }
}

/// Everybody, and what was left aside.
pub(crate) struct Resolved {
    pub members: Vec<Member>,
    pub rows: u64,
    pub invalid: u64,
    pub duplicates: u64,
    /// Names of the extra fields that there are, also where nobody has a value.
    pub extra_fields: BTreeSet<String>,
    /// People who come from a list and become contacts.
    pub from_list: Option<ImportOptions>,
}

/// Where the people of a profile are, and the language spoken there.
#[derive(Clone, Debug)]
pub(crate) struct Home {
    /// Two letters: the country of national numbers.
    pub country: String,
    /// A language of the interface.
    pub language: String,
}

pub(crate) fn import_error(error: &ImportError) -> AppError {
    let mut app = match error {
        ImportError::Io(_) => AppError::bad_input("import_unreadable"),
        ImportError::Empty => AppError::bad_input("import_empty_file"),
        ImportError::UnsupportedFormat { .. } => AppError::bad_input("import_unsupported_format"),
        ImportError::Binary { .. } => AppError::bad_input("import_binary"),
        ImportError::SecondEncoding { .. } => AppError::bad_input("import_second_encoding"),
        ImportError::UnclosedQuote { .. } => AppError::bad_input("import_unclosed_quote"),
        ImportError::TooManyColumns { .. } => AppError::bad_input("import_too_many_columns"),
        ImportError::RecordTooLarge { .. } => AppError::bad_input("import_record_too_large"),
        ImportError::TooManyRows { .. } => AppError::bad_input("import_too_many_rows"),
        ImportError::NoNumberColumn { .. } => AppError::bad_input("import_no_number_column"),
        ImportError::NotSeparated { .. } => AppError::bad_input("import_not_separated"),
        ImportError::UnknownColumn { .. } => AppError::bad_input("import_unknown_column"),
        ImportError::FieldTakenTwice { .. } => AppError::bad_input("import_field_taken_twice"),
        ImportError::ProtectedWorkbook => AppError::bad_input("import_protected_workbook"),
        ImportError::DamagedWorkbook => AppError::bad_input("import_damaged_workbook"),
        ImportError::WorkbookTooLarge { .. } => AppError::bad_input("import_workbook_too_large"),
        ImportError::UnknownSheet { .. } => AppError::bad_input("import_unknown_sheet"),
        ImportError::UnclosedCard { .. } => AppError::bad_input("import_unclosed_card"),
        ImportError::UnknownCountry { country } => {
            AppError::bad_input("country").with("country", country)
        }
        _ => AppError::bad_input("import_other").with("reason", error),
    };
    if let Some(line) = error.line() {
        app = app.with("line", line);
    }
    match error {
        ImportError::Io(reason) => app.with_system(reason),
        ImportError::UnsupportedFormat { format } => app.with_text("format", format_key(*format)),
        ImportError::NoNumberColumn { columns, .. } => {
            let titles: Vec<&str> = columns.iter().map(|c| c.header.as_str()).collect();
            app.with("columns", titles.join(", "))
                .with_columns(column_views(columns))
        }
        ImportError::NotSeparated { columns } => app.with_columns(column_views(columns)),
        ImportError::UnknownColumn { header, headers } => app
            .with("column", header)
            .with("columns", headers.join(", ")),
        ImportError::FieldTakenTwice { field } => app.with("field", field),
        ImportError::UnknownSheet { sheet, sheets } => {
            app.with("sheet", sheet).with("sheets", sheets.join(", "))
        }
        _ => app,
    }
}

/// What a foreign file is called in the catalogue.
fn format_key(format: ForeignFormat) -> &'static str {
    match format {
        ForeignFormat::Xlsx | ForeignFormat::Xls | ForeignFormat::Xlsb | ForeignFormat::Numbers => {
            "format-spreadsheet"
        }
        ForeignFormat::Ods => "format-open-document",
        ForeignFormat::Zip | ForeignFormat::Archive => "format-archive",
        ForeignFormat::Pdf => "format-pdf",
        ForeignFormat::Image => "format-picture",
        _ => "format-other",
    }
}

/// What the reader is told, from what a door said.
pub(crate) fn read_options(
    read: &ReadOptions,
    home: &Home,
) -> Result<contact_import::ImportOptions> {
    let country = read
        .country
        .as_deref()
        .unwrap_or(&home.country)
        .to_ascii_uppercase();
    let mut options = contact_import::ImportOptions::new(country);
    options.card_titles = card_titles(Catalogue::of(&home.language));
    if let Some(label) = &read.encoding {
        let encoding = Encoding::for_label(label)
            .ok_or_else(|| AppError::bad_input("import_encoding").with("encoding", label))?;
        options.encoding = Some(encoding);
    }
    if let Some(separator) = &read.separator {
        let separator: Separator = separator
            .parse()
            .map_err(|_| AppError::bad_input("import_separator").with("separator", separator))?;
        options.separator = Some(separator);
    }
    options.header = read.header;
    options.sheet.clone_from(&read.sheet);
    for (header, field) in &read.columns {
        let field = match field.as_str() {
            "number" => Field::Number,
            "title" => Field::Title,
            "name" => Field::Name,
            "surname" => Field::Surname,
            "group" => Field::Group,
            "note" => Field::Note,
            "consent" => Field::Consent,
            "consent_at" => Field::ConsentAt,
            "consent_proof" => Field::ConsentProof,
            "opted_out" => Field::OptedOut,
            "extra" => Field::Extra(String::new()),
            "ignore" => Field::Ignore,
            other => return Err(AppError::bad_input("import_field").with("field", other)),
        };
        options.columns.push(ColumnOverride {
            header: header.clone(),
            field,
        });
    }
    Ok(options)
}

/// What the columns of contact cards are called.
fn card_titles(words: &Catalogue) -> CardTitles {
    let text = |key| words.text(key, &[]);
    CardTitles {
        number: text("card-number"),
        name: text("card-name"),
        title: text("card-title"),
        groups: text("card-groups"),
        organisation: text("card-organisation"),
        position: text("card-position"),
        email: text("card-email"),
        note: text("card-note"),
        second_number: text("card-second-number"),
        third_number: text("card-third-number"),
    }
}

/// Opens a source. Nothing more than the beginning is read yet.
pub(crate) fn open(
    source: &ImportSource,
    options: &contact_import::ImportOptions,
) -> Result<Reader<'static>> {
    let reader = match source {
        ImportSource::File { path } => {
            let unreadable = |e| AppError::cannot_read(std::path::Path::new(path), &e);
            // What is no file, a pipe for example, may never begin or never end.
            let meta = std::fs::metadata(path).map_err(unreadable)?;
            if meta.is_dir() {
                return Err(AppError::bad_input("file_is_folder").with("file", path));
            }
            if !meta.is_file() {
                return Err(AppError::bad_input("file_no_file").with("file", path));
            }
            Reader::from_file(File::open(path).map_err(unreadable)?, options)
        }
        ImportSource::Text { text } => Reader::open(Cursor::new(text.clone()), options),
    };
    reader.map_err(|e| import_error(&e))
}

fn column_views(columns: &[contact_import::Column]) -> Vec<ColumnView> {
    let views = columns.iter().map(|column| ColumnView {
        header: column.header.clone(),
        field: column.field.code().to_owned(),
    });
    views.collect()
}

pub(crate) fn detected(found: &contact_import::Detected) -> Detected {
    Detected {
        format: found.format.code().to_owned(),
        encoding: found.encoding.name().to_owned(),
        separator: found.separator.symbol().map(String::from),
        header: found.header,
        mixed: found.mixed,
        sheets: found.sheets.clone(),
        sheet: found.sheet.clone(),
        columns: column_views(&found.columns),
    }
}

/// A row of a file as the store takes it.
pub(crate) fn new_contact(row: Row) -> Result<NewContact> {
    let phone = PhoneNumber::from_e164(&row.phone.e164())
        .map_err(|e| AppError::bad_input("import_other").with("reason", e))?;
    let said = row.remarks.map(|said| *said).unwrap_or_default();
    let filled = |text: String| Some(text).filter(|text| !text.is_empty());
    // A date and a proof of nothing prove nothing.
    let consent = filled(said.consent).map(|how| Consent {
        how,
        at: instant(&said.consent_at),
        proof: filled(said.consent_proof),
    });
    Ok(NewContact {
        phone,
        typed: row.typed,
        name: row.name,
        title: row.title,
        groups: row.groups,
        fields: row.fields,
        remarks: Remarks {
            note: said.note,
            consent,
            opted_out: !said.opted_out.is_empty(),
            opted_out_at: instant(&said.opted_out),
        },
    })
}

/// An instant as an export writes it, or the beginning of a day.
fn instant(text: &str) -> Option<Timestamp> {
    let instant = chrono::DateTime::parse_from_rfc3339(text).map(|at| at.timestamp_millis());
    let day = || {
        let day = chrono::NaiveDate::parse_from_str(text, "%Y-%m-%d").ok()?;
        Some(day.and_hms_opt(0, 0, 0)?.and_utc().timestamp_millis())
    };
    instant.ok().or_else(day).map(Timestamp)
}

/// The people of an audience. A list is read to its end.
pub(crate) async fn resolve(
    store: &Store,
    audience: &Audience,
    home: &Home,
    now: Timestamp,
) -> Result<Resolved> {
    let mut resolved = match audience {
        Audience::List { source, options } => {
            let (source, options, home) = (source.clone(), options.clone(), home.clone());
            let mut resolved =
                tokio::task::spawn_blocking(move || read_list(&source, &options, &home))
                    .await
                    .map_err(|e| AppError::failure("internal").with("reason", e))??;
            let members = std::mem::take(&mut resolved.members);
            resolved.members = store.read(move |tx| complete(tx, members)).await?;
            resolved
        }
        Audience::Contacts { filter } => of_contacts(store, filter).await?,
        Audience::Campaign { id } => of_campaign(store, *id).await?,
    };
    let mut members = std::mem::take(&mut resolved.members);
    resolved.members = store
        .read(move |tx| {
            for member in &mut members {
                member.learn(tx, now)?;
            }
            Ok(members)
        })
        .await?;
    resolved
        .extra_fields
        .extend(extra_fields(&resolved.members));
    Ok(resolved)
}

impl Resolved {
    /// People without a list of their own.
    fn of(members: Vec<Member>, names: Vec<String>) -> Self {
        Self {
            rows: members.len() as u64,
            members,
            invalid: 0,
            duplicates: 0,
            extra_fields: names.into_iter().collect(),
            from_list: None,
        }
    }
}

async fn of_contacts(store: &Store, filter: &ContactFilter) -> Result<Resolved> {
    let known = store.read(contacts::groups).await?;
    for name in &filter.groups {
        let wanted = domain::fold(name);
        if !known.iter().any(|(known, _)| domain::fold(known) == wanted) {
            return Err(AppError::bad_input("group_not_found").with("group", name));
        }
    }
    let filter = crate::contacts::filter(filter);
    let (members, names) = store
        .read(move |tx| {
            let mut members = Vec::new();
            contacts::for_each(tx, &filter, |contact| {
                members.push(of_contact(contact));
                Ok(())
            })?;
            Ok((members, contacts::extra_field_names(tx)?))
        })
        .await?;
    Ok(Resolved::of(members, names))
}

/// The people of an earlier campaign. What contacts say now wins over what that
/// campaign knew.
async fn of_campaign(store: &Store, id: i64) -> Result<Resolved> {
    let campaign = CampaignId(id);
    let people = store
        .read(move |tx| {
            let Some(earlier) = campaigns::get(tx, campaign)? else {
                return Ok(None);
            };
            let mut people = Vec::new();
            for person in campaigns::people(tx, campaign)? {
                let contact = contacts::by_phone(tx, &person.phone)?;
                people.push(contact.map_or_else(
                    || {
                        let typed = person.phone.as_str().to_owned();
                        let contact = NewContact {
                            typed,
                            phone: person.phone,
                            name: person.name,
                            title: person.title,
                            groups: person.groups,
                            fields: person.fields,
                            remarks: Remarks::default(),
                        };
                        Member::new(contact, false)
                    },
                    of_contact,
                ));
            }
            Ok(Some((people, earlier.extra_fields)))
        })
        .await?;
    let (people, names) =
        people.ok_or_else(|| AppError::bad_input("campaign_not_found").with("id", id))?;
    Ok(Resolved::of(people, names))
}

fn extra_fields(members: &[Member]) -> BTreeSet<String> {
    members
        .iter()
        .flat_map(|m| m.contact.fields.keys().cloned())
        .collect()
}

fn of_contact(contact: Contact) -> Member {
    let opted_out = contact.opted_out;
    let contact = NewContact {
        typed: contact.phone.as_str().to_owned(),
        phone: contact.phone,
        name: contact.name,
        title: contact.title,
        groups: contact.groups,
        fields: contact.fields,
        remarks: Remarks::default(),
    };
    Member::new(contact, opted_out)
}

fn extra_name(column: contact_import::Column) -> Option<String> {
    match column.field {
        Field::Extra(name) => Some(name),
        _ => None,
    }
}

fn read_list(source: &ImportSource, options: &ImportOptions, home: &Home) -> Result<Resolved> {
    let reader = open(source, &read_options(&options.read, home)?)?;
    let columns = reader.detected().columns.into_iter();
    let mut resolved = Resolved {
        members: Vec::new(),
        rows: 0,
        invalid: 0,
        duplicates: 0,
        extra_fields: columns.filter_map(extra_name).collect(),
        from_list: Some(options.clone()),
    };
    for record in reader.distinct() {
        resolved.rows += 1;
        match record.map_err(|e| import_error(&e))? {
            Checked::Accepted(row) => {
                resolved.members.push(Member::new(new_contact(row)?, false));
            }
            Checked::Duplicate(_) => resolved.duplicates += 1,
            Checked::Invalid(_) => resolved.invalid += 1,
        }
    }
    Ok(resolved)
}

/// What the list does not say about a person, the profile may know. What the
/// list says wins: it is what the person who sends has before their eyes.
fn complete(tx: &store::Tx<'_>, members: Vec<Member>) -> Result<Vec<Member>, StoreError> {
    let mut completed = Vec::with_capacity(members.len());
    for mut member in members {
        if let Some(known) = contacts::by_phone(tx, &member.contact.phone)? {
            let ours = &mut member.contact;
            if ours.name.is_empty() {
                ours.name = known.name;
            }
            if ours.title.is_empty() {
                ours.title = known.title;
            }
            if ours.groups.is_empty() {
                ours.groups = known.groups;
            }
            let theirs: BTreeMap<_, _> = known.fields;
            for (key, value) in theirs {
                ours.fields.entry(key).or_insert(value);
            }
        }
        completed.push(member);
    }
    Ok(completed)
}
