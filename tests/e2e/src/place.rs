//! The program's window among those on the display.

use crate::wire::{Placed, Wire};
use crate::{Outcome, Trouble};
use std::borrow::Cow;
use x11rb_protocol::protocol::xproto::{
    AtomEnum, ClientMessageEvent, EventMask, GetPropertyRequest, SendEventRequest,
};

/// The visible window that takes drops; the largest, should there be several.
pub fn find(wire: &mut Wire) -> Outcome<Option<Placed>> {
    let (root, aware) = (wire.root()?, wire.atom("XdndAware")?);
    let mut found: Option<Placed> = None;
    for place in wire.visible_windows(root)? {
        let takes_drops = wire.ask(GetPropertyRequest {
            delete: false,
            window: place.window,
            property: aware,
            type_: AtomEnum::ANY.into(),
            long_offset: 0,
            long_length: 1,
        })?;
        let largest = found.as_ref().map_or(0, Placed::area);
        if takes_drops.format != 0 && place.area() > largest {
            found = Some(place);
        }
    }
    Ok(found)
}

/// Whether the window can be seen.
pub fn is_shown(display: &str) -> Outcome<bool> {
    Ok(find(&mut Wire::connect(display)?)?.is_some())
}

/// Says to the window what a window manager says when somebody closes it.
pub fn ask_to_close(display: &str) -> Outcome {
    let mut wire = Wire::connect(display)?;
    let window = find(&mut wire)?
        .ok_or_else(|| Trouble::new("no window on the display can be closed"))?
        .window;
    let (protocols, delete) = (wire.atom("WM_PROTOCOLS")?, wire.atom("WM_DELETE_WINDOW")?);
    let event = ClientMessageEvent::new(32, window, protocols, [delete, 0, 0, 0, 0]);
    wire.send(SendEventRequest {
        propagate: false,
        destination: window,
        event_mask: EventMask::NO_EVENT,
        event: Cow::Owned((&event).into()),
    })?;
    // An answer to anything shows that the display has read what was sent.
    wire.atom("WM_PROTOCOLS")?;
    Ok(())
}
