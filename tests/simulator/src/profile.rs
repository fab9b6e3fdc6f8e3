//! What kind of life a seed leads: how large, how long, how rough.

use crate::chance::Chance;
use domain::Pace;

const SECOND: u64 = 1_000;
const MINUTE: u64 = 60 * SECOND;
const HOUR: u64 = 60 * MINUTE;

/// Sizes, probabilities and lengths of time (in milliseconds) of one life.
#[derive(Clone, Debug)]
pub struct Profile {
    /// A word for the summary.
    pub name: &'static str,
    /// People who may be written to.
    pub people: u32,
    /// Campaigns at most.
    pub campaigns: u32,
    /// Recipients of a campaign at most.
    pub recipients: u32,
    /// How long faults and commands go on.
    pub length: u64,
    /// Probability of each fault of one message.
    pub fault: f64,
    /// Mean time between drops of the line.
    pub drops: u64,
    /// Mean time between crashes.
    pub crashes: u64,
    /// Probability of a crash while one message is sent.
    pub crash_in_send: f64,
    /// Mean time between commands of the person at the keyboard.
    pub commands: u64,
    /// Mean time between moves of the wall clock.
    pub jumps: u64,
    /// Share of people who cannot be reached by a final reason.
    pub absent: f64,
    /// Share of people whose server refuses for ever with a code that passes.
    pub stubborn: f64,
    /// Probability that somebody answers.
    pub answers: f64,
    /// The longest that a receipt takes.
    pub receipts: u64,
    /// Which paces.
    pub paces: &'static [Pace],
    /// Share of campaigns with hours, days, a limit or a start.
    pub scheduled: f64,
    /// Share of lives in which opt-outs are confirmed.
    pub confirming: f64,
}

const fn pace(delay_ms: u64, jitter_percent: u8, batch: u32, batch_pause_ms: u64) -> Pace {
    Pace {
        delay_ms,
        jitter_percent,
        batch,
        batch_pause_ms,
    }
}

const ALL: &[Pace] = &[
    pace(0, 0, 0, 0),
    pace(100, 0, 0, 0),
    pace(1_000, 30, 0, 0),
    pace(5_000, 30, 10, MINUTE),
    pace(20_000, 100, 0, 0),
];
const FAST: &[Pace] = &[
    pace(0, 0, 0, 0),
    pace(100, 50, 0, 0),
    pace(1_000, 30, 50, 5_000),
];

/// Nothing goes wrong; the others differ from it.
const CALM: Profile = Profile {
    name: "calm",
    people: 30,
    campaigns: 2,
    recipients: 25,
    length: HOUR,
    fault: 0.0,
    drops: 0,
    crashes: 0,
    crash_in_send: 0.0,
    commands: 20 * MINUTE,
    jumps: 0,
    absent: 0.02,
    stubborn: 0.0,
    answers: 0.05,
    receipts: 10 * MINUTE,
    paces: ALL,
    scheduled: 0.0,
    confirming: 0.3,
};

impl Profile {
    /// The profile of a seed.
    pub fn of(chance: &mut Chance) -> Self {
        let calm = CALM;
        match chance.between(0, 19) {
            0 => calm,
            // Everything goes wrong all the time, to few people.
            1..=5 => Self {
                name: "rough",
                people: 10,
                campaigns: 3,
                recipients: 8,
                length: 30 * MINUTE,
                fault: 0.08,
                drops: 3 * MINUTE,
                crashes: 8 * MINUTE,
                crash_in_send: 0.05,
                commands: 3 * MINUTE,
                jumps: 15 * MINUTE,
                absent: 0.1,
                stubborn: 0.05,
                answers: 0.2,
                ..calm
            },
            // Crashes above all.
            6..=8 => Self {
                name: "crashing",
                people: 15,
                campaigns: 3,
                recipients: 12,
                length: 30 * MINUTE,
                fault: 0.02,
                drops: 20 * MINUTE,
                crashes: 2 * MINUTE,
                crash_in_send: 0.25,
                ..calm
            },
            // A bad line.
            9..=11 => Self {
                name: "bad line",
                people: 25,
                campaigns: 3,
                recipients: 20,
                fault: 0.03,
                drops: MINUTE,
                crashes: 40 * MINUTE,
                crash_in_send: 0.01,
                ..calm
            },
            // People who change their minds, on both ends.
            12..=14 => Self {
                name: "busy",
                people: 20,
                campaigns: 5,
                recipients: 15,
                fault: 0.02,
                drops: 15 * MINUTE,
                crashes: 30 * MINUTE,
                crash_in_send: 0.02,
                commands: 40 * SECOND,
                answers: 0.5,
                scheduled: 0.2,
                confirming: 0.7,
                ..calm
            },
            // Clocks that move.
            15..=16 => Self {
                name: "clocks",
                campaigns: 3,
                recipients: 15,
                fault: 0.03,
                drops: 10 * MINUTE,
                crashes: 20 * MINUTE,
                crash_in_send: 0.02,
                jumps: 4 * MINUTE,
                scheduled: 0.3,
                ..calm
            },
            // Many people, rare faults.
            17..=18 => Self {
                name: "large",
                people: 200,
                campaigns: 2,
                recipients: 150,
                fault: 0.003,
                drops: 30 * MINUTE,
                crashes: 40 * MINUTE,
                crash_in_send: 0.003,
                absent: 0.01,
                paces: FAST,
                ..calm
            },
            // Days, with receipts that take as long.
            _ => Self {
                name: "days",
                campaigns: 4,
                length: 30 * HOUR,
                fault: 0.02,
                drops: 3 * HOUR,
                crashes: 7 * HOUR,
                crash_in_send: 0.01,
                commands: HOUR,
                jumps: 10 * HOUR,
                receipts: 48 * HOUR,
                scheduled: 0.7,
                ..calm
            },
        }
    }
}
