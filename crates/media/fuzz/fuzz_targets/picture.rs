//! Any bytes as a picture.

#![no_main]

use std::io::Cursor;
use std::ops::ControlFlow;

use libfuzzer_sys::fuzz_target;
use media::{Kind, Limits, prepare};

fuzz_target!(
    // A decoder's panic is contained, and an answer; one that gets out still ends the run.
    init: std::panic::set_hook(Box::new(|panic| eprintln!("{panic}"))),
    |bytes: &[u8]| {
        // Small limits find the same faults faster.
        let limits = Limits {
            picture_pixels: 1_000_000,
            audio: std::time::Duration::from_secs(1),
            ..Limits::default()
        };
        let _ = prepare(
            Cursor::new(bytes),
            "file",
            Some(Kind::Picture),
            &limits,
            &mut std::io::sink(),
            &mut |_| ControlFlow::Continue(()),
        );
    }
);
