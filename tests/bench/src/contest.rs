//! Two sides that send the same texts to the same phones, in turns.

use crate::Outcome;
use crate::process::{Round, Server, Side};
use crate::side::{Order, Role};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

/// What came of the rounds of one side.
pub(crate) struct Told {
    pub name: &'static str,
    pub rounds: Vec<Round>,
}

/// One table of the report.
pub(crate) struct Contest {
    pub title: String,
    pub ours: Told,
    pub theirs: Told,
    pub aim: Aim,
    /// What else there is to say.
    pub note: Option<String>,
}

/// What our side is to reach, as a multiple of the other one.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Aim {
    /// Texts per second.
    Rate(f64),
    /// Texts per second, and as much less processor time and memory.
    Everything(f64),
}

/// To people who were written to before.
pub(crate) fn known(texts: u32, rounds: u32, aim: f64) -> Outcome<Contest> {
    let mut server = Server::start(texts)?;
    let mut sides = with_bare(&mut server)?;
    let all = Order {
        from: 0,
        count: texts,
    };
    for side in &mut sides {
        side.round(all)?;
    }
    let title = format!("known phones, {texts} texts a round");
    let contest = turns(title, &mut sides, rounds, Aim::Rate(aim), |_| all)?;
    server.check()?;
    Ok(contest)
}

/// To people who were never written to.
pub(crate) fn first(texts: u32, rounds: u32, aim: f64) -> Outcome<Contest> {
    let mut server = Server::start(texts * (rounds + 1))?;
    let mut sides = with_bare(&mut server)?;
    for side in &mut sides {
        side.round(fresh(texts, 0))?;
    }
    let title = format!("first contacts, {texts} texts a round");
    let contest = turns(title, &mut sides, rounds, Aim::Rate(aim), |round| {
        fresh(texts, round)
    })?;
    server.check()?;
    Ok(contest)
}

/// Pictures to people who were written to before, beside texts to them.
pub(crate) fn pictures(messages: u32, rounds: u32, aim: f64) -> Outcome<Contest> {
    let mut server = Server::start(messages)?;
    let mut sides = [
        Side::start(Role::Pictures, &server.place(None))?,
        Side::start(Role::Outbox, &server.place(None))?,
    ];
    let all = Order {
        from: 0,
        count: messages,
    };
    for side in &mut sides {
        side.round(all)?;
    }
    let title = format!("pictures with a caption beside texts, {messages} a round");
    let mut contest = turns(title, &mut sides, rounds, Aim::Rate(aim), |_| all)?;
    server.check()?;
    contest.note = Some(format!(
        "uploads: {} in {} campaigns, each with a picture of its own",
        server.count("uploads")?,
        rounds + 1
    ));
    Ok(contest)
}

/// Beside Baileys: first contacts, then known phones.
pub(crate) fn baileys(script: &Path, texts: u32, rounds: u32, aim: f64) -> Outcome<[Contest; 2]> {
    let mut server = Server::start(texts * (rounds + 1))?;
    let ours = Side::start(Role::Outbox, &server.place(None))?;
    let place = server.place(None);
    let mut sides = [ours, Side::baileys(script, &server, &place)?];
    for side in &mut sides {
        side.round(fresh(texts, 0))?;
    }
    let aim = Aim::Everything(aim);
    let title = format!("Baileys, first contacts, {texts} texts a round");
    let first = turns(title, &mut sides, rounds, aim, |round| fresh(texts, round))?;
    let title = format!("Baileys, known phones, {texts} texts a round");
    let known = turns(title, &mut sides, rounds, aim, |_| fresh(texts, 0))?;
    server.check()?;
    Ok([first, known])
}

/// The script that sends through Baileys, or what is missing for it.
pub(crate) fn script() -> Result<PathBuf, &'static str> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../interop/node");
    if !node_is_there() {
        return Err("Node is not installed");
    }
    if !folder.join("node_modules/@whiskeysockets/baileys").is_dir() {
        return Err("Baileys is not installed: npm ci in tests/interop/node");
    }
    Ok(folder.join("bench.mjs"))
}

/// Whether Node can be started.
pub(crate) fn node_is_there() -> bool {
    let node = Command::new("node")
        .arg("--version")
        .stdout(Stdio::null())
        .status();
    node.is_ok_and(|status| status.success())
}

fn with_bare(server: &mut Server) -> Outcome<[Side; 2]> {
    Ok([
        Side::start(Role::Outbox, &server.place(None))?,
        Side::start(Role::Bare, &server.place(None))?,
    ])
}

/// Phones that no other round writes to.
fn fresh(texts: u32, round: u32) -> Order {
    Order {
        from: texts * round,
        count: texts,
    }
}

/// Rounds from 1 on, of both sides. Who begins changes: the first of the two
/// finds the server less warm.
fn turns(
    title: String,
    sides: &mut [Side; 2],
    rounds: u32,
    aim: Aim,
    order: impl Fn(u32) -> Order,
) -> Outcome<Contest> {
    let mut told = [const { Vec::new() }; 2];
    for round in 1..=rounds {
        let mut pairs: Vec<_> = sides.iter_mut().zip(&mut told).collect();
        if round % 2 == 0 {
            pairs.reverse();
        }
        for (side, rounds) in pairs {
            rounds.push(side.round(order(round))?);
        }
    }
    let [ours, theirs] = told;
    let [our_name, their_name] = [&sides[0], &sides[1]].map(|side| side.name);
    Ok(Contest {
        title,
        ours: Told {
            name: our_name,
            rounds: ours,
        },
        theirs: Told {
            name: their_name,
            rounds: theirs,
        },
        aim,
        note: None,
    })
}
