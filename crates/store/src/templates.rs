//! Messages to be used again.

use crate::attachments::{self, Attachment};
use crate::{StoreError, Tx, rows};
use domain::{AttachmentId, Timestamp, fold};
use rusqlite::{OptionalExtension as _, params};
use std::fmt;

/// A message to be used again.
#[derive(Clone, PartialEq, Eq)]
pub struct Template {
    /// Row id; never used twice.
    pub id: i64,
    /// Its name, unique without regard to case and accents.
    pub name: String,
    /// What it is filed under; may be empty.
    pub category: String,
    /// The versions of its text.
    pub texts: Vec<String>,
    /// What it carries, in order.
    pub attachments: Vec<Attachment>,
    /// When it was made.
    pub created_at: Timestamp,
    /// When it was changed last.
    pub updated_at: Timestamp,
}

impl fmt::Debug for Template {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Template")
            .field("id", &self.id)
            .field("texts", &self.texts.len())
            .field("attachments", &self.attachments)
            .finish_non_exhaustive()
    }
}

/// What is saved of one.
#[derive(Clone)]
pub struct NewTemplate {
    /// Its name.
    pub name: String,
    /// What it is filed under.
    pub category: String,
    /// The versions of its text.
    pub texts: Vec<String>,
    /// What it carries, in order.
    pub attachments: Vec<AttachmentId>,
}

/// What became of a template that was to be saved.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Saved {
    /// It is this one now.
    As(i64),
    /// Another one has that name.
    NameTaken,
    /// There is none with that id.
    NotFound,
    /// One of its attachments is not there, or has no bytes any more.
    AttachmentGone,
}

/// Saves over the one with this id, or as a new one.
pub fn save(
    tx: &Tx<'_>,
    id: Option<i64>,
    template: &NewTemplate,
    now: Timestamp,
) -> Result<Saved, StoreError> {
    let key = fold(&template.name);
    let taken: Option<i64> = tx
        .connection()
        .prepare_cached("SELECT id FROM template WHERE name_key = ?1")?
        .query_row([&key], |row| row.get(0))
        .optional()?;
    if taken.is_some_and(|taken| Some(taken) != id) {
        return Ok(Saved::NameTaken);
    }
    for attachment in &template.attachments {
        if attachments::get(tx, *attachment)?.is_none_or(|found| found.emptied_at.is_some()) {
            return Ok(Saved::AttachmentGone);
        }
    }
    let texts = rows::list_json(&template.texts)?;
    let id = if let Some(id) = id {
        let changed = tx
            .connection()
            .prepare_cached(
                "UPDATE template SET name = ?2, name_key = ?3, category = ?4, texts = ?5,
                    updated_at = ?6 WHERE id = ?1",
            )?
            .execute(params![
                id,
                template.name,
                key,
                template.category,
                texts,
                now.0
            ])?;
        if changed == 0 {
            return Ok(Saved::NotFound);
        }
        tx.connection()
            .prepare_cached("DELETE FROM template_attachment WHERE template_id = ?1")?
            .execute([id])?;
        id
    } else {
        tx.connection()
            .prepare_cached(
                "INSERT INTO template (name, name_key, category, texts, created_at, updated_at)
                 VALUES (?1, ?2, ?3, ?4, ?5, ?5)",
            )?
            .execute(params![template.name, key, template.category, texts, now.0])?;
        tx.connection().last_insert_rowid()
    };
    let mut insert = tx.connection().prepare_cached(
        "INSERT INTO template_attachment (template_id, place, attachment_id) VALUES (?1, ?2, ?3)",
    )?;
    for (place, attachment) in (0i64..).zip(&template.attachments) {
        insert.execute([id, place, attachment.0])?;
    }
    Ok(Saved::As(id))
}

/// A template.
pub fn get(tx: &Tx<'_>, id: i64) -> Result<Option<Template>, StoreError> {
    Ok(find(tx, "WHERE id = ?1", [id])?.pop())
}

/// All of them, by category and name.
pub fn list(tx: &Tx<'_>) -> Result<Vec<Template>, StoreError> {
    let mut templates = find(tx, "", [])?;
    templates.sort_by_cached_key(|template| {
        // Those without a category come last.
        let loose = template.category.trim().is_empty();
        (loose, fold(&template.category), fold(&template.name))
    });
    Ok(templates)
}

/// Deletes a template. Whether there was one.
pub fn delete(tx: &Tx<'_>, id: i64) -> Result<bool, StoreError> {
    let mut delete = tx
        .connection()
        .prepare_cached("DELETE FROM template WHERE id = ?1")?;
    Ok(delete.execute([id])? > 0)
}

fn find(
    tx: &Tx<'_>,
    which: &str,
    params: impl rusqlite::Params,
) -> Result<Vec<Template>, StoreError> {
    let mut list = tx.connection().prepare_cached(&format!(
        "SELECT id, name, category, texts, created_at, updated_at FROM template {which}"
    ))?;
    let mut found = list.query(params)?;
    let mut templates = Vec::new();
    while let Some(row) = found.next()? {
        let id = row.get(0)?;
        templates.push(Template {
            id,
            name: row.get(1)?,
            category: row.get(2)?,
            texts: rows::list(row, 3)?,
            attachments: attachments::of_template(tx, id)?,
            created_at: Timestamp(row.get(4)?),
            updated_at: Timestamp(row.get(5)?),
        });
    }
    Ok(templates)
}
