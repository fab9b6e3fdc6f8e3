//! Whose phone may be linked to a profile, said when it is made.

use super::App;
use crate::api::{NewProfile, ProfileSummary};
use crate::error::{AppError, Result};
use crate::keys::Passcode;
use crate::settings;

impl App {
    /// [`App::create_profile`] for a profile whose device may be linked only to a
    /// phone with one of these numbers, written as is usual in its country; with none,
    /// to any. Nothing is left of a profile for which they could not be kept.
    ///
    /// # Errors
    /// `contact_number` and `too_many_numbers` besides.
    pub async fn create_profile_for(
        &self,
        new: NewProfile,
        numbers: Vec<String>,
        passcode: Option<Passcode>,
    ) -> Result<ProfileSummary> {
        let app = self.clone();
        // A keychain may ask a person.
        let work = tokio::task::spawn_blocking(move || {
            settings::numbers(&numbers, &new.country.trim().to_ascii_uppercase())?;
            let created = app.create_profile(new, passcode.as_ref())?;
            Ok::<_, AppError>((created, numbers, passcode))
        });
        let (created, numbers, passcode) = work.await.map_err(crate::import::broken)??;
        if numbers.iter().all(|number| number.trim().is_empty()) {
            return Ok(created);
        }
        let kept = self
            .allow_only(&created.name, numbers, passcode.as_ref())
            .await;
        if let Err(error) = kept {
            self.delete_profile(&created.name, passcode.as_ref())?;
            return Err(error);
        }
        Ok(created)
    }

    async fn allow_only(
        &self,
        name: &str,
        numbers: Vec<String>,
        passcode: Option<&Passcode>,
    ) -> Result<()> {
        let session = self.open_profile_at_rest(name, passcode).await?;
        let saved = async {
            let mut settings = session.settings().await?;
            settings.allowed_numbers = numbers;
            session.save_settings(settings).await
        };
        let saved = saved.await;
        session.close().await;
        saved
    }
}
