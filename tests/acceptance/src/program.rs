//! Programs that belong to one story and end with it.

use serde_json::Value;
use std::io::{BufRead as _, BufReader, Read as _, Write as _};
use std::path::PathBuf;
use std::process::{Child, Command, Stdio};
use std::sync::{Arc, Mutex};
use std::thread::JoinHandle;
use std::time::{Duration, Instant};

/// How long anything may take before a story gives up on it. Debug builds on a
/// busy machine are slow; nothing waits this long when all is well.
const PATIENCE: Duration = Duration::from_secs(240);
/// Between two looks at something that another process does.
const LOOK: Duration = Duration::from_millis(5);

/// A built program of this workspace.
pub fn built(name: &str) -> PathBuf {
    let here = std::env::current_exe().unwrap();
    let name = format!("{name}{}", std::env::consts::EXE_SUFFIX);
    // Programs lie side by side in target/debug, tests one level below.
    let programs = here.ancestors().skip(1).take(2);
    programs
        .map(|folder| folder.join(&name))
        .find(|program| program.is_file())
        .unwrap_or_else(|| {
            panic!("{name} is missing: run `cargo build --workspace --all-features` first")
        })
}

/// Looks until there is something to see.
pub fn until<T>(what: &str, mut look: impl FnMut() -> Option<T>) -> T {
    let begin = Instant::now();
    loop {
        if let Some(seen) = look() {
            return seen;
        }
        assert!(begin.elapsed() < PATIENCE, "waited in vain until {what}");
        std::thread::sleep(LOOK);
    }
}

/// How a program ended.
#[derive(Debug)]
pub struct Ended {
    /// Exit code; none when a signal ended it.
    pub code: Option<i32>,
    /// Its standard output.
    pub stdout: String,
    /// Its standard error.
    pub stderr: String,
}

impl Ended {
    /// The only object or array that was printed.
    pub fn json(&self) -> Value {
        serde_json::from_str(&self.stdout).unwrap_or_else(|error| panic!("{error}: {self:?}"))
    }

    /// The objects that were printed, one a line.
    pub fn events(&self) -> Vec<Value> {
        self.stdout
            .lines()
            .map(|line| serde_json::from_str(line).unwrap_or_else(|e| panic!("{e}: {line}")))
            .collect()
    }

    /// The events with this name.
    pub fn named(&self, name: &str) -> Vec<Value> {
        let mut events = self.events();
        events.retain(|event| event["event"] == name);
        events
    }

    /// The names of the events, repetitions left out.
    pub fn names(&self) -> Vec<String> {
        let mut names: Vec<String> = self
            .events()
            .iter()
            .filter_map(|event| Some(event["event"].as_str()?.to_owned()))
            .collect();
        names.dedup();
        names
    }

    /// Insists on an exit code.
    #[track_caller]
    pub fn ended_with(self, code: i32) -> Self {
        assert_eq!(self.code, Some(code), "{self:?}");
        self
    }

    /// Insists on a failure that is told in a sentence to people, and by this
    /// word to programs.
    #[track_caller]
    pub fn refused_with(self, code: i32, word: &str) -> Self {
        let told = self.ended_with(code);
        let error = told.events().pop().expect("an error on standard output")["error"].clone();
        assert_eq!(error["code"], word, "{told:?}");
        let sentence = error["message"].as_str().unwrap();
        assert!(sentence.contains(' ') && sentence.len() > 10, "{sentence}");
        assert!(told.stderr.contains(sentence), "{told:?}");
        told
    }
}

/// A running program, killed when dropped.
pub struct Running {
    child: Child,
    lines: Arc<Mutex<Vec<String>>>,
    readers: Vec<JoinHandle<()>>,
    stderr: Arc<Mutex<String>>,
}

impl Running {
    /// Starts a program and reads what it says.
    pub fn start(command: &mut Command) -> Self {
        Self::fed(command, "")
    }

    /// Starts a program, writes this to it and reads what it says.
    pub fn fed(command: &mut Command, input: &str) -> Self {
        let stdin = if input.is_empty() {
            Stdio::null()
        } else {
            Stdio::piped()
        };
        let mut child = command
            .stdin(stdin)
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap_or_else(|error| panic!("cannot start {command:?}: {error}"));
        if let Some(mut stdin) = child.stdin.take() {
            // A program that has ended without reading says so in its own way.
            let _ = stdin.write_all(input.as_bytes());
        }
        let lines = Arc::new(Mutex::new(Vec::new()));
        let stderr = Arc::new(Mutex::new(String::new()));
        let out = BufReader::new(child.stdout.take().unwrap());
        let mut err = child.stderr.take().unwrap();
        let (heard, complained) = (Arc::clone(&lines), Arc::clone(&stderr));
        let readers = vec![
            std::thread::spawn(move || {
                // What is left of a killed program's output may not be text.
                for line in out.lines().map_while(Result::ok) {
                    heard.lock().unwrap().push(line);
                }
            }),
            std::thread::spawn(move || {
                let mut bytes = Vec::new();
                let _ = err.read_to_end(&mut bytes);
                *complained.lock().unwrap() = String::from_utf8_lossy(&bytes).into_owned();
            }),
        ];
        Self {
            child,
            lines,
            readers,
            stderr,
        }
    }

    /// The first line for which `wanted` finds something.
    pub fn line<T>(&mut self, what: &str, wanted: impl Fn(&str) -> Option<T>) -> T {
        until(what, || {
            // Asked before looking: what an ended program said is all there is.
            let over = self.child.try_wait().unwrap().is_some()
                && self.readers.iter().all(JoinHandle::is_finished);
            let found = self.lines.lock().unwrap().iter().find_map(|l| wanted(l));
            assert!(
                found.is_some() || !over,
                "ended before {what}: {:?} {}",
                self.lines.lock().unwrap(),
                self.stderr.lock().unwrap()
            );
            found
        })
    }

    /// The first event with this name.
    pub fn event(&mut self, name: &str) -> Value {
        self.line(name, |line| {
            serde_json::from_str::<Value>(line)
                .ok()
                .filter(|event| event["event"] == name)
        })
    }

    /// Whether it still runs.
    pub fn is_running(&mut self) -> bool {
        self.child.try_wait().unwrap().is_none()
    }

    /// Ends it without any warning.
    pub fn kill(mut self) {
        assert!(self.is_running(), "it ended before it could be killed");
        self.put_down();
    }

    /// Ends it without any warning, if it still runs. The exit code tells: one
    /// that was killed has none.
    pub fn put_down(mut self) -> Ended {
        // An error means that it has ended already.
        let _ = self.child.kill();
        self.end()
    }

    /// Its number among the processes of this computer.
    pub fn id(&self) -> u32 {
        self.child.id()
    }

    /// Asks it to end.
    #[cfg(unix)]
    pub fn signal(&self, name: &str) {
        let sent = Command::new("kill")
            .args([&format!("-{name}"), &self.child.id().to_string()])
            .status()
            .unwrap();
        assert!(sent.success());
    }

    /// Waits for its end.
    pub fn end(mut self) -> Ended {
        let status = until("the program ends", || self.child.try_wait().unwrap());
        for reader in self.readers.drain(..) {
            reader.join().unwrap();
        }
        let mut stdout = self.lines.lock().unwrap().join("\n");
        if !stdout.is_empty() {
            stdout.push('\n');
        }
        Ended {
            code: status.code(),
            stdout,
            stderr: self.stderr.lock().unwrap().clone(),
        }
    }
}

impl Drop for Running {
    fn drop(&mut self) {
        // An error means that it has ended already.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}
