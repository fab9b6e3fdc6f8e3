//! A messenger that does as it is told.

use domain::messenger::{
    AccountHealth, Content, Incoming, LinkError, MediumBytes, Outgoing, PairingMethod, Presence,
    ReceiptKind, SendError,
};
use domain::{
    Account, Clock, DeviceState, FailureClass, Medium, MediumKind, MessageId, Messenger,
    MessengerEvent, PhoneNumber, Timestamp, Upload,
};
use std::collections::{BTreeMap, BTreeSet, VecDeque};
use std::sync::{Arc, Mutex};
use std::time::Duration;
use tokio::sync::mpsc::{UnboundedReceiver, UnboundedSender, unbounded_channel};

/// What should go wrong with the next message to somebody.
#[derive(Clone, Debug)]
pub enum Fault {
    /// Nothing goes out.
    NothingSent(FailureClass),
    /// It goes out, and the caller is told that nobody knows.
    UnknownButSent,
    /// It does not go out, and the caller is told that nobody knows.
    UnknownAndLost,
    /// It goes out and the server refuses it.
    Refused(u32),
    /// It goes out and the ack is lost.
    AckLost,
    /// It is written to a line that is dead already: nobody ever hears of it.
    Lost,
    /// The line drops while it is being sent; it waits and goes out on the next one.
    LineDropsUnder,
}

/// A message as it crossed the wire.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Sent {
    /// To whom.
    pub to: PhoneNumber,
    /// Under which id.
    pub id: MessageId,
    /// What it said: the text, or the caption.
    pub text: String,
    /// What it was.
    pub content: Content,
    /// When, by the clock that was given; the beginning of time without one.
    pub at: Timestamp,
}

#[derive(Default)]
struct World {
    account: Option<Account>,
    state: Option<DeviceState>,
    wire: Vec<Sent>,
    prepared: Vec<usize>,
    faults: BTreeMap<PhoneNumber, VecDeque<Fault>>,
    absent: BTreeSet<PhoneNumber>,
    shown: BTreeMap<MessageId, u32>,
    health: Option<AccountHealth>,
    clock: Option<Arc<dyn Clock>>,
    /// What people wrote and the engine has not stored.
    unstored: Vec<Incoming>,
    /// What was brought to the server, in order.
    uploads: Vec<Uploaded>,
    upload_faults: VecDeque<FailureClass>,
    /// How long the server keeps a medium.
    upload_life: Option<Duration>,
}

/// A medium as it reached the server.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Uploaded {
    /// What was said of it.
    pub medium: Medium,
    /// Its bytes.
    pub bytes: Vec<u8>,
    /// Where it is since then.
    pub upload: Upload,
}

/// Every phone accepts, receives and reads at once, and plays a voice note,
/// unless told otherwise.
#[derive(Clone)]
pub struct ScriptedMessenger {
    world: Arc<Mutex<World>>,
    events: UnboundedSender<MessengerEvent>,
}

impl World {
    /// What a server would answer about these people.
    fn presence(&self, people: &[PhoneNumber]) -> Vec<Presence> {
        let presence = |phone: &PhoneNumber| Presence {
            phone: phone.clone(),
            on_whatsapp: !self.absent.contains(phone),
            address: None,
        };
        people.iter().map(presence).collect()
    }
}

impl ScriptedMessenger {
    /// Not linked.
    pub fn new() -> (Self, UnboundedReceiver<MessengerEvent>) {
        let (events, receiver) = unbounded_channel();
        (
            Self {
                world: Arc::default(),
                events,
            },
            receiver,
        )
    }

    /// Linked and online.
    pub fn online() -> (Self, UnboundedReceiver<MessengerEvent>) {
        let (messenger, receiver) = Self::new();
        messenger.scan();
        (messenger, receiver)
    }

    /// The same phone after the program was started anew. What the last one did
    /// not store is told again.
    pub fn reborn(&self) -> (Self, UnboundedReceiver<MessengerEvent>) {
        let (events, receiver) = unbounded_channel();
        let next = Self {
            world: Arc::clone(&self.world),
            events,
        };
        for message in next.unstored() {
            next.tell(MessengerEvent::Incoming(message));
        }
        next.set_state(DeviceState::Online);
        next.tell(MessengerEvent::OfflineDelivered);
        (next, receiver)
    }

    /// Everything that crossed the wire, in order.
    pub fn wire(&self) -> Vec<Sent> {
        self.world.lock().unwrap().wire.clone()
    }

    /// How many people were prepared for, each time.
    pub fn prepared(&self) -> Vec<usize> {
        self.world.lock().unwrap().prepared.clone()
    }

    /// Plans faults for the next messages to somebody, in order.
    pub fn plan(&self, to: &PhoneNumber, faults: impl IntoIterator<Item = Fault>) {
        self.world
            .lock()
            .unwrap()
            .faults
            .entry(to.clone())
            .or_default()
            .extend(faults);
    }

    /// Everything that was brought to the server, in order.
    pub fn uploads(&self) -> Vec<Uploaded> {
        self.world.lock().unwrap().uploads.clone()
    }

    /// Lets the next uploads fail, in order.
    pub fn plan_uploads(&self, faults: impl IntoIterator<Item = FailureClass>) {
        self.world.lock().unwrap().upload_faults.extend(faults);
    }

    /// How long the server says that it keeps a medium from now on.
    pub fn keep_uploads(&self, life: Option<Duration>) {
        self.world.lock().unwrap().upload_life = life;
    }

    /// Somebody is not on WhatsApp.
    pub fn absent(&self, who: &PhoneNumber) {
        self.world.lock().unwrap().absent.insert(who.clone());
    }

    /// Gives the wire a clock.
    pub fn set_clock(&self, clock: Arc<dyn Clock>) {
        self.world.lock().unwrap().clock = Some(clock);
    }

    /// What the server says of the account when it is asked.
    pub fn set_health(&self, health: Option<AccountHealth>) {
        self.world.lock().unwrap().health = health;
    }

    /// Moves the device.
    pub fn set_state(&self, state: DeviceState) {
        self.world.lock().unwrap().state = Some(state.clone());
        self.tell(MessengerEvent::Device(state));
    }

    /// Accepts the pairing.
    pub fn scan(&self) {
        let account = Account {
            phone: PhoneNumber::from_e164("+595992756462").unwrap(),
            name: "Tienda Luna".into(),
        };
        self.world.lock().unwrap().account = Some(account.clone());
        self.tell(MessengerEvent::Paired(account));
        self.set_state(DeviceState::Online);
        self.tell(MessengerEvent::OfflineDelivered);
    }

    /// Somebody writes.
    pub fn say(&self, from: &PhoneNumber, text: &str, at: Timestamp) {
        let id = MessageId::from_stored(format!("SAY-{}-{}", from.digits(), at.0));
        let message = Incoming {
            id,
            from: from.clone(),
            text: text.into(),
            at,
        };
        self.world.lock().unwrap().unstored.push(message.clone());
        self.tell(MessengerEvent::Incoming(message));
    }

    /// What people wrote and the engine has not stored.
    pub fn unstored(&self) -> Vec<Incoming> {
        self.world.lock().unwrap().unstored.clone()
    }

    /// How often an id reached its recipient.
    pub fn times(&self, id: &MessageId) -> u32 {
        self.world
            .lock()
            .unwrap()
            .shown
            .get(id)
            .copied()
            .unwrap_or(0)
    }

    /// Says something to the engine.
    pub fn tell(&self, event: MessengerEvent) {
        let _ = self.events.send(event);
    }

    /// Whether anything can go out.
    fn line(&self) -> Result<(), SendError> {
        match self.state() {
            DeviceState::Online => Ok(()),
            state if state.wants_a_person() => Err(nothing(FailureClass::Device)),
            _ => Err(nothing(FailureClass::Network)),
        }
    }

    fn arrive(&self, message: &Outgoing, acknowledged: bool) {
        let text = match &message.content {
            Content::Text(text) => text.clone(),
            Content::Medium(enclosed) => enclosed.caption.clone(),
            _ => String::new(),
        };
        {
            let mut world = self.world.lock().unwrap();
            let at = world.clock.as_ref().map_or(Timestamp(0), |c| c.now());
            world.wire.push(Sent {
                to: message.to.clone(),
                id: message.id.clone(),
                text,
                content: message.content.clone(),
                at,
            });
            *world.shown.entry(message.id.clone()).or_default() += 1;
        }
        if acknowledged {
            let ids = vec![message.id.clone()];
            self.tell(MessengerEvent::Accepted {
                id: message.id.clone(),
            });
            let kinds = [ReceiptKind::Delivered, ReceiptKind::Read];
            let heard = is_voice(message).then_some(ReceiptKind::Played);
            for kind in kinds.into_iter().chain(heard) {
                self.tell(MessengerEvent::Receipt {
                    ids: ids.clone(),
                    kind,
                    at: Timestamp(0),
                });
            }
        }
    }
}

fn is_voice(message: &Outgoing) -> bool {
    matches!(&message.content, Content::Medium(it) if it.medium.kind == MediumKind::Voice)
}

fn nothing(class: FailureClass) -> SendError {
    SendError::NothingSent {
        class,
        detail: "scripted".into(),
    }
}

#[async_trait::async_trait]
impl Messenger for ScriptedMessenger {
    fn account(&self) -> Option<Account> {
        self.world.lock().unwrap().account.clone()
    }

    fn state(&self) -> DeviceState {
        self.world
            .lock()
            .unwrap()
            .state
            .clone()
            .unwrap_or(DeviceState::NotLinked)
    }

    async fn pair(&self, _: PairingMethod) -> Result<(), LinkError> {
        if self.account().is_some() {
            return Err(LinkError::AlreadyLinked);
        }
        let expires_in = Duration::from_secs(60);
        self.set_state(DeviceState::Pairing {
            expires_at: Timestamp(i64::MAX),
        });
        self.tell(MessengerEvent::QrCode {
            code: "SCRIPTED".into(),
            expires_in,
        });
        Ok(())
    }

    async fn connect(&self) -> Result<(), LinkError> {
        self.account().ok_or(LinkError::NotLinked)?;
        self.set_state(DeviceState::Online);
        self.tell(MessengerEvent::OfflineDelivered);
        Ok(())
    }

    async fn prepare(&self, people: &[PhoneNumber], _: Duration) -> Vec<Presence> {
        let mut world = self.world.lock().unwrap();
        world.prepared.push(people.len());
        if world.account.is_none() {
            return Vec::new();
        }
        world.presence(people)
    }

    async fn look_up(&self, people: &[PhoneNumber], _: Duration) -> Vec<Presence> {
        if self.state() != DeviceState::Online {
            return Vec::new();
        }
        self.world.lock().unwrap().presence(people)
    }

    async fn health(&self, _: Duration) -> Option<AccountHealth> {
        self.world.lock().unwrap().health.clone()
    }

    async fn stored(&self, messages: &[Incoming]) {
        let mut world = self.world.lock().unwrap();
        world.unstored.retain(|message| !messages.contains(message));
    }

    async fn send(&self, message: &Outgoing, _: Duration) -> Result<(), SendError> {
        self.line()?;
        if self.world.lock().unwrap().absent.contains(&message.to) {
            return Err(nothing(FailureClass::NotOnWhatsApp));
        }
        let fault = self
            .world
            .lock()
            .unwrap()
            .faults
            .get_mut(&message.to)
            .and_then(VecDeque::pop_front);
        match fault {
            None => self.arrive(message, true),
            Some(Fault::NothingSent(class)) => return Err(nothing(class)),
            Some(Fault::AckLost) => self.arrive(message, false),
            Some(Fault::Lost) => {}
            Some(Fault::LineDropsUnder) => {
                self.set_state(DeviceState::Reconnecting {
                    attempt: 1,
                    next_try: None,
                });
                // The line comes back by itself, whoever waits for it.
                let line = self.clone();
                tokio::spawn(async move {
                    tokio::time::sleep(Duration::from_millis(100)).await;
                    line.set_state(DeviceState::Online);
                    line.tell(MessengerEvent::OfflineDelivered);
                });
                while self.state() != DeviceState::Online {
                    tokio::time::sleep(Duration::from_millis(10)).await;
                }
                self.arrive(message, true);
            }
            Some(Fault::Refused(code)) => {
                let class = FailureClass::from_ack_code(code);
                self.tell(MessengerEvent::Refused {
                    id: message.id.clone(),
                    class,
                    code,
                });
            }
            Some(Fault::UnknownButSent) => {
                self.arrive(message, false);
                return Err(SendError::Unknown {
                    detail: "scripted".into(),
                });
            }
            Some(Fault::UnknownAndLost) => {
                return Err(SendError::Unknown {
                    detail: "scripted".into(),
                });
            }
        }
        Ok(())
    }

    async fn upload(
        &self,
        medium: &Medium,
        mut bytes: Box<dyn MediumBytes>,
        _: Duration,
    ) -> Result<Upload, SendError> {
        self.line()?;
        let fault = self.world.lock().unwrap().upload_faults.pop_front();
        if let Some(class) = fault {
            return Err(nothing(class));
        }
        let mut all = Vec::new();
        while let Some(piece) = bytes
            .next()
            .await
            .map_err(|_| nothing(FailureClass::Device))?
        {
            all.extend(piece);
        }
        if all.len() as u64 != medium.size {
            return Err(nothing(FailureClass::BadMessage));
        }
        let mut world = self.world.lock().unwrap();
        let made_at = world.clock.as_ref().map_or(Timestamp(0), |c| c.now());
        let number = world.uploads.len() + 1;
        let upload = Upload {
            url: format!("https://media.invalid/{number}"),
            direct_path: format!("/{number}"),
            media_key: [u8::try_from(number % 256).unwrap(); 32],
            encrypted_sha256: [0; 32],
            sidecar: None,
            made_at,
            expires_at: world.upload_life.map(|life| made_at.plus(life)),
        };
        world.uploads.push(Uploaded {
            medium: medium.clone(),
            bytes: all,
            upload: upload.clone(),
        });
        Ok(upload)
    }

    async fn unlink(&self) -> Result<(), LinkError> {
        self.world.lock().unwrap().account = None;
        self.set_state(DeviceState::NotLinked);
        Ok(())
    }

    async fn rest(&self, why: domain::Rest) {
        if self.account().is_some() {
            self.set_state(why.state());
        }
    }

    async fn shutdown(&self) {
        self.set_state(if self.account().is_some() {
            DeviceState::Offline
        } else {
            DeviceState::NotLinked
        });
    }
}
