//! Which contacts use WhatsApp, on a profile linked to the practice server.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

use app::api::{
    AppEvent, CheckDone, ContactFilter, ContactQuery, ContactView, ImportOptions, ImportSource,
    NewProfile, PairingRequest, WhatsAppStatus, Work,
};
use app::{App, AppConfig, Session};
use loopback::{Config, Fault, LoopbackServer, ServerHandle};
use std::fmt::Write as _;
use std::sync::Arc;
use std::time::Duration;

/// How long anything may take. Less than the server has for one answer.
const PATIENCE: Duration = Duration::from_secs(15);

/// A profile with contacts, and the server it is linked to.
struct Shop {
    session: Arc<Session>,
    server: ServerHandle,
    _data: tempfile::TempDir,
}

/// The number of the `index`th phone of the server.
fn number(index: u64) -> String {
    format!("+{}", 595_981_000_000 + index)
}

impl Shop {
    /// The first phones of the server are its contacts.
    async fn with(people: u64) -> Self {
        let server = LoopbackServer::start(Config::default()).await.unwrap();
        let data = tempfile::tempdir().unwrap();
        let app = App::new(AppConfig {
            data_dir: data.path().to_owned(),
            loopback_url: Some(server.ws_url()),
            hurry: None,
        })
        .unwrap();
        app.create_profile(NewProfile {
            name: "Tienda".into(),
            country: "PY".into(),
            language: "es".into(),
            practice: false,
        })
        .unwrap();
        let session = app.open_profile("Tienda").await.unwrap();
        let mut text = String::from("numero,nombre\n");
        for index in 0..people {
            writeln!(text, "{},Persona {index}", number(index)).unwrap();
        }
        let source = ImportSource::Text { text };
        let done = session.import(source, ImportOptions::default()).await;
        assert_eq!(done.unwrap().counts.new, people);
        Self {
            session,
            server,
            _data: data,
        }
    }

    async fn link(&self) {
        let mut events = self.session.events();
        let qr = PairingRequest::Qr;
        self.session.start_pairing(qr).await.unwrap();
        let online = async {
            let mut scanned = false;
            while self.session.device().state != "online" {
                if let (Some(code), false) = (self.session.device().qr_text, scanned) {
                    self.server.pair(&code).await.unwrap();
                    scanned = true;
                }
                events.recv().await.unwrap();
            }
        };
        tokio::time::timeout(PATIENCE, online).await.unwrap();
    }

    async fn check(&self) -> Result<(u64, u64, u64), &'static str> {
        let checked = self.session.check_contacts(ContactFilter::default());
        let checked = tokio::time::timeout(PATIENCE, checked).await.unwrap();
        let told = |done: CheckDone| (done.asked, done.on_whatsapp, done.absent);
        checked.map(told).map_err(|error| error.code())
    }

    /// The contacts, by number.
    async fn contacts(&self) -> Vec<ContactView> {
        let query = ContactQuery {
            limit: 500,
            ..ContactQuery::default()
        };
        let mut contacts = self.session.contacts(query).await.unwrap().contacts;
        contacts.sort_by(|a, b| a.phone.cmp(&b.phone));
        contacts
    }

    /// What is known of them, in order of their numbers.
    async fn known(&self) -> Vec<WhatsAppStatus> {
        let contacts = self.contacts().await;
        contacts.iter().map(|contact| contact.whatsapp).collect()
    }

    /// The server answers nothing until [`Shop::speak`].
    fn fall_silent(&self) {
        self.server.fault(Fault::Silent { on: true }).unwrap();
    }

    fn speak(&self) {
        self.server.fault(Fault::Silent { on: false }).unwrap();
    }

    /// Asks the server until it has read the question, and then does something.
    async fn check_and(&self, then: impl FnOnce()) -> Result<(u64, u64, u64), &'static str> {
        let asked = || {
            let queries = self.server.stats().queries;
            queries.get("usync/usync").copied().unwrap_or(0)
        };
        let before = asked();
        let interrupting = async {
            while asked() == before {
                tokio::task::yield_now().await;
            }
            then();
        };
        tokio::join!(self.check(), interrupting).0
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn what_the_server_says_of_contacts_is_noted() {
    let shop = Shop::with(5).await;
    assert_eq!(shop.check().await, Err("not_online"), "nothing is linked");
    shop.link().await;
    for fault in [
        Fault::NotOnWhatsapp {
            phones: vec![number(1)],
        },
        Fault::AnswersAs {
            phone: number(2),
            other: number(50),
        },
        Fault::Hidden {
            phones: vec![number(3)],
        },
        Fault::Unanswered {
            phones: vec![number(4)],
        },
    ] {
        shop.server.fault(fault).unwrap();
    }
    assert_eq!(shop.check().await, Ok((5, 3, 1)), "one was not told of");
    let contacts = shop.contacts().await;
    let noted: Vec<_> = contacts
        .iter()
        .map(|c| (c.whatsapp, c.whatsapp_address.as_deref()))
        .collect();
    assert_eq!(
        noted,
        [
            (WhatsAppStatus::Yes, Some("595981000000@s.whatsapp.net")),
            (WhatsAppStatus::No, None),
            (WhatsAppStatus::Yes, Some("595981000050@s.whatsapp.net")),
            (WhatsAppStatus::Yes, Some("71595981000003@lid")),
            (WhatsAppStatus::Unknown, None),
        ]
    );
    let times = contacts.iter().map(|c| c.whatsapp_checked_at.is_some());
    assert_eq!(times.collect::<Vec<_>>(), [true, true, true, true, false]);

    // They change; who asks again is told.
    shop.server.fault(Fault::Clear {}).unwrap();
    assert_eq!(shop.check().await, Ok((5, 5, 0)));
    assert_eq!(shop.known().await, [WhatsAppStatus::Yes; 5]);
    shop.session.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_check_goes_on_when_the_line_comes_back() {
    let shop = Shop::with(3).await;
    shop.link().await;
    shop.fall_silent();
    let checked = shop.check_and(|| {
        shop.speak();
        shop.server.fault(Fault::DropSocket {}).unwrap();
    });
    assert_eq!(checked.await, Ok((3, 3, 0)));
    assert_eq!(shop.known().await, [WhatsAppStatus::Yes; 3]);
    shop.session.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_check_that_is_stopped_waits_for_nothing() {
    let shop = Shop::with(3).await;
    shop.link().await;
    shop.fall_silent();
    let checked = shop.check_and(|| assert!(shop.session.cancel_work(Work::Check)));
    assert_eq!(checked.await, Err("cancelled"));
    assert_eq!(shop.known().await, [WhatsAppStatus::Unknown; 3]);

    shop.speak();
    assert_eq!(shop.check().await, Ok((3, 3, 0)), "it can be done again");
    shop.session.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_was_learned_before_a_check_is_stopped_stays() {
    let shop = Shop::with(25).await;
    shop.link().await;
    let mut events = shop.session.events();
    let stopping = async {
        while !matches!(events.recv().await.unwrap(), AppEvent::ContactsChanged) {}
        assert!(shop.session.cancel_work(Work::Check));
    };
    let (checked, ()) = tokio::join!(shop.check(), stopping);
    assert_eq!(checked, Err("cancelled"));
    let known = shop.known().await;
    let learned = known.iter().filter(|w| **w == WhatsAppStatus::Yes).count();
    assert_eq!(learned, 20, "a few at a time");
    shop.session.close().await;
}
