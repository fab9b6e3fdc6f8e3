//! The practice phone passes the suite of the port.
#![allow(clippy::unwrap_used)]

use domain::messenger::{AccountHealth, Presence};
use domain::{Messenger, MessengerEvent, PhoneNumber};
use practice::{Personality, PracticeConfig, PracticePhone};
use std::sync::Arc;
use std::time::Duration;
use testkit::{TestClock, messenger_suite, number};
use tokio::sync::mpsc::{UnboundedReceiver, unbounded_channel};

struct Practice {
    phone: Arc<PracticePhone>,
    events: UnboundedReceiver<MessengerEvent>,
    present: PhoneNumber,
    absent: PhoneNumber,
}

#[async_trait::async_trait]
impl messenger_suite::Rig for Practice {
    fn messenger(&self) -> Arc<dyn Messenger> {
        Arc::clone(&self.phone) as Arc<dyn Messenger>
    }
    fn events(&mut self) -> &mut UnboundedReceiver<MessengerEvent> {
        &mut self.events
    }
    async fn scan(&self, _code: &str) {
        self.phone.scan().unwrap();
    }
    fn present(&self) -> PhoneNumber {
        self.present.clone()
    }
    fn absent(&self) -> PhoneNumber {
        self.absent.clone()
    }
    async fn drop_line(&self) {
        self.phone.drop_line();
    }
    async fn say(&self, from: &PhoneNumber, text: &str) {
        self.phone.say(from, text);
    }
}

#[tokio::test(start_paused = true)]
async fn the_practice_phone_is_a_messenger() {
    let (events, receiver) = unbounded_channel();
    let personality = Personality {
        absent: 50,
        unread: 0,
        reply: 0,
        ..Personality::default()
    };
    let config = PracticeConfig {
        linked: None,
        personality,
        clock: Arc::new(TestClock::new()),
        events,
    };
    let phone = Arc::new(PracticePhone::new(config));
    let (absent, present): (Vec<_>, Vec<_>) =
        (0..50).map(number).partition(|n| personality.is_absent(n));
    let mut rig = Practice {
        phone,
        events: receiver,
        present: present[0].clone(),
        absent: absent[0].clone(),
    };
    messenger_suite::run(&mut rig).await;
}

#[tokio::test(start_paused = true)]
async fn it_knows_its_people() {
    let personality = Personality {
        absent: 50,
        ..Personality::default()
    };
    let (events, _heard) = unbounded_channel();
    let phone = PracticePhone::new(PracticeConfig {
        linked: Some(practice::account()),
        personality,
        clock: Arc::new(TestClock::new()),
        events,
    });
    let people: Vec<_> = (0..20).map(number).collect();
    let deadline = Duration::from_secs(1);
    assert_eq!(phone.prepare(&people, deadline).await, [], "it is off");
    assert_eq!(phone.health(deadline).await, None);

    phone.connect().await.unwrap();
    let learned = phone.prepare(&people, deadline).await;
    let expected = people.iter().map(|person| Presence {
        phone: person.clone(),
        on_whatsapp: !personality.is_absent(person),
        address: None,
    });
    assert_eq!(learned, expected.collect::<Vec<_>>());
    let health = phone.health(deadline).await;
    assert_eq!(health, Some(AccountHealth::default()));
}
