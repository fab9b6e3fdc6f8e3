//! The main job without a display and without a phone: a practice profile, a
//! list, a campaign, its report.

use crate::checkout::{built, cargo, root, status, succeed};
use crate::{Failure, Step, debian};
use std::path::{Path, PathBuf};
use std::process::{Command, ExitStatus};

/// A message with a variable and a fallback.
const MESSAGE: &str = "Hola {nombre|cliente}, esta semana abrimos también el sábado. 🎉 Responde BAJA si no quieres más mensajes.";

/// Exit code of the command line when a campaign is finished and some messages
/// failed; the people of a practice profile fail now and then, like real ones.
const SOME_FAILED: i32 = 3;

/// Runs the job.
pub fn run() -> Step {
    eprintln!(
        "No display found: running a practice campaign in the terminal instead of the window."
    );
    debian::ensure(debian::ENGINE)?;
    succeed(&mut cargo(&["build", "-p", "message-sender-cli"]))?;
    let folder = Folder::new()?;
    let list = root().join("docs/examples/clientes.csv");

    succeed(cli(&folder).args(["profile", "create", "Practica", "--practice"]))?;
    succeed(cli(&folder).args(["--profile", "Practica", "device", "pair"]))?;
    let sent = status(
        cli(&folder)
            .args([
                "--profile",
                "Practica",
                "campaign",
                "send",
                "--name",
                "Prueba",
            ])
            .args(["--text", MESSAGE, "--delay-ms", "300", "--wait", "--csv"])
            .arg(list),
    )?;
    succeed(cli(&folder).args([
        "--profile",
        "Practica",
        "campaign",
        "report",
        "1",
        "--format",
        "csv",
    ]))?;
    conclude(sent)
}

fn cli(folder: &Folder) -> Command {
    let mut command = Command::new(built("debug", "message-sender-cli"));
    command.arg("--data-dir").arg(folder.path());
    command
}

fn conclude(sent: ExitStatus) -> Step {
    match sent.code() {
        Some(0) => eprintln!("The practice campaign is finished; every message went out."),
        Some(SOME_FAILED) => eprintln!(
            "The practice campaign is finished. Some messages failed, as practice phones do at times; the report says why."
        ),
        _ => {
            return Err(Failure::new(format!(
                "the practice campaign did not finish: {sent}"
            )));
        }
    }
    Ok(())
}

/// A folder of its own for the run, removed at the end.
struct Folder(PathBuf);

impl Folder {
    fn new() -> Step<Self> {
        let path =
            std::env::temp_dir().join(format!("message-sender-practice-{}", std::process::id()));
        std::fs::create_dir(&path)
            .map_err(|error| Failure::new(format!("cannot create {}: {error}", path.display())))?;
        Ok(Self(path))
    }

    fn path(&self) -> &Path {
        &self.0
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        if let Err(error) = std::fs::remove_dir_all(&self.0) {
            eprintln!("left behind: {}: {error}", self.0.display());
        }
    }
}
