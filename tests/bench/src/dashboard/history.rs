//! A history that was never sent: through the functions of the store, as the
//! dispatcher would have left it.

use crate::Outcome;
use domain::messenger::Incoming;
use domain::{MessageId, Pace, PartEvent, PartId, PhoneNumber, Schedule, Timestamp};
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::time::{Instant, SystemTime, UNIX_EPOCH};
use store::campaigns::{self, NewCampaign, NewRecipient};
use store::{DatabaseKey, Execution, Store, StoreError, Tx, outbox, replies};

/// People who are written to, again and again.
pub(crate) const PEOPLE: u64 = 20_000;

const YEAR: i64 = 365 * 86_400_000;

/// Milliseconds from one person to the next.
const PACE: i64 = 5_000;

/// Fills the only profile below a folder with campaigns to `each` people, spread
/// over a year.
pub(crate) async fn fill(folder: &Path, outcomes: u64, each: u64) -> Outcome {
    let store = open(folder)?;
    let count = outcomes.div_ceil(each);
    // Nobody is twice in a campaign.
    let pool = PEOPLE.max(each);
    let now = now()?;
    let mut part = 1;
    for number in 0..count {
        let people = each.min(outcomes - number * each);
        let share = i64::try_from((number + 1) * 1_000 / count)?;
        let length = i64::try_from(people)? * PACE;
        let begins = Timestamp(now.0 - YEAR + YEAR / 1_000 * share - length);
        let first = part;
        store
            .write(move |tx| {
                let new = campaign(begins, false);
                let recipients = (0..people).map(|n| recipient(number * 7_919 + n, pool));
                campaigns::create(tx, &new, recipients, minter(first))?;
                let parts = first..first + i64::try_from(people).unwrap_or(0);
                for (n, part) in (0..).zip(parts) {
                    settle(tx, PartId(part), Timestamp(begins.0 + n * PACE))?;
                    if n % 20 == 0 {
                        answer(
                            tx,
                            part,
                            number * 7_919 + n.unsigned_abs(),
                            pool,
                            begins.0 + n * PACE,
                        )?;
                    }
                }
                Ok(())
            })
            .await?;
        part += i64::try_from(people)?;
    }
    store.close().await;
    Ok(())
}

/// The fate of a message by its number.
fn settle(tx: &Tx<'_>, part: PartId, at: Timestamp) -> Result<(), StoreError> {
    let (event, reason) = match part.0 % 50 {
        0 => (PartEvent::GiveUp, Some("not_on_whatsapp")),
        1 => (PartEvent::GiveUp, Some("network")),
        2 => (PartEvent::Skip, Some("opted_out")),
        3..=5 => (PartEvent::Accepted, None),
        6..=19 => (PartEvent::Delivered, None),
        _ => (PartEvent::Read, None),
    };
    outbox::apply(tx, part, event, at, reason)?;
    Ok(())
}

fn answer(tx: &Tx<'_>, part: i64, person: u64, pool: u64, at: i64) -> Result<(), StoreError> {
    let message = Incoming {
        id: MessageId::from_stored(format!("R{part}")),
        from: recipient(person, pool).phone,
        text: "Sí, ¡gracias!".to_owned(),
        at: Timestamp(at + 60_000),
    };
    replies::record(tx, &message, message.at)?;
    Ok(())
}

fn campaign(created_at: Timestamp, for_test: bool) -> NewCampaign {
    NewCampaign {
        name: "Histórica".to_owned(),
        texts: vec!["Hola {nombre}".to_owned()],
        attachments: Vec::new(),
        for_test,
        pace: Pace::default(),
        schedule: Schedule::default(),
        created_at,
    }
}

/// Somebody of so many people.
fn recipient(number: u64, people: u64) -> NewRecipient {
    let person = number % people;
    let groups: &[&str] = match person % 12 {
        0 => &[],
        1 | 2 => &["VIP"],
        3 => &["VIP", "Luque"],
        4 => &["Luque"],
        5 => &["Mayoristas"],
        6 => &["Mayoristas", "San Lorenzo"],
        7 => &["Itá"],
        8 => &["Asunción", "VIP"],
        9 => &["Asunción"],
        10 => &["Familia"],
        _ => &["Proveedores"],
    };
    let phone = format!("+5959{person:08}");
    NewRecipient {
        contact: None,
        phone: PhoneNumber::from_e164(&phone).unwrap_or_else(|_| unreachable!("{phone}")),
        name: format!("Ana María Núñez {person}"),
        title: "Sra.".to_owned(),
        groups: groups.iter().map(|group| (*group).to_owned()).collect(),
        fields: BTreeMap::new(),
        skip: None,
    }
}

fn minter(from: i64) -> impl FnMut() -> MessageId {
    let mut next = from;
    move || {
        next += 1;
        MessageId::from_stored(format!("3EB0{next:018X}"))
    }
}

fn now() -> Outcome<Timestamp> {
    let since = SystemTime::now().duration_since(UNIX_EPOCH)?;
    Ok(Timestamp(i64::try_from(since.as_millis())?))
}

/// What a message goes through until it is read.
const COURSE: [PartEvent; CHANGES as usize] = [
    PartEvent::AttemptCounted,
    PartEvent::WrittenToWire,
    PartEvent::Accepted,
    PartEvent::Delivered,
    PartEvent::Read,
];

/// How many changes these are.
pub(crate) const CHANGES: u32 = 5;

/// Seconds that a change of a message takes in the store.
#[derive(Clone, Copy)]
pub(crate) struct Keeping {
    /// Of a campaign.
    pub counted: f64,
    /// Of a test, which no number counts.
    pub uncounted: f64,
}

/// What counting costs: the same changes of campaigns and of tests, in turns.
pub(crate) fn keeping(folder: &Path) -> Outcome<Keeping> {
    const ROUNDS: i64 = 6;
    const EACH: i64 = 5_000;
    let key = DatabaseKey::from_bytes([7; 32]);
    let store = Store::open(&folder.join("keeping.db"), &key, Execution::Inline)?;
    let runtime = tokio::runtime::Builder::new_current_thread().build()?;
    let (mut seconds, mut part) = ([0.0; 2], 1);
    for round in 0..ROUNDS {
        for (kind, seconds) in seconds.iter_mut().enumerate() {
            let first = part;
            let took = runtime.block_on(store.write(move |tx| {
                let at = Timestamp(1_800_000_000_000 + round * EACH * PACE);
                let people = (0..EACH).map(|n| recipient(n.unsigned_abs(), PEOPLE));
                campaigns::create(tx, &campaign(at, kind == 1), people, minter(first))?;
                let begin = Instant::now();
                for (n, part) in (0..).zip(first..first + EACH) {
                    let at = Timestamp(at.0 + n * PACE);
                    for event in COURSE {
                        outbox::apply(tx, PartId(part), event, at, None)?;
                    }
                }
                Ok(begin.elapsed())
            }))?;
            part += EACH;
            // The first round warms up.
            if round > 0 {
                *seconds += took.as_secs_f64();
            }
        }
    }
    runtime.block_on(store.close());
    #[allow(clippy::cast_precision_loss, reason = "a small count")]
    let changes = ((ROUNDS - 1) * EACH * i64::from(CHANGES)) as f64;
    let [counted, uncounted] = seconds.map(|seconds| seconds / changes);
    Ok(Keeping { counted, uncounted })
}

/// Opens the database of the only profile below a folder, with its key.
fn open(folder: &Path) -> Outcome<Store> {
    let database = find(folder, "profile.db").ok_or("the profile has no database")?;
    let key = find(folder, "key").ok_or("the profile keeps its key elsewhere")?;
    let text = std::fs::read_to_string(key)?;
    let mut bytes = [0; 32];
    for (at, byte) in bytes.iter_mut().enumerate() {
        let digits = text.get(at * 2..at * 2 + 2).ok_or("a short key")?;
        *byte = u8::from_str_radix(digits, 16)?;
    }
    let key = DatabaseKey::from_bytes(bytes);
    Ok(Store::open(&database, &key, Execution::Thread)?)
}

fn find(folder: &Path, name: &str) -> Option<PathBuf> {
    for entry in std::fs::read_dir(folder).ok()?.flatten() {
        let path = entry.path();
        if path.file_name().is_some_and(|found| found == name) {
            return Some(path);
        }
        if path.is_dir()
            && let Some(found) = find(&path, name)
        {
            return Some(found);
        }
    }
    None
}
