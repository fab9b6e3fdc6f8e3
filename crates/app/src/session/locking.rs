//! The passcode of an open profile, and the lock in front of it.

use super::{Inner, Session};
use crate::api::{AppEvent, LockedProgress, ProfileSummary, UnlockView};
use crate::error::{AppError, Result};
use crate::keys::{Passcode, ProfileKey};
use crate::profile_folder::Description;
use crate::vault::{Vault, locked};
use std::sync::Arc;
use std::time::Duration;
use tokio::time::MissedTickBehavior;

/// How often it is looked whether anybody is still there.
const LOOK: Duration = Duration::from_secs(5);

/// The key of a profile, without keeping a runtime waiting for it.
pub(super) async fn key(
    vault: &Vault,
    description: &Description,
    passcode: Option<&Passcode>,
) -> Result<ProfileKey> {
    let (vault, description, passcode) = (vault.clone(), description.clone(), passcode.cloned());
    blocking(move || vault.key(&description, passcode.as_ref())).await
}

async fn blocking<T: Send + 'static>(
    work: impl FnOnce() -> Result<T> + Send + 'static,
) -> Result<T> {
    tokio::task::spawn_blocking(work)
        .await
        .unwrap_or_else(|_| Err(AppError::unexpected()))
}

/// Locks the profile when nobody has done anything for as long as its settings say.
pub(super) async fn lock_when_idle(inner: Arc<Inner>) {
    let mut look = tokio::time::interval(LOOK);
    look.set_missed_tick_behavior(MissedTickBehavior::Delay);
    loop {
        look.tick().await;
        inner.lock_if_idle();
    }
}

impl Inner {
    fn lock_if_idle(&self) {
        if self.description().has_passcode() && self.guard.is_idle(self.clock()) {
            self.lock();
        }
    }

    fn lock(&self) {
        if self.guard.lock() {
            log::info!("the profile is locked");
            self.tell(AppEvent::Locked);
        }
    }
}

impl Session {
    /// Refuses while the profile is locked. A door asks this before every command
    /// that shows or changes something; what runs, runs on.
    pub fn admit(&self) -> Result<()> {
        if self.is_locked() {
            return Err(locked());
        }
        Ok(())
    }

    /// Whether a passcode is needed to go on.
    pub fn is_locked(&self) -> bool {
        self.inner.guard.is_locked()
    }

    /// A person did something at the door.
    pub fn touch(&self) {
        if !self.is_locked() {
            self.inner.guard.touch(self.inner.clock().now());
        }
    }

    /// Locks the profile by hand. Campaigns go on behind the lock.
    pub fn lock(&self) -> Result<()> {
        if !self.description().has_passcode() {
            return Err(AppError::no_passcode());
        }
        self.inner.lock();
        Ok(())
    }

    /// Unlocks it; wrong passcodes count as when it is opened.
    pub async fn unlock(&self, passcode: Option<&Passcode>) -> Result<()> {
        self.confirm(passcode).await?;
        log::info!("the profile is unlocked");
        self.inner.guard.unlock(self.inner.clock().now());
        self.inner.tell(AppEvent::Unlocked);
        Ok(())
    }

    /// Insists on the passcode where one is set. To be asked before what cannot be
    /// undone: unlinking, disabling, deleting.
    pub async fn confirm(&self, passcode: Option<&Passcode>) -> Result<()> {
        let (vault, description) = (self.vault.clone(), self.description().clone());
        let passcode = passcode.cloned();
        let _turn = self.rekeying.lock().await;
        blocking(move || vault.confirm(&description, passcode.as_ref())).await
    }

    /// The door as it looks from outside.
    pub async fn unlock_view(&self) -> Result<UnlockView> {
        let campaigns = self.campaigns().await?;
        let running = campaigns.iter().find(|each| each.state == "running");
        let progress = running.map(|campaign| {
            let left = campaign.counts.queued + campaign.counts.sending;
            LockedProgress {
                done: campaign.total.saturating_sub(left),
                total: campaign.total,
            }
        });
        Ok(UnlockView {
            progress,
            ..self.vault.view()
        })
    }

    /// Sets the first passcode of the profile.
    pub async fn set_passcode(&self, new: &Passcode) -> Result<ProfileSummary> {
        if self.description().has_passcode() {
            return Err(AppError::bad_input("passcode_already_set"));
        }
        new.check_new()?;
        self.rekey(None, Some(new)).await
    }

    /// Puts another passcode in the place of the present one.
    pub async fn change_passcode(
        &self,
        present: &Passcode,
        new: &Passcode,
    ) -> Result<ProfileSummary> {
        self.insist_on_one()?;
        new.check_new()?;
        self.rekey(Some(present), Some(new)).await
    }

    /// Lets the keychain or a file keep the key again.
    pub async fn remove_passcode(&self, present: &Passcode) -> Result<ProfileSummary> {
        self.insist_on_one()?;
        self.rekey(Some(present), None).await
    }

    fn insist_on_one(&self) -> Result<()> {
        if self.description().has_passcode() {
            return Ok(());
        }
        Err(AppError::no_passcode())
    }

    async fn rekey(
        &self,
        present: Option<&Passcode>,
        new: Option<&Passcode>,
    ) -> Result<ProfileSummary> {
        let _turn = self.rekeying.lock().await;
        let (vault, folder) = (self.vault.clone(), self.folder.clone());
        let (present, new) = (present.cloned(), new.cloned());
        let (inner, before) = (Arc::clone(&self.inner), self.description().clone());
        blocking(move || {
            vault.rekey(&before, present.as_ref(), new.as_ref(), |protector| {
                // Its name or language may have been changed meanwhile.
                let mut ours = inner.description();
                let mut named = ours.clone();
                named.protector = protector;
                folder.write(&named)?;
                *ours = named;
                Ok(())
            })
        })
        .await?;
        Ok(self.summary())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::api::NewProfile;
    use crate::{App, AppConfig, Cost};
    use testkit::TestClock;

    const MINUTE: i64 = 60_000;

    async fn shop(folder: &tempfile::TempDir, clock: &Arc<TestClock>) -> Arc<Session> {
        let config = AppConfig {
            data_dir: folder.path().to_owned(),
            loopback_url: None,
            #[cfg(feature = "loopback")]
            hurry: None,
        };
        let app = App::new(config)
            .unwrap()
            .with_clock(Arc::clone(clock) as Arc<_>)
            .with_passcode_cost(Cost::LEAST);
        let new = NewProfile {
            name: "Tienda".to_owned(),
            country: "PY".to_owned(),
            language: "es".to_owned(),
            practice: true,
        };
        app.create_profile(new, None).unwrap();
        app.open_profile_at_rest("Tienda", None).await.unwrap()
    }

    #[tokio::test]
    async fn it_locks_itself_behind_a_passcode_when_nobody_is_there() {
        let (folder, clock) = (tempfile::tempdir().unwrap(), Arc::new(TestClock::new()));
        let session = shop(&folder, &clock).await;
        let locks = || {
            session.inner.lock_if_idle();
            session.is_locked()
        };
        clock.jump(1_000 * MINUTE);
        assert!(!locks(), "nobody could unlock it");

        let passcode = Passcode::new("clavel rojo");
        session.set_passcode(&passcode).await.unwrap();
        session.touch();
        for _ in 0..4 {
            clock.jump(14 * MINUTE);
            assert!(!locks(), "somebody was there");
            session.touch();
        }
        clock.jump(15 * MINUTE);
        assert!(locks());
        // What a page does behind the lock is not somebody being there.
        session.touch();
        assert!(session.is_locked());

        session.unlock(Some(&passcode)).await.unwrap();
        let mut settings = session.settings().await.unwrap();
        assert_eq!(settings.auto_lock_minutes, 15);
        settings.auto_lock_minutes = 0;
        session.save_settings(settings.clone()).await.unwrap();
        clock.jump(10_000 * MINUTE);
        assert!(!locks(), "it was told never to");
        settings.auto_lock_minutes = 1;
        session.save_settings(settings).await.unwrap();
        assert!(locks());
        session.close().await;
    }
}
