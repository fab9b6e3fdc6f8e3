//! What the doors see of the device.

use crate::api::DeviceView;
use domain::{Account, Clock, DeviceState, MessengerEvent, Timestamp};
use fast_qr::convert::{Builder as _, Shape, svg::SvgBuilder};
use fast_qr::qr::QRBuilder;
use std::time::Duration;

/// Gathers device events into one picture.
#[derive(Debug)]
pub(crate) struct DeviceBoard {
    practice: bool,
    state: DeviceState,
    account: Option<Account>,
    code: Option<Code>,
    /// Where a damaged file of the link lies.
    set_aside: Option<String>,
}

#[derive(Debug)]
struct Code {
    qr: bool,
    text: String,
    lasts: Duration,
    until: Timestamp,
}

impl DeviceBoard {
    pub fn new(practice: bool, state: DeviceState, account: Option<Account>) -> Self {
        Self {
            practice,
            state,
            account,
            code: None,
            set_aside: None,
        }
    }

    /// Beside it lies a damaged file of the link that was set aside.
    pub fn beside(mut self, set_aside: Option<String>) -> Self {
        self.set_aside = set_aside;
        self
    }

    /// Takes an event in; true when the picture changed.
    pub fn hear(&mut self, event: &MessengerEvent, clock: &dyn Clock) -> bool {
        match event {
            MessengerEvent::Device(state) => {
                if !matches!(state, DeviceState::Pairing { .. }) {
                    self.code = None;
                }
                if matches!(state, DeviceState::NotLinked | DeviceState::NumberRefused) {
                    self.account = None;
                }
                self.state = state.clone();
            }
            MessengerEvent::QrCode { code, expires_in } => {
                self.show(true, code, *expires_in, clock);
            }
            MessengerEvent::PairCode { code, expires_in } => {
                self.show(false, code, *expires_in, clock);
            }
            MessengerEvent::Paired(account) => {
                self.account = Some(account.clone());
                self.code = None;
                self.set_aside = None;
            }
            _ => return false,
        }
        true
    }

    fn show(&mut self, qr: bool, text: &str, lasts: Duration, clock: &dyn Clock) {
        let until = clock.now().plus(lasts);
        // Who is shown a code is not linked, or no longer.
        self.account = None;
        self.state = DeviceState::Pairing { expires_at: until };
        self.code = Some(Code {
            qr,
            text: text.to_owned(),
            lasts,
            until,
        });
    }

    pub fn view(&self) -> DeviceView {
        let qr = self.code.as_ref().filter(|c| c.qr);
        let (attempt, next_try) = match self.state {
            DeviceState::Reconnecting { attempt, next_try } => (Some(attempt), next_try),
            _ => (None, None),
        };
        let until = match self.state {
            DeviceState::Restricted { until, .. } => until,
            _ => self.code.as_ref().map(|c| c.until),
        };
        DeviceView {
            state: self.state.as_str().to_owned(),
            attempt,
            next_try: next_try.map(Timestamp::to_rfc3339),
            until: until.map(Timestamp::to_rfc3339),
            reason: reason(&self.state).map(str::to_owned),
            phone: self.account.as_ref().map(|a| a.phone.as_str().to_owned()),
            account_name: self.account.as_ref().map(|a| a.name.clone()),
            qr_svg: qr.and_then(|c| draw(&c.text)),
            qr_text: qr.map(|c| c.text.clone()),
            pair_code: self.code.as_ref().filter(|c| !c.qr).map(|c| c.text.clone()),
            code_lasts: self.code.as_ref().and_then(|c| seconds(c.lasts)),
            practice: self.practice,
            set_aside: self.set_aside.clone(),
        }
    }
}

/// What is to be kept of a state over a restart; empty where what was kept is over,
/// and none where nobody knows that yet: while a line is only tried, or none is.
pub(crate) fn kept(state: &DeviceState) -> Option<String> {
    let kept = match state {
        DeviceState::LoggedOut
        | DeviceState::Replaced
        | DeviceState::ClientTooOld
        | DeviceState::Banned { .. }
        | DeviceState::Restricted { .. } => serde_json::to_string(state).unwrap_or_default(),
        DeviceState::Connecting
        | DeviceState::Reconnecting { .. }
        | DeviceState::Offline
        | DeviceState::Idle
        | DeviceState::Disabled => return None,
        DeviceState::Online
        | DeviceState::NotLinked
        | DeviceState::Pairing { .. }
        | DeviceState::PairingExpired
        | DeviceState::NumberRefused => String::new(),
    };
    Some(kept)
}

/// The state that was kept, unless it has ended by now.
pub(crate) fn still(kept: &str, now: Timestamp) -> Option<DeviceState> {
    serde_json::from_str(kept)
        .ok()
        .filter(|state| !matches!(state, DeviceState::Restricted { until: Some(until), .. } if *until <= now))
}

/// The word for why the account is restricted; none where WhatsApp's number says
/// nothing to anybody.
fn reason(state: &DeviceState) -> Option<&'static str> {
    let DeviceState::Restricted { code, .. } = state else {
        return None;
    };
    match code {
        101 => Some("too_many_people"),
        102 => Some("blocked_by_people"),
        103 => Some("too_many_groups"),
        104 => Some("same_message"),
        106 => Some("too_many_lists"),
        429 => Some("too_often"),
        _ => None,
    }
}

/// In whole seconds: of a minute the client tells what is left of it, some
/// microseconds less.
fn seconds(time: Duration) -> Option<u32> {
    u32::try_from((time.as_millis() + 500) / 1_000).ok()
}

/// Draws a code as SVG, black on white in any theme: cameras want contrast.
fn draw(text: &str) -> Option<String> {
    let qr = QRBuilder::new(text).build().ok()?;
    let mut svg = SvgBuilder::default();
    svg.shape(Shape::Square).margin(2);
    Some(svg.to_str(&qr))
}

/// A code drawn with block characters, two rows of dots to a line; empty when
/// the text does not fit into a code.
pub fn qr_for_terminal(text: &str) -> String {
    QRBuilder::new(text)
        .build()
        .map(|qr| qr.to_str())
        .unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::SystemClock;

    #[test]
    fn a_code_is_drawn_until_it_is_over() {
        let mut board = DeviceBoard::new(false, DeviceState::NotLinked, None);
        let code = MessengerEvent::QrCode {
            code: "2@abc,def".into(),
            expires_in: Duration::from_micros(59_999_950),
        };
        assert!(board.hear(&code, &SystemClock));
        let view = board.view();
        assert_eq!(
            (view.state.as_str(), view.code_lasts),
            ("pairing", Some(60))
        );
        assert!(view.qr_svg.unwrap().starts_with("<svg"));
        board.hear(
            &MessengerEvent::Device(DeviceState::PairingExpired),
            &SystemClock,
        );
        let view = board.view();
        assert_eq!(
            (view.state.as_str(), view.qr_svg, view.until),
            ("pairing_expired", None, None)
        );
    }

    #[test]
    fn a_code_means_that_the_account_of_before_is_gone() {
        let account = Account {
            phone: domain::PhoneNumber::from_e164("+595981000001").unwrap(),
            name: "Tienda".into(),
        };
        let mut board = DeviceBoard::new(false, DeviceState::LoggedOut, Some(account));
        let code = MessengerEvent::QrCode {
            code: "2@abc,def".into(),
            expires_in: Duration::from_secs(60),
        };
        board.hear(&code, &SystemClock);
        assert_eq!(board.view().phone, None);
    }

    #[test]
    fn what_only_a_person_ends_is_kept_and_so_is_its_end() {
        let now = Timestamp(1_000);
        let restricted = |until| DeviceState::Restricted {
            code: 101,
            until: Some(until),
        };
        for state in [
            DeviceState::LoggedOut,
            DeviceState::Replaced,
            DeviceState::ClientTooOld,
            DeviceState::Banned { code: 406 },
            restricted(Timestamp(1_001)),
            DeviceState::Restricted {
                code: 402,
                until: None,
            },
        ] {
            assert_eq!(still(&kept(&state).unwrap(), now), Some(state));
        }
        let over = kept(&restricted(now)).unwrap();
        assert_eq!(still(&over, now), None, "it is over");
        for accepted in [DeviceState::Online, DeviceState::NotLinked] {
            assert_eq!(kept(&accepted).as_deref(), Some(""));
        }
        for unknown in [
            DeviceState::Connecting,
            DeviceState::Idle,
            DeviceState::Offline,
            DeviceState::Disabled,
        ] {
            assert_eq!(kept(&unknown), None);
        }
        assert_eq!(still("restricted", now), None);
    }

    #[test]
    fn a_restriction_says_why() {
        let why = |code| {
            let until = Some(Timestamp(1_000));
            let state = DeviceState::Restricted { code, until };
            DeviceBoard::new(false, state, None).view().reason
        };
        assert_eq!(why(104).as_deref(), Some("same_message"));
        assert_eq!(why(999), None, "a number is no reason");
    }
}
