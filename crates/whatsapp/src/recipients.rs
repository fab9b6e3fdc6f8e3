//! Who a message goes to: the address behind a number, and whether anything can
//! be encrypted for it.

use crate::failures::{self, nothing_sent};
use domain::messenger::SendError;
use domain::{FailureClass, PhoneNumber};
use std::collections::HashMap;
use std::sync::{Mutex, PoisonError};
use wacore_binary::Jid;
use whatsapp_rust::Client;
use whatsapp_rust::features::{ContactError, SignalError};

/// Numbers in one query.
const AT_ONCE: usize = 40;

/// The addresses that the server gave for numbers, kept while the program runs.
///
/// Numbers that are not on WhatsApp are asked for again: their owners may join.
#[derive(Default)]
pub(crate) struct Recipients(Mutex<HashMap<PhoneNumber, Jid>>);

impl Recipients {
    /// The address of `number`, once a message to it can be read by a device of
    /// its owner. All that is asked of the server here, the client would ask
    /// in the send itself; nothing is asked twice.
    pub(crate) async fn prepare(
        &self,
        client: &Client,
        number: &PhoneNumber,
    ) -> Result<Jid, SendError> {
        let known = self.lock().get(number).cloned();
        let address = if let Some(address) = known {
            address
        } else {
            let address = ask(client, number).await?;
            self.lock().insert(number.clone(), address.clone());
            address
        };
        assure_keys(client, &address).await?;
        Ok(address)
    }

    /// Learns addresses and keys of many numbers with three queries for each
    /// [`AT_ONCE`] of them, instead of three for each one. What cannot be
    /// learned this way is left to [`Self::prepare`].
    pub(crate) async fn prefetch(
        &self,
        client: &Client,
        numbers: &[PhoneNumber],
    ) -> Result<(), SendError> {
        for numbers in numbers.chunks(AT_ONCE) {
            let asked: Vec<Jid> = {
                let known = self.lock();
                let unknown = numbers.iter().filter(|number| !known.contains_key(*number));
                unknown.map(|number| Jid::pn(number.digits())).collect()
            };
            let results = client.contacts().is_on_whatsapp(&asked).await;
            let mut found = Vec::new();
            for result in results.map_err(|error| unanswered(&error))? {
                // An answer under another number cannot be told to whom it
                // belongs; it is asked for alone, later.
                let number = numbers
                    .iter()
                    .find(|number| result.is_registered && result.jid.user == number.digits());
                if let Some(number) = number {
                    self.lock().insert(number.clone(), result.jid.clone());
                    found.push(result.jid);
                }
            }
            let signal = client.signal();
            let devices = signal.get_user_devices(&found).await.map_err(unprepared)?;
            signal.assert_sessions(&devices).await.map_err(unprepared)?;
        }
        Ok(())
    }

    pub(crate) fn forget(&self) {
        self.lock().clear();
    }

    fn lock(&self) -> std::sync::MutexGuard<'_, HashMap<PhoneNumber, Jid>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

async fn ask(client: &Client, number: &PhoneNumber) -> Result<Jid, SendError> {
    let asked = [Jid::pn(number.digits())];
    match client.contacts().is_on_whatsapp(&asked).await {
        Ok(results) => results
            .into_iter()
            .find(|result| result.is_registered)
            .map(|result| result.jid)
            .ok_or_else(|| {
                nothing_sent(FailureClass::NotOnWhatsApp, "the number is not on WhatsApp")
            }),
        Err(error) => Err(unanswered(&error)),
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
