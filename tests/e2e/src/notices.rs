//! What shows notifications on a desktop, no larger than reading them needs.

#![allow(
    clippy::used_underscore_binding,
    reason = "the bus hands over all of it, wanted or not"
)]

use crate::window::wait_for;
use crate::{Desktop, Outcome};
use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};
use zbus::blocking::Connection;
use zbus::blocking::connection::Builder;
use zbus::zvariant::OwnedValue;

/// One that was shown.
#[derive(Clone, Debug)]
pub struct Notice {
    /// Its first line.
    pub title: String,
    /// What it says below.
    pub body: String,
}

type Shown = Arc<Mutex<Vec<Notice>>>;

/// The notifications of a desktop.
pub struct Notices {
    _bus: Connection,
    shown: Shown,
}

struct Server(Shown);

#[allow(
    clippy::too_many_arguments,
    clippy::unused_self,
    reason = "the shape that the bus wants"
)]
#[zbus::interface(name = "org.freedesktop.Notifications")]
impl Server {
    fn notify(
        &self,
        _program: &str,
        _replaces: u32,
        _icon: &str,
        title: String,
        body: String,
        _actions: Vec<String>,
        _hints: HashMap<String, OwnedValue>,
        _lasts: i32,
    ) -> u32 {
        let mut shown = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        shown.push(Notice { title, body });
        u32::try_from(shown.len()).unwrap_or(u32::MAX)
    }

    fn close_notification(&self, _id: u32) {}

    fn get_capabilities(&self) -> Vec<String> {
        vec!["body".to_owned()]
    }

    fn get_server_information(&self) -> (String, String, String, String) {
        let word = |word: &str| word.to_owned();
        (word("e2e"), word("e2e"), word("1"), word("1.2"))
    }
}

impl Notices {
    /// Shows notifications from now on.
    pub fn open(desktop: &Desktop) -> Outcome<Self> {
        let shown = Shown::default();
        let server = Server(Arc::clone(&shown));
        let bus = Builder::address(desktop.bus())?
            .serve_at("/org/freedesktop/Notifications", server)?
            .name("org.freedesktop.Notifications")?
            .build()?;
        Ok(Self { _bus: bus, shown })
    }

    /// Waits until so many were shown, and answers them.
    pub async fn shown(&self, count: usize) -> Outcome<Vec<Notice>> {
        wait_for(&format!("{count} notifications"), async || {
            let shown = self.shown.lock().unwrap_or_else(PoisonError::into_inner);
            Ok((shown.len() >= count).then(|| shown.clone()))
        })
        .await
    }
}
