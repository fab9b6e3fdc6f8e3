//! The keyboard of somebody who has no mouse.

use crate::{Outcome, Trouble, Window};
use fantoccini::actions::{InputSource, KeyAction, KeyActions};
use fantoccini::key::Key;
use serde_json::json;

/// More than any screen has places for the keyboard to stop at.
const STOPS: usize = 60;

impl Window<'_> {
    /// Presses a key while others are held. What has the focus gets it.
    pub async fn press(&self, held: &[Key], key: impl Into<char>) -> Outcome {
        let key = key.into();
        let held = held.iter().map(|&key| char::from(key));
        let mut keys = KeyActions::new("keyboard".into());
        for value in held.clone().chain([key]) {
            keys = keys.then(KeyAction::Down { value });
        }
        for value in [key].into_iter().chain(held.rev()) {
            keys = keys.then(KeyAction::Up { value });
        }
        Ok(self.client().perform_actions(keys).await?)
    }

    /// Types into whatever has the focus.
    pub async fn write(&self, text: &str) -> Outcome {
        for key in text.chars() {
            match key {
                '\n' => self.press(&[], Key::Enter).await?,
                key => self.press(&[], key).await?,
            }
        }
        Ok(())
    }

    /// Whether the focus is on what has this `data-testid`.
    pub async fn has_focus(&self, id: &str) -> Outcome<bool> {
        const FOCUSED: &str = "return document.activeElement?.closest('[data-testid]')?.dataset.testid === arguments[0];";
        Ok(self.execute(FOCUSED, vec![id.into()]).await? == json!(true))
    }

    /// Waits until the focus is on what has this `data-testid`.
    pub async fn focus_on(&self, id: &str) -> Outcome {
        self.wait_until(&format!(
            "return document.activeElement?.closest('[data-testid]')?.dataset.testid === '{id}';"
        ))
        .await
    }

    /// Goes on with Tab until the focus is there.
    pub async fn tab_to(&self, id: &str) -> Outcome {
        self.find(id).await?;
        for _ in 0..STOPS {
            if self.has_focus(id).await? {
                return Ok(());
            }
            self.press(&[], Key::Tab).await?;
        }
        Err(Trouble::new(format!("Tab does not lead to `{id}`")))
    }
}
