//! Luna's computer breaks, is replaced, or damages what it keeps.

use crate::people::{expect, store, stored, texts};
use crate::shop::{practise, spreadsheet, state};
use e2e::{Desktop, Outcome, Trouble, Window, story};
use serde_json::{Value, json};
use std::fs;
use std::path::{Path, PathBuf};

const WORDS: &str = "tereré con 🧉 y menta";
const PASSCODE: &str = "clavel rojo";

/// So much that making a backup of it takes a moment, and reading it as well.
const LARGE: usize = 16 << 20;

/// The only folder with a profile.
pub fn profile(desktop: &Desktop) -> Outcome<PathBuf> {
    let mut profiles = fs::read_dir(desktop.data_dir().join("profiles"))?;
    match (profiles.next(), profiles.next()) {
        (Some(only), None) => Ok(only?.path()),
        _ => Err(Trouble::new("there is not one profile")),
    }
}

/// A shop with thirty people, a large file, and a campaign under way.
async fn shop(window: &Window<'_>) -> Outcome {
    practise(window).await?;
    store(window, &spreadsheet(0..30)?).await?;
    let file = window
        .desktop()
        .write_file("catálogo.bin", vec![7; LARGE])?;
    let attach = json!({ "path": file, "wanted": "document" });
    window.invoke("attach_file", attach).await?;
    let campaign = json!({
        "name": "Promo de junio",
        "audience": { "kind": "list", "source": { "kind": "text", "text": spreadsheet(0..30)? } },
        "texts": ["Hola {nombre}"],
        "pace": { "delay_ms": 60_000, "jitter_percent": 0 },
    });
    let campaign = json!({ "campaign": campaign });
    window.invoke("start_campaign", campaign).await?;
    Ok(())
}

/// Brings the backups into view.
async fn settings(window: &Window<'_>) -> Outcome {
    window.click("nav-settings").await?;
    window.find("settings-backups").await?;
    window
        .execute(
            "document.querySelector('[data-testid=settings-backups]').scrollIntoView({ block: 'center' });",
            vec![],
        )
        .await?;
    Ok(())
}

async fn back_up(window: &Window<'_>, passphrase: &str, to: &Path) -> Outcome {
    window.fill("backup-passphrase", passphrase).await?;
    window.fill("backup-again", passphrase).await?;
    window.click("backup-submit").await?;
    window.choose_file(to).await
}

/// A picture in the light, and one in the dark.
async fn pictures(window: &Window<'_>, name: &str) -> Outcome {
    for theme in ["light", "dark"] {
        let wear = "document.documentElement.dataset.theme = arguments[0];";
        window.execute(wear, vec![theme.into()]).await?;
        window.screenshot(&format!("backup-{name}-{theme}")).await?;
    }
    Ok(())
}

pub async fn close(window: &Window<'_>) -> Outcome {
    window.click("profile-menu").await?;
    window.click("profile-menu-close").await?;
    window.find("profile-card").await?;
    Ok(())
}

/// From the first screen to what is in a backup.
async fn look_into(window: &Window<'_>, file: &Path, passphrase: &str) -> Outcome {
    window.click("profile-restore").await?;
    window.click("restore-choose").await?;
    window.choose_file(file).await?;
    let name = file.file_name().unwrap_or_default().to_string_lossy();
    window.text_with("restore-file", &name).await?;
    window.fill("restore-passphrase", passphrase).await?;
    window.click("restore-submit").await
}

/// What a restored shop has, and how its campaign goes on.
async fn everything_is_there(window: &Window<'_>) -> Outcome {
    let people = stored(window, &["name"]).await?;
    expect(&json!(people.as_array().map(Vec::len)), &json!(30))?;
    let campaigns = window.invoke("campaigns", json!({})).await?;
    let told = ["state", "hold_reason"].map(|name| campaigns.pointer(&format!("/0/{name}")));
    expect(&json!(told), &json!(["held", "restored"]))
}

#[test]
fn a_backup_is_made_stopped_and_made_again() -> Outcome {
    story("backup", async |window| {
        shop(window).await?;
        settings(window).await?;
        window.find("automatic-list").await?;
        pictures(window, "es-settings").await?;
        window.click("backup-now").await?;
        window.fill("backup-passphrase", "corta").await?;
        window.fill("backup-again", "corta").await?;
        window.click("backup-submit").await?;
        window.text_with("backup-problem", "al menos 8").await?;
        window.fill("backup-passphrase", WORDS).await?;
        window.click("backup-submit").await?;
        window.text_with("backup-problem", "no son iguales").await?;
        pictures(window, "es-passphrase").await?;

        let file = window.desktop().path("tienda.msbackup");
        // Somebody changes their mind, and then somebody stops it.
        window.fill("backup-again", WORDS).await?;
        window.click("backup-submit").await?;
        window.choose_no_file().await?;
        back_up(window, WORDS, &file).await?;
        window.find("backup-going").await?;
        window.click("backup-going-cancel").await?;
        window.text_with("toast-done", "cancelada").await?;
        if file.exists() || file.with_extension("msbackup.part").exists() {
            return Err(Trouble::new("what was stopped left something behind"));
        }
        // It goes on while the window is used.
        back_up(window, WORDS, &file).await?;
        window.find("backup-going").await?;
        window.screenshot("backup-es-going-light").await?;
        window.click("backup-keep-going").await?;
        window.gone("backup-dialog").await?;
        window.click("nav-contacts").await?;
        window.text_with("toast-done", "tienda.msbackup").await?;
        window.gone("work-backup").await?;
        if fs::metadata(&file)?.len() < LARGE as u64 {
            return Err(Trouble::new("the backup lacks something"));
        }
        // A folder of the profiles is no place for it.
        settings(window).await?;
        window.click("backup-now").await?;
        let inside = profile(window.desktop())?.join("copia.msbackup");
        back_up(window, WORDS, &inside).await?;
        window
            .text_with("backup-problem", "Elige otro lugar")
            .await?;
        Ok(())
    })
}

/// The other computer is new, and somebody there speaks English.
async fn restored_elsewhere(window: &Window<'_>, file: &Path) -> Outcome {
    window.click("language-en").await?;
    look_into(window, file, "tereré con menta").await?;
    window
        .text_with("restore-problem", "That is not the passphrase")
        .await?;
    pictures(window, "en-wrong").await?;
    window.fill("restore-passphrase", WORDS).await?;
    window.click("restore-submit").await?;
    window.text_with("restore-found", "Práctica").await?;
    pictures(window, "en-found").await?;
    window.click("restore-submit").await?;
    window.find("work-restore").await?;
    window.click("work-restore-cancel").await?;
    window
        .text_with("toast-done", "Nothing was changed")
        .await?;
    expect(
        &window.invoke("list_profiles", json!({})).await?,
        &json!([]),
    )?;
    window.click("restore-submit").await?;
    window.find("work-restore").await?;
    window.screenshot("backup-en-going-dark").await?;
    window.find("restored-dialog").await?;
    window
        .text_with("restored-open-to-all", "No passcode")
        .await?;
    window.text_with("restored-facts", "Link the phone").await?;
    window
        .text_with("restored-facts", "One campaign waits")
        .await?;
    pictures(window, "en-done").await?;

    window.click("restored-passcode").await?;
    window.fill("passcode-new", PASSCODE).await?;
    window.fill("passcode-repeat", PASSCODE).await?;
    window.click("passcode-submit").await?;
    window.gone("passcode-dialog").await?;
    state(window, "protection", "passcode").await?;
    everything_is_there(window).await?;
    // Why it is held, and how it goes on.
    window.click("nav-campaigns").await?;
    window
        .text_with("campaign-why", "copia de seguridad")
        .await?;
    window.click("campaign-row").await?;
    window.text_with("campaign-hold", "reanúdala").await?;
    window.screenshot("backup-es-held").await?;
    window.click("nav-device").await?;
    window.click("device-start").await?;
    window.click("practice-scan").await?;
    state(window, "device-state", "online").await?;
    everything_is_there(window).await?;
    window.click("nav-campaigns").await?;
    window.click("campaign-row").await?;
    window.click("hold-action").await?;
    state(window, "campaign-state", "running").await
}

#[test]
fn another_computer_goes_on_with_it() -> Outcome {
    story("backup-elsewhere", async |window| {
        shop(window).await?;
        settings(window).await?;
        window.click("backup-now").await?;
        let file = window.desktop().path("tienda.msbackup");
        back_up(window, WORDS, &file).await?;
        window.text_with("toast-done", "tienda.msbackup").await?;
        let desktop = Desktop::start()?;
        let other = Window::open(&desktop).await?;
        let outcome = restored_elsewhere(&other, &file).await;
        if outcome.is_err() {
            other.screenshot("backup-elsewhere-there-failed").await?;
        }
        other.end().await?;
        outcome
    })
}

#[test]
fn a_profile_is_replaced_by_whoever_knows_its_name_and_passcode() -> Outcome {
    story("backup-replace", async |window| {
        shop(window).await?;
        settings(window).await?;
        window.click("backup-now").await?;
        let file = window.desktop().path("tienda.msbackup");
        back_up(window, WORDS, &file).await?;
        window.text_with("toast-done", "tienda.msbackup").await?;
        window.click("passcode-set").await?;
        window.fill("passcode-new", PASSCODE).await?;
        window.fill("passcode-repeat", PASSCODE).await?;
        window.click("passcode-submit").await?;
        window.gone("passcode-dialog").await?;
        store(window, &spreadsheet(30..40)?).await?;
        // Messages are under way, so it is asked.
        window.click("profile-menu").await?;
        window.click("profile-menu-close").await?;
        window.click("confirm-yes").await?;
        window.find("profile-card").await?;

        let letter = window
            .desktop()
            .write_file("carta.msbackup", "Querida Luna")?;
        look_into(window, &letter, WORDS).await?;
        window
            .text_with("restore-problem", "no es una copia")
            .await?;
        window.click("restore-choose").await?;
        window.choose_file(&file).await?;
        window.click("restore-submit").await?;
        window.text_with("restore-taken", "Práctica").await?;
        pictures(window, "es-taken").await?;
        window.click("restore-replace").await?;
        pictures(window, "es-replace").await?;
        window.fill("confirm-typed", "Luna").await?;
        window.click("restore-submit").await?;
        window.text_with("restore-problem", "Práctica").await?;
        window.fill("confirm-typed", "práctica").await?;
        window.fill("restore-passcode", "clavel azul").await?;
        window.click("restore-submit").await?;
        window.text_with("restore-problem", "4 intentos").await?;
        window.fill("restore-passcode", PASSCODE).await?;
        window.click("restore-submit").await?;
        window
            .text_with("restored-facts", "se guarda aparte")
            .await?;
        pictures(window, "es-done").await?;
        let aside = window.desktop().data_dir().join("set-aside");
        expect(&json!(fs::read_dir(&aside)?.count()), &json!(1))?;
        // Its passcode guards the one that came.
        window.gone("restored-open-to-all").await?;
        window.click("restored-open").await?;
        window.fill("unlock-passcode", PASSCODE).await?;
        window.click("unlock-submit").await?;
        window.find("nav-contacts").await?;
        everything_is_there(window).await?;
        expect(&json!(fs::read_dir(&aside)?.count()), &json!(0))
    })
}

/// Beside the one that is here, under another name.
#[test]
fn both_are_kept_when_that_is_wanted() -> Outcome {
    story("backup-beside", async |window| {
        practise(window).await?;
        store(window, &spreadsheet(0..30)?).await?;
        settings(window).await?;
        window.click("backup-now").await?;
        let file = window.desktop().path("tienda.msbackup");
        back_up(window, WORDS, &file).await?;
        window.text_with("toast-done", "tienda.msbackup").await?;
        close(window).await?;
        look_into(window, &file, WORDS).await?;
        window.find("restore-name").await?;
        window.fill("restore-name", "PRÁCTICA").await?;
        window.click("restore-submit").await?;
        window.text_with("restore-problem", "Elige otro").await?;
        window.fill("restore-name", "Práctica de antes").await?;
        window.click("restore-submit").await?;
        window.click("restored-close").await?;
        window.gone("restored-dialog").await?;
        let cards = texts(window, "profile-card").await?;
        let told = |name: &str| cards.iter().any(|card| card.contains(name));
        expect(
            &json!([cards.len(), told("Práctica de antes"), told("Práctica\n")]),
            &json!([2, true, true]),
        )
    })
}

/// A byte of the first page, as a disk changes it.
pub fn damage(database: &Path) -> Outcome {
    let mut bytes = fs::read(database)?;
    let byte = bytes
        .get_mut(100)
        .ok_or_else(|| Trouble::new("no database"))?;
    *byte ^= 1;
    Ok(fs::write(database, bytes)?)
}

async fn with_an_automatic_backup(desktop: &Desktop) -> Outcome {
    let window = Window::open(desktop).await?;
    practise(&window).await?;
    store(&window, &spreadsheet(0..30)?).await?;
    window.end().await?;
    // The one that was made when the profile was new has nobody in it.
    fs::remove_dir_all(profile(desktop)?.join("backups"))?;
    let window = Window::open(desktop).await?;
    window.click("profile-card").await?;
    settings(&window).await?;
    window.find("automatic-list").await?;
    window.end().await
}

async fn damaged_and_restored(window: &Window<'_>, broken: &[u8]) -> Outcome {
    window.click("profile-card").await?;
    window.find("damaged-restore").await?;
    window.text_with("damaged-message", "dañados").await?;
    pictures(window, "es-damaged").await?;
    window.click("damaged-restore").await?;
    window.find("restored-dialog").await?;
    pictures(window, "es-damaged-done").await?;
    window.click("restored-open").await?;
    window.find("nav-contacts").await?;
    let people = stored(window, &["name"]).await?;
    expect(&json!(people.as_array().map(Vec::len)), &json!(30))?;
    // Nothing is lost: what does not open lies beside it.
    let kept = fs::read_dir(profile(window.desktop())?)?
        .flatten()
        .map(|entry| entry.path())
        .filter(|path| path.extension().is_some_and(|end| end == "db"))
        .find(|path| path.to_string_lossy().contains("/damaged-"));
    let kept = kept.ok_or_else(|| Trouble::new("the damaged data is gone"))?;
    expect(&json!(fs::read(kept)? == broken), &Value::Bool(true))
}

#[test]
fn damaged_data_gives_way_to_the_last_automatic_copy() -> Outcome {
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()?;
    let desktop = Desktop::start()?;
    let outcome = runtime.block_on(async {
        with_an_automatic_backup(&desktop).await?;
        let database = profile(&desktop)?.join("profile.db");
        damage(&database)?;
        let broken = fs::read(&database)?;
        let window = Window::open(&desktop).await?;
        let outcome = damaged_and_restored(&window, &broken).await;
        if outcome.is_err() {
            window.screenshot("backup-damaged-failed").await?;
        }
        window.end().await?;
        outcome
    });
    if outcome.is_err() {
        eprintln!("{}", desktop.said());
    }
    outcome
}
