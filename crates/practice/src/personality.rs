//! How simulated people behave. The same seed and number behave the same way.

use domain::PhoneNumber;
use std::hash::{DefaultHasher, Hash as _, Hasher as _};
use std::time::Duration;

/// Shares are per hundred people.
#[derive(Clone, Copy, Debug)]
pub struct Personality {
    /// Changes who does what.
    pub seed: u64,
    /// Are not on WhatsApp.
    pub absent: u8,
    /// Never read.
    pub unread: u8,
    /// Answer.
    pub reply: u8,
    /// Answer with BAJA, among those who answer.
    pub opt_out: u8,
    /// The line drops once in this many messages; 0 for never.
    pub drop_every: u32,
    /// Factor on all waits: 1 is like people, 0 is at once.
    pub patience: f64,
}

impl Default for Personality {
    fn default() -> Self {
        Self {
            seed: 1,
            absent: 4,
            unread: 12,
            reply: 12,
            opt_out: 15,
            drop_every: 40,
            patience: 1.0,
        }
    }
}

/// What one person will do with one message.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Plan {
    pub absent: bool,
    pub accept_after: Duration,
    pub deliver_after: Duration,
    pub read_after: Option<Duration>,
    pub reply: Option<(Duration, &'static str)>,
}

const REPLIES: [&str; 6] = [
    "¡Gracias! 😊",
    "¿Hasta qué hora atienden?",
    "Perfecto, paso mañana 👍",
    "¿Tienen delivery?",
    "Buenísimo 🙌",
    "Ok, gracias",
];

impl Personality {
    /// Everybody is there, reads at once and says nothing; the line holds.
    pub fn obliging() -> Self {
        Self {
            seed: 1,
            absent: 0,
            unread: 0,
            reply: 0,
            opt_out: 0,
            drop_every: 0,
            patience: 0.0,
        }
    }

    /// Whether this person is not on WhatsApp.
    pub fn is_absent(&self, who: &PhoneNumber) -> bool {
        self.chance(who, "absent", self.absent)
    }

    fn draw(&self, to: &PhoneNumber, what: &str) -> u64 {
        let mut hasher = DefaultHasher::new();
        (self.seed, to.as_str(), what).hash(&mut hasher);
        hasher.finish()
    }

    fn chance(&self, to: &PhoneNumber, what: &str, percent: u8) -> bool {
        self.draw(to, what) % 100 < u64::from(percent)
    }

    fn span(&self, to: &PhoneNumber, what: &str, from_ms: u64, to_ms: u64) -> Duration {
        let ms = from_ms + self.draw(to, what) % (to_ms - from_ms).max(1);
        Duration::from_millis(ms).mul_f64(self.patience.max(0.0))
    }

    pub(crate) fn plan(&self, to: &PhoneNumber) -> Plan {
        let accept_after = self.span(to, "accept", 40, 160);
        let deliver_after = accept_after + self.span(to, "deliver", 100, 900);
        let reads = !self.chance(to, "unread", self.unread);
        let read_after = reads.then(|| deliver_after + self.span(to, "read", 400, 5_000));
        let reply = read_after
            .filter(|_| self.chance(to, "reply", self.reply))
            .map(|read| {
                let pick =
                    usize::try_from(self.draw(to, "words") % REPLIES.len() as u64).unwrap_or(0);
                let text = REPLIES.get(pick).copied().unwrap_or("Ok");
                let text = if self.chance(to, "opt out", self.opt_out) {
                    "BAJA"
                } else {
                    text
                };
                (read + self.span(to, "answer", 800, 4_000), text)
            });
        Plan {
            absent: self.is_absent(to),
            accept_after,
            deliver_after,
            read_after,
            reply,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn people_are_as_the_shares_say_and_always_the_same() {
        let people = Personality::default();
        let plans: Vec<_> = (0..2000)
            .map(|n| people.plan(&PhoneNumber::from_e164(&format!("+595981{n:06}")).unwrap()))
            .collect();
        let share = |test: &dyn Fn(&Plan) -> bool| plans.iter().filter(|p| test(p)).count() / 20;
        assert!((2..=6).contains(&share(&|p| p.absent)));
        assert!((84..=92).contains(&share(&|p| p.read_after.is_some())));
        assert!(
            plans
                .iter()
                .any(|p| p.reply.as_ref().is_some_and(|(_, text)| *text == "BAJA"))
        );
        let again = people.plan(&PhoneNumber::from_e164("+595981000007").unwrap());
        assert_eq!(again, plans[7]);
    }
}
