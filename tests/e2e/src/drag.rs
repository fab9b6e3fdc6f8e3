//! Another program from which files are dragged: the source's side of the
//! drag-and-drop protocol of X11 (XDND, version 5).
//!
//! The protocol is a conversation between two programs; no pointer has to
//! move. The window's side is the real one: GTK, WebKit and the app's handler.

use crate::wire::{Placed, Wire};
use crate::{Outcome, Trouble, place};
use std::borrow::Cow;
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};
use x11rb_protocol::protocol::xproto::{
    Atom, CLIENT_MESSAGE_EVENT, ChangePropertyRequest, ClientMessageEvent, CreateWindowAux,
    CreateWindowRequest, EventMask, PropMode, SELECTION_NOTIFY_EVENT, SELECTION_REQUEST_EVENT,
    SelectionNotifyEvent, SelectionRequestEvent, SendEventRequest, SetSelectionOwnerRequest,
    WindowClass,
};
use x11rb_protocol::x11_utils::TryParse;

const VERSION: u32 = 5;

/// How long to wait for an answer before the position is told again, as a
/// hand that moves does.
const TREMBLE: Duration = Duration::from_millis(100);

/// The bit by which an event that another program sent is marked.
const SENT: u8 = 0x80;

/// Drops files in the middle of the program's window, all at once.
pub fn drop_files(display: &str, paths: &[PathBuf], patience: Duration) -> Outcome {
    let mut source = Source::new(display, paths)?;
    let until = Instant::now() + patience;
    source.enter()?;
    while !(source.accepted && source.told_what) {
        if Instant::now() > until {
            return Err(Trouble::new("the window does not take the files"));
        }
        source.hover()?;
        source.converse(Instant::now() + TREMBLE, |source| {
            source.accepted && source.told_what
        })?;
    }
    source.release()?;
    source.converse(until, |source| source.finished)?;
    if source.finished {
        return Ok(());
    }
    Err(Trouble::new("the window took the files and never finished"))
}

struct Source {
    wire: Wire,
    names: Names,
    window: u32,
    target: Placed,
    content: String,
    accepted: bool,
    told_what: bool,
    finished: bool,
}

struct Names {
    selection: Atom,
    enter: Atom,
    position: Atom,
    status: Atom,
    release: Atom,
    finished: Atom,
    copy: Atom,
    files: Atom,
}

impl Source {
    fn new(display: &str, paths: &[PathBuf]) -> Outcome<Self> {
        let mut wire = Wire::connect(display)?;
        let names = Names {
            selection: wire.atom("XdndSelection")?,
            enter: wire.atom("XdndEnter")?,
            position: wire.atom("XdndPosition")?,
            status: wire.atom("XdndStatus")?,
            release: wire.atom("XdndDrop")?,
            finished: wire.atom("XdndFinished")?,
            copy: wire.atom("XdndActionCopy")?,
            files: wire.atom("text/uri-list")?,
        };
        let root = wire.root()?;
        let window = wire.new_id();
        wire.send(CreateWindowRequest {
            depth: 0,
            wid: window,
            parent: root,
            x: 0,
            y: 0,
            width: 1,
            height: 1,
            border_width: 0,
            class: WindowClass::INPUT_ONLY,
            visual: 0,
            value_list: Cow::Owned(CreateWindowAux::new()),
        })?;
        wire.send(SetSelectionOwnerRequest {
            owner: window,
            selection: names.selection,
            time: 0,
        })?;
        let target = place::find(&mut wire)?
            .ok_or_else(|| Trouble::new("no window on the display takes drops"))?;
        Ok(Self {
            wire,
            names,
            window,
            target,
            content: paths.iter().map(|path| uri(path)).collect(),
            accepted: false,
            told_what: false,
            finished: false,
        })
    }

    fn enter(&mut self) -> Outcome {
        self.tell(self.names.enter, [VERSION << 24, self.names.files, 0, 0])
    }

    fn hover(&mut self) -> Outcome {
        let (x, y) = self.target.middle()?;
        self.tell(self.names.position, [0, x << 16 | y, 0, self.names.copy])
    }

    fn release(&mut self) -> Outcome {
        self.tell(self.names.release, [0, 0, 0, 0])
    }

    fn tell(&mut self, what: Atom, [a, b, c, d]: [u32; 4]) -> Outcome {
        let data = [self.window, a, b, c, d];
        let event = ClientMessageEvent::new(32, self.target.window, what, data);
        self.wire.send(SendEventRequest {
            propagate: false,
            destination: self.target.window,
            event_mask: EventMask::NO_EVENT,
            event: Cow::Owned((&event).into()),
        })
    }

    /// Answers the window until there is what was waited for.
    fn converse(&mut self, until: Instant, enough: impl Fn(&Self) -> bool) -> Outcome {
        while !enough(self) {
            let Some(packet) = self.wire.event(until)? else {
                return Ok(());
            };
            match packet.first().copied().unwrap_or_default() & !SENT {
                CLIENT_MESSAGE_EVENT => self.hear(&ClientMessageEvent::try_parse(&packet)?.0),
                SELECTION_REQUEST_EVENT => {
                    self.hand_over(&SelectionRequestEvent::try_parse(&packet)?.0)?;
                }
                _ => {}
            }
        }
        Ok(())
    }

    fn hear(&mut self, message: &ClientMessageEvent) {
        if message.type_ == self.names.status {
            let [_, flags, ..] = message.data.as_data32();
            self.accepted = flags & 1 == 1;
        } else if message.type_ == self.names.finished {
            self.finished = true;
        }
    }

    /// The window asks what is being dragged.
    fn hand_over(&mut self, request: &SelectionRequestEvent) -> Outcome {
        let known = request.target == self.names.files;
        if known {
            self.wire.send(ChangePropertyRequest {
                mode: PropMode::REPLACE,
                window: request.requestor,
                property: request.property,
                type_: self.names.files,
                format: 8,
                data_len: u32::try_from(self.content.len())?,
                data: Cow::Borrowed(self.content.as_bytes()),
            })?;
            self.told_what = true;
        }
        let answer = SelectionNotifyEvent {
            response_type: SELECTION_NOTIFY_EVENT,
            sequence: 0,
            time: request.time,
            requestor: request.requestor,
            selection: request.selection,
            target: request.target,
            property: if known { request.property } else { 0 },
        };
        self.wire.send(SendEventRequest {
            propagate: false,
            destination: request.requestor,
            event_mask: EventMask::NO_EVENT,
            event: Cow::Owned((&answer).into()),
        })
    }
}

/// A file as drag-and-drop names it.
fn uri(path: &Path) -> String {
    use std::fmt::Write;
    use std::os::unix::ffi::OsStrExt;

    let mut uri = String::from("file://");
    for &byte in path.as_os_str().as_bytes() {
        if byte.is_ascii_alphanumeric() || b"/-_.~".contains(&byte) {
            uri.push(char::from(byte));
        } else {
            // Writing to a string cannot fail.
            let _written = write!(uri, "%{byte:02X}");
        }
    }
    uri.push_str("\r\n");
    uri
}

#[cfg(test)]
mod tests {
    use super::uri;
    use std::path::Path;

    #[test]
    fn a_path_with_accents_and_spaces_is_escaped() {
        assert_eq!(
            uri(Path::new("/tmp/mi año.csv")),
            "file:///tmp/mi%20a%C3%B1o.csv\r\n"
        );
    }
}
