//! Makes the workbooks of `tests/cases`, which lie there as they were made:
//! `cargo run -p contact-import --all-features --example make_workbooks`.
//!
//! The first ones are written by a library as Excel would write them; the
//! others part by part, as other programs or malicious people do.

use std::error::Error;
use std::fmt::Write as _;
use std::fs::{self, File};
use std::io::Write;
use std::path::{Path, PathBuf};

use rust_xlsxwriter::{DocProperties, ExcelDateTime, Format, Formula, Workbook};
use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, ZipWriter};

type Done = Result<(), Box<dyn Error>>;

fn path(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("tests/cases")
        .join(name)
}

fn main() -> Done {
    plain()?;
    title_rows_and_margin()?;
    several_sheets()?;
    kinds_of_cells()?;
    headless()?;
    blank_rows()?;
    by_hand()?;
    broken()
}

/// A workbook that comes out the same every time.
fn book() -> Result<Workbook, Box<dyn Error>> {
    let created = ExcelDateTime::from_ymd(2026, 1, 1)?;
    let mut book = Workbook::new();
    book.set_properties(&DocProperties::new().set_creation_datetime(&created));
    Ok(book)
}

fn plain() -> Done {
    let mut book = book()?;
    let sheet = book.add_worksheet();
    for (row, cells) in [
        ["Número", "Tratamiento", "Nombre", "Grupo", "Ciudad"],
        ["0981 200 001", "Sra.", "Ana", "VIP; Nuevos", "Asunción"],
        ["0981 200 002", "", "Bruno", "", "Luque"],
    ]
    .iter()
    .enumerate()
    {
        for (column, cell) in cells.iter().enumerate() {
            sheet.write(row.try_into()?, column.try_into()?, *cell)?;
        }
    }
    Ok(book.save(path("plain.xlsx"))?)
}

/// A title, a remark, an empty line, and nothing in the first two columns.
fn title_rows_and_margin() -> Done {
    let mut book = book()?;
    let sheet = book.add_worksheet();
    sheet.write(1, 2, "Lista de clientes 2026")?;
    sheet.write(2, 2, "Actualizada por: Carla")?;
    sheet.write(4, 2, "Cliente")?;
    sheet.write(4, 3, "Celular")?;
    sheet.write(5, 2, "Ana")?;
    sheet.write(5, 3, 981_200_001)?;
    sheet.write(7, 2, "Bruno")?;
    sheet.write(7, 3, 981_200_002)?;
    Ok(book.save(path("title_rows_and_margin.xlsx"))?)
}

/// As many blank rows as a sheet has, a number below them, and many names for
/// a sheet without any.
fn blank_rows() -> Done {
    let mut list = String::from("<worksheet><sheetData>");
    list.push_str(&"<row/>".repeat(1 << 20));
    list.push_str("<row><c><v>981200001</v></c></row></sheetData></worksheet>");
    let mut book = String::from("<workbook><sheets>");
    for name in 0..100 {
        let sheet = name / 99;
        write!(book, "<sheet name=\"{name}\" r:id=\"{sheet}\"/>")?;
    }
    book.push_str("</sheets></workbook>");
    let links = br#"<Relationships>
<Relationship Id="0" Type="x/worksheet" Target="blank.xml"/>
<Relationship Id="1" Type="x/worksheet" Target="list.xml"/></Relationships>"#;
    archive(
        "many_blank_rows.xlsx",
        &[
            ("xl/workbook.xml", book.as_bytes()),
            ("xl/_rels/workbook.xml.rels", links),
            ("xl/blank.xml", b"<worksheet><sheetData/></worksheet>"),
            ("xl/list.xml", list.as_bytes()),
        ],
        CompressionMethod::Deflated,
    )
}

/// An empty sheet and one with words first, then lists, one of them hidden.
fn several_sheets() -> Done {
    let mut book = book()?;
    book.add_worksheet().set_name("Portada")?;
    let notes = book.add_worksheet().set_name("Notas")?;
    notes.write(0, 0, "Pedir a Carla los que faltan")?;
    for (name, number, hidden) in [
        ("Archivo", "0981200009", true),
        ("Clientes", "0981200001", false),
        ("Proveedores", "0981200002", false),
    ] {
        let sheet = book.add_worksheet().set_name(name)?;
        sheet.write(0, 0, "telefono")?;
        sheet.write(1, 0, number)?;
        sheet.set_hidden(hidden);
    }
    book.save(path("several_sheets.xlsx"))?;
    // The same file under other options.
    for name in ["chosen_sheet", "hidden_sheet_chosen", "unknown_sheet"] {
        fs::copy(path("several_sheets.xlsx"), path(&format!("{name}.xlsx")))?;
    }
    Ok(())
}

fn kinds_of_cells() -> Done {
    let mut book = book()?;
    let sheet = book.add_worksheet();
    let headers = [
        "celular", "nombre", "vence", "saldo", "activo", "total", "codigo",
    ];
    for (column, header) in headers.iter().enumerate() {
        sheet.write(0, column.try_into()?, *header)?;
    }
    let date = Format::new().set_num_format("dd/mm/yyyy");
    let bold = Format::new().set_bold();
    let plain = Format::new();
    sheet.write(1, 0, 595_981_200_001_i64)?;
    sheet.write_rich_string(1, 1, &[(&bold, "Ana "), (&plain, "López")])?;
    sheet.write_with_format(1, 2, &ExcelDateTime::from_ymd(2026, 5, 1)?, &date)?;
    sheet.write(1, 3, 0.1 + 0.2)?;
    sheet.write(1, 4, true)?;
    sheet.write_formula(1, 5, Formula::new("=1+1").set_result("2"))?;
    sheet.write_formula(1, 6, Formula::new("=\"A\"&1").set_result("A1"))?;
    sheet.write(2, 0, "5.95993E+11")?;
    sheet.write(3, 0, 5.95981e11 + 200_002.0)?;
    sheet.write_formula(3, 1, Formula::new("=NA()").set_result("#N/A"))?;
    sheet.write_formula(4, 0, Formula::new("=NA()").set_result("#N/A"))?;
    sheet.write(5, 0, "595981200003.0")?;
    sheet.write_with_format(5, 2, 0.75, &Format::new().set_num_format("hh:mm"))?;
    Ok(book.save(path("kinds_of_cells.xlsx"))?)
}

/// No header: number, title, name, group. The first column is empty.
fn headless() -> Done {
    let mut book = book()?;
    let sheet = book.add_worksheet();
    for (row, (number, title, name, group)) in [
        (981_200_001, "Sra.", "Ana", "VIP"),
        (981_200_002, "Sr.", "Bruno", "VIP|Luque"),
    ]
    .into_iter()
    .enumerate()
    {
        let row = row.try_into()?;
        sheet.write(row, 1, number)?;
        sheet.write(row, 2, title)?;
        sheet.write(row, 3, name)?;
        sheet.write(row, 4, group)?;
    }
    Ok(book.save(path("headless.xlsx"))?)
}

const BOOK: &str = r#"<?xml version="1.0" encoding="UTF-8"?>
<x:workbook xmlns:x="a" xmlns:r="b"><x:sheets><x:sheet name="Hoja 1" sheetId="1" r:id="rId7"/></x:sheets></x:workbook>"#;
const LINKS: &str = r#"<Relationships><Relationship Id="rId7" Type="http://purl.oclc.org/ooxml/officeDocument/relationships/worksheet" Target="/xl/Worksheets/Sheet1.xml"/>
<Relationship Id="rId8" Type="http://purl.oclc.org/ooxml/officeDocument/relationships/sharedStrings" Target="sharedStrings.xml"/></Relationships>"#;
const STRINGS: &str = "<sst><si><t>numero</t></si><si><t>nombre</t></si></sst>";

fn archive(name: &str, parts: &[(&str, &[u8])], method: CompressionMethod) -> Done {
    let mut archive = ZipWriter::new(File::create(path(name))?);
    let options = SimpleFileOptions::default()
        .compression_method(method)
        .last_modified_time(zip::DateTime::default());
    for (name, content) in parts {
        archive.start_file(*name, options)?;
        archive.write_all(content)?;
    }
    archive.finish()?;
    Ok(())
}

fn workbook(name: &str, sheet: &str) -> Done {
    let parts: [(&str, &[u8]); 4] = [
        ("xl/workbook.xml", BOOK.as_bytes()),
        ("xl/_rels/workbook.xml.rels", LINKS.as_bytes()),
        ("xl/worksheets/sheet1.xml", sheet.as_bytes()),
        ("xl/sharedStrings.xml", STRINGS.as_bytes()),
    ];
    archive(name, &parts, CompressionMethod::Deflated)
}

/// Worksheets as other programs write them, or nobody should.
fn by_hand() -> Done {
    let header = r#"<row><c t="s"><v>0</v></c><c t="s"><v>1</v></c></row>"#;
    workbook(
        "prefixed_without_references.xlsx",
        r#"<x:worksheet xmlns:x="a"><x:sheetData>
<x:row><x:c t="s"><x:v>0</x:v></x:c><x:c t="s"><x:v>1</x:v></x:c></x:row>
<x:row><x:c t="inlineStr"><x:is><x:t>0981 200 001</x:t></x:is></x:c><x:c t="inlineStr"><x:is><x:r><x:t>Ana &amp; </x:t></x:r><x:r><x:t>Lu&#237;s_x0041_</x:t></x:r><x:rPh><x:t>zz</x:t></x:rPh></x:is></x:c></x:row>
<x:row/><x:row><x:c/><x:c/></x:row>
<x:row><x:c t="str"><x:f>A1</x:f><x:v>0981200002</x:v></x:c><x:c t="s"><x:v>99</x:v></x:c></x:row>
</x:sheetData></x:worksheet>"#,
    )?;
    let ana = "<row r=\"2\"><c r=\"A2\"><v>981200001</v></c></row>";
    let sheet =
        |rows: &str| format!("<worksheet><sheetData>{header}{rows}</sheetData></worksheet>");
    workbook(
        "lone_formatted_cell_far_away.xlsx",
        &sheet(&format!(
            r#"{ana}<row r="1048576"><c r="XFD1048576" s="3"/></row>"#
        )),
    )?;
    workbook(
        "lone_cell_far_away.xlsx",
        &sheet(&format!(
            r#"{ana}<row r="1048576"><c r="XFD1048576"><v>7</v></c></row>"#
        )),
    )?;
    workbook("deep_xml.xlsx", &sheet(&"<a>".repeat(100)))?;
    workbook(
        "huge_attribute.xlsx",
        &sheet(&format!("{ana}<row b=\"{}\"/>", " ".repeat(3 << 20))),
    )?;
    workbook(
        "huge_cell.xlsx",
        &sheet(&format!(
            "{ana}<row><c t=\"str\"><v>{}</v></c></row>",
            "a&amp;".repeat(700 << 10)
        )),
    )?;
    workbook("cut_xml.xlsx", "<worksheet><sheetData><row><c><v>9812")?;
    workbook("no_rows.xlsx", "<worksheet><sheetData/></worksheet>")
}

fn broken() -> Done {
    let whole = fs::read(path("plain.xlsx"))?;
    fs::write(
        path("cut_off.xlsx"),
        whole.get(..whole.len() / 2).unwrap_or_default(),
    )?;
    let zero = vec![0; 17 << 20];
    archive(
        "bomb.xlsx",
        &[("xl/workbook.xml", &zero)],
        CompressionMethod::Deflated,
    )?;
    // The directory says that the part is small.
    let mut lying = fs::read(path("bomb.xlsx"))?;
    let size = (17_u32 << 20).to_le_bytes();
    for at in 0..lying.len() - 4 {
        if lying.get(at..at + 4) == Some(&size) {
            lying.splice(at..at + 4, 100_u32.to_le_bytes());
        }
    }
    fs::write(path("lying_bomb.xlsx"), lying)?;
    let stored = CompressionMethod::Stored;
    archive("binary_workbook.xlsb", &[("xl/workbook.bin", b"x")], stored)?;
    archive(
        "open_document.ods",
        &[
            (
                "mimetype",
                b"application/vnd.oasis.opendocument.spreadsheet",
            ),
            ("content.xml", b"<x/>"),
            ("META-INF/manifest.xml", b"<x/>"),
        ],
        stored,
    )?;
    archive(
        "open_document_template.ots",
        &[
            (
                "mimetype",
                b"application/vnd.oasis.opendocument.spreadsheet-template",
            ),
            ("content.xml", b"<x/>"),
        ],
        stored,
    )?;
    archive("apple.numbers", &[("Index/Document.iwa", b"x")], stored)?;
    archive("photos.zip", &[("a.jpg", b"x")], stored)?;
    for (name, stream) in [
        ("protected.xlsx", "EncryptedPackage"),
        ("old.xls", "Workbook"),
    ] {
        let mut file = vec![0; 1024 + 128];
        let mut put = |at: usize, bytes: &[u8]| {
            for (to, from) in file.iter_mut().skip(at).zip(bytes) {
                *to = *from;
            }
        };
        put(0, b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1");
        put(30, &9_u16.to_le_bytes());
        put(48, &1_u32.to_le_bytes());
        let name_utf16: Vec<u8> = stream.encode_utf16().flat_map(u16::to_le_bytes).collect();
        put(1024, &name_utf16);
        fs::write(path(name), file)?;
    }
    Ok(())
}
