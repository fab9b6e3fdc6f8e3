//! The profiles of this computer.

mod allowed;

use crate::SystemClock;
use crate::api::{AppInfo, NewProfile, ProfileColour, ProfileEdit, ProfileSummary, UnlockView};
use crate::backup::{bring_back, forget_replaced, with_offer};
use crate::bidi::steers;
use crate::catalogue::{LANGUAGES, language_of, region_of};
use crate::error::{AppError, Result};
use crate::keys::{Cost, KeyRoom, Keychain, Passcode, ProfileKey};
use crate::logs::Logs;
use crate::profile_folder::{Description, ProfileFolder, io_error};
use crate::session::Session;
use crate::vault::Vault;
use dispatch::Timing;
use domain::Clock;
use std::collections::hash_map::DefaultHasher;
use std::hash::{Hash as _, Hasher as _};
use std::num::NonZeroU32;
use std::path::PathBuf;
use std::sync::Arc;

/// What a door decides before anything else.
#[derive(Clone, Debug)]
pub struct AppConfig {
    /// Folder under which profiles lie.
    pub data_dir: PathBuf,
    /// Address of a loopback server. Only builds with the feature `loopback`
    /// take one; the others refuse to start with it.
    pub loopback_url: Option<String>,
    /// By what the dispatcher's deadlines, the waits behind wrong passcodes and the cost
    /// of new ones are divided, for tests in which acks get lost and people forget.
    #[cfg(feature = "loopback")]
    pub hurry: Option<NonZeroU32>,
}

impl AppConfig {
    /// The environment variable that names a loopback server.
    pub const LOOPBACK_VARIABLE: &'static str = "MESSAGE_SENDER_LOOPBACK_URL";

    /// The environment variable that makes the dispatcher impatient.
    #[cfg(feature = "loopback")]
    pub const HURRY_VARIABLE: &'static str = "MESSAGE_SENDER_LOOPBACK_HURRY";

    /// A configuration with the loopback address, and what goes with it, taken
    /// from the environment.
    pub fn from_env(data_dir: PathBuf) -> Self {
        let loopback_url = std::env::var(Self::LOOPBACK_VARIABLE)
            .ok()
            .filter(|v| !v.is_empty());
        Self {
            data_dir,
            loopback_url,
            #[cfg(feature = "loopback")]
            hurry: std::env::var(Self::HURRY_VARIABLE)
                .ok()
                .and_then(|v| v.parse().ok()),
        }
    }

    /// The dispatcher's deadlines.
    pub(crate) fn timing(&self) -> Timing {
        let timing = Timing::default();
        #[cfg(feature = "loopback")]
        if let Some(hurry) = self.hurry {
            let hurry = hurry.get();
            return Timing {
                send: timing.send / hurry,
                ack: timing.ack / hurry,
                settle: timing.settle / hurry,
                prepare: timing.prepare / hurry,
                ..timing
            };
        }
        timing
    }

    /// What a passcode that is set now costs.
    fn passcode_cost(&self) -> Cost {
        #[cfg(feature = "loopback")]
        if let Some(hurry) = self.hurry {
            return Cost::USUAL.divided(hurry);
        }
        Cost::USUAL
    }

    /// By what the waits behind wrong passcodes are divided.
    fn passcode_hurry(&self) -> NonZeroU32 {
        #[cfg(feature = "loopback")]
        if let Some(hurry) = self.hurry {
            return hurry;
        }
        NonZeroU32::MIN
    }

    /// Refuses a loopback address in a build that only talks to `WhatsApp`.
    fn fits(&self, takes_loopback: bool) -> Result<()> {
        if self.loopback_url.is_some() && !takes_loopback {
            return Err(
                AppError::bad_input("wrong_build").with("variable", Self::LOOPBACK_VARIABLE)
            );
        }
        Ok(())
    }
}

/// Where profiles lie unless a door says otherwise: the user's own application
/// data on this system.
pub fn default_data_dir() -> PathBuf {
    dirs::data_dir()
        .unwrap_or_else(|| PathBuf::from("."))
        .join("message-sender")
}

/// Nothing is left of a profile that could not be made.
fn give_up(folder: &ProfileFolder) {
    if let Err(error) = folder.delete() {
        log::warn!("half a profile stays: {}", error.code());
    }
}

/// Refuses a name that no profile may have.
pub(crate) fn check_name(name: &str) -> Result<()> {
    if !(1..=60).contains(&name.chars().count()) || name.chars().any(steers) {
        return Err(AppError::bad_input("profile_name"));
    }
    Ok(())
}

/// The program before a profile is open.
#[derive(Clone)]
pub struct App {
    pub(crate) config: AppConfig,
    pub(crate) clock: Arc<dyn Clock>,
    keys: KeyRoom,
    logs: Logs,
}

impl App {
    /// Starts on a data folder, which is made when it is missing.
    pub fn new(config: AppConfig) -> Result<Self> {
        config.fits(cfg!(feature = "loopback"))?;
        bring_back(&config.data_dir);
        let keys = KeyRoom {
            cost: config.passcode_cost(),
            ..KeyRoom::default()
        };
        Ok(Self {
            config,
            clock: Arc::new(SystemClock),
            keys,
            logs: Logs::default(),
        })
    }

    /// Keeps the keys of profiles that are created from now on in this keychain,
    /// where it answers and no passcode is set. Without this they are kept in files.
    #[must_use]
    pub fn with_keychain(mut self, keychain: Arc<dyn Keychain>) -> Self {
        self.keys.keychain = keychain;
        self
    }

    /// Writes what happens to a profile into its own log while it is open. Without this
    /// nothing is written.
    #[must_use]
    pub fn with_logs(mut self, logs: Logs) -> Self {
        self.logs = logs;
        self
    }

    /// Goes by this clock.
    #[must_use]
    pub fn with_clock(mut self, clock: Arc<dyn Clock>) -> Self {
        self.clock = clock;
        self
    }

    /// What the passcodes that are set from now on cost whoever tries one.
    #[must_use]
    pub fn with_passcode_cost(mut self, cost: Cost) -> Self {
        self.keys.cost = cost;
        self
    }

    /// What is known before a profile is open.
    pub fn info(&self) -> AppInfo {
        let locale = sys_locale::get_locale().unwrap_or_default();
        let known = |region: &String| contact_import::is_known_region(region);
        AppInfo {
            version: env!("CARGO_PKG_VERSION").to_owned(),
            language: language_of(&locale).to_owned(),
            country: region_of(&locale)
                .filter(known)
                .unwrap_or_else(|| "PY".to_owned()),
        }
    }

    /// All profiles, by name.
    pub fn profiles(&self) -> Result<Vec<ProfileSummary>> {
        let folder = self.config.data_dir.join("profiles");
        let Ok(entries) = std::fs::read_dir(&folder) else {
            return Ok(Vec::new());
        };
        let mut profiles: Vec<_> = entries
            .flatten()
            .map(|entry| ProfileFolder::at(entry.path()))
            .filter(ProfileFolder::exists)
            .filter_map(|folder| folder.description().ok())
            .map(|description| description.summary())
            .collect();
        profiles.sort_by_key(|profile| domain::fold(&profile.name));
        Ok(profiles)
    }

    /// The profile with this name, however it is typed.
    pub fn profile(&self, name: &str) -> Option<ProfileSummary> {
        let description = self.find(name)?.description().ok()?;
        Some(description.summary())
    }

    /// Creates a profile, locked by a passcode where one is given. May take as
    /// long as a keychain asks a person.
    pub fn create_profile(
        &self,
        mut new: NewProfile,
        passcode: Option<&Passcode>,
    ) -> Result<ProfileSummary> {
        new.name = String::from(new.name.trim());
        new.country = new.country.trim().to_ascii_uppercase();
        check_name(&new.name)?;
        if !contact_import::is_known_region(&new.country) {
            return Err(AppError::bad_input("country").with("country", &new.country));
        }
        if !LANGUAGES.contains(&new.language.as_str()) {
            return Err(AppError::bad_input("language").with("language", &new.language));
        }
        if self.find(&new.name).is_some() {
            return Err(AppError::bad_input("profile_exists").with("profile", &new.name));
        }
        if let Some(passcode) = passcode {
            passcode.check_new()?;
        }
        let folder = self.folder(&new.name);
        folder.create()?;
        let key = ProfileKey::random().map_err(|e| io_error(&e, folder.path()))?;
        let vault = self.vault(&folder);
        // The key is on the disk before anything names it.
        let kept = vault.keep(&key, passcode, new.practice);
        let protector = kept.inspect_err(|_| give_up(&folder))?;
        let mut description = Description::new(new, protector);
        description.colour = self.free_colour();
        folder.write(&description).inspect_err(|_| {
            vault.forget(&description);
            give_up(&folder);
        })?;
        log::info!("profile {} created", folder.id());
        Ok(description.summary())
    }

    /// The colour that the fewest profiles have.
    pub(crate) fn free_colour(&self) -> ProfileColour {
        let profiles = self.profiles().unwrap_or_default();
        let bearers = |colour: &ProfileColour| {
            let bearers = profiles.iter().filter(|each| each.colour == *colour);
            bearers.count()
        };
        ProfileColour::ALL
            .into_iter()
            .min_by_key(bearers)
            .unwrap_or_default()
    }

    /// Deletes a profile with everything in it. The door has asked before; where a
    /// passcode is set, it is needed.
    pub fn delete_profile(&self, name: &str, passcode: Option<&Passcode>) -> Result<()> {
        let folder = self.existing(name)?;
        let description = folder.description()?;
        // Nobody may have it open; the lock goes with the folder.
        let lock = folder.lock(name)?;
        let vault = self.vault(&folder);
        match vault.confirm(&description, passcode) {
            // A key that is gone keeps nobody out, and nothing in.
            Err(error) if matches!(error.code(), "key_damaged" | "key_missing") => {}
            confirmed => confirmed?,
        }
        forget_replaced(&folder, &vault);
        drop(lock);
        folder.delete()?;
        log::info!("profile {} deleted", folder.id());
        vault.forget(&description);
        Ok(())
    }

    /// The door of a profile: how many passcodes may still be wrong.
    pub fn unlock_view(&self, name: &str) -> Result<UnlockView> {
        Ok(self.vault(&self.existing(name)?).view())
    }

    pub(crate) fn vault(&self, folder: &ProfileFolder) -> Vault {
        Vault::new(
            folder.clone(),
            self.keys.clone(),
            Arc::clone(&self.clock),
            self.config.passcode_hurry(),
        )
    }

    /// Gives a profile that nobody has open another name.
    pub fn rename_profile(&self, name: &str, to: &str) -> Result<ProfileSummary> {
        self.change_description(name, to, None)
    }

    /// Gives a profile that nobody has open another name and colour.
    pub fn edit_profile(&self, name: &str, edit: &ProfileEdit) -> Result<ProfileSummary> {
        self.change_description(name, &edit.name, Some(edit.colour))
    }

    fn change_description(
        &self,
        name: &str,
        to: &str,
        colour: Option<ProfileColour>,
    ) -> Result<ProfileSummary> {
        let to = to.trim();
        check_name(to)?;
        let folder = self.existing(name)?;
        if domain::fold(name) != domain::fold(to) && self.find(to).is_some() {
            return Err(AppError::bad_input("profile_exists").with("profile", to));
        }
        let _lock = folder.lock(name)?;
        let mut description = folder.description()?;
        to.clone_into(&mut description.name);
        description.colour = colour.unwrap_or(description.colour);
        folder.write(&description)?;
        Ok(description.summary())
    }

    /// Opens a profile and lets its engine run: a linked device connects by
    /// itself, campaigns under way go on. A passcode is needed where one is set, and
    /// not looked at where not.
    pub async fn open_profile(
        &self,
        name: &str,
        passcode: Option<&Passcode>,
    ) -> Result<Arc<Session>> {
        let session = self.open_profile_at_rest(name, passcode).await?;
        session.start().await?;
        Ok(session)
    }

    /// Opens a profile without connecting or sending anything.
    pub async fn open_profile_at_rest(
        &self,
        name: &str,
        passcode: Option<&Passcode>,
    ) -> Result<Arc<Session>> {
        let folder = self.existing(name)?;
        let vault = self.vault(&folder);
        let at = folder.clone();
        Session::open(
            folder,
            vault,
            passcode,
            &self.config,
            Arc::clone(&self.clock),
            &self.logs,
        )
        .await
        .map_err(|error| {
            log::error!("profile {} does not open: {}", at.id(), error.code());
            with_offer(error, &at)
        })
    }

    /// The name of the only profile there is.
    pub fn only_profile(&self) -> Result<String> {
        let profiles = self.profiles()?;
        match profiles.as_slice() {
            [only] => Ok(only.name.clone()),
            [] => Err(match self.damaged_profiles().into_iter().next() {
                Some(damaged) => damaged,
                None => AppError::bad_input("no_profile"),
            }),
            several => {
                let names: Vec<_> = several.iter().map(|p| p.name.as_str()).collect();
                Err(AppError::bad_input("which_profile").with("profiles", names.join(", ")))
            }
        }
    }

    /// Folders of profiles whose description cannot be read: they are not
    /// listed, and a person should know that they are there.
    pub fn damaged_profiles(&self) -> Vec<AppError> {
        let Ok(entries) = std::fs::read_dir(self.config.data_dir.join("profiles")) else {
            return Vec::new();
        };
        let folders = entries
            .flatten()
            .map(|entry| ProfileFolder::at(entry.path()));
        folders
            .filter(ProfileFolder::is_damaged)
            .map(|folder| AppError::failure("profile_damaged").with("folder", folder.shown()))
            .collect()
    }

    pub(crate) fn existing(&self, name: &str) -> Result<ProfileFolder> {
        if self.find(name).is_none()
            && let Some(damaged) = self.damaged_profiles().into_iter().next()
        {
            return Err(damaged);
        }
        self.find(name).ok_or_else(|| {
            let known = self.profiles().unwrap_or_default();
            let names: Vec<_> = known.iter().map(|p| p.name.as_str()).collect();
            AppError::bad_input("profile_not_found")
                .with("profile", name)
                .with("profiles", names.join(", "))
        })
    }

    pub(crate) fn find(&self, name: &str) -> Option<ProfileFolder> {
        let entries = std::fs::read_dir(self.config.data_dir.join("profiles")).ok()?;
        let wanted = domain::fold(name);
        entries
            .flatten()
            .map(|e| ProfileFolder::at(e.path()))
            .filter(ProfileFolder::exists)
            .find(|folder| {
                folder
                    .description()
                    .is_ok_and(|d| domain::fold(&d.name) == wanted)
            })
    }

    /// A folder name that every file system takes, whatever the profile's name.
    pub(crate) fn folder(&self, name: &str) -> ProfileFolder {
        let readable: String = domain::fold(name)
            .chars()
            .filter(char::is_ascii_alphanumeric)
            .take(24)
            .collect();
        let mut hasher = DefaultHasher::new();
        (name, self.clock.now().0).hash(&mut hasher);
        let folder = format!("{readable}-{:08x}", hasher.finish() & 0xffff_ffff);
        ProfileFolder::at(self.config.data_dir.join("profiles").join(folder))
    }
}

#[cfg(test)]
mod tests;
