//! One run: a shop, its server, and everything that happens to them.

use crate::judge::{Evidence, Fault, Verdict, judge};
use crate::plan::{Act, Plan, Step, When};
use crate::table::Tally;
use acceptance::{Ended, Running, Server, Shop, list, number};
use serde_json::{Value, json};
use std::collections::BTreeSet;
use std::fmt::Write as _;
use std::path::Path;
use std::time::{Duration, Instant};

/// Between two looks at what other processes do.
const LOOK: Duration = Duration::from_millis(10);
/// After this long something that was to happen at a later message happens
/// anyway: the campaign may be held up by what happened before.
const BOREDOM: Duration = Duration::from_secs(6);
/// How long the campaign may take once nothing happens to it any more.
const PATIENCE: Duration = Duration::from_secs(180);
/// By what the program's deadlines are divided: an ack is waited for for three
/// seconds.
const HURRY: u32 = 10;

/// What became of a run.
pub struct Outcome {
    /// What happened to it.
    pub tally: Tally,
    /// What is wrong.
    pub verdict: Verdict,
}

/// Lives a run in this folder, and leaves its log there.
pub fn live(plan: &Plan, folder: &Path) -> Outcome {
    let mut run = Run::begin(plan, folder);
    run.misbehave();
    run.conclude();
    let mut verdict = judge(&run.evidence());
    for ended in std::mem::take(&mut run.broken) {
        verdict.entry(Fault::Broken).or_default().push(ended);
    }
    let _ = writeln!(run.log, "{verdict:#?}");
    std::fs::write(folder.join("run.log"), &run.log).unwrap();
    Outcome {
        tally: run.tally,
        verdict,
    }
}

struct Run<'a> {
    plan: &'a Plan,
    server: Server,
    shop: Shop,
    /// The program, while it runs.
    sending: Option<Running>,
    retried: BTreeSet<u32>,
    broken: Vec<String>,
    tally: Tally,
    log: String,
    begin: Instant,
}

impl<'a> Run<'a> {
    fn begin(plan: &'a Plan, folder: &Path) -> Self {
        let words = [
            ("--phones", plan.people.to_string()),
            ("--seed", plan.seed.to_string()),
            ("--read-percent", plan.read_percent.to_string()),
            ("--receipt-delay-ms", plan.receipt_delay_ms.to_string()),
        ];
        let arguments: Vec<&str> = words.iter().flat_map(|(o, v)| [*o, v.as_str()]).collect();
        let server = Server::with_memory(&arguments, &folder.join("server.state"));
        let shop = Shop::linked_in(folder, &server).hurried(HURRY);
        let mut run = Self {
            plan,
            server,
            shop,
            sending: None,
            retried: BTreeSet::new(),
            broken: Vec::new(),
            tally: Tally::default(),
            log: format!("{plan:#?}\n"),
            begin: Instant::now(),
        };
        run.tally.runs = 1;
        run.tally.people = u64::from(plan.people);
        run.tally.late_receipts = u64::from(plan.receipt_delay_ms > 0);
        run
    }

    fn say(&mut self, what: &str) {
        let at = self.begin.elapsed().as_secs_f64();
        let _ = writeln!(self.log, "{at:8.3} {what}");
    }

    /// Starts the campaign, or lets it go on where it is.
    fn go_on(&mut self) {
        let started = if let Some(campaign) = self.campaign() {
            let id = campaign["id"].to_string();
            self.shop.start(&["campaign", "resume", &id, "--wait"])
        } else {
            // Killed before anything was stored: the person presses Send again.
            let csv = self.shop.file("lista.csv", list(self.plan.people));
            let delay = self.plan.delay_ms.to_string();
            let pace = ["--delay-ms", &delay, "--batch-pause-ms", "0"];
            self.shop.send(&csv, &pace)
        };
        self.say(&format!("goes on as process {}", started.id()));
        self.sending = Some(started);
    }

    fn campaign(&self) -> Option<Value> {
        let told = self.shop.run(&["campaign", "list"]).ended_with(0).json();
        let campaigns = told.as_array().unwrap();
        assert!(campaigns.len() <= 1, "the campaign was begun twice");
        campaigns.first().cloned()
    }

    /// Whether the program has come to its own end.
    fn has_ended(&mut self) -> bool {
        self.sending.as_mut().is_some_and(|s| !s.is_running())
    }

    /// Ends the program if it still runs, and takes note of how it ended. True
    /// when it had ended because all was done.
    fn put_down(&mut self) -> bool {
        let Some(sending) = self.sending.take() else {
            return false;
        };
        let Ended {
            code,
            stdout,
            stderr,
        } = sending.put_down();
        self.say(&format!("ended with {code:?}\n{stdout}{stderr}"));
        match code {
            None => self.tally.kills += 1,
            // Done, or done but for some who were given up.
            Some(0 | 3) => return true,
            // Held: whoever looks after it lets it go on.
            Some(4) => self.tally.holds += 1,
            Some(code) => self.broken.push(format!("exit code {code}: {stderr}")),
        }
        false
    }

    /// Everything that is planned, unless the campaign is done before.
    fn misbehave(&mut self) {
        self.go_on();
        for step in &self.plan.steps {
            if !self.wait_for(step.when) {
                return;
            }
            self.act(*step);
        }
    }

    /// Waits for an instant; false when the campaign was done first.
    fn wait_for(&mut self, when: When) -> bool {
        let begin = Instant::now();
        loop {
            let come = match when {
                When::After(ms) => begin.elapsed() >= Duration::from_millis(ms),
                When::Messages(count) => {
                    begin.elapsed() >= BOREDOM || self.server.messages() >= count
                }
            };
            if come {
                return true;
            }
            if self.has_ended() {
                if self.put_down() {
                    return false;
                }
                self.go_on();
            }
            std::thread::sleep(LOOK);
        }
    }

    fn act(&mut self, step: Step) {
        self.say(&format!("{step:?}"));
        match step.act {
            Act::Kill => {
                if !self.put_down() {
                    self.go_on();
                }
            }
            Act::Restart(away) => {
                self.server.kill();
                std::thread::sleep(Duration::from_millis(away));
                self.server.start_again();
                self.tally.restarts += 1;
            }
            Act::Drop => {
                self.fault(&json!({ "kind": "drop_socket" }));
                self.tally.drops += 1;
            }
            Act::DropAfter(messages) => {
                self.fault(&json!({ "kind": "drop_after", "messages": messages }));
                self.tally.drops += 1;
            }
            Act::Swallow(count) => {
                self.fault(&json!({ "kind": "swallow_acks", "count": count }));
                self.tally.swallowed += u64::from(count);
            }
            Act::Delay(ms) => {
                self.fault(&json!({ "kind": "delay_acks", "ms": ms }));
                self.tally.late_acks += 1;
            }
            Act::Refuse(code, count) => {
                self.fault(&json!({ "kind": "refuse", "code": code, "count": count }));
                self.tally.refusals += u64::from(count);
            }
            Act::Silent(ms, drops) => {
                self.fault(&json!({ "kind": "silent", "on": true }));
                std::thread::sleep(Duration::from_millis(ms));
                self.fault(&json!({ "kind": "silent", "on": false }));
                if drops {
                    self.fault(&json!({ "kind": "drop_socket" }));
                }
                self.tally.silences += 1;
            }
            Act::NoKeys(ms, ahead) => {
                let served = u32::try_from(self.server.arrived().len()).unwrap_or(u32::MAX);
                let first = served.saturating_add(ahead);
                let phones: Vec<String> = (first..self.plan.people).map(number).collect();
                self.fault(&json!({ "kind": "no_prekeys", "phones": phones }));
                std::thread::sleep(Duration::from_millis(ms));
                self.fault(&json!({ "kind": "no_prekeys", "phones": [] }));
                self.tally.no_keys += 1;
            }
        }
    }

    fn fault(&self, fault: &Value) {
        self.server.fault(fault);
    }

    /// Nothing more happens, and the campaign is let go on until it is done.
    fn conclude(&mut self) {
        self.say("from here on all is well");
        self.fault(&json!({ "kind": "clear" }));
        let begin = Instant::now();
        while begin.elapsed() < PATIENCE {
            if self.sending.is_none() {
                let campaign = self.campaign();
                let done = campaign.as_ref().is_some_and(|c| c["state"] == "completed");
                match campaign {
                    Some(campaign) if done && campaign["counts"]["failed"] == 0 => return,
                    Some(campaign) if done => self.retry(campaign["id"].as_u64().unwrap()),
                    _ => self.go_on(),
                }
            }
            if self.has_ended() {
                self.put_down();
            }
            std::thread::sleep(LOOK);
        }
        self.say("out of patience");
        self.put_down();
    }

    /// Tries those who were given up once more, as a person would.
    fn retry(&mut self, id: u64) {
        let report = self.shop.report(id);
        let failed = (0..)
            .zip(&report)
            .filter(|(_, row)| row["state"] == "failed");
        let failed: Vec<u32> = failed.map(|(place, _)| place).collect();
        self.say(&format!("given up and tried again: {failed:?}"));
        self.tally.given_up += failed.len() as u64;
        self.retried.extend(failed);
        let retried = ["campaign", "retry", &id.to_string(), "--wait"];
        self.sending = Some(self.shop.start(&retried));
    }

    fn evidence(&mut self) -> Evidence {
        let arrived = self.server.arrived();
        let repeated = arrived.iter().map(|m| m.times.saturating_sub(1));
        self.tally.repeated += repeated.sum::<u64>();
        let status = self.campaign().unwrap_or_default();
        let report = match status["id"].as_u64() {
            Some(id) => self.shop.report(id),
            None => Vec::new(),
        };
        Evidence {
            people: self.plan.people,
            arrived,
            report,
            status,
            retried: std::mem::take(&mut self.retried),
        }
    }
}
