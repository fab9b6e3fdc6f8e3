//! Prepared files: what messages say of them, their bytes in pieces, and where
//! the server keeps them.

use crate::{StoreError, Tx, rows};
use domain::{AttachmentId, Medium, MediumKind, Timestamp, Upload};
use rusqlite::{OptionalExtension as _, Row, params};
use std::fmt;

/// Bytes of a piece, but for the last one.
pub const PIECE: usize = 256 * 1024;

/// A prepared file.
#[derive(Clone, PartialEq, Eq)]
pub struct Attachment {
    /// Row id.
    pub id: AttachmentId,
    /// What it is.
    pub medium: Medium,
    /// When it was prepared.
    pub added_at: Timestamp,
    /// When its bytes were removed; it can no longer be sent.
    pub emptied_at: Option<Timestamp>,
}

impl fmt::Debug for Attachment {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Attachment")
            .field("id", &self.id)
            .field("medium", &self.medium)
            .field("emptied_at", &self.emptied_at)
            .finish_non_exhaustive()
    }
}

/// Begins one whose pieces will follow, each in a transaction of its own: a long
/// file must not keep others from writing. One that is never finished goes with
/// [`sweep`].
pub fn begin(tx: &Tx<'_>, now: Timestamp) -> Result<AttachmentId, StoreError> {
    tx.connection()
        .prepare_cached("INSERT INTO attachment (added_at) VALUES (?1)")?
        .execute([now.0])?;
    Ok(AttachmentId(tx.connection().last_insert_rowid()))
}

/// Adds a piece; they are numbered from 0, and all but the last are of
/// [`PIECE`] bytes.
pub fn add_piece(
    tx: &Tx<'_>,
    id: AttachmentId,
    number: u32,
    bytes: &[u8],
) -> Result<(), StoreError> {
    tx.connection()
        .prepare_cached(
            "INSERT INTO attachment_piece (attachment_id, number, bytes) VALUES (?1, ?2, ?3)",
        )?
        .execute(params![id.0, number, bytes])?;
    Ok(())
}

/// All pieces are there. The attachment that has these bytes now: the same file
/// under the same name is kept once, and then this one is gone.
pub fn finish(
    tx: &Tx<'_>,
    id: AttachmentId,
    medium: &Medium,
    now: Timestamp,
) -> Result<AttachmentId, StoreError> {
    let known: Option<i64> = tx
        .connection()
        .prepare_cached(
            "SELECT id FROM attachment WHERE sha256 = ?1 AND ready = 1 AND kind = ?2
                AND file_name = ?3 AND emptied_at IS NULL AND id <> ?4",
        )?
        .query_row(
            params![
                medium.sha256.as_slice(),
                medium.kind.as_str(),
                medium.file_name,
                id.0
            ],
            |row| row.get(0),
        )
        .optional()?;
    if let Some(known) = known {
        discard(tx, id)?;
        tx.connection()
            .prepare_cached("UPDATE attachment SET added_at = ?2 WHERE id = ?1")?
            .execute([known, now.0])?;
        return Ok(AttachmentId(known));
    }
    let changed = tx
        .connection()
        .prepare_cached(
            "UPDATE attachment SET ready = 1, kind = ?2, mime = ?3, file_name = ?4, sha256 = ?5,
                size = ?6, width = ?7, height = ?8, thumbnail = ?9, seconds = ?10,
                waveform = ?11, pages = ?12
             WHERE id = ?1 AND ready = 0",
        )?
        .execute(params![
            id.0,
            medium.kind.as_str(),
            medium.mime,
            medium.file_name,
            medium.sha256.as_slice(),
            rows::signed(medium.size),
            medium.width,
            medium.height,
            medium.thumbnail,
            medium.seconds,
            medium.waveform,
            medium.pages,
        ])?;
    if changed == 0 {
        return Err(StoreError::other("no attachment is being prepared there"));
    }
    Ok(id)
}

/// Removes one that will not be finished.
pub fn discard(tx: &Tx<'_>, id: AttachmentId) -> Result<(), StoreError> {
    tx.connection()
        .prepare_cached("DELETE FROM attachment WHERE id = ?1 AND ready = 0")?
        .execute([id.0])?;
    Ok(())
}

/// Those that are being prepared, or were when a program died.
pub fn unfinished(tx: &Tx<'_>) -> Result<Vec<AttachmentId>, StoreError> {
    let mut list = tx
        .connection()
        .prepare_cached("SELECT id FROM attachment WHERE ready = 0 ORDER BY id")?;
    let ids = list.query_map([], |row| row.get(0).map(AttachmentId))?;
    Ok(ids.collect::<Result<_, _>>()?)
}

const COLUMNS: &str = "a.id, a.kind, a.mime, a.file_name, a.sha256, a.size, a.width, a.height,
    a.thumbnail, a.seconds, a.waveform, a.pages, a.added_at, a.emptied_at";

fn read(row: &Row<'_>) -> Result<Attachment, StoreError> {
    Ok(Attachment {
        id: AttachmentId(row.get(0)?),
        medium: Medium {
            kind: rows::word(row, 1, MediumKind::parse)?,
            mime: row.get(2)?,
            file_name: row.get(3)?,
            sha256: row.get(4)?,
            size: rows::count(row, 5)?,
            width: row.get(6)?,
            height: row.get(7)?,
            thumbnail: row.get(8)?,
            seconds: row.get(9)?,
            waveform: row.get(10)?,
            pages: row.get(11)?,
        },
        added_at: Timestamp(row.get(12)?),
        emptied_at: rows::instant(row, 13)?,
    })
}

/// An attachment that is ready.
pub fn get(tx: &Tx<'_>, id: AttachmentId) -> Result<Option<Attachment>, StoreError> {
    let mut find = tx.connection().prepare_cached(&format!(
        "SELECT {COLUMNS} FROM attachment a WHERE a.id = ?1 AND a.ready = 1"
    ))?;
    let mut found = find.query([id.0])?;
    found.next()?.map(read).transpose()
}

/// What a campaign carries, in its order.
pub fn of_campaign(
    tx: &Tx<'_>,
    campaign: domain::CampaignId,
) -> Result<Vec<Attachment>, StoreError> {
    listed(
        tx,
        "campaign_attachment l ON l.attachment_id = a.id WHERE l.campaign_id = ?1",
        campaign.0,
    )
}

/// What a template carries, in its order.
pub(crate) fn of_template(tx: &Tx<'_>, template: i64) -> Result<Vec<Attachment>, StoreError> {
    listed(
        tx,
        "template_attachment l ON l.attachment_id = a.id WHERE l.template_id = ?1",
        template,
    )
}

fn listed(tx: &Tx<'_>, from: &str, id: i64) -> Result<Vec<Attachment>, StoreError> {
    let mut list = tx.connection().prepare_cached(&format!(
        "SELECT {COLUMNS} FROM attachment a JOIN {from} ORDER BY l.place"
    ))?;
    let mut found = list.query([id])?;
    let mut attachments = Vec::new();
    while let Some(row) = found.next()? {
        attachments.push(read(row)?);
    }
    Ok(attachments)
}

/// A piece of its bytes; none behind the last one.
pub fn piece(tx: &Tx<'_>, id: AttachmentId, number: u32) -> Result<Option<Vec<u8>>, StoreError> {
    Ok(tx
        .connection()
        .prepare_cached(
            "SELECT bytes FROM attachment_piece WHERE attachment_id = ?1 AND number = ?2",
        )?
        .query_row(params![id.0, number], |row| row.get(0))
        .optional()?)
}

/// Where the server keeps it, if it was ever brought there.
pub fn upload(tx: &Tx<'_>, id: AttachmentId) -> Result<Option<Upload>, StoreError> {
    let mut find = tx.connection().prepare_cached(
        "SELECT url, direct_path, media_key, encrypted_sha256, sidecar, made_at, expires_at
         FROM upload WHERE attachment_id = ?1",
    )?;
    let mut found = find.query([id.0])?;
    let Some(row) = found.next()? else {
        return Ok(None);
    };
    Ok(Some(Upload {
        url: row.get(0)?,
        direct_path: row.get(1)?,
        media_key: row.get(2)?,
        encrypted_sha256: row.get(3)?,
        sidecar: row.get(4)?,
        made_at: Timestamp(row.get(5)?),
        expires_at: rows::instant(row, 6)?,
    }))
}

/// Notes where the server keeps it now.
pub fn note_upload(tx: &Tx<'_>, id: AttachmentId, upload: &Upload) -> Result<(), StoreError> {
    tx.connection()
        .prepare_cached(
            "INSERT OR REPLACE INTO upload (attachment_id, url, direct_path, media_key,
                encrypted_sha256, sidecar, made_at, expires_at)
             VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)",
        )?
        .execute(params![
            id.0,
            upload.url,
            upload.direct_path,
            upload.media_key.as_slice(),
            upload.encrypted_sha256.as_slice(),
            upload.sidecar,
            upload.made_at.0,
            upload.expires_at.map(|at| at.0),
        ])?;
    Ok(())
}

/// The server has forgotten it: it is brought there again before it is named in
/// another message. An upload that was made after `at`, when that was noticed of
/// an older one, stays.
pub fn forget_upload(tx: &Tx<'_>, id: AttachmentId, at: Timestamp) -> Result<(), StoreError> {
    tx.connection()
        .prepare_cached("DELETE FROM upload WHERE attachment_id = ?1 AND made_at <= ?2")?
        .execute([id.0, at.0])?;
    Ok(())
}

/// What was, or would be, removed.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Freed {
    /// Attachments.
    pub attachments: u64,
    /// Their bytes.
    pub bytes: u64,
}

/// What is old enough to go.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Spent {
    /// The bytes of campaigns that ended until then.
    pub ended: Timestamp,
    /// What was prepared until then and is named by nothing. It takes a moment
    /// from a file that was chosen to a draft that names it.
    pub added: Timestamp,
}

/// Bytes that nothing will need: named by no template, no draft and no campaign
/// but such as ended before `?1`, as long as a campaign that was sent may be tried
/// again for those who failed. What was prepared after `?2` stays, unless the
/// campaign for which it was is over since.
const NOT_NEEDED: &str = "a.emptied_at IS NULL
    AND NOT EXISTS (SELECT 1 FROM template_attachment l WHERE l.attachment_id = a.id)
    AND NOT EXISTS (SELECT 1 FROM draft_attachment l WHERE l.attachment_id = a.id)
    AND NOT EXISTS (
        SELECT 1 FROM campaign_attachment l CROSS JOIN campaign c ON c.id = l.campaign_id
        WHERE l.attachment_id = a.id
            AND (c.finished_at IS NULL OR c.finished_at > ?1 OR c.unsettled > 0))
    AND (a.added_at <= ?2 OR EXISTS (
        SELECT 1 FROM campaign_attachment l CROSS JOIN campaign c ON c.id = l.campaign_id
        WHERE l.attachment_id = a.id AND c.finished_at >= a.added_at))";

/// What [`sweep`] would free.
pub fn sweepable(tx: &Tx<'_>, spent: Spent) -> Result<Freed, StoreError> {
    Ok(tx
        .connection()
        .prepare_cached(&format!(
            "SELECT count(*), coalesce(sum(a.size), 0) FROM attachment a WHERE {NOT_NEEDED}"
        ))?
        .query_row([spent.ended.0, spent.added.0], |row| {
            Ok(Freed {
                attachments: rows::unsigned(row.get(0)?),
                bytes: rows::unsigned(row.get(1)?),
            })
        })?)
}

/// Removes the bytes of an attachment, whoever needs them.
pub fn empty(tx: &Tx<'_>, id: AttachmentId, now: Timestamp) -> Result<(), StoreError> {
    for forget in [
        "DELETE FROM attachment_piece WHERE attachment_id = ?1",
        "DELETE FROM upload WHERE attachment_id = ?1",
    ] {
        tx.connection().prepare_cached(forget)?.execute([id.0])?;
    }
    tx.connection()
        .prepare_cached("UPDATE attachment SET emptied_at = ?2 WHERE id = ?1")?
        .execute([id.0, now.0])?;
    Ok(())
}

/// Removes the bytes that nothing will need. What a campaign of the past names
/// stays in its history, with its thumbnail; tests of the time before are
/// forgotten whole.
pub fn sweep(tx: &Tx<'_>, spent: Spent, now: Timestamp) -> Result<Freed, StoreError> {
    tx.connection()
        .prepare_cached(
            "DELETE FROM campaign WHERE for_test = 1 AND unsettled = 0 AND finished_at <= ?1",
        )?
        .execute([spent.ended.0])?;
    let freed = sweepable(tx, spent)?;
    let mut find = tx
        .connection()
        .prepare_cached(&format!("SELECT a.id FROM attachment a WHERE {NOT_NEEDED}"))?;
    let ids: Vec<i64> = find
        .query_map([spent.ended.0, spent.added.0], |row| row.get(0))?
        .collect::<Result<_, _>>()?;
    for id in ids {
        empty(tx, AttachmentId(id), now)?;
        tx.connection()
            .prepare_cached(
                "DELETE FROM attachment WHERE id = ?1 AND NOT EXISTS (
                    SELECT 1 FROM campaign_attachment l WHERE l.attachment_id = ?1)",
            )?
            .execute([id])?;
    }
    Ok(freed)
}

/// Removes an attachment that nothing names: it was prepared for something that
/// then did not come about.
pub fn remove_loose(tx: &Tx<'_>, id: AttachmentId) -> Result<(), StoreError> {
    tx.connection()
        .prepare_cached(
            "DELETE FROM attachment WHERE id = ?1
                AND NOT EXISTS (SELECT 1 FROM template_attachment l WHERE l.attachment_id = ?1)
                AND NOT EXISTS (SELECT 1 FROM draft_attachment l WHERE l.attachment_id = ?1)
                AND NOT EXISTS (SELECT 1 FROM campaign_attachment l WHERE l.attachment_id = ?1)",
        )?
        .execute([id.0])?;
    Ok(())
}
