//! What happens when the window is closed.

use crate::desk::{Answer, Desk};
use crate::standing::{goes_on, left};
use crate::tray::Tray;
use crate::window;
use app::Session;
use serde::{Deserialize, Serialize};
use tauri::{AppHandle, Emitter, Manager, Runtime, State};

/// Name of the event with which the page is asked.
const EVENT: &str = "close-asked";

/// What closing the window comes to.
#[derive(Debug, PartialEq, Eq)]
enum Close {
    /// Finish what is in flight and end the program.
    Quit,
    /// Hide the window and go on sending.
    Hide,
    /// Nobody has decided yet.
    Ask,
}

/// `under_way`: something is being sent or will be by itself. `hide`: what the
/// profile's settings say about that.
fn decide(under_way: bool, hide: Option<bool>) -> Close {
    match (under_way, hide) {
        (false, _) | (true, Some(false)) => Close::Quit,
        (true, Some(true)) => Close::Hide,
        (true, None) => Close::Ask,
    }
}

/// What the page has to know to ask.
#[derive(Clone, Serialize)]
struct Question {
    /// Whether the window can be had back from the tray.
    tray: bool,
    /// People who are still to be written to.
    left: u64,
}

/// What a person answered; who changed their mind answers nothing.
#[derive(Clone, Copy, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Choice {
    /// Go on sending without the window.
    Background,
    /// Finish what is in flight and end the program.
    Quit,
}

/// Somebody closes the window.
pub fn asked_to_close<R: Runtime>(app: &AppHandle<R>) {
    let app = app.clone();
    tauri::async_runtime::spawn(async move {
        let session = app.state::<Desk>().behind_the_lock().await;
        let (close, left) = match &session {
            Some(session) => present(session).await.unwrap_or_else(|error| {
                log::warn!("closing without a question: {}", error.code());
                (Close::Quit, 0)
            }),
            None => (Close::Quit, 0),
        };
        match close {
            Close::Quit => window::end(&app),
            Close::Hide => window::hide(&app),
            Close::Ask => {
                let tray = app.state::<Tray<R>>().within_reach().await;
                if let Err(error) = app.emit(EVENT, Question { tray, left }) {
                    log::warn!("the window cannot ask: {error}");
                    window::end(&app);
                }
            }
        }
    });
}

/// What to do, and how many people are still to be written to.
async fn present(session: &Session) -> app::Result<(Close, u64)> {
    let campaigns = session.campaigns().await?;
    let under_way = || campaigns.iter().filter(|campaign| goes_on(campaign));
    let hide = session.settings().await?.close_to_tray;
    let close = decide(under_way().next().is_some(), hide);
    Ok((close, under_way().map(left).sum()))
}

/// The answer to the question, and whether it holds from now on.
#[tauri::command]
pub async fn answer_close<R: Runtime>(
    app: AppHandle<R>,
    desk: State<'_, Desk>,
    choice: Choice,
    remember: bool,
) -> Answer<()> {
    let hide = matches!(choice, Choice::Background);
    // Who wants to leave is let go, remembered or not; who stands before a lock sets nothing.
    if remember
        && let Ok(session) = desk.session().await
        && let Err(error) = keep(&session, hide).await
    {
        log::warn!("the answer could not be kept: {}", error.code());
    }
    if hide {
        window::hide(&app);
    } else {
        window::end(&app);
    }
    Ok(())
}

async fn keep(session: &Session, hide: bool) -> app::Result<()> {
    let mut settings = session.settings().await?;
    settings.close_to_tray = Some(hide);
    session.save_settings(settings).await
}

#[cfg(test)]
mod tests {
    use super::{Close, decide};

    #[test]
    fn without_anything_to_send_closing_ends_the_program() {
        for hide in [None, Some(true), Some(false)] {
            assert_eq!(decide(false, hide), Close::Quit);
        }
    }

    #[test]
    fn who_has_decided_is_not_asked_again() {
        assert_eq!(decide(true, None), Close::Ask);
        assert_eq!(decide(true, Some(true)), Close::Hide);
        assert_eq!(decide(true, Some(false)), Close::Quit);
    }
}
