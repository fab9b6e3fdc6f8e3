use crate::End;
use crate::args::By;
use crate::output::Output;
use app::api::{Bucket, DashboardQuery, DashboardRange, DashboardView};
use app::{AppError, Session};

/// Shows the numbers of some days.
pub(crate) async fn run(
    session: &Session,
    from: Option<String>,
    to: Option<String>,
    by: Option<By>,
    output: &Output,
) -> Result<End, AppError> {
    let bucket = by.map(|by| match by {
        By::Hour => Bucket::Hour,
        By::Day => Bucket::Day,
        By::Month => Bucket::Month,
    });
    let range = match (from, to) {
        (None, None) => DashboardRange::Last30,
        (None, Some(to)) => app::thirty_days_to(&to)?,
        (Some(from), Some(to)) => DashboardRange::Free { from, to },
        (Some(from), None) => {
            let range = DashboardRange::Today;
            let today = DashboardQuery {
                range,
                bucket: None,
            };
            let to = session.dashboard(today).await?.to;
            DashboardRange::Free { from, to }
        }
    };
    let view = session.dashboard(DashboardQuery { range, bucket }).await?;
    output.object(&view);
    tell(&view, output);
    Ok(End::Done)
}

fn tell(view: &DashboardView, output: &Output) {
    let days = [("from", view.from.as_str()), ("to", view.to.as_str())];
    output.tell("cli-dashboard-range", &days);
    let totals = &view.totals;
    let counts = [
        ("metric-sent", totals.sent),
        ("metric-accepted", totals.accepted),
        ("metric-delivered", totals.delivered),
        ("metric-read", totals.read),
        ("metric-failed", totals.failed),
        ("metric-skipped", totals.skipped),
        ("metric-replies", totals.replies),
        ("metric-opt-outs", totals.opt_outs),
        ("metric-campaigns", totals.campaigns),
    ];
    let line = |name: &str, value: &str| {
        output.tell("cli-dashboard-line", &[("name", name), ("value", value)]);
    };
    for (key, count) in counts {
        line(&output.text(key, &[]), &count.to_string());
    }
    if let Some(rate) = totals.success_rate {
        line(&output.text("metric-success", &[]), &output.percent(rate));
    }
    for failure in &view.failures {
        line(&failure.text, &failure.people.to_string());
    }
}
