//! Any bytes as a video, and as a document, of which the pages are counted.

#![no_main]

use std::io::Cursor;
use std::ops::ControlFlow;

use libfuzzer_sys::fuzz_target;
use media::{Kind, Limits, prepare, recognise};

fuzz_target!(
    // A decoder's panic is contained, and an answer; one that gets out still ends the run.
    init: std::panic::set_hook(Box::new(|panic| eprintln!("{panic}"))),
    |bytes: &[u8]| {
        // A picture as a document is the other target's.
        if recognise(bytes).kind() == Kind::Picture {
            return;
        }
        for kind in [Kind::Video, Kind::Document] {
            let _ = prepare(
                Cursor::new(bytes),
                "file",
                Some(kind),
                &Limits::default(),
                &mut std::io::sink(),
                &mut |_| ControlFlow::Continue(()),
            );
        }
    }
);
