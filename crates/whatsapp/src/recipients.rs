//! Who a message goes to: the address behind a number, and whether anything can
//! be encrypted for it.

use crate::failures::{self, nothing_sent};
use domain::messenger::{Presence, SendError};
use domain::{FailureClass, PhoneNumber};
use std::collections::HashMap;
use std::sync::{Mutex, PoisonError};
use std::time::Duration;
use tokio::time::Instant;
use wacore_binary::Jid;
use whatsapp_rust::Client;
use whatsapp_rust::features::{ContactError, SignalError};

/// Numbers in one query.
const AT_ONCE: usize = 40;
/// How long the answer that a number is not on WhatsApp holds when it was asked
/// for ahead: until the send that follows, and not so long that somebody who
/// joins stays unheard of.
const ABSENCE: Duration = Duration::from_secs(5 * 60);

/// What the server answered about a number.
#[derive(Clone)]
struct Answer {
    /// Where it is on WhatsApp, if it is. An address is kept while the program
    /// runs, the lack of one for [`ABSENCE`].
    address: Option<Jid>,
    /// When the answer came.
    at: Instant,
}

/// What came of a question about several numbers.
#[derive(Default)]
struct Asked {
    /// The addresses of those that are there.
    found: Vec<Jid>,
    /// Numbers for which the server failed.
    refused: Vec<PhoneNumber>,
    /// Answers that name none of the numbers.
    unnamed: usize,
}

/// The addresses that the server gave for numbers.
#[derive(Default)]
pub(crate) struct Recipients(Mutex<HashMap<PhoneNumber, Answer>>);

impl Recipients {
    /// The address of `number`, once a message to it can be read by a device of
    /// its owner. All that is asked of the server here, the client would ask
    /// in the send itself; nothing is asked twice.
    pub(crate) async fn prepare(
        &self,
        client: &Client,
        number: &PhoneNumber,
    ) -> Result<Jid, SendError> {
        let answer = match self.known(number, Instant::now()) {
            Some(answer) => answer,
            None => self.ask(client, number).await?,
        };
        let Some(address) = answer.address else {
            return Err(nothing_sent(
                FailureClass::NotOnWhatsApp,
                "the number is not on WhatsApp",
            ));
        };
        assure_keys(client, &address).await?;
        Ok(address)
    }

    /// Learns addresses and keys of many numbers with three queries for each
    /// [`AT_ONCE`] of them, instead of three for each one. What cannot be
    /// learned this way is left to [`Self::prepare`]. What was learned stays
    /// in `self` even when this is cut off: see [`Self::presence`].
    pub(crate) async fn prefetch(
        &self,
        client: &Client,
        numbers: &[PhoneNumber],
    ) -> Result<(), SendError> {
        for numbers in numbers.chunks(AT_ONCE) {
            let unknown = |number: &&PhoneNumber| self.known(number, Instant::now()).is_none();
            let unknown: Vec<_> = numbers.iter().filter(unknown).collect();
            let found = self.ask_many(client, &unknown).await?.found;
            let signal = client.signal();
            let devices = signal.get_user_devices(&found).await.map_err(unprepared)?;
            signal.assert_sessions(&devices).await.map_err(unprepared)?;
        }
        Ok(())
    }

    /// Learns which numbers are there, with one query for each [`AT_ONCE`] of
    /// those about which the server did not answer after `since`. Whose answer
    /// comes under another number is asked about once more, alone. What was
    /// learned stays in `self` even when this is cut off: see [`Self::learned`].
    pub(crate) async fn look_up(
        &self,
        client: &Client,
        numbers: &[PhoneNumber],
        since: Instant,
    ) -> Result<(), SendError> {
        for numbers in numbers.chunks(AT_ONCE) {
            let open = |number: &&PhoneNumber| self.answered(number, since).is_none();
            let asked: Vec<_> = numbers.iter().filter(open).collect();
            let outcome = self.ask_many(client, &asked).await?;
            if outcome.unnamed == 0 {
                continue;
            }
            let refused = |number: &&PhoneNumber| outcome.refused.contains(number);
            for number in asked.into_iter().filter(open) {
                if !refused(&number) {
                    let answer = self.ask(client, number).await?;
                    self.learn(number, answer);
                }
            }
        }
        Ok(())
    }

    /// Asks about these numbers with one query, and keeps the answers.
    async fn ask_many(
        &self,
        client: &Client,
        numbers: &[&PhoneNumber],
    ) -> Result<Asked, SendError> {
        let asked: Vec<Jid> = numbers.iter().map(|n| Jid::pn(n.digits())).collect();
        let mut outcome = Asked::default();
        if asked.is_empty() {
            return Ok(outcome);
        }
        let results = client.contacts().is_on_whatsapp(&asked).await;
        for result in results.map_err(|error| unanswered(&error))? {
            let named = [Some(&result.jid), result.pn_jid.as_ref()];
            let number = named.into_iter().flatten().find_map(|address| {
                let asked = |number: &&&PhoneNumber| address.user == number.digits();
                numbers.iter().find(asked).filter(|_| address.is_pn())
            });
            match (number, &result.contact_error) {
                // To whom it belongs cannot be told.
                (None, _) => outcome.unnamed += 1,
                (Some(number), Some(_)) => outcome.refused.push((*number).clone()),
                (Some(number), None) => {
                    let answer = Answer::of(result.is_registered.then_some(result.jid));
                    outcome.found.extend(answer.address.clone());
                    self.learn(number, answer);
                }
            }
        }
        Ok(outcome)
    }

    /// What is known of these numbers; silent about the others.
    pub(crate) fn presence(&self, numbers: &[PhoneNumber], now: Instant) -> Vec<Presence> {
        let known = |number| Some(self.known(number, now)?.about(number));
        numbers.iter().filter_map(known).collect()
    }

    /// What the server answered about these numbers after `since`; silent about
    /// the others.
    pub(crate) fn learned(&self, numbers: &[PhoneNumber], since: Instant) -> Vec<Presence> {
        let answered = |number| Some(self.answered(number, since)?.about(number));
        numbers.iter().filter_map(answered).collect()
    }

    pub(crate) fn forget(&self) {
        self.lock().clear();
    }

    /// Asks for one number whose message is about to go out. That it is not
    /// there is not remembered: who tries again wants to know.
    async fn ask(&self, client: &Client, number: &PhoneNumber) -> Result<Answer, SendError> {
        let asked = [Jid::pn(number.digits())];
        let results = client.contacts().is_on_whatsapp(&asked).await;
        let results = results.map_err(|error| unanswered(&error))?;
        // The server may fail for one number of a query that it answers.
        if let Some(error) = results.iter().find_map(|r| r.contact_error.as_ref()) {
            return Err(failures::of_code(error.code));
        }
        let there = results.into_iter().find(|result| result.is_registered);
        let answer = Answer::of(there.map(|result| result.jid));
        if answer.address.is_some() {
            self.learn(number, answer.clone());
        }
        Ok(answer)
    }

    fn known(&self, number: &PhoneNumber, now: Instant) -> Option<Answer> {
        let answer = self.lock().get(number).cloned()?;
        let holds = answer.address.is_some() || now.duration_since(answer.at) < ABSENCE;
        holds.then_some(answer)
    }

    fn answered(&self, number: &PhoneNumber, since: Instant) -> Option<Answer> {
        let answer = self.lock().get(number).cloned();
        answer.filter(|answer| answer.at >= since)
    }

    fn learn(&self, number: &PhoneNumber, answer: Answer) {
        self.lock().insert(number.clone(), answer);
    }

    fn lock(&self) -> std::sync::MutexGuard<'_, HashMap<PhoneNumber, Answer>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Answer {
    fn of(address: Option<Jid>) -> Self {
        let at = Instant::now();
        Self { address, at }
    }

    fn about(&self, number: &PhoneNumber) -> Presence {
        Presence {
            phone: number.clone(),
            on_whatsapp: self.address.is_some(),
            address: self.address.as_ref().map(ToString::to_string),
        }
    }
}

fn unanswered(error: &ContactError) -> SendError {
    match error {
        ContactError::Iq(error) => failures::of_query(error),
        _ => nothing_sent(FailureClass::BadAddress, "the number makes no address"),
    }
}

/// Makes sure that at least one device of the recipient has a session.
///
/// The client sends to whichever devices it can encrypt for, and the account's
/// own phone is one of them. Without this check, a recipient whose keys the
/// server withholds gets nothing while the server acknowledges the message.
async fn assure_keys(client: &Client, address: &Jid) -> Result<(), SendError> {
    let signal = client.signal();
    let asked = std::slice::from_ref(address);
    let devices = signal.get_user_devices(asked).await.map_err(unprepared)?;
    if has_session(client, &devices).await? {
        return Ok(());
    }
    signal.assert_sessions(&devices).await.map_err(unprepared)?;
    if has_session(client, &devices).await? {
        return Ok(());
    }
    Err(nothing_sent(
        FailureClass::ServerTrouble,
        "the server gave no keys for the recipient",
    ))
}

async fn has_session(client: &Client, devices: &[Jid]) -> Result<bool, SendError> {
    for device in devices {
        let session = client.signal().session_info(device).await;
        if session.map_err(unprepared)?.is_some() {
            return Ok(true);
        }
    }
    Ok(false)
}

#[expect(clippy::needless_pass_by_value, reason = "it is handed to map_err")]
fn unprepared(error: SignalError) -> SendError {
    match &error {
        SignalError::Internal(inner) => failures::of_preparation(inner.as_ref()),
        other => failures::of_preparation(other),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn number(digits: u64) -> PhoneNumber {
        PhoneNumber::from_e164(&format!("+{digits}")).unwrap()
    }

    #[test]
    fn who_is_there_is_remembered_longer_than_who_is_not() {
        let (ana, beto, nobody) = (
            number(595_981_000_001),
            number(595_981_000_002),
            number(595_981_000_003),
        );
        let recipients = Recipients::default();
        recipients.learn(&ana, Answer::of(Some(Jid::pn(ana.digits()))));
        recipients.learn(&beto, Answer::of(None));
        let now = Instant::now();
        let told = |on: &PhoneNumber, on_whatsapp: bool| Presence {
            phone: on.clone(),
            on_whatsapp,
            address: on_whatsapp.then(|| format!("{}@s.whatsapp.net", on.digits())),
        };
        let everybody = [ana.clone(), beto.clone(), nobody];
        assert_eq!(
            recipients.presence(&everybody, now),
            [told(&ana, true), told(&beto, false)]
        );
        assert_eq!(
            recipients.presence(std::slice::from_ref(&beto), now),
            [told(&beto, false)],
            "only who was asked about"
        );
        let later = now + ABSENCE + Duration::from_secs(1);
        assert_eq!(recipients.presence(&everybody, later), [told(&ana, true)]);
    }
}
