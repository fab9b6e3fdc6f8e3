//! What opens file dialogs on a desktop, no larger than choosing a file or none
//! needs: the file chooser of the desktop portal, of which GTK asks a dialog
//! when `GTK_USE_PORTAL` says so.
//!
//! The dialog that GTK opens inside of the program otherwise is no page, and no
//! driver reaches it. Keys pressed by another program do, until it looks paths
//! up at the wrong moment: now and then it lost them, or crashed.

#![allow(
    clippy::needless_pass_by_value,
    clippy::unused_self,
    clippy::used_underscore_binding,
    reason = "the bus hands over all of it, wanted or not"
)]

use crate::{Outcome, Trouble, Window};
use std::collections::HashMap;
use std::fmt::Write as _;
use std::path::Path;
use std::sync::{Arc, Mutex, PoisonError};
use zbus::blocking::Connection;
use zbus::blocking::connection::Builder;
use zbus::message::Header;
use zbus::zvariant::{OwnedObjectPath, OwnedValue, Value};

const PORTAL: &str = "org.freedesktop.portal.Desktop";
const REQUESTS: &str = "/org/freedesktop/portal/desktop/request";

/// How a dialog ends: with a choice, or without one.
const CHOSEN: u32 = 0;
const CANCELLED: u32 = 1;

/// Who asked for a dialog, and by what its end is told to them.
type Open = (String, OwnedObjectPath);

/// The dialogs that are open, in the order in which they opened.
type Dialogs = Arc<Mutex<Vec<Open>>>;

/// The file dialogs of a desktop.
pub struct Chooser {
    bus: Connection,
    open: Dialogs,
}

struct Portal(Dialogs);

impl Portal {
    fn ask(
        &self,
        header: &Header<'_>,
        options: &HashMap<String, OwnedValue>,
    ) -> zbus::fdo::Result<OwnedObjectPath> {
        let refuse = |missing: &str| zbus::fdo::Error::InvalidArgs(missing.to_owned());
        let sender = header.sender().ok_or_else(|| refuse("no sender"))?;
        let token = options
            .get("handle_token")
            .and_then(|token| <&str>::try_from(token).ok())
            .ok_or_else(|| refuse("no handle_token"))?;
        let who = sender.trim_start_matches(':').replace('.', "_");
        let request = OwnedObjectPath::try_from(format!("{REQUESTS}/{who}/{token}"))
            .map_err(|_| refuse("handle_token"))?;
        let mut open = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        open.push((sender.to_string(), request.clone()));
        Ok(request)
    }
}

#[zbus::interface(name = "org.freedesktop.portal.FileChooser")]
impl Portal {
    fn open_file(
        &self,
        #[zbus(header)] header: Header<'_>,
        _parent: &str,
        _title: &str,
        options: HashMap<String, OwnedValue>,
    ) -> zbus::fdo::Result<OwnedObjectPath> {
        self.ask(&header, &options)
    }

    fn save_file(
        &self,
        #[zbus(header)] header: Header<'_>,
        _parent: &str,
        _title: &str,
        options: HashMap<String, OwnedValue>,
    ) -> zbus::fdo::Result<OwnedObjectPath> {
        self.ask(&header, &options)
    }

    #[zbus(property, name = "version")]
    fn version(&self) -> u32 {
        3
    }
}

impl Chooser {
    /// Opens dialogs for the programs on this bus from now on.
    pub fn open(bus: &str) -> Outcome<Self> {
        let open = Dialogs::default();
        let bus = Builder::address(bus)?
            .serve_at("/org/freedesktop/portal/desktop", Portal(Arc::clone(&open)))?
            .name(PORTAL)?
            .build()?;
        Ok(Self { bus, open })
    }

    /// Whether a dialog is open.
    fn is_open(&self) -> bool {
        let open = self.open.lock().unwrap_or_else(PoisonError::into_inner);
        !open.is_empty()
    }

    /// Ends the dialog that opened first.
    fn end(&self, how: u32, chosen: &[String]) -> Outcome {
        let (who, request) = {
            let mut open = self.open.lock().unwrap_or_else(PoisonError::into_inner);
            if open.is_empty() {
                return Err(Trouble::new("no dialog is open"));
            }
            open.remove(0)
        };
        let results = HashMap::from([("uris", Value::from(chosen.to_vec()))]);
        Ok(self.bus.emit_signal(
            Some(who.as_str()),
            request,
            "org.freedesktop.portal.Request",
            "Response",
            &(how, results),
        )?)
    }
}

impl Window<'_> {
    /// Chooses a file in the dialog that opens, or where to save one.
    pub async fn choose_file(&self, path: &Path) -> Outcome {
        let path = path
            .to_str()
            .ok_or_else(|| Trouble::new("the path is not text"))?;
        self.dialog().await?.end(CHOSEN, &[address(path)?])
    }

    /// Closes the dialog that opens, as somebody who has changed their mind.
    pub async fn choose_no_file(&self) -> Outcome {
        self.dialog().await?.end(CANCELLED, &[])
    }

    async fn dialog(&self) -> Outcome<&Chooser> {
        let chooser = self.desktop().chooser();
        self.eventually("a file dialog to open", || chooser.is_open())
            .await?;
        Ok(chooser)
    }
}

/// The address of a file, as one program tells it another.
fn address(path: &str) -> Outcome<String> {
    let mut address = "file://".to_owned();
    for byte in path.bytes() {
        match byte {
            b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'/' | b'-' | b'_' | b'.' | b'~' => {
                address.push(char::from(byte));
            }
            _ => write!(address, "%{byte:02X}")?,
        }
    }
    Ok(address)
}
