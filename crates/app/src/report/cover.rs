//! What stands before the recipients: what a campaign came to, and what was sent.

use super::{Style, instant, timeline};
use crate::api::{CampaignView, StateCounts, VariantResult};
use crate::dashboard::{local, reason_text};
use crate::error::Result;
use domain::Timestamp;
use reports::pdf::{Cover, Step};
use reports::table::{Summary, Value};
use store::metrics::Course;

/// Recipients as the reports count them: as in `docs/metrics.md`.
struct Totals {
    sent: u64,
    accepted: u64,
    delivered: u64,
    read: u64,
    failed: u64,
}

impl Totals {
    fn of(counts: &StateCounts) -> Self {
        let delivered = counts.delivered + counts.read;
        let accepted = counts.accepted + delivered;
        Self {
            sent: counts.sent + accepted,
            accepted,
            delivered,
            read: counts.read,
            failed: counts.failed,
        }
    }

    #[allow(clippy::cast_precision_loss, reason = "counts of people")]
    fn success(&self) -> Option<f64> {
        let settled = self.accepted + self.failed;
        (settled > 0).then(|| self.accepted as f64 / settled as f64)
    }
}

/// A campaign, and in which words it is told about.
pub(super) struct About<'a> {
    pub campaign: &'a CampaignView,
    pub variants: &'a [VariantResult],
    pub course: &'a Course,
    pub style: Style<'a>,
}

impl About<'_> {
    /// Profile, state and pace, with their names.
    fn facts(&self) -> [[String; 2]; 3] {
        let Self {
            campaign, style, ..
        } = self;
        // As the window calls it: what has its turn is under way, and nothing else.
        let state = match (campaign.state.as_str(), &campaign.waiting) {
            ("running", Some(_)) => "waiting",
            (state, _) => state,
        };
        let state = style.text(&format!("campaign-state-{state}"));
        let profile = style.profile.to_owned();
        #[allow(clippy::cast_precision_loss, reason = "seconds of a pace")]
        let seconds = campaign.pace.delay_ms as f64 / 1000.0;
        let decimal = style.tongue.numbers.decimal.to_string();
        let seconds = seconds.to_string().replace('.', &decimal);
        let words = style.tongue.words;
        let pace = words.text("report-pace-value", &[("seconds", &seconds)]);
        [
            ("report-profile", profile),
            ("report-state", state),
            ("report-pace", pace),
        ]
        .map(|(key, value)| [style.text(key), value])
    }

    /// When things happened that have, with their names.
    fn dates(&self) -> [(String, Option<Timestamp>); 4] {
        let campaign = self.campaign;
        let finished = campaign.finished_at.as_deref();
        [
            ("report-created", instant(&campaign.created_at)),
            ("report-started", self.course.started_at),
            ("report-finished", finished.and_then(instant)),
            ("report-made", Some(self.style.now)),
        ]
        .map(|(key, at)| (self.style.text(key), at))
    }

    /// The numbers that matter, with the keys of their names.
    fn counts(&self) -> [(&'static str, u64); 8] {
        let totals = Totals::of(&self.campaign.counts);
        [
            ("metric-recipients", self.campaign.total),
            ("metric-sent", totals.sent),
            ("metric-accepted", totals.accepted),
            ("metric-delivered", totals.delivered),
            ("metric-read", totals.read),
            ("metric-failed", totals.failed),
            ("metric-skipped", self.campaign.counts.skipped),
            ("metric-replies", self.campaign.replies),
        ]
    }

    /// What became of a version of the text, in a line.
    fn variant(&self, number: usize) -> String {
        let words = self.style.tongue.words;
        let shown = (number + 1).to_string();
        let mut line = words.text("report-variant", &[("number", &shown)]);
        if let Some(result) = self.variants.get(number) {
            let totals = Totals::of(&result.counts);
            for (key, count) in [
                ("metric-sent", totals.sent),
                ("metric-read", totals.read),
                ("metric-failed", totals.failed),
                ("metric-replies", result.replies),
            ] {
                let count = self.style.count(count);
                line.extend([" · ", &self.style.text(key), ": ", &count]);
            }
        }
        line
    }

    /// Texts and the names of attachments.
    fn contents(&self) -> Vec<[String; 2]> {
        let Self {
            campaign, style, ..
        } = self;
        let several = campaign.texts.len() > 1;
        let mut contents = Vec::new();
        for (number, text) in campaign.texts.iter().enumerate() {
            if !text.trim().is_empty() {
                let title = if several {
                    self.variant(number)
                } else {
                    style.text("report-text")
                };
                contents.push([title, text.clone()]);
            }
        }
        let names: Vec<_> = campaign
            .attachments
            .iter()
            .map(|attachment| attachment.file_name.as_str())
            .collect();
        if !names.is_empty() {
            contents.push([style.text("report-attachments"), names.join(" · ")]);
        }
        contents
    }

    /// The first sheet of a workbook.
    pub fn summary(&self) -> Summary {
        let style = &self.style;
        let mut lines = vec![(
            style.text("report-campaign"),
            Value::Text(self.campaign.name.clone()),
        )];
        let words = self.facts().into_iter();
        lines.extend(words.map(|[name, value]| (name, Value::Text(value))));
        lines.extend(self.dates().map(|(name, at)| match at {
            Some(at) => (name, Value::Time(local(at, style.zone).naive_local())),
            None => (name, Value::Text(style.text("report-never"))),
        }));
        let counts = self.counts();
        lines.extend(counts.map(|(key, count)| (style.text(key), Value::Count(count))));
        if let Some(rate) = Totals::of(&self.campaign.counts).success() {
            lines.push((style.text("metric-success"), Value::Share(rate)));
        }
        let reasons = self.course.failures.iter();
        lines.extend(reasons.map(|(reason, people)| {
            let reason = reason_text(reason, style.tongue.words);
            let name = format!("{}: {reason}", style.text("metric-failed"));
            (name, Value::Count(*people))
        }));
        let texts = self.contents().into_iter();
        lines.extend(texts.map(|[name, text]| (name, Value::Text(text))));
        Summary {
            sheet: style.text("report-summary"),
            rows_sheet: style.text("report-recipients"),
            lines,
        }
    }

    /// The first pages of a document.
    pub fn cover(&self, headers: Vec<String>) -> Result<Cover> {
        let style = &self.style;
        let rate = Totals::of(&self.campaign.counts)
            .success()
            .map_or("–".to_owned(), |rate| style.tongue.numbers.percent(rate));
        let counts = self.counts();
        let counts = counts.iter().filter(|(key, _)| *key != "metric-accepted");
        let mut cards: Vec<_> = counts
            .map(|(key, count)| [style.text(key), style.count(*count)])
            .collect();
        cards.push([style.text("metric-success"), rate]);
        let mut facts = self.facts().to_vec();
        facts.extend(self.dates().map(|(name, at)| {
            let never = || style.text("report-never");
            [name, at.map_or_else(never, |at| style.moment(at))]
        }));
        Ok(Cover {
            title: style.text("report-title"),
            language: style.language.to_owned(),
            name: self.campaign.name.clone(),
            facts,
            cards,
            chart: timeline::chart(&self.course.steps, style)?,
            funnel_title: style.text("chart-funnel"),
            funnel: self.funnel(),
            failures_title: style.text("chart-failures"),
            failures: self.failures(),
            content_title: style.text("report-content"),
            content: self.contents(),
            list_title: style.text("report-recipients"),
            headers,
        })
    }

    fn funnel(&self) -> Vec<Step> {
        let totals = Totals::of(&self.campaign.counts);
        let tried = totals.sent + totals.failed;
        [
            ("tried", tried),
            ("sent", totals.sent),
            ("accepted", totals.accepted),
            ("delivered", totals.delivered),
            ("read", totals.read),
        ]
        .into_iter()
        .map(|(word, people)| {
            let share = share(people, tried);
            let percent = self.style.tongue.numbers.percent(f64::from(share));
            Step {
                name: self.style.text(&format!("funnel-{word}")),
                share,
                text: format!("{} · {percent}", self.style.count(people)),
            }
        })
        .collect()
    }

    fn failures(&self) -> Vec<Step> {
        let failures = &self.course.failures;
        let most = failures.iter().map(|(_, people)| *people).max();
        failures
            .iter()
            .map(|(reason, people)| Step {
                name: reason_text(reason, self.style.tongue.words),
                share: share(*people, most.unwrap_or(0)),
                text: self.style.count(*people),
            })
            .collect()
    }
}

#[allow(
    clippy::cast_precision_loss,
    clippy::cast_possible_truncation,
    reason = "for drawing"
)]
fn share(part: u64, whole: u64) -> f32 {
    (part as f64 / whole.max(1) as f64) as f32
}
