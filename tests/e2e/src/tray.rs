//! A panel with a tray, no larger than reading a menu and choosing from it
//! needs: the watcher of `StatusNotifierItem`, and a reader of dbusmenu.

use crate::window::wait_for;
use crate::{Desktop, Outcome, Trouble};
use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};
use zbus::blocking::Connection;
use zbus::blocking::connection::Builder;
use zbus::message::Header;
use zbus::zvariant::{OwnedObjectPath, OwnedValue, Value};

const WATCHER: &str = "org.kde.StatusNotifierWatcher";
const ITEM: &str = "org.kde.StatusNotifierItem";
const MENU: &str = "com.canonical.dbusmenu";

/// Bus name and path of the icon that was announced last.
type Announced = Arc<Mutex<Option<(String, String)>>>;

/// A line of a menu as it crosses the bus: number, properties, lines below.
type Line = (i32, HashMap<String, OwnedValue>, Vec<OwnedValue>);

/// The tray of a desktop.
pub struct Tray {
    bus: Connection,
    announced: Announced,
}

struct Watcher(Announced);

#[allow(
    clippy::needless_pass_by_value,
    clippy::unused_self,
    reason = "the shape that the bus wants"
)]
#[zbus::interface(name = "org.kde.StatusNotifierWatcher")]
impl Watcher {
    fn register_status_notifier_item(&self, #[zbus(header)] header: Header<'_>, path: &str) {
        let owner = header.sender().map(ToString::to_string);
        *self.0.lock().unwrap_or_else(PoisonError::into_inner) =
            owner.map(|owner| (owner, path.to_owned()));
    }

    #[zbus(property)]
    fn is_status_notifier_host_registered(&self) -> bool {
        true
    }

    #[zbus(property)]
    fn protocol_version(&self) -> i32 {
        0
    }
}

impl Tray {
    /// Puts a tray on a desktop; to be done before a program starts that is to
    /// be in it.
    pub fn open(desktop: &Desktop) -> Outcome<Self> {
        let announced = Announced::default();
        let bus = Builder::address(desktop.bus())?
            .serve_at("/StatusNotifierWatcher", Watcher(Arc::clone(&announced)))?
            .name(WATCHER)?
            .build()?;
        Ok(Self { bus, announced })
    }

    /// Waits until the menu has a line that contains this.
    pub async fn says(&self, part: &str) -> Outcome {
        let mut last = Vec::new();
        let said = wait_for(&format!("the tray to say «{part}»"), async || {
            last = self.lines().unwrap_or_default();
            let said = last.iter().any(|(_, label)| label.contains(part));
            Ok(said.then_some(()))
        })
        .await;
        said.map_err(|trouble| Trouble::new(format!("{trouble:?}; it says {last:?}")))
    }

    /// What the lines of the menu say at this moment.
    pub fn reads(&self) -> Outcome<Vec<String>> {
        Ok(self.lines()?.into_iter().map(|(_, label)| label).collect())
    }

    /// Chooses the line of the menu with this text.
    pub fn choose(&self, text: &str) -> Outcome {
        let lines = self.lines()?;
        let (id, _) = lines
            .iter()
            .find(|(_, label)| label == text)
            .ok_or_else(|| Trouble::new(format!("no «{text}» among {lines:?}")))?;
        let event = (*id, "clicked", Value::from(0_i32), 0_u32);
        let (owner, menu) = self.menu()?;
        self.bus
            .call_method(Some(owner.as_str()), menu, Some(MENU), "Event", &event)?;
        Ok(())
    }

    /// Number and text of the lines of the menu.
    fn lines(&self) -> Outcome<Vec<(i32, String)>> {
        let (owner, menu) = self.menu()?;
        let all = (0_i32, -1_i32, Vec::<String>::new());
        let (_, (_, _, lines)): (u32, Line) = self
            .bus
            .call_method(Some(owner.as_str()), menu, Some(MENU), "GetLayout", &all)?
            .body()
            .deserialize()?;
        let mut found = Vec::new();
        for line in lines {
            let (id, properties, _) = Line::try_from(line)?;
            if let Some(label) = properties.get("label") {
                // An underscore marks the letter of a shortcut.
                found.push((id, <&str>::try_from(label)?.replace('_', "")));
            }
        }
        Ok(found)
    }

    fn menu(&self) -> Outcome<(String, OwnedObjectPath)> {
        let announced = self.announced.lock();
        let (owner, path) = announced
            .unwrap_or_else(PoisonError::into_inner)
            .clone()
            .ok_or_else(|| Trouble::new("nobody put an icon into the tray"))?;
        let answer = self.bus.call_method(
            Some(owner.as_str()),
            path.as_str(),
            Some("org.freedesktop.DBus.Properties"),
            "Get",
            &(ITEM, "Menu"),
        )?;
        let menu: OwnedValue = answer.body().deserialize()?;
        Ok((owner, OwnedObjectPath::try_from(menu)?))
    }
}
