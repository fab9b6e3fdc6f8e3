//! What every implementation of [`domain::Messenger`] has to do, as one suite.
//!
//! An implementation brings a [`Rig`]: the messenger, its events, and a hand on
//! the other side of the line. [`run`] plays the whole life of a device.

mod media;

use domain::messenger::{Content, Outgoing, PairingMethod, Presence, ReceiptKind, SendError};
use domain::{DeviceState, FailureClass, MessageId, Messenger, MessengerEvent, PhoneNumber};
use std::sync::Arc;
use std::time::Duration;
use tokio::sync::mpsc::UnboundedReceiver;

const DEADLINE: Duration = Duration::from_secs(30);

/// A messenger under test and the world around it.
#[async_trait::async_trait]
pub trait Rig: Send {
    /// The messenger, not linked.
    fn messenger(&self) -> Arc<dyn Messenger>;
    /// Its events.
    fn events(&mut self) -> &mut UnboundedReceiver<MessengerEvent>;
    /// The owner's phone scans the code.
    async fn scan(&self, code: &str);
    /// Somebody who is on WhatsApp, reads and has not written.
    fn present(&self) -> PhoneNumber;
    /// Somebody who is not on WhatsApp.
    fn absent(&self) -> PhoneNumber;
    /// The line drops, and can come back.
    async fn drop_line(&self);
    /// Somebody writes.
    async fn say(&self, from: &PhoneNumber, text: &str);
}

async fn until<T>(
    rig: &mut dyn Rig,
    what: &str,
    mut found: impl FnMut(&MessengerEvent) -> Option<T>,
) -> T {
    let wait = async {
        loop {
            let event = rig
                .events()
                .recv()
                .await
                .unwrap_or_else(|| panic!("events ended before: {what}"));
            if let Some(value) = found(&event) {
                return value;
            }
        }
    };
    tokio::time::timeout(Duration::from_secs(60), wait)
        .await
        .unwrap_or_else(|_| panic!("never came: {what}"))
}

async fn until_state(rig: &mut dyn Rig, wanted: &DeviceState) {
    let what = format!("{wanted:?}");
    until(rig, &what, |e| {
        (*e == MessengerEvent::Device(wanted.clone())).then_some(())
    })
    .await;
}

fn text(to: PhoneNumber, id: u8, words: &str) -> Outgoing {
    Outgoing {
        id: MessageId::from_random([id; 9]),
        to,
        content: Content::Text(words.into()),
    }
}

/// The three pieces of news may overtake each other: they come from different hands.
async fn until_read(rig: &mut dyn Rig, id: &MessageId) {
    let mut heard = std::collections::BTreeSet::new();
    until(rig, "accepted, delivered and read", |event| {
        match event {
            MessengerEvent::Accepted { id: of } if of == id => {
                heard.insert("accepted");
            }
            MessengerEvent::Receipt { ids, kind, .. } if ids.contains(id) => {
                heard.insert(match kind {
                    ReceiptKind::Delivered => "delivered",
                    ReceiptKind::Read | ReceiptKind::Played => "read",
                });
            }
            _ => {}
        }
        (heard.len() == 3).then_some(())
    })
    .await;
}

/// Nothing is linked: nothing can go out, and that is certain.
async fn unlinked(rig: &dyn Rig) {
    let messenger = rig.messenger();
    assert_eq!(messenger.account(), None);
    assert_eq!(messenger.state(), DeviceState::NotLinked);
    assert!(
        messenger.connect().await.is_err(),
        "there is nothing to connect"
    );
    let early = messenger
        .send(&text(rig.present(), 1, "too early"), DEADLINE)
        .await;
    assert!(
        matches!(
            early,
            Err(SendError::NothingSent {
                class: FailureClass::Device,
                ..
            })
        ),
        "before linking: {early:?}"
    );

    assert_eq!(
        messenger.health(DEADLINE).await,
        None,
        "there is nobody to ask"
    );
    let learned = messenger.prepare(&[rig.present()], DEADLINE).await;
    assert_eq!(learned, [], "nobody was asked");
    assert_eq!(looked_up(rig).await, [], "nobody was asked");
    media::unlinked(rig).await;
}

/// Who is there, of two people, as told without their addresses.
async fn looked_up(rig: &dyn Rig) -> Vec<(PhoneNumber, bool)> {
    let everybody = [rig.absent(), rig.present()];
    let learned = rig.messenger().look_up(&everybody, DEADLINE).await;
    for presence in &learned {
        assert!(
            presence.on_whatsapp || presence.address.is_none(),
            "nobody is there, at an address"
        );
    }
    let told = learned.into_iter().map(|one| (one.phone, one.on_whatsapp));
    told.collect()
}

/// Everybody who is asked about is told of, once and truly.
async fn known_to_the_server(rig: &dyn Rig) {
    let everybody = [(rig.absent(), false), (rig.present(), true)];
    assert_eq!(looked_up(rig).await, everybody);
    let nobody = rig.messenger().look_up(&[], DEADLINE).await;
    assert_eq!(nobody, [], "there was no question");
}

/// What is learned ahead is about those who were asked about, and true. It may
/// be nothing.
async fn asked_ahead(rig: &dyn Rig) {
    let messenger = rig.messenger();
    let everybody = [rig.present(), rig.absent()];
    let learned = messenger.prepare(&everybody, DEADLINE).await;
    for (index, presence) in learned.iter().enumerate() {
        assert!(
            everybody.contains(&presence.phone),
            "it was not asked about"
        );
        assert_eq!(presence.on_whatsapp, presence.phone == rig.present());
        let told = |other: &Presence| other.phone == presence.phone;
        assert!(!learned[..index].iter().any(told), "it was told twice");
    }
    if let Some(health) = messenger.health(DEADLINE).await {
        assert_eq!(
            health.locked_until, None,
            "this account is in good standing"
        );
    }
}

/// Plays the whole life of a device.
pub async fn run(rig: &mut dyn Rig) {
    let messenger = rig.messenger();

    unlinked(rig).await;

    // Pairing shows a code; the phone scans it; the account is known.
    messenger.pair(PairingMethod::Qr).await.unwrap();
    let code = until(rig, "a QR code", |e| match e {
        MessengerEvent::QrCode { code, expires_in } => Some((code.clone(), *expires_in)),
        _ => None,
    })
    .await;
    assert!(!code.0.is_empty() && !code.1.is_zero());
    rig.scan(&code.0).await;
    let account = until(rig, "the account", |e| match e {
        MessengerEvent::Paired(account) => Some(account.clone()),
        _ => None,
    })
    .await;
    until_state(rig, &DeviceState::Online).await;
    assert_eq!(messenger.account().map(|a| a.phone), Some(account.phone));
    assert!(
        messenger.pair(PairingMethod::Qr).await.is_err(),
        "a second pairing is refused"
    );

    // A message goes its way: accepted, delivered, read.
    let first = text(rig.present(), 2, "Hola, ¿qué tal? 🌸");
    messenger.send(&first, DEADLINE).await.unwrap();
    until_read(rig, &first.id).await;

    // The same id again is accepted again; the phone shows it once.
    messenger.send(&first, DEADLINE).await.unwrap();
    until(rig, "the second ack", |e| {
        matches!(e, MessengerEvent::Accepted { id } if *id == first.id).then_some(())
    })
    .await;

    asked_ahead(rig).await;
    known_to_the_server(rig).await;
    media::each_kind(rig).await;

    // Somebody who is not there: nothing went out, for certain.
    let nobody = messenger
        .send(&text(rig.absent(), 3, "anybody?"), DEADLINE)
        .await;
    assert!(
        matches!(
            nobody,
            Err(SendError::NothingSent {
                class: FailureClass::NotOnWhatsApp,
                ..
            })
        ),
        "to nobody: {nobody:?}"
    );

    // People answer, and it is known who.
    let friend = rig.present();
    rig.say(&friend, "¡Gracias! 😊").await;
    let answer = until(rig, "the answer", |e| match e {
        MessengerEvent::Incoming(message) => Some(message.clone()),
        _ => None,
    })
    .await;
    assert_eq!(
        (&answer.from, answer.text.as_str()),
        (&friend, "¡Gracias! 😊")
    );
    // Storing it twice is no harm: a program may die after the first time.
    for _ in 0..2 {
        messenger.stored(std::slice::from_ref(&answer)).await;
    }

    // The line drops and comes back by itself; sending works again.
    rig.drop_line().await;
    until(rig, "the drop", |e| {
        matches!(e, MessengerEvent::Device(s) if *s != DeviceState::Online).then_some(())
    })
    .await;
    let after = text(rig.present(), 4, "again");
    messenger.send(&after, DEADLINE).await.unwrap();
    until_read(rig, &after.id).await;
    known_to_the_server(rig).await;

    // A shutdown keeps the link; connecting needs no new code.
    messenger.shutdown().await;
    until_state(rig, &DeviceState::Offline).await;
    assert!(messenger.account().is_some());
    assert_eq!(looked_up(rig).await, [], "there is no line to ask on");
    messenger.connect().await.unwrap();
    until_state(rig, &DeviceState::Online).await;
    let last = text(rig.present(), 5, "last");
    messenger.send(&last, DEADLINE).await.unwrap();
    until_read(rig, &last.id).await;

    // Unlinking forgets the account.
    messenger.unlink().await.unwrap();
    until_state(rig, &DeviceState::NotLinked).await;
    assert_eq!(messenger.account(), None);
    assert!(messenger.connect().await.is_err());
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{ScriptedMessenger, number};
    use domain::Timestamp;

    struct Scripted {
        messenger: ScriptedMessenger,
        events: UnboundedReceiver<MessengerEvent>,
    }

    #[async_trait::async_trait]
    impl Rig for Scripted {
        fn messenger(&self) -> Arc<dyn Messenger> {
            Arc::new(self.messenger.clone())
        }
        fn events(&mut self) -> &mut UnboundedReceiver<MessengerEvent> {
            &mut self.events
        }
        async fn scan(&self, _code: &str) {
            self.messenger.scan();
        }
        fn present(&self) -> PhoneNumber {
            number(1)
        }
        fn absent(&self) -> PhoneNumber {
            number(2)
        }
        async fn drop_line(&self) {
            self.messenger.set_state(DeviceState::Reconnecting {
                attempt: 1,
                next_try: None,
            });
            self.messenger.set_state(DeviceState::Online);
        }
        async fn say(&self, from: &PhoneNumber, text: &str) {
            self.messenger.say(from, text, Timestamp(1));
        }
    }

    #[tokio::test(start_paused = true)]
    async fn the_scripted_messenger_is_a_messenger() {
        let (messenger, events) = ScriptedMessenger::new();
        messenger.absent(&number(2));
        run(&mut Scripted { messenger, events }).await;
    }
}
