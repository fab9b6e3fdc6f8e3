//! The way into one profile: what keeps its key, and who may have it.

use crate::api::UnlockView;
use crate::error::{AppError, ErrorKind, Result};
use crate::keys::{KeyRoom, Passcode, ProfileKey, Protector, Tries};
use crate::profile_folder::{Description, ProfileFolder};
use domain::Clock;
use std::num::NonZeroU32;
use std::sync::Arc;

/// One profile's door. Everything here may take half a second of computing, or as
/// long as a keychain asks a person.
#[derive(Clone)]
pub(crate) struct Vault {
    folder: ProfileFolder,
    room: KeyRoom,
    clock: Arc<dyn Clock>,
    hurry: NonZeroU32,
}

impl Vault {
    pub fn new(
        folder: ProfileFolder,
        room: KeyRoom,
        clock: Arc<dyn Clock>,
        hurry: NonZeroU32,
    ) -> Self {
        Self {
            folder,
            room,
            clock,
            hurry,
        }
    }

    fn tries(&self) -> Tries<'_> {
        let path = self.folder.path().join("tries");
        Tries::at(path, self.clock.as_ref(), self.hurry)
    }

    /// Keeps the key of a new profile. A profile for practice leaves the person's
    /// keychain alone.
    pub fn keep(
        &self,
        key: &ProfileKey,
        passcode: Option<&Passcode>,
        practice: bool,
    ) -> Result<Protector> {
        let folder = self.folder.path();
        match passcode {
            Some(passcode) => self.room.wrap(folder, key, passcode),
            None => self.room.keep(folder, key, !practice),
        }
    }

    /// The key. A passcode is not looked at where none is set.
    pub fn key(
        &self,
        description: &Description,
        passcode: Option<&Passcode>,
    ) -> Result<ProfileKey> {
        if !description.has_passcode() {
            return self.room.key(self.folder.path(), &description.protector);
        }
        // A file that cannot be opened by anything is nobody's wrong try.
        KeyRoom::check_wrapped(self.folder.path())?;
        match passcode {
            Some(passcode) => self.unwrap_key(passcode),
            None => self.room.key(self.folder.path(), &description.protector),
        }
    }

    fn unwrap_key(&self, passcode: &Passcode) -> Result<ProfileKey> {
        let tries = self.tries();
        tries.begin()?;
        let key = KeyRoom::unwrap_key(self.folder.path(), passcode)?;
        let key = key.ok_or_else(|| tries.wrong())?;
        tries.right();
        Ok(key)
    }

    /// Insists on the passcode where one is set.
    pub fn confirm(&self, description: &Description, passcode: Option<&Passcode>) -> Result<()> {
        if !description.has_passcode() {
            return Ok(());
        }
        self.key(description, passcode).map(drop)
    }

    /// Keeps the key under something else, with nothing re-encrypted: first the new
    /// way in is made, then it is named in the description, then the old one goes.
    /// Whenever this ends early, one of the two opens the profile. `name_it` writes
    /// the description.
    pub fn rekey(
        &self,
        description: &Description,
        present: Option<&Passcode>,
        new: Option<&Passcode>,
        name_it: impl FnOnce(Protector) -> Result<()>,
    ) -> Result<()> {
        let key = self.key(description, present)?;
        let protector = self.keep(&key, new, description.practice)?;
        name_it(protector.clone())?;
        self.tidy(&description.protector, &protector);
        Ok(())
    }

    /// Removes what kept the key before this protector.
    fn tidy(&self, before: &Protector, now: &Protector) {
        KeyRoom::sweep(self.folder.path(), now);
        if let Protector::Keychain { entry } = before
            && before != now
            && self.room.keychain.forget(entry).is_err()
        {
            log::warn!("a key that is of no use any more stays in the keychain");
        }
    }

    /// Removes what an end in the middle of [`Vault::rekey`] left in the folder. To
    /// be done when the profile has been opened.
    pub fn sweep(&self, description: &Description) {
        KeyRoom::sweep(self.folder.path(), &description.protector);
    }

    /// The profile is gone: so is what the keychain has of it.
    pub fn forget(&self, description: &Description) {
        if let Protector::Keychain { entry } = &description.protector {
            let _ = self.room.keychain.forget(entry);
        }
    }

    /// How things stand before the door.
    pub fn view(&self) -> UnlockView {
        let tries = self.tries();
        let wait = tries.wait().as_millis().div_ceil(1000);
        UnlockView {
            wait_seconds: u32::try_from(wait).unwrap_or(u32::MAX),
            tries_left: tries.left(),
            progress: None,
        }
    }
}

/// A command came to a profile that is locked.
pub(crate) fn locked() -> AppError {
    AppError::new(ErrorKind::Locked, "locked")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::SystemClock;
    use crate::api::NewProfile;
    use crate::keys::{Cost, KEY, MemoryKeychain, WRAPPED};
    use crate::replace::death;
    use std::fs;

    /// A profile's folder, whose key is known.
    struct Scene {
        _home: tempfile::TempDir,
        folder: ProfileFolder,
        keychain: Arc<MemoryKeychain>,
        key: ProfileKey,
    }

    fn passcode(typed: &str) -> Passcode {
        Passcode::new(typed)
    }

    impl Scene {
        fn new(typed: Option<&str>, practice: bool, keychain: bool) -> Self {
            let home = tempfile::tempdir().unwrap();
            let folder = ProfileFolder::at(home.path().join("tienda"));
            folder.create().unwrap();
            let scene = Self {
                _home: home,
                folder,
                keychain: Arc::default(),
                key: ProfileKey::random().unwrap(),
            };
            scene.keychain.go_away(!keychain);
            let protector = scene
                .vault()
                .keep(&scene.key, typed.map(passcode).as_ref(), practice)
                .unwrap();
            let new = NewProfile {
                name: "Tienda".into(),
                country: "PY".into(),
                language: "es".into(),
                practice,
            };
            scene
                .folder
                .write(&Description::new(new, protector))
                .unwrap();
            scene
        }

        fn vault(&self) -> Vault {
            let keychain = Arc::clone(&self.keychain) as Arc<_>;
            let cost = Cost::LEAST;
            let room = KeyRoom { keychain, cost };
            let clock = Arc::new(SystemClock);
            Vault::new(self.folder.clone(), room, clock, NonZeroU32::MIN)
        }

        fn description(&self) -> Description {
            self.folder.description().unwrap()
        }

        fn lies(&self, name: &str) -> bool {
            self.folder.path().join(name).exists()
        }

        /// Opens it as the next start of the program does.
        fn opens(&self, typed: Option<&str>) -> Result<ProfileKey> {
            let description = self.description();
            let typed = typed.map(passcode);
            let key = self.vault().key(&description, typed.as_ref())?;
            self.vault().sweep(&description);
            Ok(key)
        }

        fn rekey(&self, present: Option<&str>, new: Option<&str>, end: End) -> Result<()> {
            let description = self.description();
            let (present, new) = (present.map(passcode), new.map(passcode));
            let died = || AppError::failure("disk_full");
            self.vault()
                .rekey(&description, present.as_ref(), new.as_ref(), |protector| {
                    if end == End::BeforeItIsNamed {
                        return Err(died());
                    }
                    self.folder.write(&Description {
                        protector,
                        ..description.clone()
                    })?;
                    if end == End::BeforeTheOldOneGoes {
                        return Err(died());
                    }
                    Ok(())
                })
        }

        /// The key lies in no file of the folder.
        #[track_caller]
        fn nothing_in_the_clear(&self, told: &str) {
            let digits = self.key.digits();
            for entry in fs::read_dir(self.folder.path()).unwrap() {
                let path = entry.unwrap().path();
                let bytes = fs::read(&path).unwrap();
                let holds = |wanted: &[u8]| bytes.windows(wanted.len()).any(|w| w == wanted);
                assert!(!holds(digits.as_bytes()), "{told}: {}", path.display());
            }
        }

        #[track_caller]
        fn opens_with(&self, typed: Option<&str>) {
            assert_eq!(self.opens(typed).unwrap(), self.key);
        }
    }

    /// How far the program comes.
    #[derive(Clone, Copy, PartialEq)]
    enum End {
        BeforeItIsNamed,
        BeforeTheOldOneGoes,
        Whole,
    }

    fn code<T>(refused: Result<T>) -> &'static str {
        refused.err().map_or("", |error| error.code())
    }

    #[test]
    fn without_a_keychain_a_file_keeps_the_key() {
        let scene = Scene::new(None, false, false);
        assert_eq!(scene.description().protector, Protector::File);
        assert!(scene.lies(KEY));
        scene.opens_with(None);
    }

    #[test]
    fn a_keychain_that_answers_keeps_the_key_and_no_file_does() {
        let scene = Scene::new(None, false, true);
        assert_eq!(scene.description().protector.word(), "keychain");
        assert!(!scene.lies(KEY) && !scene.lies(WRAPPED));
        scene.opens_with(None);
        scene.keychain.go_away(true);
        assert_eq!(code(scene.opens(None)), "keychain_away");
        scene.keychain.go_away(false);
        scene.opens_with(None);
        let description = scene.description();
        scene.keychain.empty();
        assert_eq!(code(scene.opens(None)), "keychain_no_entry");
        scene.vault().forget(&description);
    }

    #[test]
    fn practice_leaves_the_keychain_alone() {
        let scene = Scene::new(None, true, true);
        assert_eq!(scene.description().protector, Protector::File);
        assert_eq!(scene.keychain.entries(), 0);
    }

    #[test]
    fn a_passcode_is_set_changed_and_removed_and_the_key_stays() {
        for keychain in [false, true] {
            let scene = Scene::new(None, false, keychain);
            let before = scene.description().protector.word();
            scene.rekey(None, Some("primero"), End::Whole).unwrap();
            assert!(!scene.lies(KEY) && scene.lies(WRAPPED));
            assert_eq!(scene.keychain.entries(), 0);
            scene.opens_with(Some("primero"));
            assert_eq!(code(scene.opens(None)), "passcode_needed");

            let changed = scene.rekey(Some("primero"), Some("segundo"), End::Whole);
            changed.unwrap();
            assert_eq!(code(scene.opens(Some("primero"))), "passcode_wrong");
            scene.opens_with(Some("segundo"));

            scene.rekey(Some("segundo"), None, End::Whole).unwrap();
            assert!(!scene.lies(WRAPPED));
            assert_eq!(scene.description().protector.word(), before);
            scene.opens_with(None);
        }
    }

    #[test]
    fn a_wrong_passcode_changes_nothing() {
        let scene = Scene::new(Some("primero"), false, false);
        let before = fs::read(scene.folder.path().join(WRAPPED)).unwrap();
        let refused = scene.rekey(Some("otro más"), Some("segundo"), End::Whole);
        assert_eq!(code(refused), "passcode_wrong");
        assert_eq!(fs::read(scene.folder.path().join(WRAPPED)).unwrap(), before);
        scene.opens_with(Some("primero"));
    }

    /// Wherever a change ends, exactly one way in works, and the next start
    /// removes what is left of the other.
    #[test]
    fn a_crash_between_the_writes_leaves_one_way_in() {
        for keychain in [false, true] {
            // Set.
            let scene = Scene::new(None, false, keychain);
            let died = scene.rekey(None, Some("primero"), End::BeforeItIsNamed);
            died.unwrap_err();
            scene.opens_with(None);
            assert!(!scene.lies(WRAPPED), "the next start has swept it");
            let died = scene.rekey(None, Some("primero"), End::BeforeTheOldOneGoes);
            died.unwrap_err();
            assert_eq!(code(scene.opens(None)), "passcode_needed");
            scene.opens_with(Some("primero"));
            assert!(!scene.lies(KEY), "the next start has swept it");

            // Changed: the file is replaced in one step.
            let died = scene.rekey(Some("primero"), Some("segundo"), End::BeforeItIsNamed);
            died.unwrap_err();
            assert_eq!(code(scene.opens(Some("primero"))), "passcode_wrong");
            scene.opens_with(Some("segundo"));

            // Removed.
            let died = scene.rekey(Some("segundo"), None, End::BeforeItIsNamed);
            died.unwrap_err();
            scene.opens_with(Some("segundo"));
            assert!(!scene.lies(KEY), "the next start has swept it");
            let died = scene.rekey(Some("segundo"), None, End::BeforeTheOldOneGoes);
            died.unwrap_err();
            scene.opens_with(None);
            assert!(!scene.lies(WRAPPED), "the next start has swept it");
        }
    }

    /// The same at every step on the disk, of which each change has some dozens.
    #[test]
    fn a_death_at_any_step_leaves_one_way_in_and_no_key_in_the_clear() {
        let changes = [
            (None, Some("primero")),
            (Some("primero"), Some("segundo")),
            (Some("primero"), None),
        ];
        for (keychain, (present, new)) in [false, true]
            .into_iter()
            .flat_map(|keychain| changes.map(|change| (keychain, change)))
        {
            let mut steps = 0;
            loop {
                let scene = Scene::new(present, false, keychain);
                let (_, alive) = death::after(steps, || scene.rekey(present, new, End::Whole));
                let told = format!("{present:?} to {new:?}, dead after {steps} steps");
                let opened = [new, present].map(|typed| scene.opens(typed));
                let right = opened.into_iter().flatten().next();
                assert_eq!(right.as_ref(), Some(&scene.key), "{told}");
                let described = scene.description();
                if described.has_passcode() {
                    scene.nothing_in_the_clear(&told);
                }
                if alive {
                    assert_eq!(described.has_passcode(), new.is_some(), "{told}");
                    break;
                }
                steps += 1;
            }
            assert!(steps > 12, "{present:?} to {new:?}: {steps} steps");
        }
    }

    /// Halves of files that were being written are nobody's key.
    #[test]
    fn what_was_half_written_is_not_looked_at() {
        let scene = Scene::new(Some("primero"), false, false);
        for name in ["key.new", "key.passcode.new", "profile.json.new"] {
            fs::write(scene.folder.path().join(name), "{\"ha").unwrap();
        }
        scene.opens_with(Some("primero"));
        assert!(!scene.lies("key.passcode.new") && !scene.lies("key.new"));
        let changed = scene.rekey(Some("primero"), Some("segundo"), End::Whole);
        changed.unwrap();
        scene.rekey(Some("segundo"), None, End::Whole).unwrap();
        scene.opens_with(None);
        assert!(!scene.lies("key.passcode.new") && !scene.lies("key.new"));
    }

    /// Our own sentence tells people to bring `profile.json` back from a copy.
    #[test]
    fn a_description_from_an_old_copy_locks_nobody_out() {
        let scene = Scene::new(None, false, false);
        let description = scene.folder.path().join("profile.json");
        let old = fs::read(&description).unwrap();
        scene.rekey(None, Some("primero"), End::Whole).unwrap();
        let new = fs::read(&description).unwrap();
        fs::write(&description, old).unwrap();
        scene.opens_with(Some("primero"));
        fs::write(&description, &new).unwrap();
        scene.rekey(Some("primero"), None, End::Whole).unwrap();
        fs::write(&description, new).unwrap();
        scene.opens_with(None);
    }

    #[test]
    fn a_profile_from_before_there_were_protectors_opens() {
        let scene = Scene::new(None, false, false);
        let path = scene.folder.path().join("profile.json");
        let old = r#"{"name":"Tienda","country":"PY","language":"es","practice":false}"#;
        fs::write(path, old).unwrap();
        scene.opens_with(None);
    }

    #[test]
    fn a_wrapped_key_that_is_gone_or_damaged_is_nobodys_wrong_try() {
        let scene = Scene::new(Some("primero"), false, false);
        let path = scene.folder.path().join(WRAPPED);
        let whole = fs::read(&path).unwrap();
        for _ in 0..8 {
            fs::write(&path, &whole[..whole.len() / 2]).unwrap();
            assert_eq!(code(scene.opens(Some("primero"))), "key_damaged");
            fs::remove_file(&path).unwrap();
            assert_eq!(code(scene.opens(Some("primero"))), "key_missing");
        }
        fs::write(&path, &whole).unwrap();
        assert_eq!(scene.vault().view().tries_left, 5);
        scene.opens_with(Some("primero"));
    }

    #[test]
    fn confirming_wants_a_passcode_only_where_one_is_set() {
        let open = Scene::new(None, false, false);
        open.vault().confirm(&open.description(), None).unwrap();
        let scene = Scene::new(Some("primero"), false, false);
        let confirm = |typed: Option<&str>| {
            let typed = typed.map(passcode);
            scene.vault().confirm(&scene.description(), typed.as_ref())
        };
        assert_eq!(code(confirm(None)), "passcode_needed");
        assert_eq!(code(confirm(Some("otro más"))), "passcode_wrong");
        confirm(Some("primero")).unwrap();
    }
}
