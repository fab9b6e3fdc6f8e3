//! The program with which a desktop shows folders, no larger than being asked
//! needs.

use crate::window::wait_for;
use crate::{Desktop, Outcome};
use std::path::Path;
use std::sync::{Arc, Mutex, PoisonError};
use zbus::blocking::Connection;
use zbus::blocking::connection::Builder;

const NAME: &str = "org.freedesktop.FileManager1";

/// Addresses of the files that were to be shown, in order.
type Asked = Arc<Mutex<Vec<String>>>;

/// The file manager of a desktop.
pub struct Folders {
    asked: Asked,
    _bus: Connection,
}

struct Manager(Asked);

#[allow(
    clippy::needless_pass_by_value,
    reason = "the shape that the bus wants"
)]
#[zbus::interface(name = "org.freedesktop.FileManager1")]
impl Manager {
    fn show_items(&self, files: Vec<String>, startup: &str) {
        let _ = startup;
        let mut asked = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        asked.extend(files);
    }
}

impl Folders {
    /// Puts a file manager on a desktop.
    pub fn open(desktop: &Desktop) -> Outcome<Self> {
        let asked = Asked::default();
        let bus = Builder::address(desktop.bus())?
            .serve_at("/org/freedesktop/FileManager1", Manager(Arc::clone(&asked)))?
            .name(NAME)?
            .build()?;
        Ok(Self { asked, _bus: bus })
    }

    /// Waits until this file is to be shown.
    pub async fn shows(&self, file: &Path) -> Outcome {
        let address = format!("file://{}", file.display());
        wait_for(&format!("«{address}» to be shown"), async || {
            let asked = self.asked.lock().unwrap_or_else(PoisonError::into_inner);
            Ok(asked.contains(&address).then_some(()))
        })
        .await
    }
}
