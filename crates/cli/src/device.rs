use crate::End;
use crate::args::DeviceCommand;
use crate::campaign::tell_hold;
use crate::output::Output;
use app::api::{AppEvent, CampaignView, DeviceView, PairingRequest};
use app::{AppError, Session};
use serde::Serialize;
use serde_json::json;
use std::time::Duration;
use tokio::sync::broadcast::Receiver;
use tokio::sync::broadcast::error::RecvError;
use tokio::time::{Instant, timeout_at};

/// Without a code, or with one accepted and no connection, after this long the
/// server is taken to be away.
const PATIENCE: Duration = Duration::from_secs(45);

pub(crate) async fn run(
    session: &Session,
    command: DeviceCommand,
    output: &Output,
) -> Result<End, AppError> {
    match command {
        DeviceCommand::Pair { phone } => pair(session, phone, output).await,
        DeviceCommand::Status => {
            show(session, output).await?;
            Ok(End::Done)
        }
        DeviceCommand::Disable => {
            session.disable_device().await?;
            output.object(&json!({ "event": "disabled" }));
            output.tell("cli-disabled", &[]);
            Ok(End::Done)
        }
        DeviceCommand::Enable => {
            session.enable_device().await?;
            output.object(&json!({ "event": "enabled" }));
            output.tell("cli-enabled", &[]);
            Ok(End::Done)
        }
        DeviceCommand::Restart => {
            if session.account().is_none() {
                return Err(AppError::not_linked());
            }
            let mut answers = Answers::of(session).await?;
            let deadline = Instant::now() + PATIENCE;
            let mut tries = Tries::default();
            loop {
                let device = answers.next(Some(deadline)).await?;
                tries.tell(&device, output);
                if let Some(end) = settled(session, &device, output)? {
                    return Ok(end);
                }
            }
        }
        DeviceCommand::Unlink { yes } => {
            if !yes {
                return Err(AppError::confirmation_needed());
            }
            // Who is not let in cannot tell the phone, most likely.
            let untold = matches!(
                session.device().state.as_str(),
                "restricted" | "banned" | "client_too_old"
            );
            session.start().await?;
            session.unlink().await?;
            output.object(&json!({ "event": "unlinked" }));
            output.tell("cli-unlinked", &[]);
            if untold {
                output.tell("cli-unlinked-untold", &[]);
            }
            Ok(End::Done)
        }
    }
}

/// What is told of the device from a new connection on. Until that is begun, all there
/// is to hear is what the last run of the program knew.
struct Answers<'a> {
    session: &'a Session,
    events: Receiver<AppEvent>,
    /// The state in which the last run left a linked device; none once that is over.
    left_in: Option<String>,
}

impl<'a> Answers<'a> {
    /// Opens the connection of a linked device; a restricted one asks WhatsApp anew.
    async fn of(session: &'a Session) -> Result<Self, AppError> {
        let device = session.device();
        if device.state == "disabled" {
            return Err(AppError::disabled());
        }
        let events = session.events();
        // Nothing is connected before: this process has the profile to itself.
        session.start().await?;
        if device.state == "restricted" {
            session.connect().await?;
        }
        let linked = session.account().is_some();
        Ok(Self {
            session,
            events,
            left_in: linked.then_some(device.state),
        })
    }

    /// The device as it is next, by the deadline where there is one.
    async fn next(&mut self, deadline: Option<Instant>) -> Result<DeviceView, AppError> {
        loop {
            let next = self.events.recv();
            let heard = match deadline {
                Some(deadline) => timeout_at(deadline, next)
                    .await
                    .map_err(|_| AppError::server_away())?,
                None => next.await,
            };
            let device = match heard {
                Ok(AppEvent::Device { device }) => device,
                // Another event, or some were missed: the present state is asked for.
                Ok(_) | Err(RecvError::Lagged(_)) => self.session.device(),
                Err(RecvError::Closed) => return Err(AppError::server_away()),
            };
            self.left_in.take_if(|state| *state != device.state);
            if self.left_in.is_none() {
                return Ok(device);
            }
        }
    }
}

/// Says of each try that failed when the next one is made: whoever waits should know
/// what for.
#[derive(Default)]
struct Tries(Option<u32>);

impl Tries {
    fn tell(&mut self, device: &DeviceView, output: &Output) {
        let ("reconnecting", Some(attempt), Some(next_try)) =
            (device.state.as_str(), device.attempt, &device.next_try)
        else {
            return;
        };
        if self.0.replace(attempt) == Some(attempt) {
            return;
        }
        output
            .object(&json!({ "event": "reconnecting", "attempt": attempt, "next_try": next_try }));
        let attempt = attempt.to_string();
        let arguments = [("attempt", attempt.as_str()), ("time", next_try)];
        output.tell("cli-reconnecting", &arguments);
    }
}

/// The sentence of the state, and why and until when WhatsApp restricts the account.
fn tell_state(device: &DeviceView, output: &Output) {
    let tell = |family: &str, word: &str| {
        output.tell(&format!("{family}-{}", word.replace('_', "-")), &[]);
    };
    tell("device-state", &device.state);
    if let Some(reason) = &device.reason {
        tell("restriction", reason);
    }
    if let ("restricted", Some(until)) = (device.state.as_str(), &device.until) {
        output.tell("cli-restricted-until", &[("time", until)]);
    }
}

/// A campaign that waits for a person or for the end of something.
#[derive(Serialize)]
struct Hold<'a> {
    campaign: i64,
    name: &'a str,
    reason: Option<&'a str>,
    until: Option<&'a str>,
}

impl<'a> From<&'a CampaignView> for Hold<'a> {
    fn from(campaign: &'a CampaignView) -> Self {
        Self {
            campaign: campaign.id,
            name: &campaign.name,
            reason: campaign.hold_reason.as_deref(),
            until: campaign.hold_until.as_deref(),
        }
    }
}

/// The device, and what holds campaigns: much of that is about the account, and goes
/// on while there is no connection.
#[derive(Serialize)]
struct Status<'a> {
    #[serde(flatten)]
    device: &'a DeviceView,
    holds: Vec<Hold<'a>>,
}

async fn show(session: &Session, output: &Output) -> Result<(), AppError> {
    let device = session.device();
    let mut held = session.campaigns().await?;
    held.retain(|campaign| campaign.state == "held");
    output.object(&Status {
        device: &device,
        holds: held.iter().map(Hold::from).collect(),
    });
    show_device(&device, output);
    for campaign in &held {
        let id = campaign.id.to_string();
        let named = [("id", id.as_str()), ("name", &campaign.name)];
        output.tell("cli-held-campaign", &named);
        tell_hold(campaign, output);
    }
    Ok(())
}

fn show_device(device: &DeviceView, output: &Output) {
    tell_state(device, output);
    if let Some(phone) = &device.phone {
        output.tell(
            "cli-account",
            &[
                ("phone", phone),
                ("name", device.account_name.as_deref().unwrap_or("")),
            ],
        );
    }
}

async fn pair(session: &Session, phone: Option<String>, output: &Output) -> Result<End, AppError> {
    let mut answers = Answers::of(session).await?;
    let request = match phone {
        Some(phone) => PairingRequest::PhoneCode { phone },
        None => PairingRequest::Qr,
    };
    let mut said = Said {
        paired: session.account().is_some(),
        code: None,
    };
    // Whether a code was asked for; a linked device may turn out to need one.
    let mut asked = !said.paired;
    if asked {
        session.start_pairing(request.clone()).await?;
    }
    // The phone unlinked the device some time ago: what is told until the
    // pairing begins is about that.
    let mut before_pairing = false;
    let mut deadline = Instant::now() + PATIENCE;
    let mut tries = Tries::default();
    loop {
        let code_on_show = said.code.is_some() && !said.paired;
        // A code has an end of its own.
        let device = answers.next((!code_on_show).then_some(deadline)).await?;
        // The server ends the line of a phone that was just linked, and that is no trouble.
        let just_paired = said.paired && said.code.is_some();
        if !(just_paired && device.attempt == Some(1)) {
            tries.tell(&device, output);
        }
        if device.state == "logged_out" && !asked {
            (asked, before_pairing, said.paired) = (true, true, false);
            session.start_pairing(request.clone()).await?;
        }
        before_pairing &= device.state == "logged_out";
        if !before_pairing {
            let was_paired = said.paired;
            if let Some(end) = step(session, &device, &mut said, output)? {
                return Ok(end);
            }
            if said.paired && !was_paired {
                deadline = Instant::now() + PATIENCE;
            }
        }
    }
}

struct Said {
    paired: bool,
    code: Option<String>,
}

fn step(
    session: &Session,
    device: &DeviceView,
    said: &mut Said,
    output: &Output,
) -> Result<Option<End>, AppError> {
    let code = device.qr_text.as_ref().or(device.pair_code.as_ref());
    if let Some(code) = code
        && said.code.as_ref() != Some(code)
    {
        said.code = Some(code.clone());
        let event = if device.pair_code.is_some() {
            "pair_code"
        } else {
            "qr"
        };
        output.object(&json!({ "event": event, "code": code, "expires_in": device.code_lasts }));
        if !output.is_json() {
            if event == "qr" {
                Output::say(&app::qr_for_terminal(code));
            }
            output.tell(
                &format!("cli-{}", event.replace('_', "-")),
                &[("code", code)],
            );
        }
        if device.practice {
            session.practice_scan()?;
        }
    }
    if let (Some(phone), false, true) = (&device.phone, said.paired, said.code.is_some()) {
        said.paired = true;
        let name = device.account_name.as_deref().unwrap_or("");
        output.object(&json!({ "event": "paired", "phone": phone, "name": name }));
        output.tell("cli-paired", &[("phone", phone), ("name", name)]);
    }
    settled(session, device, output)
}

/// What is to be said of a device that is online, or that only a person can bring
/// there.
fn settled(
    session: &Session,
    device: &DeviceView,
    output: &Output,
) -> Result<Option<End>, AppError> {
    match device.state.as_str() {
        // The phone is still being told.
        "number_refused" if session.account().is_some() => Ok(None),
        "online" => {
            output.object(&json!({ "event": "online" }));
            output.tell("device-state-online", &[]);
            Ok(Some(End::Done))
        }
        "pairing_expired" => Err(AppError::pairing_expired()),
        state @ ("logged_out" | "replaced" | "restricted" | "banned" | "client_too_old"
        | "number_refused" | "disabled") => {
            output.object(&json!({ "event": "held", "reason": state }));
            tell_state(device, output);
            Ok(Some(End::Held))
        }
        _ => Ok(None),
    }
}
