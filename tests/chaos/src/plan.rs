//! What happens in one run, drawn from its seed.

use rand::rngs::StdRng;
use rand::{Rng as _, SeedableRng as _};

/// When something happens.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum When {
    /// Once the server has counted this many messages, repetitions included.
    Messages(u64),
    /// This many milliseconds after what happened before.
    After(u64),
}

/// What happens.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Act {
    /// The program is killed and started again.
    Kill,
    /// The server is killed and comes back after this many milliseconds.
    Restart(u64),
    /// The line drops.
    Drop,
    /// The line drops with the message this many from now.
    DropAfter(u32),
    /// So many acks get lost.
    Swallow(u32),
    /// Acks come so many milliseconds late, from now on.
    Delay(u64),
    /// So many messages are refused with this code.
    Refuse(u16, u32),
    /// The server answers nothing for so many milliseconds; then the line
    /// drops, or goes on as if nothing had been.
    Silent(u64, bool),
    /// Nobody's keys are given out for so many milliseconds, from the person
    /// who is this many after the last one served.
    NoKeys(u64, u32),
}

/// One thing that happens.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Step {
    /// When.
    pub when: When,
    /// What.
    pub act: Act,
}

/// A run.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Plan {
    /// What it is drawn from.
    pub seed: u64,
    /// Recipients.
    pub people: u32,
    /// Milliseconds between recipients; 0 lets many be on the wire at once.
    pub delay_ms: u64,
    /// How long phones hold each receipt back.
    pub receipt_delay_ms: u64,
    /// How many of a hundred people read.
    pub read_percent: u8,
    /// What happens, in order.
    pub steps: Vec<Step>,
}

impl Plan {
    /// The plan of a seed; `people` overrides its number of recipients.
    pub fn of(seed: u64, people: Option<u32>) -> Self {
        let mut chance = StdRng::seed_from_u64(seed);
        let drawn = chance.random_range(60..=150);
        let people = people.unwrap_or(drawn);
        // With a pace, each ack is waited for, and one who is refused is tried
        // again before the next is served. Without, messages that follow are on
        // the wire already: refusals would change the order, rightly.
        let delay_ms = if chance.random_bool(0.5) {
            0
        } else {
            chance.random_range(1..=8)
        };
        let receipt_delay_ms = match chance.random_range(0..4) {
            0 => chance.random_range(1..=2_000),
            _ => 0,
        };
        let read_percent = if chance.random_bool(0.7) { 100 } else { 60 };
        let count = chance.random_range(3..=8);
        let mut sent = 0;
        let steps = (0..count)
            .map(|_| {
                let when = if chance.random_bool(0.6) {
                    sent += chance.random_range(1..=u64::from(people) / 3);
                    When::Messages(sent)
                } else {
                    When::After(chance.random_range(0..1_500))
                };
                let act = Self::act(&mut chance, delay_ms > 0);
                Step { when, act }
            })
            .collect();
        Self {
            seed,
            people,
            delay_ms,
            receipt_delay_ms,
            read_percent,
            steps,
        }
    }

    fn act(chance: &mut StdRng, paced: bool) -> Act {
        match chance.random_range(0..100) {
            35..50 => Act::Restart(chance.random_range(0..1_500)),
            50..60 => Act::Drop,
            60..70 => Act::DropAfter(chance.random_range(1..=20)),
            70..77 => Act::Swallow(chance.random_range(1..=5)),
            77..84 => Act::Delay(chance.random_range(50..=800)),
            84..91 if paced => {
                let code = [429, 500, 503][chance.random_range(0..3)];
                // Asked for patience four times, the campaign is held.
                let most = if code == 429 { 5 } else { 2 };
                Act::Refuse(code, chance.random_range(1..=most))
            }
            91..96 => Act::Silent(chance.random_range(200..1_500), chance.random_bool(0.5)),
            96..100 if paced => {
                Act::NoKeys(chance.random_range(200..2_000), chance.random_range(1..=60))
            }
            _ => Act::Kill,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_seed_gives_the_same_plan_and_another_one_another() {
        assert_eq!(Plan::of(7, None), Plan::of(7, None));
        assert_ne!(Plan::of(7, None), Plan::of(8, None));
        assert_eq!(Plan::of(7, Some(10)).people, 10);
    }

    #[test]
    fn everything_that_can_happen_happens_within_fifty_seeds() {
        let acts: Vec<Act> = (0..50)
            .flat_map(|seed| Plan::of(seed, None).steps)
            .map(|step| step.act)
            .collect();
        let has = |wanted: fn(&Act) -> bool| acts.iter().any(wanted);
        assert!(has(|a| matches!(a, Act::Kill)));
        assert!(has(|a| matches!(a, Act::Restart(_))));
        assert!(has(|a| matches!(a, Act::Drop)));
        assert!(has(|a| matches!(a, Act::DropAfter(_))));
        assert!(has(|a| matches!(a, Act::Swallow(_))));
        assert!(has(|a| matches!(a, Act::Delay(_))));
        assert!(has(|a| matches!(a, Act::Refuse(..))));
        assert!(has(|a| matches!(a, Act::Silent(..))));
        assert!(has(|a| matches!(a, Act::NoKeys(..))));
    }
}
