//! What opens file dialogs on a desktop, no larger than choosing a file or none
//! needs: the file chooser of the desktop portal. The program finds it by itself and
//! lets GTK ask it for dialogs.
//!
//! The dialog that GTK opens inside of the program otherwise is no page, and no
//! driver reaches it. Keys pressed by another program do, until it looks paths
//! up at the wrong moment: now and then it lost them, or crashed.

use crate::{Outcome, Trouble, Window};
use std::collections::HashMap;
use std::fmt::Write as _;
use std::path::Path;
use std::sync::{Arc, Mutex, PoisonError};
use std::thread;
use zbus::blocking::connection::Builder;
use zbus::blocking::{Connection, MessageIterator};
use zbus::message::{Message, Type};
use zbus::names::InterfaceName;
use zbus::zvariant::{OwnedObjectPath, OwnedValue, Value};

const PORTAL: &str = "org.freedesktop.portal.Desktop";
const CHOOSER: &str = "org.freedesktop.portal.FileChooser";
const PROXIES: &str = "org.freedesktop.portal.ProxyResolver";
const PROPERTIES: &str = "org.freedesktop.DBus.Properties";
const UNKNOWN: &str = "org.freedesktop.DBus.Error.UnknownInterface";
const REQUESTS: &str = "/org/freedesktop/portal/desktop/request";

/// Version of the chooser's interface: the first that knows folders.
const VERSION: u32 = 3;

/// How a dialog ends: with a choice, or without one.
const CHOSEN: u32 = 0;
const CANCELLED: u32 = 1;

/// Who asked for a dialog, and by what its end is told to them.
type Open = (String, OwnedObjectPath);

/// The dialogs that are open, in the order in which they opened.
type Dialogs = Arc<Mutex<Vec<Open>>>;

/// What is asked for: a parent, a title and the rest.
type Asked = (String, String, HashMap<String, OwnedValue>);

/// The file dialogs of a desktop.
pub struct Chooser {
    bus: Connection,
    open: Dialogs,
}

/// Whether a message wants to know if there is a chooser, and which.
fn asks_for_version(message: &Message) -> bool {
    let header = message.header();
    header.interface().is_some_and(|name| name == PROPERTIES)
        && header.member().is_some_and(|name| name == "Get")
        && message
            .body()
            .deserialize::<(&str, &str)>()
            .is_ok_and(|asked| asked == (CHOOSER, "version"))
}

/// Opens a dialog if that is what a message asks for. It counts as open once who asked
/// has been told by what its end is going to be told: GTK does not live through the end
/// of a dialog of which it did not hear yet.
fn answer(bus: &Connection, message: &Message, open: &Dialogs) -> Outcome {
    let header = message.header();
    if message.message_type() != Type::MethodCall {
        return Ok(());
    }
    if asks_for_version(message) {
        bus.reply(&header, &Value::from(VERSION))?;
        return Ok(());
    }
    let interface = header.interface().map(InterfaceName::as_str);
    // The program asks the same portal how to reach the driver.
    if interface == Some(PROXIES) {
        bus.reply(&header, &["direct://"].as_slice())?;
        return Ok(());
    }
    if interface != Some(CHOOSER) {
        // Whoever waits for an answer is not to wait in vain.
        bus.reply_error(&header, UNKNOWN, &"only dialogs are here")?;
        return Ok(());
    }
    let sender = header
        .sender()
        .ok_or_else(|| Trouble::new("nobody asks for a dialog"))?;
    let (_, _, options): Asked = message.body().deserialize()?;
    let token = options
        .get("handle_token")
        .ok_or_else(|| Trouble::new("the dialog has no name"))?;
    let token = <&str>::try_from(token)?;
    let who = sender.trim_start_matches(':').replace('.', "_");
    let request = OwnedObjectPath::try_from(format!("{REQUESTS}/{who}/{token}"))?;
    bus.reply(&header, &request)?;
    let mut open = open.lock().unwrap_or_else(PoisonError::into_inner);
    open.push((sender.to_string(), request));
    Ok(())
}

impl Chooser {
    /// Opens dialogs for the programs on this bus from now on.
    pub fn open(bus: &str) -> Outcome<Self> {
        let bus = Builder::address(bus)?.build()?;
        let open = Dialogs::default();
        let (messages, asking) = (MessageIterator::from(&bus), bus.clone());
        let opening = Arc::clone(&open);
        // Ends with the bus.
        thread::spawn(move || {
            for message in messages.flatten() {
                if let Err(trouble) = answer(&asking, &message, &opening) {
                    eprintln!("no dialog: {trouble:?}");
                }
            }
        });
        bus.request_name(PORTAL)?;
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
