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
        }
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
            phone: self.account.as_ref().map(|a| a.phone.as_str().to_owned()),
            account_name: self.account.as_ref().map(|a| a.name.clone()),
            qr_svg: qr.and_then(|c| draw(&c.text)),
            qr_text: qr.map(|c| c.text.clone()),
            pair_code: self.code.as_ref().filter(|c| !c.qr).map(|c| c.text.clone()),
            code_lasts: self
                .code
                .as_ref()
                .and_then(|c| u32::try_from(c.lasts.as_secs()).ok()),
            practice: self.practice,
        }
    }
}

/// The word under which a state is kept over a restart; empty for those that
/// end by themselves.
pub(crate) fn trouble_word(state: &DeviceState) -> &'static str {
    match state {
        DeviceState::LoggedOut
        | DeviceState::Replaced
        | DeviceState::ClientTooOld
        | DeviceState::Banned { .. }
        | DeviceState::Restricted { .. } => state.as_str(),
        _ => "",
    }
}

/// The state kept under a word.
pub(crate) fn trouble(word: &str) -> Option<DeviceState> {
    match word {
        "logged_out" => Some(DeviceState::LoggedOut),
        "replaced" => Some(DeviceState::Replaced),
        "banned" => Some(DeviceState::Banned { code: 0 }),
        "client_too_old" => Some(DeviceState::ClientTooOld),
        "restricted" => Some(DeviceState::Restricted {
            code: 0,
            until: None,
        }),
        _ => None,
    }
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
            expires_in: Duration::from_secs(60),
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
}
