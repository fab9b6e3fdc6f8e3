//! What must be true when all is over.

use acceptance::{Received, number, text_for};
use serde_json::Value;
use std::collections::{BTreeMap, BTreeSet};
use std::fmt;

/// A way in which a run can be bad.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Fault {
    /// Somebody did not get the own text.
    Lost,
    /// Somebody got it under more than one id: it is shown more than once.
    Doubled,
    /// Somebody got it before somebody who stands further up in the list.
    OutOfOrder,
    /// Something arrived that the store knows nothing of.
    Unrecorded,
    /// The report or the counters say something else than the phones.
    WrongReport,
    /// The campaign did not come to its end.
    Stuck,
    /// A program ended in a way that it must not.
    Broken,
}

impl Fault {
    /// All of them.
    pub const ALL: [Self; 7] = [
        Self::Lost,
        Self::Doubled,
        Self::OutOfOrder,
        Self::Unrecorded,
        Self::WrongReport,
        Self::Stuck,
        Self::Broken,
    ];
}

impl fmt::Display for Fault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Lost => "lost",
            Self::Doubled => "doubled",
            Self::OutOfOrder => "out of order",
            Self::Unrecorded => "unrecorded",
            Self::WrongReport => "wrong report",
            Self::Stuck => "stuck",
            Self::Broken => "broken",
        })
    }
}

/// What both sides have when all is over.
#[derive(Clone, Debug)]
pub struct Evidence {
    /// The first so many people of the list were to get a message.
    pub people: u32,
    /// What arrived at the phones, in order of first arrival.
    pub arrived: Vec<Received>,
    /// The recipients, as `campaign report` prints them.
    pub report: Vec<Value>,
    /// The campaign, as `campaign status` prints it.
    pub status: Value,
    /// Positions, from 0, of people who were given up and tried once more at
    /// the end, when others had been served.
    pub retried: BTreeSet<u32>,
}

/// What is wrong, in words, once for each time.
pub type Verdict = BTreeMap<Fault, Vec<String>>;

/// Judges a run.
pub fn judge(evidence: &Evidence) -> Verdict {
    let mut found = Found::default();
    let places: BTreeMap<String, u32> = (0..evidence.people).map(|i| (number(i), i)).collect();
    found.arrivals(evidence, &places);
    found.order(evidence, &places);
    found.report(evidence);
    found.counters(evidence);
    found.0
}

#[derive(Default)]
struct Found(Verdict);

impl Found {
    fn note(&mut self, fault: Fault, what: String) {
        self.0.entry(fault).or_default().push(what);
    }

    /// Everybody has the own text, under one id, and nobody else has anything.
    fn arrivals(&mut self, evidence: &Evidence, places: &BTreeMap<String, u32>) {
        let known: BTreeSet<(&str, &str)> = evidence.report.iter().flat_map(ids).collect();
        let mut by_person: BTreeMap<u32, Vec<&Received>> = BTreeMap::new();
        for message in &evidence.arrived {
            if !known.contains(&(message.phone.as_str(), message.id.as_str())) {
                let what = format!("{} at {}", message.id, message.phone);
                self.note(Fault::Unrecorded, what);
            }
            if let Some(place) = places.get(&message.phone) {
                by_person.entry(*place).or_default().push(message);
            }
        }
        for place in 0..evidence.people {
            let got = by_person.remove(&place).unwrap_or_default();
            if !got.iter().any(|message| message.text == text_for(place)) {
                self.note(Fault::Lost, format!("{} has {got:?}", number(place)));
            }
            if got.len() > 1 {
                self.note(Fault::Doubled, format!("{} has {got:?}", number(place)));
            }
        }
    }

    /// First arrivals follow the list. Who was given up had their turn.
    fn order(&mut self, evidence: &Evidence, places: &BTreeMap<String, u32>) {
        let mut seen = BTreeSet::new();
        let mut last = None;
        for message in &evidence.arrived {
            let Some(place) = places.get(&message.phone).copied() else {
                continue;
            };
            if evidence.retried.contains(&place) || !seen.insert(place) {
                continue;
            }
            if last.is_some_and(|last| place < last) {
                let what = format!("{place} after {last:?}");
                self.note(Fault::OutOfOrder, what);
            }
            last = last.max(Some(place));
        }
    }

    /// The report says of everybody what the phone says.
    fn report(&mut self, evidence: &Evidence) {
        if evidence.report.len() != evidence.people as usize {
            let what = format!("{} rows", evidence.report.len());
            self.note(Fault::WrongReport, what);
        }
        for (place, row) in (0..evidence.people).zip(&evidence.report) {
            let arrived = evidence.arrived.iter();
            let has: BTreeSet<(&str, &str)> = arrived
                .filter(|message| message.phone == number(place))
                .map(|message| (message.phone.as_str(), message.id.as_str()))
                .collect();
            let right = row["position"] == place + 1
                && row["phone"] == number(place)
                && claims(row) == has.contains(&ids(row).next().unwrap_or_default())
                && ids(row).count() == 1;
            if !right {
                self.note(Fault::WrongReport, format!("{row} and {has:?}"));
            }
        }
    }

    /// The counters are what one counts in the report.
    fn counters(&mut self, evidence: &Evidence) {
        let mut rows: BTreeMap<&str, u64> = BTreeMap::new();
        for row in &evidence.report {
            let counter = match row["state"].as_str().unwrap_or_default() {
                "unknown" => "sending",
                "played" => "read",
                state => state,
            };
            *rows.entry(counter).or_default() += 1;
        }
        let counters = evidence.status["counts"].as_object();
        let told: BTreeMap<&str, u64> = counters
            .into_iter()
            .flatten()
            .map(|(name, count)| (name.as_str(), count.as_u64().unwrap_or(u64::MAX)))
            .filter(|(_, count)| *count > 0)
            .collect();
        if told != rows || evidence.status["total"] != evidence.people {
            let what = format!("counters {told:?}, rows {rows:?}");
            self.note(Fault::WrongReport, what);
        }
        if evidence.status["state"] != "completed" {
            self.note(Fault::Stuck, format!("{}", evidence.status["state"]));
        }
    }
}

/// Phone and message id of every part of a recipient.
fn ids(row: &Value) -> impl Iterator<Item = (&str, &str)> {
    let phone = row["phone"].as_str().unwrap_or_default();
    let parts = row["parts"].as_array().into_iter().flatten();
    parts.map(move |part| (phone, part["message_id"].as_str().unwrap_or_default()))
}

/// Whether a recipient is said to have the message.
fn claims(row: &Value) -> bool {
    let state = row["state"].as_str().unwrap_or_default();
    ["accepted", "delivered", "read", "played"].contains(&state)
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    const PEOPLE: u32 = 5;

    fn message(place: u32) -> Received {
        Received {
            phone: number(place),
            id: format!("3EB0{place}"),
            kind: "text".to_owned(),
            text: text_for(place),
            times: 1,
        }
    }

    fn good() -> Evidence {
        let row = |place: u32| {
            json!({
                "position": place + 1, "phone": number(place), "state": "read",
                "parts": [{ "message_id": format!("3EB0{place}"), "state": "read" }],
            })
        };
        Evidence {
            people: PEOPLE,
            arrived: (0..PEOPLE).map(message).collect(),
            report: (0..PEOPLE).map(row).collect(),
            status: json!({ "state": "completed", "total": PEOPLE, "counts": { "read": PEOPLE, "sent": 0 } }),
            retried: BTreeSet::new(),
        }
    }

    /// What is found after the good evidence was falsified.
    fn found(falsify: impl FnOnce(&mut Evidence)) -> Vec<Fault> {
        let mut evidence = good();
        falsify(&mut evidence);
        judge(&evidence).into_keys().collect()
    }

    #[test]
    fn a_good_run_is_found_good() {
        assert!(judge(&good()).is_empty(), "{:?}", judge(&good()));
    }

    #[test]
    fn a_repetition_under_the_same_id_is_no_double() {
        assert!(found(|e| e.arrived[2].times = 3).is_empty());
    }

    #[test]
    fn a_message_that_did_not_arrive_is_lost() {
        let faults = found(|e| drop(e.arrived.remove(2)));
        assert_eq!(faults, [Fault::Lost, Fault::WrongReport]);
        let faults = found(|e| e.arrived[2].text = text_for(3));
        assert_eq!(faults, [Fault::Lost]);
        let faults = found(|e| {
            "undecryptable".clone_into(&mut e.arrived[2].kind);
            e.arrived[2].text.clear();
        });
        assert_eq!(faults, [Fault::Lost]);
    }

    #[test]
    fn a_second_id_at_one_phone_is_a_double_and_unrecorded() {
        let faults = found(|e| {
            let mut again = e.arrived[4].clone();
            again.id = "3EB0F".to_owned();
            e.arrived.push(again);
        });
        assert_eq!(faults, [Fault::Doubled, Fault::Unrecorded]);
    }

    #[test]
    fn a_message_to_a_stranger_is_unrecorded() {
        let faults = found(|e| e.arrived.push(message(PEOPLE + 1)));
        assert_eq!(faults, [Fault::Unrecorded]);
    }

    #[test]
    fn two_who_changed_places_are_out_of_order_unless_one_was_given_up() {
        assert_eq!(found(|e| e.arrived.swap(1, 2)), [Fault::OutOfOrder]);
        let faults = found(|e| {
            let late = e.arrived.remove(1);
            e.arrived.push(late);
            e.retried.insert(1);
        });
        assert!(faults.is_empty(), "{faults:?}");
    }

    #[test]
    fn a_report_that_denies_or_invents_is_wrong() {
        let failed = |e: &mut Evidence| {
            e.report[1]["state"] = json!("failed");
            e.status["counts"] = json!({ "read": PEOPLE - 1, "failed": 1 });
        };
        assert_eq!(found(failed), [Fault::WrongReport]);
        let faults = found(|e| {
            failed(e);
            e.arrived.remove(1);
        });
        assert_eq!(faults, [Fault::Lost], "it is true, and sad");
        assert_eq!(
            found(|e| e.status["counts"]["read"] = json!(PEOPLE - 1)),
            [Fault::WrongReport]
        );
        assert_eq!(
            found(|e| e.report[0]["phone"] = json!(number(9)))[..],
            [Fault::Unrecorded, Fault::WrongReport]
        );
    }

    #[test]
    fn a_campaign_that_still_runs_is_stuck() {
        assert_eq!(
            found(|e| e.status["state"] = json!("running")),
            [Fault::Stuck]
        );
    }
}
