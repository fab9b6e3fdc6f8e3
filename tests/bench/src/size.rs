//! Whether a large campaign costs more, in memory or for each message.

use crate::Outcome;
use crate::process::{Round, Server, Side, prepare};
use crate::resume::KNOWN;
use crate::side::{Order, Role};
use crate::usage::Usage;

/// The sizes, smallest first.
pub(crate) const SIZES: [u32; 3] = [100, 1_000, 100_000];

/// Where memory is looked at in a campaign of any size.
pub(crate) const EARLY: u32 = 100;

/// One campaign, resumed.
pub(crate) struct Run {
    /// Online, before the first text.
    pub at_rest: Usage,
    /// The first [`EARLY`] texts.
    pub early: Round,
    /// The texts after them, up to [`KNOWN`]; none where nobody is left.
    pub rest: Option<Round>,
}

/// The runs of one size.
pub(crate) struct Size {
    pub recipients: u32,
    pub runs: Vec<Run>,
}

/// Resumes campaigns of every size, in turns.
pub(crate) fn measure(rounds: u32) -> Outcome<Vec<Size>> {
    let largest = SIZES.iter().copied().max().unwrap_or(KNOWN);
    let mut server = Server::start(largest)?;
    let mut sizes: Vec<Size> = Vec::new();
    for recipients in SIZES {
        sizes.push(Size {
            recipients,
            runs: Vec::new(),
        });
    }
    for _ in 0..rounds {
        for size in &mut sizes {
            let run = resumed(&mut server, size.recipients)?;
            size.runs.push(run);
        }
    }
    server.check()?;
    Ok(sizes)
}

fn resumed(server: &mut Server, recipients: u32) -> Outcome<Run> {
    eprintln!("a campaign of {recipients}");
    let folder = tempfile::tempdir()?;
    let place = server.place(Some(folder.path().to_path_buf()));
    let to = |count| Order { from: 0, count };
    prepare(&place, to(recipients))?;
    let mut side = Side::start(Role::Resume, &place)?;
    let at_rest = side.usage();
    let early = side.round(to(EARLY))?;
    let rest = if recipients > EARLY {
        Some(side.round(to(KNOWN))?)
    } else {
        None
    };
    Ok(Run {
        at_rest,
        early,
        rest,
    })
}
