//! How a message gets to the wire, or why not.

use crate::failures;
use crate::media;
use crate::messenger::WhatsAppMessenger;
use domain::messenger::{Content, Outgoing, SendError};
use domain::{DeviceState, FailureClass, PhoneNumber};
use std::sync::Arc;
use std::time::Duration;
use tokio::time::error::Elapsed;
use tokio::time::{Instant, timeout_at};
use wacore::proto_helpers::wrap_as_album_child;
use wacore_binary::Jid;
use waproto::whatsapp as wa;
use whatsapp_rust::buffa::MessageField;
use whatsapp_rust::{Client, SendOptions};

/// The deadline of a send that names one beyond what a clock can count.
const LONGEST: Duration = Duration::from_secs(24 * 60 * 60);
/// Time for a broken line to be noticed.
const NOTICE: Duration = Duration::from_secs(5);

impl WhatsAppMessenger {
    /// Asks ahead for what sends to these numbers will need: three queries for
    /// some forty numbers instead of three for each. Sends are right without
    /// it, and slower to people not written to before. Keep `numbers` to those
    /// whose turn comes soon: the server watches who is asked about.
    pub(crate) async fn prefetch(
        &self,
        numbers: &[PhoneNumber],
        deadline: Duration,
    ) -> Result<(), SendError> {
        let question =
            |client: Arc<Client>| async move { self.recipients.prefetch(&client, numbers).await };
        self.ask_by(instant_in(deadline), question).await
    }

    /// Asks who of `numbers` is there, and nothing else. Nobody is asked about
    /// of whom the server answered after `since`.
    pub(crate) async fn ask_who_is_there(
        &self,
        numbers: &[PhoneNumber],
        since: Instant,
        deadline: Duration,
    ) -> Result<(), SendError> {
        let question = |client: Arc<Client>| async move {
            self.recipients.look_up(&client, numbers, since).await
        };
        self.ask_by(instant_in(deadline), question).await
    }

    /// Asks the server by `deadline`. A line that breaks meanwhile is no answer:
    /// the question is put again on the next one.
    async fn ask_by<Answered: Future<Output = Result<(), SendError>>>(
        &self,
        deadline: Instant,
        question: impl Fn(Arc<Client>) -> Answered,
    ) -> Result<(), SendError> {
        loop {
            let client = self.online_client(deadline).await?;
            let asked = timeout_at(deadline, question(client));
            let outcome = self.in_service(asked).await;
            if !(is_lost(&outcome) && self.line_went(deadline).await) {
                return outcome;
            }
        }
    }

    /// Writes one message to the wire by `deadline`.
    pub(crate) async fn send_by(
        &self,
        message: &Outgoing,
        deadline: Instant,
    ) -> Result<(), SendError> {
        loop {
            let attempt = self.attempt(message, deadline).await;
            // A line is dead before anybody notices. Nothing went out, so the
            // message waits for the next one like those that come later.
            if !(is_lost(&attempt) && self.line_went(deadline).await) {
                return attempt;
            }
        }
    }

    /// Waits while the line is coming back; then the client, or why there is
    /// none.
    pub(crate) async fn online_client(&self, deadline: Instant) -> Result<Arc<Client>, SendError> {
        let mut states = self.board.watch();
        let settled = states.wait_for(|state| {
            !matches!(
                state,
                DeviceState::Connecting | DeviceState::Reconnecting { .. }
            )
        });
        let online = match timeout_at(deadline, settled).await {
            Err(_) => {
                return Err(failures::nothing_sent(
                    FailureClass::Network,
                    "the device did not come online in time",
                ));
            }
            Ok(state) => state.is_ok_and(|state| *state == DeviceState::Online),
        };
        match self.client() {
            Some(client) if online => Ok(client),
            _ => Err(failures::nothing_sent(
                FailureClass::Device,
                "the device is not online",
            )),
        }
    }

    /// The address of a recipient who can be written to. Whatever goes wrong
    /// here, nothing went out.
    async fn prepare(
        &self,
        client: &Client,
        to: &PhoneNumber,
        deadline: Instant,
    ) -> Result<Jid, SendError> {
        let prepared = timeout_at(deadline, self.recipients.prepare(client, to));
        self.in_service(prepared).await
    }

    /// The outcome of work that precedes a message, while the device serves.
    async fn in_service<T>(
        &self,
        work: impl Future<Output = Result<Result<T, SendError>, Elapsed>>,
    ) -> Result<T, SendError> {
        match self.unless_ended(work).await {
            Some(Ok(done)) => done,
            Some(Err(_)) => Err(failures::nothing_sent(
                FailureClass::Timeout,
                "the recipient's address and keys did not come in time",
            )),
            None => Err(failures::nothing_sent(
                FailureClass::Device,
                "the device went out of service",
            )),
        }
    }

    /// Tries once to write a message to the wire.
    async fn attempt(&self, message: &Outgoing, deadline: Instant) -> Result<(), SendError> {
        let client = self.online_client(deadline).await?;
        let address = self.prepare(&client, &message.to, deadline).await?;
        let body = body_of(&message.content, &address)?;
        let options = SendOptions::default().with_message_id(message.id.as_str());
        let written = client.send_message_with_options(address, body, options);
        match self.unless_ended(timeout_at(deadline, written)).await {
            Some(Ok(Ok(_))) => Ok(()),
            Some(Ok(Err(error))) => Err(failures::of_send(&error)),
            Some(Err(_)) => Err(failures::unknown("the deadline passed")),
            None => Err(failures::unknown("the device went out of service")),
        }
    }

    /// After an error of the line: whether the device noticed it in time to
    /// wait for another.
    async fn line_went(&self, deadline: Instant) -> bool {
        let noticed_by = deadline.min(Instant::now() + NOTICE);
        let mut states = self.board.watch();
        let went = states.wait_for(|state| *state != DeviceState::Online);
        matches!(timeout_at(noticed_by, went).await, Ok(Ok(_))) && Instant::now() < deadline
    }

    /// The outcome of `work`, or `None` when the device goes out of service
    /// first: the client would leave the work hanging then.
    pub(crate) async fn unless_ended<T>(&self, work: impl Future<Output = T>) -> Option<T> {
        let mut states = self.board.watch();
        let ended = states.wait_for(|state| {
            !matches!(
                state,
                DeviceState::Online | DeviceState::Connecting | DeviceState::Reconnecting { .. }
            )
        });
        tokio::select! {
            biased;
            done = work => Some(done),
            _ = ended => None,
        }
    }
}

/// Whether the line broke before anything went out.
fn is_lost(outcome: &Result<(), SendError>) -> bool {
    let class = FailureClass::Network;
    matches!(outcome, Err(SendError::NothingSent { class: found, .. }) if *found == class)
}

pub(crate) fn instant_in(time: Duration) -> Instant {
    let now = Instant::now();
    now.checked_add(time).unwrap_or(now + LONGEST)
}

/// The message on the wire. A picture of an album names the album's head, which
/// has the same recipient.
fn body_of(content: &Content, to: &Jid) -> Result<wa::Message, SendError> {
    match content {
        Content::Text(text) => Ok(wa::Message {
            conversation: Some(text.clone()),
            ..wa::Message::default()
        }),
        Content::Album { pictures } => Ok(wa::Message {
            album_message: MessageField::some(wa::message::AlbumMessage {
                expected_image_count: Some(*pictures),
                expected_video_count: Some(0),
                ..Default::default()
            }),
            ..wa::Message::default()
        }),
        Content::Medium(enclosed) => {
            let message = media::message_of(enclosed);
            Ok(match &enclosed.album {
                None => message,
                Some(head) => wrap_as_album_child(
                    message,
                    wa::MessageKey {
                        remote_jid: Some(to.to_string()),
                        from_me: Some(true),
                        id: Some(head.as_str().to_owned()),
                        ..Default::default()
                    },
                ),
            })
        }
        _ => Err(failures::nothing_sent(
            FailureClass::BadMessage,
            "content of a kind that this client does not know",
        )),
    }
}
