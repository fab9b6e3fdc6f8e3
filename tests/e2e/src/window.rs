//! The window, as somebody at the screen uses it.

use crate::process::{Program, alive, children, signal};
use crate::{Desktop, Outcome, Trouble, built, drag, picture, place};
use fantoccini::elements::Element;
use fantoccini::error::CmdError;
use fantoccini::{Client, ClientBuilder, Locator};
use hyper_util::client::legacy::connect::HttpConnector;
use serde_json::{Value, json};
use std::net::TcpListener;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::sync::atomic::{AtomicU16, Ordering};
use std::time::Duration;
use tokio::time::{Instant, sleep, timeout, timeout_at};

/// How long anything may take before a story gives up. Generous: the machine
/// may be building something else.
const PATIENCE: Duration = Duration::from_secs(120);

/// How often a condition is looked at.
const GLANCE: Duration = Duration::from_millis(40);

/// The program's window, driven through WebDriver.
pub struct Window<'d> {
    desktop: &'d Desktop,
    client: Client,
    driver: Program,
    /// The program, for a story in which it ends by itself.
    programs: Vec<u32>,
}

impl<'d> Window<'d> {
    /// Starts the program on a desktop.
    pub async fn open(desktop: &'d Desktop) -> Outcome<Self> {
        Self::open_with(desktop, &[]).await
    }

    /// Starts the program on a desktop, with more in its environment.
    pub async fn open_with(desktop: &'d Desktop, environment: &[(&str, &str)]) -> Outcome<Self> {
        let (driver, port) = start_driver(desktop, environment).await?;
        let program = built("message-sender")?;
        let capabilities = json!({ "webkitgtk:browserOptions": { "binary": program, "args": [] } });
        let Value::Object(capabilities) = capabilities else {
            return Err(Trouble::new("capabilities are an object"));
        };
        let mut builder = ClientBuilder::new(HttpConnector::new());
        builder.capabilities(capabilities);
        let address = format!("http://127.0.0.1:{port}");
        let client = patiently("opening the window", builder.connect(&address)).await?;
        let programs = children(driver.id());
        Ok(Self {
            desktop,
            client,
            driver,
            programs,
        })
    }

    /// The desktop it is on.
    pub fn desktop(&self) -> &'d Desktop {
        self.desktop
    }

    /// The WebDriver client, for what has no word here.
    pub fn client(&self) -> &Client {
        &self.client
    }

    /// Waits for something visible with this `data-testid`.
    pub async fn find(&self, id: &str) -> Outcome<Element> {
        wait_for(&format!("`{id}` to be seen"), async || {
            self.visible(id).await
        })
        .await
    }

    /// Everything visible with this `data-testid`, at this moment.
    pub async fn find_all(&self, id: &str) -> Outcome<Vec<Element>> {
        let mut visible = Vec::new();
        for element in self.client.find_all(Locator::Css(&selector(id))).await? {
            if element.is_displayed().await? {
                visible.push(element);
            }
        }
        Ok(visible)
    }

    /// Waits until nothing visible has this `data-testid`.
    pub async fn gone(&self, id: &str) -> Outcome {
        wait_for(&format!("`{id}` to be gone"), async || {
            Ok(self.visible(id).await?.is_none().then_some(()))
        })
        .await
    }

    /// Clicks, as soon as it can be clicked.
    pub async fn click(&self, id: &str) -> Outcome {
        wait_for(&format!("`{id}` to take a click"), async || {
            let Some(element) = self.visible(id).await? else {
                return Ok(None);
            };
            if !element.is_enabled().await? {
                return Ok(None);
            }
            Ok(Some(element.click().await?))
        })
        .await
    }

    /// Clicks what hides the window, and waits until it is hidden. The driver is not
    /// asked to click: it tells of its click when the page has seen to it, which a page
    /// that is hidden need not do.
    pub async fn click_and_hide(&self, id: &str) -> Outcome {
        const CLICK: &str = "
            const button = document.querySelector(arguments[0]);
            setTimeout(() => button.click());";
        self.find(id).await?;
        self.execute(CLICK, vec![selector(id).into()]).await?;
        self.on_display(false).await
    }

    /// Replaces what is in a field.
    pub async fn fill(&self, id: &str, text: &str) -> Outcome {
        let field = self.find(id).await?;
        field.clear().await?;
        field.send_keys(text).await?;
        Ok(())
    }

    /// Types at the end of what is there, also in an editor.
    pub async fn type_into(&self, id: &str, text: &str) -> Outcome {
        self.find(id).await?.send_keys(text).await?;
        Ok(())
    }

    /// Chooses an option of a native list by its value.
    pub async fn choose(&self, id: &str, value: &str) -> Outcome {
        self.find(id).await?.select_by_value(value).await?;
        Ok(())
    }

    /// The visible text.
    pub async fn text(&self, id: &str) -> Outcome<String> {
        Ok(said_by(&self.find(id).await?).await?)
    }

    /// Waits until the visible text contains this; answers all of it.
    pub async fn text_with(&self, id: &str, part: &str) -> Outcome<String> {
        let mut last = None;
        let found = wait_for(&format!("`{id}` to say «{part}»"), async || {
            let Some(element) = self.visible(id).await? else {
                return Ok(None);
            };
            let text = said_by(&element).await?;
            let found = text.contains(part).then(|| text.clone());
            last = Some(text);
            Ok(found)
        })
        .await;
        found.map_err(|trouble| Trouble::new(format!("{trouble:?}; it says {last:?}")))
    }

    /// Runs JavaScript in the page and answers what it returns.
    pub async fn execute(&self, script: &str, arguments: Vec<Value>) -> Outcome<Value> {
        Ok(self.client.execute(script, arguments).await?)
    }

    /// Asks the engine as the page does; an error of the engine is an error.
    pub async fn invoke(&self, command: &str, arguments: Value) -> Outcome<Value> {
        const ASK: &str = "
            const [command, arguments_, done] = arguments;
            window.__TAURI_INTERNALS__.invoke(command, arguments_).then(
                (value) => done({ value: value ?? null }),
                (error) => done({ error }));";
        let answer = self
            .client
            .execute_async(ASK, vec![command.into(), arguments])
            .await?;
        match answer.get("value") {
            Some(value) => Ok(value.clone()),
            None => Err(Trouble::new(format!("{command}: {answer}"))),
        }
    }

    /// Waits until JavaScript in the page answers something true.
    pub async fn wait_until(&self, script: &str) -> Outcome {
        wait_for(&format!("`{script}`"), async || {
            let answer = self.client.execute(script, vec![]).await?;
            Ok((answer == Value::Bool(true)).then_some(()))
        })
        .await
    }

    /// Looks for something in the page until it is there; what goes stale
    /// while it is looked at is looked for again.
    pub async fn look<T>(
        &self,
        what: &str,
        mut at: impl AsyncFnMut(&Client) -> Result<Option<T>, CmdError>,
    ) -> Outcome<T> {
        wait_for(what, async || at(&self.client).await).await
    }

    /// Waits until something outside of the page holds.
    pub async fn eventually(&self, what: &str, holds: impl Fn() -> bool) -> Outcome {
        wait_for(what, async || Ok(holds().then_some(()))).await
    }

    /// Drags a file from another program and drops it on the window.
    pub async fn drop_file(&self, path: &Path) -> Outcome {
        self.drop_files(&[path.to_owned()]).await
    }

    /// Drags several files at once and drops them on the window.
    pub async fn drop_files(&self, paths: &[PathBuf]) -> Outcome {
        let display = self.desktop.display().to_owned();
        let paths = paths.to_vec();
        tokio::task::spawn_blocking(move || drag::drop_files(&display, &paths, PATIENCE)).await?
    }

    /// Closes the window as a window manager does at a click on its cross.
    pub async fn close(&self) -> Outcome {
        let display = self.desktop.display().to_owned();
        tokio::task::spawn_blocking(move || place::ask_to_close(&display)).await?
    }

    /// Waits until the window is on the display, or until it no longer is.
    pub async fn on_display(&self, wanted: bool) -> Outcome {
        let what = if wanted { "shown" } else { "hidden" };
        let display = self.desktop.display();
        wait_for(&format!("the window to be {what}"), async || {
            let shown = place::is_shown(display).unwrap_or(!wanted);
            Ok((shown == wanted).then_some(()))
        })
        .await
    }

    /// Waits until the program has ended by itself.
    pub async fn gone_by_itself(self) -> Outcome {
        let programs = self.programs.clone();
        ended(&programs).await?;
        // The driver has noticed or will; there is nothing left to close.
        let _session = timeout(PATIENCE, self.client.close()).await;
        Ok(())
    }

    /// Takes a picture of the window as it lies on the display, into
    /// `target/e2e/NAME.png`, once transitions have come to rest.
    pub async fn screenshot(&self, name: &str) -> Outcome<PathBuf> {
        const AT_REST: &str = "return document.getAnimations().every(
            (animation) => animation.playState !== 'running'
                || animation.effect.getComputedTiming().iterations === Infinity);";
        const PAINTED: &str = "
            const [done] = arguments;
            requestAnimationFrame(() => requestAnimationFrame(() => setTimeout(done)));";
        self.wait_until(AT_REST).await?;
        self.client.execute_async(PAINTED, vec![]).await?;
        self.snapshot(name).await
    }

    /// The same at this very moment, also of a page that no longer answers.
    pub(crate) async fn snapshot(&self, name: &str) -> Outcome<PathBuf> {
        let folder = pictures()?;
        let path = folder.join(format!("{name}.png"));
        let (display, to) = (self.desktop.display().to_owned(), path.clone());
        tokio::task::spawn_blocking(move || picture::take(&display, &to)).await??;
        Ok(path)
    }

    /// Starts the program once more on the same desktop and waits until that
    /// second one ends; answers whether it did so in good order.
    pub async fn start_again(&self) -> Outcome<bool> {
        let mut command = Command::new(built("message-sender")?);
        let log = self.desktop.log()?;
        self.desktop
            .furnish(&mut command)
            .stdout(Stdio::null())
            .stderr(log);
        let mut second = Program::start(&mut command)?;
        wait_for("the second program to end", async || Ok(second.ended())).await
    }

    /// A variable of the running program's environment.
    pub fn environment(&self, name: &str) -> Outcome<Option<String>> {
        let programs = children(self.driver.id());
        let [program] = programs.as_slice() else {
            return Err(Trouble::new(format!("one program, not {programs:?}")));
        };
        let environment = std::fs::read_to_string(format!("/proc/{program}/environ"))?;
        let mut variables = environment
            .split('\0')
            .filter_map(|pair| pair.split_once('='));
        Ok(variables
            .find(|(key, _)| *key == name)
            .map(|(_, value)| value.to_owned()))
    }

    /// Asks the program to end, as the system does at log-out, and waits for it.
    pub async fn quit(self) -> Outcome {
        self.stop("TERM").await
    }

    /// Ends the program without a warning.
    pub async fn kill(self) -> Outcome {
        self.stop("KILL").await
    }

    /// Ends the session and with it the program, whatever state it is in.
    pub async fn end(self) -> Outcome {
        let programs = children(self.driver.id());
        patiently("ending the session", self.client.close()).await?;
        ended(&programs).await
    }

    async fn stop(self, name: &str) -> Outcome {
        let programs = children(self.driver.id());
        for &program in &programs {
            signal(program, name)?;
        }
        ended(&programs).await?;
        // The driver has noticed or will; there is nothing left to close.
        let _session = timeout(PATIENCE, self.client.close()).await;
        Ok(())
    }

    async fn visible(&self, id: &str) -> Result<Option<Element>, CmdError> {
        for element in self.client.find_all(Locator::Css(&selector(id))).await? {
            if element.is_displayed().await? {
                return Ok(Some(element));
            }
        }
        Ok(None)
    }
}

async fn ended(programs: &[u32]) -> Outcome {
    wait_for("the program to end", async || {
        Ok((!programs.iter().any(|&program| alive(program))).then_some(()))
    })
    .await
}

/// The text as the page lays it out. The driver's own notion of visible text
/// loses what is inside clipped boxes.
async fn said_by(element: &Element) -> Result<String, CmdError> {
    Ok(element.prop("innerText").await?.unwrap_or_default())
}

fn pictures() -> Outcome<PathBuf> {
    let program = built("message-sender")?;
    let target = program.ancestors().nth(2).unwrap_or(&program);
    let folder = target.join("e2e");
    std::fs::create_dir_all(&folder)?;
    Ok(folder)
}

fn selector(id: &str) -> String {
    format!("[data-testid=\"{id}\"]")
}

/// Starts a WebDriver server and waits until it takes connections.
async fn start_driver(desktop: &Desktop, environment: &[(&str, &str)]) -> Outcome<(Program, u16)> {
    let port = free_port()?;
    let mut command = Command::new("WebKitWebDriver");
    desktop
        .furnish(&mut command)
        .arg(format!("--port={port}"))
        .env("TAURI_WEBVIEW_AUTOMATION", "true")
        .env_remove("WEBKIT_DISABLE_DMABUF_RENDERER")
        .envs(environment.iter().copied())
        .stdout(Stdio::null())
        .stderr(desktop.log()?);
    let mut driver = Program::start(&mut command)?;
    wait_for("the driver to answer", async || {
        if driver.ended().is_some() {
            return Err(CmdError::NotJson(format!(
                "the driver did not get port {port}"
            )));
        }
        Ok(tokio::net::TcpStream::connect(("127.0.0.1", port))
            .await
            .ok())
    })
    .await?;
    Ok((driver, port))
}

/// A port that nothing listens on, for a server that cannot pick one itself.
///
/// Between this look and the server's own start the port is free for all, so
/// it comes from below the range that the kernel hands out (32768 and up on
/// Linux): no connection and no other test's server can be given it. A
/// connection to a port of that range may even reach itself.
fn free_port() -> Outcome<u16> {
    static NEXT: AtomicU16 = AtomicU16::new(0);
    const FIRST: u16 = 12_000;
    const COUNT: u16 = 20_000;
    // Stories of another test binary begin elsewhere.
    let begin = u16::try_from(std::process::id() * 97 % u32::from(COUNT)).unwrap_or_default();
    for _ in 0..COUNT {
        let step = NEXT.fetch_add(1, Ordering::Relaxed);
        let port = FIRST + begin.wrapping_add(step) % COUNT;
        if TcpListener::bind(("127.0.0.1", port)).is_ok() {
            return Ok(port);
        }
    }
    Err(Trouble::new("no port is free"))
}

/// Looks again and again until there is an answer. The page redraws while it
/// is looked at: an element that went stale is looked for again.
pub(crate) async fn wait_for<T>(
    what: &str,
    mut look: impl AsyncFnMut() -> Result<Option<T>, CmdError>,
) -> Outcome<T> {
    let until = Instant::now() + PATIENCE;
    let mut problem = None;
    while let Ok(looked) = timeout_at(until, look()).await {
        problem = match looked {
            Ok(Some(found)) => return Ok(found),
            Ok(None) => None,
            Err(error) if passing(&error) => Some(error),
            Err(error) => return Err(error.into()),
        };
        sleep(GLANCE).await;
        if Instant::now() > until {
            break;
        }
    }
    let why = problem.map_or_else(String::new, |error| format!(": {error}"));
    Err(Trouble::new(format!("waited in vain for {what}{why}")))
}

/// Gives up on a driver that does not answer.
async fn patiently<T, E: std::error::Error>(
    what: &str,
    answer: impl Future<Output = Result<T, E>>,
) -> Outcome<T> {
    match timeout(PATIENCE, answer).await {
        Ok(answer) => Ok(answer?),
        Err(_) => Err(Trouble::new(format!("no answer: {what}"))),
    }
}

fn passing(error: &CmdError) -> bool {
    use fantoccini::error::ErrorStatus::{
        ElementClickIntercepted, ElementNotInteractable, NoSuchElement, StaleElementReference,
    };
    matches!(error, CmdError::Standard(problem) if matches!(
        problem.error,
        ElementClickIntercepted | ElementNotInteractable | NoSuchElement | StaleElementReference
    ))
}
