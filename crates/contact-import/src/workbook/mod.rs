//! Excel workbooks (`.xlsx`), read as a stream.
//!
//! Libraries for workbooks hold whole sheets, or all shared texts, in memory:
//! half a megabyte of ZIP can ask for gigabytes. Here a row is held, and the
//! shared texts up to a bound.

mod archive;
mod sheet;
mod strings;
mod styles;
mod xml;

use std::io::{self, Read, Seek, SeekFrom};

use quick_xml::events::Event;

use crate::error::{ImportError, MAX_COLUMNS};
use crate::foreign::ForeignFormat;
use crate::options::ImportOptions;
use archive::{Entry, Part};
pub(crate) use sheet::Sheet;
use strings::SharedStrings;
use styles::{DateOrder, Styles};
use xml::{Xml, attribute};

/// Most inflated bytes of the worksheets that are read: a million rows of ten columns are
/// about half of it.
const MAX_SHEET_BYTES: u64 = 1024 * 1024 * 1024;
/// Most inflated bytes of the part with the shared texts.
const MAX_STRINGS_BYTES: u64 = 512 * 1024 * 1024;
/// Most inflated bytes of any other part.
const MAX_PART_BYTES: u64 = 16 * 1024 * 1024;
/// Most events of XML, in all worksheets together, that lead to no text: a sheet
/// of a million rows has so many where four cells of each are formatted and
/// blank. A list of nobody would be read for minutes otherwise.
const MAX_BLANK_EVENTS: u64 = 4 * 1024 * 1024;
/// As many more are allowed for every row with text: its own, several times over.
const EVENTS_OF_ROW: u64 = 8 * MAX_COLUMNS as u64;
/// Most worksheets that are listed.
const MAX_SHEETS: usize = 1_000;

/// What is wrong with a workbook.
#[derive(Debug, Clone)]
pub(crate) enum Trouble {
    Damaged,
    Protected,
    TooLarge {
        limit: u64,
    },
    /// The file itself could not be read.
    Io(io::ErrorKind),
}

impl From<io::Error> for Trouble {
    fn from(error: io::Error) -> Self {
        match error.kind() {
            io::ErrorKind::UnexpectedEof | io::ErrorKind::InvalidInput => Self::Damaged,
            kind => Self::Io(kind),
        }
    }
}

impl From<Trouble> for ImportError {
    fn from(trouble: Trouble) -> Self {
        match trouble {
            Trouble::Damaged => Self::DamagedWorkbook,
            Trouble::Protected => Self::ProtectedWorkbook,
            Trouble::TooLarge { limit } => Self::WorkbookTooLarge { limit },
            Trouble::Io(kind) => Self::Io(kind.into()),
        }
    }
}

/// The sheets of a workbook, one of which is to be read.
pub(crate) struct Workbook {
    /// The names of the sheets that a person sees.
    pub sheets: Vec<String>,
    tables: std::vec::IntoIter<(String, Entry)>,
    /// Sheets that were read already; others may be the same under another name.
    read: Vec<Entry>,
}

/// What every sheet of a workbook is read with.
pub(crate) struct Shared<R> {
    input: R,
    strings: SharedStrings,
    styles: Styles,
    left: Left,
}

/// What may still be read of the sheets of a workbook, one after the other.
#[derive(Clone, Copy)]
struct Left {
    bytes: u64,
    events: u64,
}

impl Workbook {
    fn new(tables: &[(&Listed, &Entry)], wanted: Option<&str>) -> Result<Self, ImportError> {
        let all_hidden = tables.iter().all(|(sheet, _)| sheet.hidden);
        let named = |seen: &dyn Fn(&Listed) -> bool| -> Vec<(String, Entry)> {
            let tables = tables.iter().filter(|(sheet, _)| seen(sheet));
            tables
                .map(|(sheet, entry)| (sheet.name.clone(), (*entry).clone()))
                .collect()
        };
        let visible = named(&|sheet| all_hidden || !sheet.hidden);
        let sheets = visible.iter().map(|(name, _)| name.clone()).collect();
        let chosen = match wanted {
            Some(wanted) => named(&|sheet| sheet.name == wanted),
            None => visible,
        };
        match wanted {
            Some(wanted) if chosen.is_empty() => Err(ImportError::UnknownSheet {
                sheet: wanted.to_owned(),
                sheets,
            }),
            _ => Ok(Self {
                sheets,
                tables: chosen.into_iter(),
                read: Vec::new(),
            }),
        }
    }

    /// The next sheet that may be the list: the one that the options name, or
    /// those that a person sees in their order.
    ///
    /// # Errors
    /// What is wrong with the workbook.
    pub fn next_sheet<R: Read + Seek>(
        &mut self,
        shared: Shared<R>,
    ) -> Result<Option<(String, Sheet<R>)>, Trouble> {
        let read = &self.read;
        let Some((name, entry)) = self.tables.find(|(_, entry)| !read.contains(entry)) else {
            return Ok(None);
        };
        let part = Part::open(shared.input, &entry, shared.left.bytes)?;
        let events = shared.left.events;
        let sheet = Sheet::new(Xml::new(part), shared.strings, shared.styles, events);
        self.read.push(entry);
        Ok(Some((name, sheet)))
    }
}

struct Listed {
    name: String,
    relation: String,
    hidden: bool,
}

/// Reads what is around the sheets.
///
/// # Errors
/// When the input is another archive, is damaged, too large or protected, or
/// has no sheet of the name that the options give.
pub(crate) fn open<R: Read + Seek>(
    mut input: R,
    options: &ImportOptions,
) -> Result<(Workbook, Shared<R>), ImportError> {
    let entries = archive::directory(&mut input)?;
    let path = main_part(&mut input, &entries)?;
    let is_xml = path.to_ascii_lowercase().ends_with(".xml");
    let Some(book) = find(&entries, &path).filter(|_| is_xml) else {
        return Err(ImportError::UnsupportedFormat {
            format: other_archive(&mut input, &entries)?,
        });
    };
    let folder = book.name.rsplit_once('/').map_or("", |(folder, _)| folder);
    let mut styles = Styles::new(DateOrder::of(&options.country));
    let listed = sheets(&mut input, book, &mut styles)?;
    let file = book.name.rsplit('/').next().unwrap_or_default();
    let relations = match find(&entries, &format!("{folder}/_rels/{file}.rels")) {
        Some(entry) => relations(&mut input, entry, folder)?,
        None => Vec::new(),
    };
    let strings = match related(&entries, &relations, "/sharedStrings") {
        Some(entry) => {
            let part = Part::open(&mut input, entry, MAX_STRINGS_BYTES)?;
            SharedStrings::read(Xml::new(part))?.0
        }
        None => SharedStrings::default(),
    };
    if let Some(entry) = related(&entries, &relations, "/styles") {
        styles.read(Xml::new(Part::open(&mut input, entry, MAX_PART_BYTES)?))?;
    }
    let tables = listed.iter().filter_map(|sheet| {
        let relation = relations.iter().find(|one| one.id == sheet.relation)?;
        let entry = find(&entries, &relation.target)?;
        let is_table = relation.kind.ends_with("/worksheet");
        is_table.then_some((sheet, entry))
    });
    let book = Workbook::new(&tables.collect::<Vec<_>>(), options.sheet.as_deref())?;
    let shared = Shared {
        input,
        strings,
        styles,
        left: Left {
            bytes: MAX_SHEET_BYTES,
            events: MAX_BLANK_EVENTS,
        },
    };
    Ok((book, shared))
}

/// The entry of a path, case aside: some writers are careless with it.
fn find<'e>(entries: &'e [Entry], path: &str) -> Option<&'e Entry> {
    entries
        .iter()
        .find(|entry| entry.name.eq_ignore_ascii_case(path))
}

/// Where the workbook itself is.
fn main_part<R: Read + Seek>(input: &mut R, entries: &[Entry]) -> Result<String, Trouble> {
    let usual = "xl/workbook.xml";
    let Some(entry) = find(entries, "_rels/.rels").filter(|_| find(entries, usual).is_none())
    else {
        return Ok(usual.to_owned());
    };
    let relations = relations(input, entry, "")?;
    let main = relations
        .into_iter()
        .find(|one| one.kind.ends_with("/officeDocument"));
    Ok(main.map_or_else(|| usual.to_owned(), |one| one.target))
}

/// What an archive is that holds no workbook of this kind.
fn other_archive<R: Read + Seek>(
    input: &mut R,
    entries: &[Entry],
) -> Result<ForeignFormat, Trouble> {
    let has = |path: &str| find(entries, path).is_some();
    let mut kind = String::new();
    if let Some(entry) = find(entries, "mimetype") {
        let part = Part::open(input, entry, MAX_PART_BYTES)?;
        part.take(MIMETYPE).read_to_string(&mut kind)?;
    }
    Ok(if has("xl/workbook.bin") {
        ForeignFormat::Xlsb
    } else if kind.contains("opendocument") {
        ForeignFormat::of_open_document(&kind)
    } else if has("content.xml") && has("META-INF/manifest.xml") {
        ForeignFormat::Ods
    } else if has("Index/Document.iwa") || has("Index.zip") {
        ForeignFormat::Numbers
    } else {
        ForeignFormat::Zip
    })
}

/// Bytes by which an `OpenDocument` file says what it is.
const MIMETYPE: u64 = 256;

/// The sheets in the order of their tabs.
fn sheets<R: Read + Seek>(
    input: &mut R,
    book: &Entry,
    styles: &mut Styles,
) -> Result<Vec<Listed>, Trouble> {
    let mut xml = Xml::new(Part::open(input, book, MAX_PART_BYTES)?);
    let mut sheets = Vec::new();
    loop {
        match xml.next()? {
            Event::Start(element) => match element.local_name().as_ref() {
                "workbookPr" => {
                    let told = attribute(&element, "date1904");
                    styles.from_1904 = matches!(told.as_deref(), Some("1" | "true"));
                }
                "sheet" if sheets.len() < MAX_SHEETS => sheets.push(Listed {
                    name: attribute(&element, "name").unwrap_or_default(),
                    relation: attribute(&element, "id").unwrap_or_default(),
                    hidden: attribute(&element, "state").is_some_and(|state| state != "visible"),
                }),
                _ => {}
            },
            Event::End(element) if element.local_name().as_ref() == "workbook" => {
                return Ok(sheets);
            }
            Event::Eof => return Err(Trouble::Damaged),
            _ => {}
        }
    }
}

struct Relation {
    id: String,
    kind: String,
    target: String,
}

/// The parts that a part refers to, their paths made whole.
fn relations<R: Read + Seek>(
    input: &mut R,
    entry: &Entry,
    folder: &str,
) -> Result<Vec<Relation>, Trouble> {
    let mut xml = Xml::new(Part::open(input, entry, MAX_PART_BYTES)?);
    let mut relations = Vec::new();
    loop {
        match xml.next()? {
            Event::Start(element) if element.local_name().as_ref() == "Relationship" => {
                let told = |name| attribute(&element, name).unwrap_or_default();
                relations.push(Relation {
                    id: told("Id"),
                    kind: told("Type"),
                    target: absolute(folder, &told("Target")),
                });
            }
            Event::End(element) if element.local_name().as_ref() == "Relationships" => {
                return Ok(relations);
            }
            Event::Eof => return Err(Trouble::Damaged),
            _ => {}
        }
    }
}

fn related<'e>(entries: &'e [Entry], relations: &[Relation], kind: &str) -> Option<&'e Entry> {
    let relation = relations.iter().find(|one| one.kind.ends_with(kind))?;
    find(entries, &relation.target)
}

/// A path as a part writes it, seen from the root of the archive.
fn absolute(folder: &str, target: &str) -> String {
    if let Some(path) = target.strip_prefix('/') {
        return path.to_owned();
    }
    let mut steps: Vec<&str> = folder.split('/').filter(|step| !step.is_empty()).collect();
    for step in target.split('/') {
        match step {
            "." | "" => {}
            ".." => {
                steps.pop();
            }
            step => steps.push(step),
        }
    }
    steps.join("/")
}

/// Whether an OLE container holds an encrypted workbook: Excel puts the whole
/// file into one when it is given a password. Anything else in such a container
/// is an old workbook.
pub(crate) fn is_protected<R: Read + Seek>(input: &mut R) -> io::Result<bool> {
    /// Directory entries looked at: four of a kilobyte each.
    const LOOK: u64 = 4 * 1024;
    let mut header = Vec::new();
    input.seek(SeekFrom::Start(0))?;
    input.by_ref().take(512).read_to_end(&mut header)?;
    let number = |at: usize, bytes: usize| {
        let part = header.get(at..at + bytes).unwrap_or_default();
        part.iter()
            .rev()
            .fold(0_u64, |sum, byte| sum << 8 | u64::from(*byte))
    };
    let sector = 1_u64 << number(30, 2).clamp(7, 16);
    input.seek(SeekFrom::Start((number(48, 4) + 1) * sector))?;
    let mut names = Vec::new();
    input.take(LOOK).read_to_end(&mut names)?;
    let wanted: Vec<u8> = "EncryptedPackage"
        .encode_utf16()
        .flat_map(u16::to_le_bytes)
        .collect();
    Ok(names.windows(wanted.len()).any(|window| window == wanted))
}
