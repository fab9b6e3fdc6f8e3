//! What preparing attachments costs: a sound of two minutes as a voice note, and
//! a large photograph. Each is prepared in a process of its own, so that its
//! peak of memory is its own.

use crate::Outcome;
use crate::process::answer;
use crate::side::now;
use crate::table::{line, median, number};
use crate::usage;
use image::codecs::jpeg::JpegEncoder;
use image::{ExtendedColorType, ImageEncoder as _};
use media::{Limits, Prepared};
use serde::{Deserialize, Serialize};
use std::fs::{self, File};
use std::ops::ControlFlow;
use std::path::Path;
use std::process::Command;

/// Pixels of the photograph: 12 million.
const SIZE: (u32, u32) = (4_000, 3_000);
/// Pixels of a side of the things in it.
const THING: u32 = 16;
/// Of two seconds each.
const REPEATS: usize = 58;
/// Two seconds of sound in frames of MPEG, behind a head of their own.
const SOUND: &[u8] = include_bytes!("../../../crates/media/tests/samples/stereo.mp3");

/// What one preparation took.
#[derive(Clone, Copy, Debug, Serialize, Deserialize)]
pub(crate) struct Took {
    pub seconds: f64,
    /// Of the whole process.
    pub peak_kib: u64,
    /// Bytes of the file, and of what would be sent.
    pub from: u64,
    pub to: u64,
    /// How long it plays.
    pub plays: Option<f64>,
}

/// One kind of file.
pub(crate) struct Measured {
    pub title: &'static str,
    pub rounds: Vec<Took>,
}

/// Prepares each file in so many processes.
pub(crate) fn measure(rounds: u32) -> Outcome<[Measured; 2]> {
    let folder = tempfile::tempdir()?;
    let (sound, picture) = (
        folder.path().join("promo.mp3"),
        folder.path().join("oferta.jpg"),
    );
    write_sound(&sound)?;
    write_picture(&picture, 1)?;
    let times = |title, file: &Path| -> Outcome<Measured> {
        let rounds = (0..rounds).map(|_| child(file)).collect::<Outcome<_>>()?;
        Ok(Measured { title, rounds })
    };
    Ok([
        times("MP3 to voice note", &sound)?,
        times("12 MP photograph", &picture)?,
    ])
}

fn child(file: &Path) -> Outcome<Took> {
    let mut command = Command::new(std::env::current_exe()?);
    let took: Took = answer(command.arg("prepare").arg(file))?;
    eprintln!("{}: {:.3} s", file.display(), took.seconds);
    Ok(took)
}

/// Prepares a file and says what it took.
pub(crate) fn run(file: &Path) -> Outcome {
    let from = fs::metadata(file)?.len();
    let name = file.file_name().unwrap_or_default().to_string_lossy();
    let mut output = tempfile::tempfile()?;
    let begin = now();
    let prepared: Prepared = media::prepare(
        File::open(file)?,
        &name,
        None,
        &Limits::default(),
        &mut output,
        &mut |_| ControlFlow::Continue(()),
    )?;
    let took = Took {
        seconds: begin.elapsed().as_secs_f64(),
        peak_kib: usage::of(std::process::id()).peak_kib,
        from,
        to: prepared.size,
        plays: prepared.duration.map(|plays| plays.as_secs_f64()),
    };
    println!("{}", serde_json::to_string(&took)?);
    Ok(())
}

/// Nearly two minutes of stereo: the frames of a shorter one, again and again.
fn write_sound(path: &Path) -> Outcome {
    let find = |from: usize, wanted: &[u8]| {
        let rest = SOUND.get(from..)?;
        let found = rest.windows(wanted.len()).position(|at| at == wanted)?;
        Some(from + found)
    };
    // The first frame tells of the others, and would tell wrongly.
    let first = find(0, b"Info").and_then(|info| find(info, &[0xff, 0xfb]));
    let frames = first.and_then(|at| SOUND.get(at..));
    let frames = frames.ok_or("the sample is not what it was")?;
    Ok(fs::write(path, frames.repeat(REPEATS))?)
}

/// A photograph of about 2 MB, another one for each `seed`: light that changes
/// over the picture, many small things, and grain.
pub(crate) fn write_picture(path: &Path, seed: u32) -> Outcome {
    let (width, height) = SIZE;
    let next = |value: u32| value.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
    let mut grain = seed;
    let mut pixels = Vec::with_capacity((width * height * 3) as usize);
    for y in 0..height {
        for x in 0..width {
            grain = next(grain);
            let thing = next(next(seed ^ (x / THING) << 16 ^ (y / THING))) >> 26;
            let noise = grain >> 29;
            for light in [x / 20, y / 15, (x + y) / 30] {
                pixels.push(u8::try_from(light % 184 + thing + noise).unwrap_or(u8::MAX));
            }
        }
    }
    let file = std::io::BufWriter::new(File::create(path)?);
    let encoder = JpegEncoder::new_with_quality(file, 90);
    Ok(encoder.write_image(&pixels, width, height, ExtendedColorType::Rgb8)?)
}

/// Prints what was measured.
pub(crate) fn show(measured: &[Measured]) {
    let rounds = measured.first().map_or(0, |it| it.rounds.len());
    println!("files prepared, {rounds} rounds");
    line(&[
        "",
        "ms",
        "(least–most)",
        "× real time",
        "peak MiB",
        "MB in",
        "MB out",
    ]);
    for kind in measured {
        let all = |what: fn(&Took) -> f64| kind.rounds.iter().map(what).collect::<Vec<_>>();
        let taken = all(|took| took.seconds * 1_000.0);
        let least = taken.iter().copied().fold(f64::INFINITY, f64::min);
        let most = taken.iter().copied().fold(0.0, f64::max);
        let times = all(|took| took.plays.unwrap_or(f64::NAN) / took.seconds);
        let times = median(times);
        line(&[
            kind.title,
            &format!("{:.0}", median(taken)),
            &format!("({least:.0}–{most:.0})"),
            &if times.is_nan() {
                String::new()
            } else {
                format!("{times:.0}")
            },
            &format!("{:.1}", median(all(|took| number(took.peak_kib) / 1_024.0))),
            &format!("{:.1}", median(all(|took| number(took.from) / 1e6))),
            &format!("{:.2}", median(all(|took| number(took.to) / 1e6))),
        ]);
    }
}
