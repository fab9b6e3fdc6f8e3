//! The index behind the search: folded texts by their three-letter pieces.

use crate::{StoreError, Tx};
use domain::{ContactId, fold};
use rusqlite::params;

/// Words of a search that count; the rest is ignored.
const WORDS: usize = 8;

/// Letters below which the index cannot help.
const PIECE: usize = 3;

/// A search in words: all of them must occur in name, title, number or groups.
#[derive(Clone, Debug, Default)]
pub(super) struct Words {
    /// Words that the index knows.
    long: Vec<Word>,
    /// Words that it does not know, because a text of theirs is too short.
    pub short: Vec<Word>,
}

/// The folded texts as which a word may occur; one at least.
pub(super) type Word = Vec<String>;

impl Words {
    /// A number is looked for as it is written, and without signs and trunk
    /// zero.
    pub fn of(search: &str) -> Self {
        let (long, short) = split(search).into_iter().partition(|word: &Word| {
            word.iter()
                .all(|text| text.chars().nth(PIECE - 1).is_some())
        });
        Self { long, short }
    }

    pub fn is_empty(&self) -> bool {
        self.long.is_empty() && self.short.is_empty()
    }

    /// The first word that the index knows, in its first form.
    pub fn first(&self) -> Option<&str> {
        self.long.first()?.first().map(String::as_str)
    }

    /// What the index is asked; none where it cannot help.
    pub fn query(&self) -> Option<String> {
        phrase(&self.long)
    }

    /// The same without the first word.
    pub fn query_of_rest(&self) -> Option<String> {
        phrase(self.long.get(1..).unwrap_or_default())
    }
}

fn phrase(words: &[Word]) -> Option<String> {
    let quoted = |text: &String| format!("\"{}\"", text.replace('"', "\"\""));
    let either: Vec<_> = words
        .iter()
        .map(|word| word.iter().map(quoted).collect::<Vec<_>>().join(" OR "))
        .map(|word| format!("({word})"))
        .collect();
    (!either.is_empty()).then(|| either.join(" AND "))
}

fn split(search: &str) -> Vec<Word> {
    let is_number = |text: &str| {
        text.chars()
            .all(|c| c.is_ascii_digit() || "+-./() ".contains(c))
    };
    let digits = |text: &str| {
        let digits: String = text.chars().filter(char::is_ascii_digit).collect();
        digits.trim_start_matches('0').to_owned()
    };
    // Written in groups it is one number all the same.
    if is_number(search.trim()) && search.trim().contains(' ') {
        let digits = digits(search);
        return if digits.is_empty() {
            Vec::new()
        } else {
            vec![vec![digits]]
        };
    }
    let word = |text: &str| {
        // The index reads its question up to the first NUL.
        let folded = fold(text).replace('\0', "");
        if !is_number(text) {
            return vec![folded];
        }
        let digits = digits(text);
        if digits.is_empty() {
            return Vec::new();
        }
        // A group may be called 2024-05.
        let as_written = Some(folded).filter(|folded| !folded.contains(&digits));
        std::iter::once(digits).chain(as_written).collect()
    };
    let mut words: Vec<Word> = search.split_whitespace().map(word).collect();
    words.retain(|word| word.iter().any(|text| !text.is_empty()));
    words.truncate(WORDS);
    words
}

/// Adds a contact that the index does not know yet. Fastest when the ids grow.
pub(super) fn learn(tx: &Tx<'_>, id: ContactId, text: &str) -> Result<(), StoreError> {
    tx.connection()
        .prepare_cached("INSERT INTO contact_search (rowid, text) VALUES (?1, ?2)")?
        .execute(params![id.0, text])?;
    Ok(())
}

/// The text by which a contact is found.
pub(super) fn text<'a>(
    name_key: &str,
    title_key: &str,
    phone: &str,
    group_keys: impl IntoIterator<Item = &'a str>,
) -> String {
    let mut text = format!("{name_key}\n{title_key}\n{phone}");
    for key in group_keys {
        text.push('\n');
        text.push_str(key);
    }
    text
}

/// Contacts below which the index is never made anew.
const FEW: usize = 1_000;

/// Making a contact known takes a small part of the time of forgetting one.
const LEARNED_MEANWHILE: u64 = 5;

/// Brings the index up to date with contacts that changed, came back or are
/// gone.
///
/// To be called behind all other statements: whenever one with a trigger begins,
/// the index writes what it has in memory, and tiny pieces cost much more than
/// large ones. It is fastest, too, when the ids grow.
pub(super) fn refresh_all(tx: &Tx<'_>, mut ids: Vec<ContactId>) -> Result<(), StoreError> {
    ids.sort_unstable_by_key(|id| id.0);
    ids.dedup();
    if ids.len() >= FEW && contacts(tx)? < ids.len() as u64 * LEARNED_MEANWHILE {
        return renew(tx);
    }
    ids.into_iter().try_for_each(|id| refresh(tx, id))
}

/// How many contacts there are.
pub(super) fn contacts(tx: &Tx<'_>) -> Result<u64, StoreError> {
    let mut total = tx
        .connection()
        .prepare_cached("SELECT contacts FROM contact_total")?;
    Ok(crate::rows::unsigned(
        total.query_row([], |row| row.get(0))?,
    ))
}

/// Makes the index anew. What is forgotten stays in it until its pieces are
/// merged, and while there is much of that each merge looks through all of it.
fn renew(tx: &Tx<'_>) -> Result<(), StoreError> {
    let connection = tx.connection();
    connection
        .prepare_cached("INSERT INTO contact_search (contact_search) VALUES ('delete-all')")?
        .execute([])?;
    connection
        .prepare_cached(&format!("{LEARN} ORDER BY c.id"))?
        .execute([])?;
    Ok(())
}

/// Makes contacts known as they are stored.
const LEARN: &str = "INSERT INTO contact_search (rowid, text)
    SELECT c.id, c.name_key || char(10) || c.title_key || char(10) || c.phone || char(10)
        || ifnull((SELECT group_concat(g.name_key, char(10))
            FROM member m JOIN contact_group g ON g.id = m.group_id
            WHERE m.contact_id = c.id), '')
    FROM contact c";

/// Brings the index up to date with one contact.
pub(super) fn refresh(tx: &Tx<'_>, id: ContactId) -> Result<(), StoreError> {
    forget(tx, id)?;
    tx.connection()
        .prepare_cached(&format!("{LEARN} WHERE c.id = ?1"))?
        .execute([id.0])?;
    Ok(())
}

/// Takes a contact out of the index.
pub(super) fn forget(tx: &Tx<'_>, id: ContactId) -> Result<(), StoreError> {
    tx.connection()
        .prepare_cached("DELETE FROM contact_search WHERE rowid = ?1")?
        .execute([id.0])?;
    Ok(())
}

/// Pieces of the index of one size that are merged, a few pages with each change.
const MERGED_TOGETHER: i64 = 8;

/// Pieces of one size at which all of them are merged at once, however long it takes.
const TOO_MANY: i64 = 16;

/// The same while merging is put off.
const TOO_MANY_PUT_OFF: i64 = 64;

/// Pages that are merged in one go: some milliseconds.
const SOME: i64 = 128;

/// The pieces are not merged until [`settle`] is asked to. For large imports: nobody is to
/// wait for it, and the more there are from earlier ones, the longer it takes.
pub(super) fn put_off(tx: &Tx<'_>) -> Result<(), StoreError> {
    configure(tx, "automerge", 0)?;
    configure(tx, "crisismerge", TOO_MANY_PUT_OFF)
}

/// Merges some of the search's pieces, where there are several of one size, for a few
/// milliseconds. Searches find everybody meanwhile. Whether nothing is left to do; to be
/// asked until then, each time in a transaction of its own. Large pieces that are left
/// alone are merged by some small change later, all at once.
pub fn settle(tx: &Tx<'_>) -> Result<bool, StoreError> {
    let connection = tx.connection();
    let before = connection.total_changes();
    configure(tx, "merge", SOME)?;
    // The request itself counts as a change.
    if connection.total_changes() - before >= 2 {
        return Ok(false);
    }
    let mut put_off = connection
        .prepare_cached("SELECT 1 FROM contact_search_config WHERE k = 'automerge' AND v = 0")?;
    if put_off.exists([])? {
        configure(tx, "automerge", MERGED_TOGETHER)?;
        configure(tx, "crisismerge", TOO_MANY)?;
    }
    Ok(true)
}

fn configure(tx: &Tx<'_>, what: &str, value: i64) -> Result<(), StoreError> {
    tx.connection()
        .prepare_cached("INSERT INTO contact_search (contact_search, rank) VALUES (?1, ?2)")?
        .execute(params![what, value])?;
    Ok(())
}

/// The ids of the contacts that the index finds; none where they are more than so many.
pub(super) fn found_up_to(
    tx: &Tx<'_>,
    query: &str,
    limit: u64,
) -> Result<Option<Vec<i64>>, StoreError> {
    let mut find = tx.connection().prepare_cached(
        "SELECT rowid FROM contact_search WHERE contact_search MATCH ?1 LIMIT ?2",
    )?;
    let ids = find.query_map(params![query, crate::rows::signed(limit + 1)], |row| {
        row.get(0)
    })?;
    let ids = ids.collect::<Result<Vec<i64>, _>>()?;
    Ok((ids.len() as u64 <= limit).then_some(ids))
}

/// How many contacts the index finds, counted up to a limit.
pub(super) fn count_up_to(tx: &Tx<'_>, query: &str, limit: u64) -> Result<u64, StoreError> {
    let mut count = tx.connection().prepare_cached(
        "SELECT count(*) FROM (SELECT 1 FROM contact_search WHERE contact_search MATCH ?1 LIMIT ?2)",
    )?;
    let found: i64 =
        count.query_row(params![query, crate::rows::signed(limit)], |row| row.get(0))?;
    Ok(crate::rows::unsigned(found))
}
