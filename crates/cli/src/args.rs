//! The words of the command line.

use clap::builder::{OsStringValueParser, TypedValueParser};
use clap::{Parser, Subcommand, ValueEnum};
use std::path::PathBuf;

/// Send personal WhatsApp messages to people who agreed to get them.
#[derive(Parser)]
#[command(name = "message-sender-cli", version)]
pub(crate) struct Arguments {
    /// Folder of the profiles
    #[arg(
        long,
        global = true,
        value_name = "DIR",
        env = "MESSAGE_SENDER_DATA_DIR"
    )]
    pub data_dir: Option<PathBuf>,
    /// Profile to work on; not needed when there is only one
    #[arg(long, global = true, value_name = "NAME")]
    pub profile: Option<String>,
    /// Read passcodes from standard input, one a line: the present one, where one is
    /// set, then a new one, where one is asked for. Without this the present one is taken
    /// from the environment (`MESSAGE_SENDER_PASSCODE`)
    #[arg(long, global = true)]
    pub passcode_stdin: bool,
    /// Machine output on standard output
    #[arg(long, global = true)]
    pub json: bool,
    #[command(subcommand)]
    pub command: Command,
}

#[derive(Subcommand)]
pub(crate) enum Command {
    /// Create, list, rename and delete profiles
    Profile {
        #[command(subcommand)]
        command: ProfileCommand,
    },
    /// Link a phone and look at its state
    Device {
        #[command(subcommand)]
        command: DeviceCommand,
    },
    /// Import and list contacts
    Contacts {
        #[command(subcommand)]
        command: ContactsCommand,
    },
    /// Send, watch and report campaigns
    Campaign {
        #[command(subcommand)]
        command: CampaignCommand,
    },
    /// Show what was sent and what became of it
    Dashboard {
        /// First day, as in `2026-11-01`; without it the thirty days up to the last one
        #[arg(long, value_name = "DATE")]
        from: Option<String>,
        /// Last day; without it today
        #[arg(long, value_name = "DATE")]
        to: Option<String>,
        /// How long a point of the timeline is; without it by the number of days
        #[arg(long, value_enum)]
        by: Option<By>,
    },
    /// Look at what the program wrote down about itself, and say how much that is
    Logs {
        #[command(subcommand)]
        command: LogsCommand,
    },
    /// Save one file for whoever helps: versions, settings, counts and logs, and nothing
    /// about anybody
    Diagnostics {
        /// File to write, a ZIP; one of that name is replaced
        #[arg(short, long, value_name = "FILE")]
        output: PathBuf,
    },
}

#[derive(Subcommand)]
pub(crate) enum LogsCommand {
    /// Print the last lines of the profile's log
    Show {
        /// At most this many
        #[arg(long, default_value_t = 100, value_parser = clap::value_parser!(u32).range(1..))]
        lines: u32,
    },
    /// Print how much the log says, or set it
    Level {
        #[arg(value_enum)]
        level: Option<Level>,
    },
}

#[derive(Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum Level {
    /// What failed and wants a person
    Error,
    /// What went wrong and was coped with, too
    Warn,
    /// What happened, too
    Info,
    /// Every attempt to send, too
    Debug,
}

#[derive(Subcommand)]
pub(crate) enum ProfileCommand {
    /// Create a profile
    Create {
        name: String,
        /// Country whose national numbers need no prefix, e.g. PY
        #[arg(long)]
        country: Option<String>,
        /// es, en or pt
        #[arg(long)]
        language: Option<String>,
        /// Simulated phone, no network
        #[arg(long)]
        practice: bool,
        /// Only phones with these numbers may be linked
        #[arg(long, value_name = "NUMBER")]
        allow: Vec<String>,
    },
    /// Set, change or remove the passcode of a profile
    Passcode {
        #[command(subcommand)]
        command: PasscodeCommand,
    },
    /// Write everything that is in a profile into one file, locked by a passphrase
    Backup(BackupArguments),
    /// List the copies that the program makes of a profile by itself
    Backups,
    /// Make a profile of a backup, or put an automatic one in the place of damaged data
    Restore(RestoreArguments),
    /// List the profiles
    List,
    /// Rename a profile
    Rename { name: String, to: String },
    /// Delete a profile with everything in it
    Delete {
        name: String,
        /// Really delete
        #[arg(long)]
        yes: bool,
    },
}

#[derive(clap::Args)]
pub(crate) struct BackupArguments {
    /// File to write; one of that name is replaced at the end
    pub file: PathBuf,
    /// Read the passphrase from standard input, a line of its own, behind a passcode.
    /// Without this it is taken from the environment (`MESSAGE_SENDER_PASSPHRASE`)
    #[arg(long)]
    pub passphrase_stdin: bool,
    /// With the link to the phone. Two computers with one link throw each other out
    #[arg(long)]
    pub with_session: bool,
}

#[derive(clap::Args)]
pub(crate) struct RestoreArguments {
    /// The backup
    #[arg(required_unless_present = "automatic", conflicts_with = "automatic")]
    pub file: Option<PathBuf>,
    /// Read the passphrase from standard input, a line of its own: behind the passcode of
    /// a profile that is named, before that of one whose name comes from the backup. Without
    /// this it is taken from the environment (`MESSAGE_SENDER_PASSPHRASE`)
    #[arg(long)]
    pub passphrase_stdin: bool,
    /// Name of the profile that is made; that of the backup where absent
    #[arg(long, value_name = "NAME", conflicts_with = "automatic")]
    pub name: Option<String>,
    /// In the place of the profile that has this name, which is set aside until the new
    /// one was opened
    #[arg(long, conflicts_with = "automatic")]
    pub replace: bool,
    /// An automatic backup by its number in `profile backups`, or `latest`
    #[arg(long, value_name = "NUMBER")]
    pub automatic: Option<String>,
    /// Really put it in the place of what is there
    #[arg(long)]
    pub yes: bool,
}

#[derive(Clone, Copy, Subcommand)]
pub(crate) enum PasscodeCommand {
    /// Lock a profile that has none; the new one comes from standard input
    Set,
    /// Put another one in its place; the present one and the new one come from standard
    /// input, or the present one from the environment
    Change,
    /// Need none any more
    Remove,
}

#[derive(Subcommand)]
pub(crate) enum DeviceCommand {
    /// Link a phone: by QR, or by a code typed on the phone with this number
    Pair {
        #[arg(long, value_name = "NUMBER")]
        phone: Option<String>,
    },
    /// Show the linked account
    Status,
    /// Switch the device off: it stays linked, and campaigns wait
    Disable,
    /// Switch it on again
    Enable,
    /// Close the connection and open it again
    Restart,
    /// Unlink the phone
    Unlink {
        /// Really unlink
        #[arg(long)]
        yes: bool,
    },
}

#[derive(Clone, Copy, Default, PartialEq, Eq, ValueEnum)]
pub(crate) enum Existing {
    /// Newer values replace older ones; nothing is blanked
    #[default]
    Update,
    /// People who are known stay as they are
    Skip,
}

#[derive(Subcommand)]
pub(crate) enum ContactsCommand {
    /// Import contacts from a file
    Import {
        file: PathBuf,
        /// Country of national numbers; the profile's where absent
        #[arg(long)]
        country: Option<String>,
        /// What a column holds: number, title, name, surname, group, note, consent,
        /// `consent_at`, `consent_proof`, `opted_out`, extra, ignore
        #[arg(long, value_name = "HEADER=FIELD")]
        column: Vec<String>,
        /// A group that everybody joins
        #[arg(long)]
        group: Option<String>,
        /// What happens to people who are known
        #[arg(long, value_enum, default_value_t)]
        existing: Existing,
        /// How these people agreed to be messaged
        #[arg(long, value_name = "TEXT")]
        consent: Option<String>,
        /// Look, and write nothing
        #[arg(long)]
        dry_run: bool,
    },
    /// List contacts
    List {
        #[arg(long)]
        group: Option<String>,
        #[arg(long)]
        search: Option<String>,
        /// At most this many
        #[arg(long, default_value_t = 100, value_parser = clap::value_parser!(u32).range(1..))]
        limit: u32,
        /// Cursor of the page before
        #[arg(long, value_name = "CURSOR")]
        after: Option<String>,
    },
    /// Write contacts into a file: CSV, or XLSX where its name ends so
    Export {
        file: PathBuf,
        /// Only members of this group
        #[arg(long)]
        group: Option<String>,
        /// Only people who are found by these words
        #[arg(long)]
        search: Option<String>,
    },
    /// Never message a number again, unless it opts in
    OptOut { number: String },
    /// Message a number again, because its owner asked for it
    OptIn { number: String },
    /// Take a change back, e.g. an import; `import` tells its number
    Undo { change: i64 },
}

#[derive(Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum ReportFormat {
    /// For programs
    Json,
    /// For spreadsheets
    Csv,
    /// A workbook with a summary
    Xlsx,
    /// A document to read and print
    Pdf,
}

#[derive(Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum By {
    Hour,
    Day,
    Month,
}

#[derive(Subcommand)]
pub(crate) enum CampaignCommand {
    /// Start a campaign
    Send(Box<SendArguments>),
    /// List campaigns, newest first
    List,
    /// Show a campaign
    Status { id: i64 },
    /// Let a campaign go on
    Resume {
        id: i64,
        /// Run it here to its end
        #[arg(long)]
        wait: bool,
    },
    /// Stop a campaign before its next recipient
    Pause { id: i64 },
    /// End a campaign for good
    Cancel { id: i64 },
    /// Try the failed recipients once more
    Retry {
        id: i64,
        /// Run it here to its end
        #[arg(long)]
        wait: bool,
    },
    /// Write the report of a campaign
    Report {
        id: i64,
        /// `json` lists each recipient with its parts, the others are for people. Without
        /// this the name of the file says it, else `json`
        #[arg(long, value_enum)]
        format: Option<ReportFormat>,
        /// File to write; standard output where absent
        #[arg(short, long, value_name = "FILE")]
        output: Option<PathBuf>,
    },
}

#[derive(clap::Args)]
#[group(required = true, multiple = false)]
pub(crate) struct AudienceArguments {
    /// The people of this list, in its order
    #[arg(long, value_name = "FILE")]
    pub csv: Option<PathBuf>,
    /// The members of this group
    #[arg(long)]
    pub group: Option<String>,
    /// All contacts
    #[arg(long)]
    pub all: bool,
}

/// Also an empty one: what is wrong with a file is said in the user's language.
fn any_path() -> impl TypedValueParser<Value = PathBuf> {
    OsStringValueParser::new().map(PathBuf::from)
}

#[derive(clap::Args)]
pub(crate) struct AttachmentArguments {
    /// A picture: JPEG, PNG, WebP, or the first frame of a GIF; several are an album
    #[arg(long, value_name = "FILE", value_parser = any_path())]
    pub image: Vec<PathBuf>,
    /// A video, one: MP4, MOV or 3GP with H.264
    #[arg(long, value_name = "FILE", value_parser = any_path())]
    pub video: Vec<PathBuf>,
    /// A document of any kind, one
    #[arg(long, value_name = "FILE", value_parser = any_path())]
    pub document: Vec<PathBuf>,
    /// A voice note, one, made of MP3, M4A, WAV, OGG, Opus or FLAC
    #[arg(long, value_name = "FILE", value_parser = any_path())]
    pub voice: Vec<PathBuf>,
}

#[derive(clap::Args)]
pub(crate) struct SendArguments {
    #[arg(long)]
    pub name: String,
    #[command(flatten)]
    pub audience: AudienceArguments,
    /// The message; several are sent in rotation. May be left out where there is
    /// something else to send
    #[arg(long, value_name = "TEXT")]
    pub text: Vec<String>,
    /// The message from a file
    #[arg(long, value_name = "FILE", value_parser = any_path())]
    pub text_file: Vec<PathBuf>,
    #[command(flatten)]
    pub attachments: AttachmentArguments,
    /// Milliseconds between recipients
    #[arg(long, default_value_t = 5_000)]
    pub delay_ms: u64,
    /// Random deviation of the delay to either side, percent
    #[arg(long, default_value_t = 30, value_parser = clap::value_parser!(u8).range(0..=100))]
    pub jitter: u8,
    /// Recipients after which a longer pause is made; 0 for never
    #[arg(long, default_value_t = 100)]
    pub batch: u32,
    /// Length of that pause in milliseconds
    #[arg(long)]
    pub batch_pause_ms: Option<u64>,
    /// Not before this time: RFC 3339, or the day and hour of this computer as in
    /// `2026-11-30 09:00`
    #[arg(long, value_name = "TIME")]
    pub at: Option<String>,
    /// Hours in which nothing is sent, as in `21:00-08:00`
    #[arg(long, value_name = "FROM-UNTIL")]
    pub quiet: Option<String>,
    /// Days on which something is sent, 1 for Monday to 7 for Sunday, as in `1,2,3,4,5`
    #[arg(long, value_name = "DAYS", value_delimiter = ',', value_parser = clap::value_parser!(u8).range(1..=7))]
    pub weekdays: Vec<u8>,
    /// People written to on one day at most, over all campaigns; 0 for no limit
    #[arg(long, default_value_t = 0, value_name = "N")]
    pub daily_limit: u32,
    /// Leave out people to whom a campaign has written within so many days
    #[arg(long, default_value_t = 0, value_name = "DAYS")]
    pub skip_recent: u32,
    /// Send even when the text has names in braces that are no variable
    #[arg(long)]
    pub no_check: bool,
    /// Run it here to its end
    #[arg(long)]
    pub wait: bool,
}
