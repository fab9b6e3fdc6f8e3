//! The icon in the tray, and the bar on the taskbar's button.

use crate::desk::Desk;
use crate::standing::{Standing, goes_on};
use crate::{badge, window, words};
use app::Session;
use app::api::CampaignView;
use std::panic::{AssertUnwindSafe, catch_unwind, set_hook, take_hook};
use std::sync::{Mutex, PoisonError};
use tauri::menu::{Menu, MenuBuilder, MenuEvent, MenuItem};
use tauri::tray::{TrayIcon, TrayIconBuilder};
use tauri::window::{ProgressBarState, ProgressBarStatus};
use tauri::{AppHandle, Manager, Runtime};

const OPEN: &str = "open";
const PAUSE: &str = "pause";
const RESUME: &str = "resume";
const QUIT: &str = "quit";

/// What the tray shows.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Face {
    language: String,
    standing: Standing,
    /// The profile is locked: who wants to change something has to open it first.
    locked: bool,
    /// Whether there is something to pause, and to resume.
    pause: bool,
    resume: bool,
}

impl Face {
    /// No campaign, no profile.
    pub fn idle(language: String) -> Self {
        Self {
            language,
            standing: Standing::Idle,
            locked: false,
            pause: false,
            resume: false,
        }
    }

    /// These campaigns, which stand like this. Behind a lock nothing can be changed.
    pub fn of<'c>(
        language: String,
        standing: Standing,
        locked: bool,
        campaigns: &(impl Iterator<Item = &'c CampaignView> + Clone),
    ) -> Self {
        Self {
            language,
            standing,
            locked,
            pause: !locked && campaigns.clone().any(goes_on),
            resume: !locked && campaigns.clone().any(|c| c.state == "paused"),
        }
    }

    /// What the menu is made of, but for its first line.
    fn items(&self) -> (&str, bool, bool, bool) {
        (&self.language, self.locked, self.pause, self.resume)
    }
}

/// The icon, where the desktop has a place for it.
pub struct Tray<R: Runtime> {
    icon: Option<TrayIcon<R>>,
    shown: Mutex<Option<Shown<R>>>,
}

struct Shown<R: Runtime> {
    face: Face,
    line: MenuItem<R>,
}

impl<R: Runtime> Tray<R> {
    /// Puts the icon into the tray. On Linux the library that does so is looked
    /// for only now, and the binding panics where it is not installed: then
    /// there is no icon, and no more than that.
    pub fn new(app: &AppHandle<R>) -> Self {
        let icon = TrayIconBuilder::with_id("tray")
            .icon(badge::icon(&Standing::Idle))
            .tooltip(words::PROGRAM)
            .on_menu_event(|app, event| chosen(app, &event));
        let icon = match quietly(|| icon.build(app)) {
            Ok(Ok(icon)) => Some(icon),
            Ok(Err(error)) => {
                log::warn!("no icon in the tray: {error}");
                None
            }
            Err(_) => {
                log::warn!("no icon in the tray: its library is not installed");
                None
            }
        };
        Self {
            icon,
            shown: Mutex::new(None),
        }
    }

    /// Whether a window that is hidden can be had back from the tray.
    pub async fn within_reach(&self) -> bool {
        self.icon.is_some()
            && tauri::async_runtime::spawn_blocking(desktop_has_a_tray)
                .await
                .unwrap_or(false)
    }

    /// Shows how everything stands. On the main thread, as menus want it.
    fn show(&self, app: &AppHandle<R>, face: Face) -> tauri::Result<()> {
        let mut shown = self.shown.lock().unwrap_or_else(PoisonError::into_inner);
        if shown.as_ref().is_some_and(|shown| shown.face == face) {
            return Ok(());
        }
        show_progress(app, &face.standing)?;
        let Some(icon) = &self.icon else {
            return Ok(());
        };
        let line = words::standing(&face.language, &face.standing);
        icon.set_tooltip(Some(&line))?;
        let before = shown.as_ref().map(|shown| &shown.face);
        if before
            .is_none_or(|before| badge::colour(&before.standing) != badge::colour(&face.standing))
        {
            icon.set_icon(Some(badge::icon(&face.standing)))?;
        }
        // While numbers go up the menu stays: it may be open.
        match shown.as_mut() {
            Some(shown) if shown.face.items() == face.items() => {
                shown.line.set_text(&line)?;
                shown.face = face;
            }
            _ => {
                let (menu, line) = menu(app, &face, &line)?;
                icon.set_menu(Some(menu))?;
                *shown = Some(Shown { face, line });
            }
        }
        Ok(())
    }
}

/// Does something that may panic, without the report of a panic: it would look
/// like a crash, and drawing it up takes its time.
fn quietly<T>(work: impl FnOnce() -> T) -> std::thread::Result<T> {
    let loud = take_hook();
    set_hook(Box::new(|_| {}));
    let outcome = catch_unwind(AssertUnwindSafe(work));
    set_hook(loud);
    outcome
}

/// Shows how everything stands, soon; nobody waits for it.
pub fn show<R: Runtime>(app: &AppHandle<R>, face: Face) {
    let on_main = app.clone();
    let asked = app.run_on_main_thread(move || {
        if let Err(error) = on_main.state::<Tray<R>>().show(&on_main, face) {
            log::warn!("the tray does not show how things stand: {error}");
        }
    });
    if let Err(error) = asked {
        log::debug!("the tray is gone: {error}");
    }
}

/// The menu and its first line, which says how things stand: not every desktop
/// shows what an icon says when pointed at.
fn menu<R: Runtime>(
    app: &AppHandle<R>,
    face: &Face,
    line: &str,
) -> tauri::Result<(Menu<R>, MenuItem<R>)> {
    let word = |key| words::plain(&face.language, key);
    let line = MenuItem::new(app, line, false, None::<&str>)?;
    let mut menu = MenuBuilder::new(app).item(&line).separator().text(
        OPEN,
        word(if face.locked {
            "tray-unlock"
        } else {
            "tray-open"
        }),
    );
    if face.pause {
        menu = menu.text(PAUSE, word("tray-pause"));
    }
    if face.resume {
        menu = menu.text(RESUME, word("tray-resume"));
    }
    let menu = menu.separator().text(QUIT, word("tray-quit")).build()?;
    Ok((menu, line))
}

fn chosen<R: Runtime>(app: &AppHandle<R>, event: &MenuEvent) {
    match event.id().as_ref() {
        OPEN => window::raise(app),
        QUIT => window::leave(app.clone()),
        PAUSE => for_all(app, false),
        RESUME => for_all(app, true),
        _ => {}
    }
}

/// Pauses what runs, or resumes what is paused. What is held stays held: its
/// reason wants to be read first.
fn for_all<R: Runtime>(app: &AppHandle<R>, resume: bool) {
    let app = app.clone();
    tauri::async_runtime::spawn(async move {
        let Ok(session) = app.state::<Desk>().session().await else {
            // It was locked while the menu was open: there is the door.
            window::raise(&app);
            return;
        };
        if let Err(error) = change_all(&session, resume).await {
            log::warn!("not every campaign could be changed: {}", error.code());
        }
    });
}

async fn change_all(session: &Session, resume: bool) -> app::Result<()> {
    for campaign in session.campaigns().await? {
        match (resume, campaign.state.as_str()) {
            (true, "paused") => session.resume(campaign.id).await?,
            (false, _) if goes_on(&campaign) => session.pause(campaign.id).await?,
            _ => {}
        }
    }
    Ok(())
}

/// The bar on the button of the taskbar or the dock, where there is one.
fn show_progress<R: Runtime>(app: &AppHandle<R>, standing: &Standing) -> tauri::Result<()> {
    let status = match standing {
        Standing::Sending { .. } => ProgressBarStatus::Normal,
        Standing::Waiting { .. } | Standing::Paused => ProgressBarStatus::Paused,
        Standing::Held { .. } => ProgressBarStatus::Error,
        Standing::Idle => ProgressBarStatus::None,
    };
    for window in app.webview_windows().values() {
        window.set_progress_bar(ProgressBarState {
            status: Some(status),
            progress: standing.percent(),
        })?;
    }
    Ok(())
}

/// Whether somebody shows tray icons in this session.
#[cfg(target_os = "linux")]
fn desktop_has_a_tray() -> bool {
    let has_watcher = || {
        let bus = zbus::blocking::connection::Builder::session()?
            .method_timeout(std::time::Duration::from_secs(2))
            .build()?;
        let watcher = zbus::names::BusName::try_from("org.kde.StatusNotifierWatcher")?;
        zbus::Result::Ok(zbus::blocking::fdo::DBusProxy::new(&bus)?.name_has_owner(watcher)?)
    };
    has_watcher().unwrap_or(false)
}

/// The system itself does.
#[cfg(not(target_os = "linux"))]
fn desktop_has_a_tray() -> bool {
    true
}

#[cfg(test)]
mod tests {
    use super::Face;
    use crate::example::{campaign, waiting};
    use crate::standing::Standing;
    use app::api::CampaignView;

    fn offers(campaigns: &[CampaignView]) -> (bool, bool) {
        let standing = Standing::of(&campaigns.iter(), "online");
        let face = Face::of("es".into(), standing, false, &campaigns.iter());
        (face.pause, face.resume)
    }

    #[test]
    fn behind_a_lock_nothing_is_offered_that_would_not_be_done() {
        let campaigns = [campaign(1, "running"), campaign(2, "paused")];
        let of = |locked| {
            let standing = Standing::of(&campaigns.iter(), "online");
            Face::of("es".into(), standing, locked, &campaigns.iter())
        };
        let (open, locked) = (of(false), of(true));
        assert_eq!((open.pause, open.resume), (true, true));
        assert_eq!((locked.pause, locked.resume), (false, false));
        assert_eq!(
            locked.standing, open.standing,
            "how far it is says nothing of anybody"
        );
        assert_ne!(locked.items(), open.items(), "the menu is made anew");
    }

    #[test]
    fn only_what_makes_sense_is_offered() {
        assert_eq!(offers(&[]), (false, false));
        assert_eq!(offers(&[campaign(1, "running")]), (true, false));
        assert_eq!(offers(&[waiting(1, "start")]), (true, false));
        assert_eq!(offers(&[campaign(1, "paused")]), (false, true));
        assert_eq!(
            offers(&[campaign(1, "running"), campaign(2, "paused")]),
            (true, true)
        );
        // A hold wants to be understood before it is ended.
        assert_eq!(
            offers(&[campaign(1, "held"), campaign(2, "completed")]),
            (false, false)
        );
    }
}
