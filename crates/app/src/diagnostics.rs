//! One file for whoever helps: how the program stands and what its logs say, with nothing
//! about anybody. Every text in it is redacted once more on its way.

use crate::api::{CampaignView, DeviceView, DiagnosticsDone, SettingsView};
use crate::destination::write_whole;
use crate::error::{AppError, Result};
use crate::logs::{self, redact};
use crate::profile_folder::{Description, ProfileFolder};
use domain::Timestamp;
use serde_json::{Value, json};
use std::collections::BTreeMap;
use std::fs;
use std::io::{Cursor, Write as _};
use std::path::{Path, PathBuf};
use zip::ZipWriter;
use zip::write::SimpleFileOptions;

/// How many campaigns are told of, the latest.
const CAMPAIGNS: usize = 20;

/// What may lie in the folder of a profile.
const FILES: [&str; 17] = [
    "attach.tmp",
    "backup.tmp",
    "backups",
    "import.tmp",
    "key",
    "key.passcode",
    "lock",
    "logs",
    "profile.db",
    "profile.db-shm",
    "profile.db-wal",
    "profile.json",
    "suspect",
    "tries",
    "whatsapp.db",
    "whatsapp.db-shm",
    "whatsapp.db-wal",
];

/// What is put into the file.
pub(crate) struct Diagnostics {
    pub made_at: Timestamp,
    pub data_dir: PathBuf,
    /// None where no profile could be chosen.
    pub profile: Option<ProfileFolder>,
    /// What only an open profile tells.
    pub inside: Option<Inside>,
    /// Why it is not open.
    pub error: Option<AppError>,
}

/// What an open profile tells of itself.
pub(crate) struct Inside {
    pub settings: SettingsView,
    pub device: DeviceView,
    pub campaigns: Vec<CampaignView>,
    pub contacts: u64,
    pub groups: usize,
    pub templates: usize,
    pub drafts: usize,
    /// Codes of what is wrong at present.
    pub troubles: Vec<String>,
}

impl Diagnostics {
    /// Writes the file, in the place of one of that name.
    pub fn save(&self, file: &Path) -> Result<DiagnosticsDone> {
        let (bytes, entries) = self
            .pack()
            .map_err(|error| AppError::cannot_write(file, &error.into()))?;
        write_whole(file, &bytes)?;
        log::info!("diagnostics saved: KiB {}", bytes.len() >> 10);
        Ok(DiagnosticsDone {
            file: file.display().to_string(),
            bytes: bytes.len() as u64,
            entries,
        })
    }

    fn pack(&self) -> zip::result::ZipResult<(Vec<u8>, Vec<String>)> {
        let mut entries = Vec::new();
        let mut archive = ZipWriter::new(Cursor::new(Vec::new()));
        let mut add = |name: String, text: &str| {
            archive.start_file(&name, SimpleFileOptions::default())?;
            entries.push(name);
            archive.write_all(text.as_bytes())?;
            zip::result::ZipResult::Ok(())
        };
        let about = redacted(self.about());
        add(
            "diagnostics.json".to_owned(),
            &serde_json::to_string_pretty(&about).unwrap_or_default(),
        )?;
        let of_profile = self.profile.as_ref().map(ProfileFolder::logs);
        let places = [
            ("profile", of_profile),
            ("program", Some(logs::folder_in(&self.data_dir))),
        ];
        for (place, folder) in places {
            for (name, text) in folder.as_deref().map(logs::contents).unwrap_or_default() {
                let lines: String = text.lines().map(|line| redact(line) + "\n").collect();
                add(format!("logs/{place}/{name}"), &lines)?;
            }
        }
        Ok((archive.finish()?.into_inner(), entries))
    }

    fn about(&self) -> Value {
        let description = self.profile.as_ref().map(ProfileFolder::description);
        json!({
            "made_at": self.made_at.to_rfc3339(),
            "version": env!("CARGO_PKG_VERSION"),
            "os": std::env::consts::OS,
            "arch": std::env::consts::ARCH,
            "system": system(),
            "known_format": store::snapshot::KNOWN_FORMAT,
            "error": self.error.as_ref().map(AppError::code),
            "profile": self.profile.as_ref().map(ProfileFolder::id),
            "description": description.map(|read| match read {
                Ok(description) => described(&description),
                Err(error) => json!({ "error": error.code() }),
            }),
            "files": self.profile.as_ref().map(|folder| files(folder.path())),
            "inside": self.inside.as_ref().map(Inside::about),
        })
    }
}

impl Inside {
    fn about(&self) -> Value {
        let campaigns = self.campaigns.iter().take(CAMPAIGNS).map(campaign);
        json!({
            "troubles": self.troubles,
            "device": device(&self.device),
            "settings": settings(&self.settings),
            "contacts": self.contacts,
            "groups": self.groups,
            "templates": self.templates,
            "drafts": self.drafts,
            "campaigns": self.campaigns.len(),
            "latest": campaigns.collect::<Vec<_>>(),
        })
    }
}

/// The name and version that a Linux gives itself; none on other systems.
fn system() -> Option<String> {
    let told = fs::read_to_string("/etc/os-release").ok()?;
    let name = told
        .lines()
        .find_map(|line| line.strip_prefix("PRETTY_NAME="))?;
    Some(name.trim_matches('"').to_owned())
}

/// A profile without its name.
fn described(description: &Description) -> Value {
    json!({
        "practice": description.practice,
        "country": description.country,
        "language": description.language,
        "protection": description.protector.word(),
        "last_used": description.last_used,
    })
}

/// The files of a profile that the program makes, each with its size or how many are in it.
/// Others are counted: what people put there has names of theirs.
fn files(folder: &Path) -> Value {
    let entries = |folder: &Path| fs::read_dir(folder).map_or(0, Iterator::count);
    let known: BTreeMap<&str, Value> = FILES
        .into_iter()
        .filter_map(|name| {
            let path = folder.join(name);
            let meta = fs::metadata(&path).ok()?;
            let said = if meta.is_dir() {
                json!({ "entries": entries(&path) })
            } else {
                json!({ "bytes": meta.len() })
            };
            Some((name, said))
        })
        .collect();
    let others = entries(folder).saturating_sub(known.len());
    json!({ "known": known, "others": others })
}

fn device(device: &DeviceView) -> Value {
    json!({
        "state": device.state,
        "reason": device.reason,
        "attempt": device.attempt,
        "next_try": device.next_try,
        "until": device.until,
        "linked": device.phone.is_some(),
    })
}

fn campaign(campaign: &CampaignView) -> Value {
    let kinds: Vec<_> = campaign.attachments.iter().map(|file| &file.kind).collect();
    json!({
        "id": campaign.id,
        "state": campaign.state,
        "hold_reason": campaign.hold_reason,
        "hold_until": campaign.hold_until,
        "waiting": campaign.waiting,
        "waiting_until": campaign.waiting_until,
        "people": campaign.total,
        "counts": campaign.counts,
        "replies": campaign.replies,
        "texts": campaign.texts.len(),
        "attachments": kinds,
        "pace": campaign.pace,
        "schedule": campaign.schedule,
        "created_at": campaign.created_at,
        "finished_at": campaign.finished_at,
    })
}

/// Words that people chose and numbers are counted. Taken apart, so that whoever adds a
/// setting decides whether it tells of somebody.
fn settings(settings: &SettingsView) -> Value {
    let SettingsView {
        pace,
        schedule,
        recent_days,
        failure_percent,
        stop_words,
        start_words,
        stop_confirmation,
        attachment_hours,
        keep_awake,
        close_to_tray,
        idle_minutes,
        allowed_numbers,
        auto_lock_minutes,
        log_level,
    } = settings;
    json!({
        "pace": pace,
        "schedule": schedule,
        "recent_days": recent_days,
        "failure_percent": failure_percent,
        "stop_words": stop_words.len(),
        "start_words": start_words.len(),
        "stop_confirmation": stop_confirmation.is_some(),
        "attachment_hours": attachment_hours,
        "keep_awake": keep_awake,
        "close_to_tray": close_to_tray,
        "idle_minutes": idle_minutes,
        "allowed_numbers": allowed_numbers.len(),
        "auto_lock_minutes": auto_lock_minutes,
        "log_level": log_level,
    })
}

/// The same with every text redacted.
fn redacted(value: Value) -> Value {
    match value {
        Value::String(text) => Value::String(redact(&text)),
        Value::Array(values) => values.into_iter().map(redacted).collect(),
        Value::Object(fields) => fields
            .into_iter()
            .map(|(name, value)| (name, redacted(value)))
            .collect(),
        other => other,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_slips_into_a_text_is_redacted() {
        let told = redacted(json!({
            "device": { "reason": "595981200002@s.whatsapp.net is away" },
            "files": ["0981 200 002.db", "profile.db"],
            "bytes": 12_345_678,
            "until": "2026-11-24T00:00:00.000Z",
        }));
        assert_eq!(
            told,
            json!({
                "device": { "reason": "<address> is away" },
                "files": ["<number>.db", "profile.db"],
                "bytes": 12_345_678,
                "until": "2026-11-24T00:00:00.000Z",
            })
        );
    }

    #[test]
    fn what_does_not_open_has_its_logs_all_the_same() {
        let home = tempfile::tempdir().unwrap();
        let folder = ProfileFolder::at(home.path().join("tienda-12ab34cd"));
        fs::create_dir_all(folder.logs()).unwrap();
        let line = "2026-11-23T05:41:39.123Z ERROR app told: database_damaged";
        fs::write(folder.logs().join("2026-11-23-001.log"), line).unwrap();
        fs::write(folder.path().join("Juana.csv"), "Juana").unwrap();
        let file = home.path().join("help.zip");
        let done = Diagnostics {
            made_at: Timestamp(0),
            data_dir: home.path().to_owned(),
            profile: Some(folder),
            inside: None,
            error: Some(AppError::failure("database_damaged")),
        }
        .save(&file)
        .unwrap();
        let wanted = ["diagnostics.json", "logs/profile/2026-11-23-001.log"];
        assert_eq!(done.entries, wanted);
        let mut archive = zip::ZipArchive::new(fs::File::open(&file).unwrap()).unwrap();
        let mut text = |name: &str| {
            let mut entry = archive.by_name(name).unwrap();
            std::io::read_to_string(&mut entry).unwrap()
        };
        assert_eq!(text(wanted[1]), format!("{line}\n"));
        let about: Value = serde_json::from_str(&text(wanted[0])).unwrap();
        assert_eq!(about["error"], "database_damaged");
        assert_eq!(about["profile"], "ab34cd");
        let logs = json!({ "logs": { "entries": 1 } });
        assert_eq!(about["files"], json!({ "known": logs, "others": 1 }));
        assert_eq!(about["description"], json!({ "error": "profile_folder" }));
        assert_eq!(about["inside"], Value::Null);
    }
}
