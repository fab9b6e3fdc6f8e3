//! A folder of logs: a file a day, another one when it is full, and the oldest goes.

use super::view::read_line;
use crate::api::{LogLine, LogView};
use domain::Timestamp;
use std::collections::VecDeque;
use std::fs::{self, DirBuilder, File};
use std::io::{self, Read as _, Seek as _, SeekFrom, Write as _};
use std::path::{Path, PathBuf};

/// How long a file gets, in bytes.
const LONGEST: u64 = 1 << 20;

/// How many are kept.
const KEPT: usize = 7;

/// Lines that wait for a folder or for room on the disk, the latest.
const WAITING: usize = 64;

/// Letters of a day, as in `2026-11-23`.
const DAY: usize = 10;

/// Which file it is: the day by Greenwich, and the number among those of the day.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
struct Name {
    day: String,
    number: u32,
}

impl Name {
    fn file(&self) -> String {
        format!("{}-{:03}.log", self.day, self.number)
    }

    fn parse(name: &str) -> Option<Self> {
        let (day, number) = name.strip_suffix(".log")?.split_at_checked(DAY)?;
        let digits = day.bytes().all(|b| b.is_ascii_digit() || b == b'-');
        let number = number.strip_prefix('-')?.parse().ok()?;
        digits.then(|| Self {
            day: day.to_owned(),
            number,
        })
    }
}

#[derive(Debug)]
struct Open {
    name: Name,
    file: File,
    bytes: u64,
}

/// Where the lines of one log go. The folder is made with the first line, if that in which
/// it lies is there.
#[derive(Debug)]
pub(crate) struct LogFiles {
    folder: PathBuf,
    open: Option<Open>,
    longest: u64,
    /// What could not be written yet.
    waiting: VecDeque<(Timestamp, String)>,
}

impl LogFiles {
    pub fn at(folder: PathBuf) -> Self {
        Self {
            folder,
            open: None,
            longest: LONGEST,
            waiting: VecDeque::new(),
        }
    }

    /// Adds a line to the file of the day. One that cannot be written is tried again with
    /// the next one; of many only the latest.
    pub fn write(&mut self, now: Timestamp, line: &str) -> io::Result<()> {
        if self.waiting.len() >= WAITING {
            self.waiting.pop_front();
        }
        self.waiting.push_back((now, format!("{line}\n")));
        while let Some((at, line)) = self.waiting.pop_front() {
            if let Err(error) = self.append(at, &line) {
                self.waiting.push_front((at, line));
                return Err(error);
            }
        }
        Ok(())
    }

    fn append(&mut self, at: Timestamp, line: &str) -> io::Result<()> {
        let mut day = at.to_rfc3339();
        day.truncate(DAY);
        let room = |open: &Open| open.bytes + line.len() as u64 <= self.longest;
        let mut open = match self.open.take() {
            Some(open) if open.name.day == day && room(&open) => open,
            _ => self.turn(day, line.len() as u64)?,
        };
        open.file.write_all(line.as_bytes())?;
        open.bytes += line.len() as u64;
        self.open = Some(open);
        Ok(())
    }

    /// The latest file of this day where there is room in it, or a new one.
    fn turn(&self, day: String, bytes: u64) -> io::Result<Open> {
        make_folder(&self.folder)?;
        let last = names(&self.folder)
            .into_iter()
            .rfind(|name| name.day == day);
        let mut number = last.map_or(1, |name| name.number);
        let size = |number| {
            let day = day.clone();
            let path = self.folder.join(Name { day, number }.file());
            fs::metadata(path).map_or(0, |file| file.len())
        };
        if size(number) + bytes > self.longest && size(number) > 0 {
            number += 1;
        }
        let name = Name { day, number };
        let file = open_file(&self.folder.join(name.file()))?;
        self.drop_oldest(&name);
        let bytes = file.metadata()?.len();
        Ok(Open { name, file, bytes })
    }

    /// The clock may be wrong: what is written now stays, whatever its name.
    fn drop_oldest(&self, present: &Name) {
        let mut others = names(&self.folder);
        others.retain(|name| name != present);
        let surplus = (others.len() + 1).saturating_sub(KEPT);
        for name in others.into_iter().take(surplus) {
            // It goes with the next turn.
            let _ = fs::remove_file(self.folder.join(name.file()));
        }
    }

    #[cfg(test)]
    fn of_length(folder: PathBuf, longest: u64) -> Self {
        Self {
            longest,
            ..Self::at(folder)
        }
    }
}

/// The files of a folder, the oldest first; none where it is not there.
fn names(folder: &Path) -> Vec<Name> {
    let entries = fs::read_dir(folder).into_iter().flatten().flatten();
    let mut names: Vec<_> = entries
        .filter_map(|entry| Name::parse(entry.file_name().to_str()?))
        .collect();
    names.sort();
    names
}

/// The files of a folder with their contents, the oldest first. One that cannot be read is
/// left out.
pub(crate) fn contents(folder: &Path) -> Vec<(String, String)> {
    let read = |name: Name| {
        let bytes = fs::read(folder.join(name.file())).ok()?;
        Some((name.file(), String::from_utf8_lossy(&bytes).into_owned()))
    };
    names(folder).into_iter().filter_map(read).collect()
}

/// The newest file of a folder.
pub(crate) fn newest(folder: &Path) -> Option<PathBuf> {
    Some(folder.join(names(folder).pop()?.file()))
}

/// The last lines of a folder, the newest first.
pub(crate) fn last_lines(folder: &Path, most: usize) -> LogView {
    let mut lines: Vec<LogLine> = Vec::new();
    for name in names(folder).into_iter().rev() {
        let bytes = fs::read(folder.join(name.file())).unwrap_or_default();
        let text = String::from_utf8_lossy(&bytes);
        // One more than is wanted tells that there are more.
        let wanted = (most + 1).saturating_sub(lines.len());
        lines.extend(text.lines().rev().take(wanted).map(read_line));
        if lines.len() > most {
            break;
        }
    }
    let more = lines.len() > most;
    lines.truncate(most);
    LogView { lines, more }
}

/// Makes the folder, its owner's alone. That in which it lies is not made: it may be of a
/// profile that was deleted.
fn make_folder(folder: &Path) -> io::Result<()> {
    let mut builder = DirBuilder::new();
    #[cfg(unix)]
    {
        use std::os::unix::fs::DirBuilderExt as _;
        builder.mode(0o700);
    }
    match builder.create(folder) {
        Err(error) if error.kind() != io::ErrorKind::AlreadyExists => Err(error),
        _ => Ok(()),
    }
}

/// Opens a file for adding to it, readable by its owner alone. What was torn by a crash or
/// a full disk stays a line of its own.
fn open_file(path: &Path) -> io::Result<File> {
    let mut options = File::options();
    options.create(true).append(true).read(true);
    #[cfg(unix)]
    {
        use std::os::unix::fs::OpenOptionsExt as _;
        options.mode(0o600);
    }
    let mut file = options.open(path)?;
    if file.metadata()?.len() > 0 {
        let mut last = [0];
        file.seek(SeekFrom::End(-1))?;
        file.read_exact(&mut last)?;
        if last != *b"\n" {
            file.write_all(b"\n")?;
        }
    }
    Ok(file)
}

#[cfg(test)]
mod tests {
    use super::*;

    const DAY_MS: i64 = 86_400_000;

    /// An instant of the given day of the year 2026.
    fn day(day: i64) -> Timestamp {
        Timestamp(1_767_225_600_000 + (day - 1) * DAY_MS)
    }

    fn files(folder: &Path) -> Vec<String> {
        names(folder).iter().map(Name::file).collect()
    }

    #[test]
    fn a_day_begins_a_file_and_seven_stay() {
        let home = tempfile::tempdir().unwrap();
        let folder = home.path().join("logs");
        let mut log = LogFiles::at(folder.clone());
        for today in 1..=10 {
            for minute in [0, 1, 1_439] {
                let now = Timestamp(day(today).0 + minute * 60_000);
                log.write(now, &format!("día {today}")).unwrap();
            }
        }
        let days = (4..=10).map(|day| format!("2026-01-{day:02}-001.log"));
        assert_eq!(files(&folder), days.collect::<Vec<_>>());
        let text = fs::read_to_string(folder.join("2026-01-10-001.log")).unwrap();
        assert_eq!(text, "día 10\n".repeat(3));
    }

    #[test]
    fn a_full_file_is_followed_by_another_and_all_of_it_stays_small() {
        let home = tempfile::tempdir().unwrap();
        let folder = home.path().join("logs");
        let mut log = LogFiles::of_length(folder.clone(), 100);
        for number in 0..40 {
            log.write(day(1), &format!("line {number:04} of a log, told"))
                .unwrap();
        }
        // Twenty-four letters and a break each: four lines to a file.
        let last = (4..=10).map(|number| format!("2026-01-01-{number:03}.log"));
        assert_eq!(files(&folder), last.collect::<Vec<_>>());
        for (name, text) in contents(&folder) {
            assert!(
                text.len() <= 100 && text.lines().count() == 4,
                "{name}: {text}"
            );
        }
        let view = last_lines(&folder, 6);
        assert!(view.more);
        assert!(view.lines[0].text.contains("0039"), "{view:?}");
        assert!(view.lines[5].text.contains("0034"), "{view:?}");
        assert!(!last_lines(&folder, 28).more);
    }

    #[test]
    fn another_process_and_another_day_go_on_where_the_last_one_ended() {
        let home = tempfile::tempdir().unwrap();
        let folder = home.path().join("logs");
        let log = || LogFiles::of_length(folder.clone(), 100);
        log().write(day(1), "one").unwrap();
        log().write(day(1), "two").unwrap();
        log().write(day(1), &"long".repeat(24)).unwrap();
        log().write(day(1), "three").unwrap();
        let texts: Vec<_> = contents(&folder)
            .into_iter()
            .map(|(_, text)| text)
            .collect();
        assert_eq!(texts[0], "one\ntwo\n");
        assert_eq!(texts[1], "long".repeat(24) + "\n");
        assert_eq!(texts[2], "three\n");
        // A line that fits nowhere is written all the same.
        log().write(day(2), &"long".repeat(50)).unwrap();
        assert_eq!(last_lines(&folder, 1).lines[0].text.len(), 200);
    }

    #[test]
    fn a_clock_that_was_wrong_ends_no_log() {
        let home = tempfile::tempdir().unwrap();
        let folder = home.path().join("logs");
        let mut log = LogFiles::at(folder.clone());
        for wrong in 300..=310 {
            log.write(day(wrong), "tomorrow").unwrap();
        }
        log.write(day(1), "today").unwrap();
        log.write(day(1), "and today").unwrap();
        let text = fs::read_to_string(folder.join("2026-01-01-001.log")).unwrap();
        assert_eq!(text, "today\nand today\n");
        assert_eq!(files(&folder).len(), KEPT);
    }

    #[test]
    fn what_is_not_a_log_is_left_alone() {
        let home = tempfile::tempdir().unwrap();
        let folder = home.path().join("logs");
        let mut log = LogFiles::at(folder.clone());
        log.write(day(1), "one").unwrap();
        for name in ["notes.txt", "2026-01-01.log", "a026-01-01-001.log", "ñ.log"] {
            fs::write(folder.join(name), "mine").unwrap();
        }
        for today in 2..=12 {
            log.write(day(today), "more").unwrap();
        }
        assert_eq!(fs::read_dir(&folder).unwrap().count(), KEPT + 4);
    }

    #[test]
    fn a_torn_line_stays_a_line_of_its_own() {
        let home = tempfile::tempdir().unwrap();
        let folder = home.path().join("logs");
        LogFiles::at(folder.clone()).write(day(1), "one").unwrap();
        let path = folder.join("2026-01-01-001.log");
        fs::write(&path, "one\nhalf a li").unwrap();
        LogFiles::at(folder.clone()).write(day(1), "two").unwrap();
        assert_eq!(fs::read_to_string(path).unwrap(), "one\nhalf a li\ntwo\n");
    }

    #[cfg(unix)]
    #[test]
    fn only_its_owner_reads_it() {
        use std::os::unix::fs::PermissionsExt as _;
        let home = tempfile::tempdir().unwrap();
        let folder = home.path().join("logs");
        LogFiles::at(folder.clone()).write(day(1), "one").unwrap();
        let mode = |path: &Path| fs::metadata(path).unwrap().permissions().mode() & 0o777;
        assert_eq!(mode(&folder), 0o700);
        assert_eq!(mode(&newest(&folder).unwrap()), 0o600);
    }

    #[test]
    fn a_folder_that_is_gone_or_full_is_an_error_that_passes() {
        let home = tempfile::tempdir().unwrap();
        let profile = home.path().join("tienda");
        let folder = profile.join("logs");
        let mut log = LogFiles::at(folder.clone());
        assert!(log.write(day(1), "nowhere").is_err());
        assert!(!profile.exists(), "a deleted profile does not come back");
        fs::create_dir(&profile).unwrap();
        fs::write(&folder, "in the way").unwrap();
        assert!(log.write(day(1), "nowhere").is_err());
        for number in 0..WAITING {
            assert!(log.write(day(1), &format!("line {number}")).is_err());
        }
        fs::remove_file(&folder).unwrap();
        log.write(day(1), "here again").unwrap();
        let view = last_lines(&folder, 99);
        assert_eq!(view.lines.len(), WAITING, "the latest had waited");
        assert_eq!(view.lines[0].text, "here again");
        assert_eq!(view.lines[WAITING - 1].text, "line 1");
    }

    /// Everything written to it finds no room.
    #[cfg(target_os = "linux")]
    #[test]
    fn a_full_disk_is_an_error_that_passes() {
        let home = tempfile::tempdir().unwrap();
        let folder = home.path().join("logs");
        let mut log = LogFiles::at(folder.clone());
        log.write(day(1), "before").unwrap();
        let path = newest(&folder).unwrap();
        log.open = Some(Open {
            name: Name::parse("2026-01-01-001.log").unwrap(),
            file: File::options().append(true).open("/dev/full").unwrap(),
            bytes: 0,
        });
        let full = log.write(day(1), "late").unwrap_err();
        assert_eq!(full.kind(), io::ErrorKind::StorageFull);
        log.write(day(1), "after").unwrap();
        let text = fs::read_to_string(path).unwrap();
        assert_eq!(text, "before\nlate\nafter\n");
    }
}
