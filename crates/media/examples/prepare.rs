//! Prepares files into a folder and says what came of each, and how long it took:
//! `cargo run --release -p media --all-features --example prepare -- FOLDER FILE…`

use std::fs::{self, File};
use std::ops::ControlFlow;
use std::path::Path;
use std::time::Instant;

use media::{Kind, Limits, prepare};

fn main() -> Result<(), std::io::Error> {
    let mut arguments = std::env::args().skip(1);
    let folder = arguments.next().unwrap_or_default();
    for path in arguments {
        let name = Path::new(&path).file_name().unwrap_or_default();
        let file = File::open(&path)?;
        let mut output = Vec::new();
        let start = Instant::now();
        let outcome = prepare(
            file,
            &name.to_string_lossy(),
            None,
            &Limits::default(),
            &mut output,
            &mut |_| ControlFlow::Continue(()),
        );
        let taken = start.elapsed();
        match outcome {
            Ok(prepared) => {
                println!("{path}: {taken:.0?}: {prepared:?}");
                fs::write(Path::new(&folder).join(&prepared.file_name), &output)?;
                if let (Kind::VoiceNote, Some(duration)) = (prepared.kind, prepared.duration) {
                    let times = duration.as_secs_f64() / taken.as_secs_f64();
                    println!("    {times:.0} times as fast as it plays");
                }
            }
            Err(error) => println!("{path}: {taken:.0?}: {}: {error}", error.code()),
        }
    }
    Ok(())
}
