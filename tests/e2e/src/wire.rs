//! A connection to an X server, no larger than dropping a file needs.

use crate::{Outcome, Trouble};
use std::borrow::Cow;
use std::io::{ErrorKind, Read, Write};
use std::os::unix::net::UnixStream;
use std::time::{Duration, Instant};
use x11rb_protocol::connect::Connect;
use x11rb_protocol::protocol::xproto::{
    Atom, GetGeometryRequest, GetWindowAttributesRequest, InternAtomRequest, MapState,
    QueryTreeRequest, Setup, WindowClass,
};
use x11rb_protocol::x11_utils::{ReplyRequest, Request, TryParse, VoidRequest};

/// Bytes of an event, an error, or the head of an answer.
const PACKET: usize = 32;

const ERROR: u8 = 0;
const ANSWER: u8 = 1;

/// A connection.
pub struct Wire {
    stream: UnixStream,
    setup: Setup,
    /// Events that came while an answer was awaited.
    events: Vec<[u8; PACKET]>,
    used_ids: u32,
}

/// A window and its place on the display.
pub struct Placed {
    /// The window.
    pub window: u32,
    /// Its left edge.
    pub x: i16,
    /// Its upper edge.
    pub y: i16,
    /// Its width.
    pub width: u16,
    /// Its height.
    pub height: u16,
}

impl Placed {
    /// Its size in pixels.
    pub fn area(&self) -> u64 {
        u64::from(self.width) * u64::from(self.height)
    }

    /// The point in its middle.
    pub fn middle(&self) -> Outcome<(u32, u32)> {
        let x = i32::from(self.x) + i32::from(self.width) / 2;
        let y = i32::from(self.y) + i32::from(self.height) / 2;
        Ok((u32::try_from(x)?, u32::try_from(y)?))
    }
}

impl Wire {
    /// Connects to a display of this machine.
    pub fn connect(display: &str) -> Outcome<Self> {
        let mut stream = UnixStream::connect(format!("/tmp/.X11-unix/X{display}"))?;
        let (mut connect, greeting) = Connect::with_authorization(Vec::new(), Vec::new());
        stream.write_all(&greeting)?;
        loop {
            let read = stream.read(connect.buffer())?;
            if read == 0 {
                return Err(Trouble::new("the display does not answer"));
            }
            if connect.advance(read) {
                break;
            }
        }
        Ok(Self {
            stream,
            setup: connect.into_setup()?,
            events: Vec::new(),
            used_ids: 0,
        })
    }

    /// The root window.
    pub fn root(&self) -> Outcome<u32> {
        let screen = self.setup.roots.first();
        screen
            .map(|screen| screen.root)
            .ok_or_else(|| Trouble::new("the display has no screen"))
    }

    /// A new id for a window.
    pub fn new_id(&mut self) -> u32 {
        let id = self.setup.resource_id_base | self.used_ids;
        self.used_ids += 1;
        id
    }

    /// Sends a request that has no answer.
    pub fn send(&mut self, request: impl VoidRequest) -> Outcome {
        self.write(request)
    }

    /// Sends a request and waits for its answer.
    pub fn ask<R: ReplyRequest>(&mut self, request: R) -> Outcome<R::Reply> {
        self.write(request)?;
        self.stream
            .set_read_timeout(Some(Duration::from_secs(10)))?;
        loop {
            let mut packet = vec![0; PACKET];
            self.stream.read_exact(&mut packet)?;
            let [kind, _, _, _, a, b, c, d, ..] = packet[..] else {
                return Err(Trouble::new("a packet of the display is too short"));
            };
            if kind == ANSWER {
                let more = u32::from_ne_bytes([a, b, c, d]) as usize * 4;
                packet.resize(PACKET + more, 0);
                self.stream
                    .read_exact(packet.get_mut(PACKET..).unwrap_or_default())?;
                let (answer, _) = R::Reply::try_parse(&packet)?;
                return Ok(answer);
            }
            self.keep(&packet)?;
        }
    }

    /// The next event, or nothing when none comes until then.
    pub fn event(&mut self, until: Instant) -> Outcome<Option<[u8; PACKET]>> {
        if !self.events.is_empty() {
            return Ok(Some(self.events.remove(0)));
        }
        let left = until.saturating_duration_since(Instant::now());
        if left.is_zero() {
            return Ok(None);
        }
        self.stream.set_read_timeout(Some(left))?;
        let mut packet = vec![0; PACKET];
        match self.stream.read_exact(&mut packet) {
            Ok(()) => self.keep(&packet)?,
            Err(error) if matches!(error.kind(), ErrorKind::WouldBlock | ErrorKind::TimedOut) => {
                return Ok(None);
            }
            Err(error) => return Err(error.into()),
        }
        Ok(self.events.pop())
    }

    /// The windows that lie on another one and can be seen.
    pub fn visible_windows(&mut self, root: u32) -> Outcome<Vec<Placed>> {
        let mut visible = Vec::new();
        for window in self.ask(QueryTreeRequest { window: root })?.children {
            let attributes = self.ask(GetWindowAttributesRequest { window })?;
            if attributes.map_state != MapState::VIEWABLE
                || attributes.class != WindowClass::INPUT_OUTPUT
            {
                continue;
            }
            let place = self.ask(GetGeometryRequest { drawable: window })?;
            visible.push(Placed {
                window,
                x: place.x,
                y: place.y,
                width: place.width,
                height: place.height,
            });
        }
        Ok(visible)
    }

    /// The number behind a name.
    pub fn atom(&mut self, name: &str) -> Outcome<Atom> {
        let answer = self.ask(InternAtomRequest {
            only_if_exists: false,
            name: Cow::Borrowed(name.as_bytes()),
        })?;
        Ok(answer.atom)
    }

    fn write(&mut self, request: impl Request) -> Outcome {
        // Core requests need no number of an extension and pass no files.
        let (bytes, _) = request.serialize(0);
        Ok(self.stream.write_all(&bytes)?)
    }

    fn keep(&mut self, packet: &[u8]) -> Outcome {
        if packet.first() == Some(&ERROR) {
            return Err(Trouble::new(format!(
                "the display refused a request: {packet:?}"
            )));
        }
        self.events.push(packet.try_into()?);
        Ok(())
    }
}
