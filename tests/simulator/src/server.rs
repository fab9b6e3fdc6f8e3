//! The server and the people behind it: what they do with what arrives, and
//! how what they say finds its way back.

use crate::ledger::Wish;
use crate::phone::place;
use crate::plant::Plant;
use crate::world::{Happening, Taken, World};
use domain::messenger::{Incoming, ReceiptKind};
use domain::{DeviceState, FailureClass, MessageId, MessengerEvent, PhoneNumber};

const RECONNECTING: DeviceState = DeviceState::Reconnecting {
    attempt: 1,
    next_try: None,
};

impl World {
    /// Hands an event to the program. False when nobody listens.
    fn say(&mut self, event: &MessengerEvent) -> bool {
        if self.to_app.is_none() {
            return false;
        }
        let now = self.now();
        self.note(format_args!("hear {}", self.told_as(event)));
        self.ledger.hears(event, now);
        if !Plant::swallows(self, event)
            && let Some(app) = &self.to_app
        {
            let _ = app.send(event.clone());
        }
        true
    }

    fn told_as(&self, event: &MessengerEvent) -> String {
        let known = |id| place(self.ledger.ids.get(id).copied());
        match event {
            MessengerEvent::Accepted { id } => format!("accepted {}", known(id)),
            MessengerEvent::Refused { id, code, .. } => format!("refused {} {code}", known(id)),
            MessengerEvent::Receipt { ids, kind, .. } => {
                format!("{kind:?} {:?}", ids.iter().map(known).collect::<Vec<_>>())
            }
            MessengerEvent::Incoming(message) => format!("{:?} {}", message.from, message.text),
            other => format!("{other:?}"),
        }
    }

    /// Whether the server can reach the program.
    fn reached(&self) -> bool {
        self.to_app.is_some() && self.line == DeviceState::Online
    }

    /// Moves the device.
    pub fn enter(&mut self, line: DeviceState) {
        self.line = line.clone();
        self.cut();
        self.say(&MessengerEvent::Device(line));
    }

    /// The connection ends: what is under way arrives now or never.
    pub fn cut(&mut self) {
        self.connection += 1;
        self.last_arrival = 0;
        for (id, to) in self.take_under_way() {
            if self.chance.happens(0.5) {
                self.plan(0, Happening::Arrive(id, to));
            } else {
                self.ledger.fault("request lost with the line");
            }
        }
    }

    /// The connection is made: what waited comes first, now or little by little.
    pub fn connected(&mut self) {
        self.enter(DeviceState::Online);
        let connection = self.connection;
        let mut slow = 0;
        if self.faulty("slow delivery of what waited", 3.0) {
            slow = self.chance.spread(100, 20_000);
        }
        while let Some(event) = self.waiting.pop_front() {
            if slow == 0 {
                self.say(&event);
            } else {
                self.plan(slow, Happening::Tell(event));
            }
        }
        if !self.faulty("no word that all was delivered", 3.0) {
            let after = slow + self.chance.between(0, 500);
            self.plan(after, Happening::CaughtUp(connection));
        }
    }

    /// The program runs and begins to connect, if its phone is linked.
    pub fn begin_connecting(&mut self) {
        if self.line.wants_a_person() {
            return;
        }
        self.enter(DeviceState::Connecting);
        let after = self.chance.spread(50, 3_000);
        let connection = self.connection;
        self.plan(after, Happening::Up(connection));
    }

    /// What happens by itself in the world outside of the program.
    pub fn happen(&mut self, what: Happening) {
        match what {
            Happening::Arrive(id, to) => self.arrive(&id, &to),
            Happening::Ack(event) => {
                if self.reached() {
                    self.say(&event);
                } else {
                    self.ledger.fault("ack lost with the line");
                }
            }
            Happening::Tell(event) => {
                if self.reached() {
                    self.say(&event);
                } else {
                    self.waiting.push_back(event);
                }
            }
            Happening::Write(from, text) => self.write(&from, text),
            Happening::Drop => self.drop_line(),
            Happening::Up(connection) => {
                if self.connection == connection && !self.line.wants_a_person() {
                    self.connected();
                }
            }
            Happening::CaughtUp(connection) => {
                if self.connection == connection {
                    self.say(&MessengerEvent::OfflineDelivered);
                }
            }
            Happening::Relink => {
                if self.line.wants_a_person() {
                    self.line = DeviceState::Offline;
                    if self.say(&MessengerEvent::Paired(World::account())) {
                        self.begin_connecting();
                    }
                }
            }
            other => unreachable!("not of this world: {other:?}"),
        }
    }

    fn drop_line(&mut self) {
        let again = self.profile.drops;
        self.plan_again(again, Happening::Drop);
        if self.calm || self.line != DeviceState::Online {
            return;
        }
        self.ledger.disruptions += 1;
        if self.chance.happens(0.15) {
            let state = self.chance.one(&[0, 1, 2]);
            self.ledger.fault("logged out, replaced, restricted");
            self.enter(match state {
                0 => DeviceState::LoggedOut,
                1 => DeviceState::Replaced,
                _ => DeviceState::Restricted {
                    code: 101,
                    until: None,
                },
            });
            let after = self.chance.spread(10_000, 3_600_000);
            self.plan(after, Happening::Relink);
            return;
        }
        self.ledger.fault("line dropped");
        self.enter(RECONNECTING);
        let after = if self.chance.happens(0.3) {
            0
        } else {
            self.chance.spread(100, 900_000)
        };
        let connection = self.connection;
        self.plan(after, Happening::Up(connection));
    }

    /// A request reaches the server.
    fn arrive(&mut self, id: &MessageId, to: &PhoneNumber) {
        let refused = self.people.get(to).and_then(|person| person.refused);
        let code = refused.or_else(|| {
            self.faulty("refused", 1.0).then(|| {
                let codes = [429, 463, 479, 503, 503, 500, 404, 403, 406];
                self.chance.one(&codes)
            })
        });
        let new = !self.taken.contains_key(id);
        if let Some(code) = code.filter(|_| new) {
            let class = FailureClass::from_ack_code(code);
            let id = id.clone();
            self.ack(MessengerEvent::Refused { id, class, code });
            return;
        }
        if new {
            let place = self.taken.len();
            let to = to.clone();
            self.taken.insert(id.clone(), Taken { to, place });
        } else {
            self.ledger.fault("arrived again");
        }
        let known = self.ledger.ids.get(id).copied();
        self.note(format_args!("arrives {} new {new}", place(known)));
        self.ack(MessengerEvent::Accepted { id: id.clone() });
        if new {
            self.receipts(id);
            self.answer(to);
        }
    }

    fn ack(&mut self, event: MessengerEvent) {
        if self.faulty("ack lost", 1.0) {
            return;
        }
        let way = if self.faulty("ack late", 0.5) {
            self.chance.spread(2_000, 300_000)
        } else {
            self.chance.spread(5, 300)
        };
        if self.faulty("ack twice", 0.5) {
            let later = self.chance.spread(10, 600_000);
            self.plan(way + later, Happening::Ack(event.clone()));
        }
        self.plan(way, Happening::Ack(event));
    }

    fn receipts(&mut self, id: &MessageId) {
        let longest = self.profile.receipts;
        let mut after = 0;
        for kind in [ReceiptKind::Delivered, ReceiptKind::Read] {
            if !self.chance.happens(0.9) {
                continue;
            }
            // A phone that is switched on answers at once, others tomorrow.
            let quick = self.chance.happens(0.7);
            after += self.chance.spread(5, if quick { 3_000 } else { longest });
            let event = MessengerEvent::Receipt {
                ids: vec![id.clone()],
                kind,
                at: self.server_time(),
            };
            if self.faulty("receipt twice", 1.0) {
                let later = self.chance.spread(10, longest);
                self.plan(after + later, Happening::Tell(event.clone()));
            }
            if self.faulty("receipts out of order", 1.0) {
                self.plan(after / 2, Happening::Tell(event));
                after /= 3;
            } else {
                self.plan(after, Happening::Tell(event));
            }
        }
    }

    fn answer(&mut self, from: &PhoneNumber) {
        let likely = self.profile.answers;
        if !self.chance.happens(likely) {
            return;
        }
        let text = self
            .chance
            .one(&["Hola", "BAJA", "¡Baja!", "¿Cuánto cuesta?", "ALTA", "stop"]);
        let after = self.chance.spread(500, 600_000);
        self.plan(after, Happening::Write(from.clone(), text));
        if self.chance.happens(0.3) {
            let more = after + self.chance.spread(500, 600_000);
            let text = self.chance.one(&["ALTA", "BAJA", "Gracias"]);
            self.plan(more, Happening::Write(from.clone(), text));
        }
    }

    fn write(&mut self, from: &PhoneNumber, text: &'static str) {
        self.written += 1;
        let event = MessengerEvent::Incoming(Incoming {
            id: MessageId::from_stored(format!("ANSWER{}", self.written)),
            from: from.clone(),
            text: text.into(),
            at: self.server_time(),
        });
        let stop = match text {
            "BAJA" | "¡Baja!" | "stop" => Some(true),
            "ALTA" => Some(false),
            _ => None,
        };
        let wish = Wish {
            said: self.now(),
            stop,
            told: None,
            event: Some(event.clone()),
        };
        let wishes = self.ledger.wishes.entry(from.clone()).or_default();
        wishes.push(wish);
        if self.faulty("answer twice", 2.0) {
            let later = self.chance.spread(1_000, 3_600_000);
            self.plan(later, Happening::Tell(event.clone()));
        }
        self.happen(Happening::Tell(event));
    }
}
