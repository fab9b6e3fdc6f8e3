//! The simulated phone itself.

use crate::Personality;
use domain::messenger::{
    AccountHealth, Content, Incoming, LinkError, MediumBytes, Outgoing, PairingMethod, Presence,
    ReceiptKind, SendError,
};
use domain::{
    Account, Clock, DeviceState, FailureClass, Medium, MediumKind, MessageId, Messenger,
    MessengerEvent, PhoneNumber, Rest, Upload,
};
use std::collections::BTreeSet;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;
use tokio::sync::mpsc::UnboundedSender;
use tokio::task::JoinSet;

const FIRST_CODE: Duration = Duration::from_secs(60);
const NEXT_CODE: Duration = Duration::from_secs(20);
const CODES: u32 = 6;
const LINE_AWAY: Duration = Duration::from_millis(1_500);

/// What a practice phone is made of.
pub struct PracticeConfig {
    /// The account linked already, from an earlier run.
    pub linked: Option<Account>,
    /// How the simulated people behave.
    pub personality: Personality,
    /// The time.
    pub clock: Arc<dyn Clock>,
    /// Where events go.
    pub events: UnboundedSender<MessengerEvent>,
}

/// The account of every practice phone. Country code 999 belongs to no country,
/// so the number cannot be mistaken for a real one.
pub fn account() -> Account {
    // A literal known to be canonical; the fallback is never taken.
    let phone = PhoneNumber::from_e164("+99900000001");
    match phone {
        Ok(phone) => Account {
            phone,
            name: "Práctica".to_owned(),
        },
        Err(_) => unreachable!("the practice number is canonical"),
    }
}

/// A phone that exists only inside the program.
pub struct PracticePhone {
    inner: Arc<Inner>,
}

struct Inner {
    personality: Personality,
    clock: Arc<dyn Clock>,
    events: UnboundedSender<MessengerEvent>,
    life: Mutex<Life>,
    /// Simulated people and the turning of codes; ended together.
    tasks: Mutex<JoinSet<()>>,
}

struct Life {
    account: Option<Account>,
    state: DeviceState,
    /// Ids the simulated phones have shown: a repetition is not shown again.
    seen: BTreeSet<MessageId>,
    sent: u32,
    pairings: u32,
}

impl PracticePhone {
    /// A phone that is linked or not, and not connected yet.
    pub fn new(config: PracticeConfig) -> Self {
        let state = if config.linked.is_some() {
            DeviceState::Offline
        } else {
            DeviceState::NotLinked
        };
        let life = Life {
            account: config.linked,
            state,
            seen: BTreeSet::new(),
            sent: 0,
            pairings: 0,
        };
        Self {
            inner: Arc::new(Inner {
                personality: config.personality,
                clock: config.clock,
                events: config.events,
                life: Mutex::new(life),
                tasks: Mutex::new(JoinSet::new()),
            }),
        }
    }

    /// The click that stands for scanning the code or typing it.
    pub fn scan(&self) -> Result<(), LinkError> {
        {
            let mut life = self.inner.life();
            if !matches!(life.state, DeviceState::Pairing { .. }) {
                return Err(LinkError::Other(
                    "no code is being shown; start linking first".to_owned(),
                ));
            }
            life.account = Some(account());
            life.pairings += 1;
        }
        self.inner.tell(MessengerEvent::Paired(account()));
        self.inner.become_online();
        Ok(())
    }

    /// Takes the line away for a moment, as happens with real ones.
    pub fn drop_line(&self) {
        self.inner.drop_line();
    }

    /// Lets a simulated person write, unasked.
    pub fn say(&self, from: &PhoneNumber, text: &str) {
        self.inner.say(from, text, "unasked");
    }
}

impl Inner {
    fn life(&self) -> MutexGuard<'_, Life> {
        self.life.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn tell(&self, event: MessengerEvent) {
        let _ = self.events.send(event);
    }

    fn set_state(&self, state: DeviceState) {
        self.life().state = state.clone();
        self.tell(MessengerEvent::Device(state));
    }

    fn become_online(&self) {
        self.set_state(DeviceState::Connecting);
        self.set_state(DeviceState::Online);
        self.tell(MessengerEvent::OfflineDelivered);
    }

    fn spawn(self: &Arc<Self>, task: impl Future<Output = ()> + Send + 'static) {
        let mut tasks = self.tasks.lock().unwrap_or_else(PoisonError::into_inner);
        while tasks.try_join_next().is_some() {}
        tasks.spawn(task);
    }

    fn drop_line(self: &Arc<Self>) {
        self.set_state(DeviceState::Reconnecting {
            attempt: 1,
            next_try: None,
        });
        let inner = Arc::clone(self);
        self.spawn(async move {
            tokio::time::sleep(LINE_AWAY).await;
            if matches!(inner.life().state, DeviceState::Reconnecting { .. }) {
                inner.set_state(DeviceState::Online);
                inner.tell(MessengerEvent::OfflineDelivered);
            }
        });
    }

    fn say(&self, from: &PhoneNumber, text: &str, why: &str) {
        let at = self.clock.now();
        let id = MessageId::from_stored(format!("PRACTICE-{}-{why}-{}", from.digits(), at.0));
        self.tell(MessengerEvent::Incoming(Incoming {
            id,
            from: from.clone(),
            text: text.to_owned(),
            at,
        }));
    }

    /// Shows one code after the other until one is scanned or all are used up.
    async fn turn_codes(self: Arc<Self>, method: PairingMethod) {
        let pairing = self.life().pairings;
        for turn in 0..CODES {
            let lasts = if turn == 0 { FIRST_CODE } else { NEXT_CODE };
            let expires_at = self.clock.now().plus(lasts);
            {
                let mut life = self.life();
                if life.pairings != pairing {
                    return;
                }
                life.state = DeviceState::Pairing { expires_at };
            }
            self.tell(MessengerEvent::Device(DeviceState::Pairing { expires_at }));
            self.tell(match &method {
                PairingMethod::Qr => MessengerEvent::QrCode {
                    code: format!("PRACTICE,{pairing},{turn},{:x}", self.personality.seed),
                    expires_in: lasts,
                },
                PairingMethod::PhoneCode(_) => MessengerEvent::PairCode {
                    code: format!("PRAC-T{pairing:02}{turn}"),
                    expires_in: lasts,
                },
            });
            tokio::time::sleep(lasts).await;
        }
        if self.life().pairings == pairing {
            self.set_state(DeviceState::PairingExpired);
        }
    }

    /// What happens to a message once it is on the wire.
    async fn travel(self: Arc<Self>, message: Outgoing) {
        let plan = self.personality.plan(&message.to);
        let id = message.id;
        tokio::time::sleep(plan.accept_after).await;
        self.tell(MessengerEvent::Accepted { id: id.clone() });
        if !self.life().seen.insert(id.clone()) {
            // Shown already: acknowledged again, and nothing more.
            return;
        }
        tokio::time::sleep(plan.deliver_after.saturating_sub(plan.accept_after)).await;
        self.receipt(&id, ReceiptKind::Delivered);
        let Some(read_after) = plan.read_after else {
            return;
        };
        tokio::time::sleep(read_after.saturating_sub(plan.deliver_after)).await;
        self.receipt(&id, ReceiptKind::Read);
        if let Content::Medium(enclosed) = &message.content
            && enclosed.medium.kind == MediumKind::Voice
        {
            self.receipt(&id, ReceiptKind::Played);
        }
        if let Some((reply_after, text)) = plan.reply {
            tokio::time::sleep(reply_after.saturating_sub(read_after)).await;
            self.say(&message.to, text, id.as_str());
        }
    }

    fn receipt(&self, id: &MessageId, kind: ReceiptKind) {
        self.tell(MessengerEvent::Receipt {
            ids: vec![id.clone()],
            kind,
            at: self.clock.now(),
        });
    }

    fn end_tasks(&self) -> JoinSet<()> {
        let mut tasks = self.tasks.lock().unwrap_or_else(PoisonError::into_inner);
        std::mem::take(&mut *tasks)
    }
}

fn nothing(class: FailureClass, detail: &str) -> SendError {
    SendError::NothingSent {
        class,
        detail: detail.to_owned(),
    }
}

impl PracticePhone {
    /// Waits until the line is there.
    async fn line(&self, deadline: Duration) -> Result<(), SendError> {
        let started = tokio::time::Instant::now();
        loop {
            match self.state() {
                DeviceState::Online => return Ok(()),
                state if state.wants_a_person() => {
                    return Err(nothing(FailureClass::Device, "the device is not linked"));
                }
                _ if started.elapsed() >= deadline => {
                    return Err(nothing(FailureClass::Network, "the line is away"));
                }
                _ => tokio::time::sleep(Duration::from_millis(50)).await,
            }
        }
    }
}

#[async_trait::async_trait]
impl Messenger for PracticePhone {
    fn account(&self) -> Option<Account> {
        self.inner.life().account.clone()
    }

    fn state(&self) -> DeviceState {
        self.inner.life().state.clone()
    }

    async fn pair(&self, method: PairingMethod) -> Result<(), LinkError> {
        if self.inner.life().account.is_some() {
            return Err(LinkError::AlreadyLinked);
        }
        // An older round of codes stops by itself: its number is no longer the present one.
        self.inner.life().pairings += 1;
        let expires_at = self.inner.clock.now().plus(FIRST_CODE);
        self.inner.life().state = DeviceState::Pairing { expires_at };
        self.inner.spawn(Arc::clone(&self.inner).turn_codes(method));
        Ok(())
    }

    async fn connect(&self) -> Result<(), LinkError> {
        if self.inner.life().account.is_none() {
            return Err(LinkError::NotLinked);
        }
        if self.state() != DeviceState::Online {
            self.inner.become_online();
        }
        Ok(())
    }

    async fn prepare(&self, people: &[PhoneNumber], _deadline: Duration) -> Vec<Presence> {
        if self.state() != DeviceState::Online {
            return Vec::new();
        }
        let presence = people.iter().map(|phone| Presence {
            phone: phone.clone(),
            on_whatsapp: !self.inner.personality.is_absent(phone),
            address: None,
        });
        presence.collect()
    }

    async fn look_up(&self, people: &[PhoneNumber], deadline: Duration) -> Vec<Presence> {
        self.prepare(people, deadline).await
    }

    /// Nobody limits a simulated account.
    async fn health(&self, _deadline: Duration) -> Option<AccountHealth> {
        (self.state() == DeviceState::Online).then(AccountHealth::default)
    }

    async fn send(&self, message: &Outgoing, deadline: Duration) -> Result<(), SendError> {
        self.line(deadline).await?;
        if self.inner.personality.plan(&message.to).absent {
            return Err(nothing(
                FailureClass::NotOnWhatsApp,
                "the number is not on WhatsApp",
            ));
        }
        self.inner
            .spawn(Arc::clone(&self.inner).travel(message.clone()));
        let drops = {
            let mut life = self.inner.life();
            life.sent += 1;
            let every = self.inner.personality.drop_every;
            every > 0 && life.sent.is_multiple_of(every)
        };
        if drops {
            self.inner.drop_line();
        }
        Ok(())
    }

    /// There is no server: the place it gets is as simulated as the phone.
    async fn upload(
        &self,
        medium: &Medium,
        mut bytes: Box<dyn MediumBytes>,
        deadline: Duration,
    ) -> Result<Upload, SendError> {
        self.line(deadline).await?;
        let unreadable = |detail: String| nothing(FailureClass::Device, &detail);
        let mut size = 0;
        while let Some(piece) = bytes.next().await.map_err(unreadable)? {
            size += piece.len() as u64;
        }
        if size != medium.size {
            return Err(nothing(
                FailureClass::BadMessage,
                "the medium is not the one that was prepared",
            ));
        }
        Ok(Upload {
            url: "practice:".to_owned(),
            direct_path: "/practice".to_owned(),
            media_key: medium.sha256,
            encrypted_sha256: medium.sha256,
            sidecar: None,
            made_at: self.inner.clock.now(),
            expires_at: None,
        })
    }

    async fn unlink(&self) -> Result<(), LinkError> {
        self.inner.end_tasks().shutdown().await;
        {
            let mut life = self.inner.life();
            life.account = None;
            life.pairings += 1;
        }
        self.inner.set_state(DeviceState::NotLinked);
        Ok(())
    }

    async fn rest(&self, why: Rest) {
        if self.account().is_some() {
            self.inner.end_tasks().shutdown().await;
            self.inner.set_state(why.state());
        }
    }

    async fn shutdown(&self) {
        self.inner.end_tasks().shutdown().await;
        let linked = self.inner.life().account.is_some();
        self.inner.set_state(if linked {
            DeviceState::Offline
        } else {
            DeviceState::NotLinked
        });
    }
}
