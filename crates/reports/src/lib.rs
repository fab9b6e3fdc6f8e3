//! Numbers and rows in, drawings and files out: the charts of the dashboard, tables of
//! contacts, and the report of a campaign.

pub mod chart;
mod number;
pub mod pdf;
pub mod picture;
pub mod table;
mod text;

pub use number::Numbers;
pub use text::brief;

/// Rows as CSV in memory: UTF-8 with a byte order mark, so that spreadsheets read
/// accents and emoji, and safe against formulas.
pub fn csv_bytes<'a>(
    headers: &[String],
    rows: impl IntoIterator<Item = &'a [String]>,
) -> Result<Vec<u8>, csv::Error> {
    let mut writer = csv::WriterBuilder::new()
        .terminator(csv::Terminator::CRLF)
        .from_writer("\u{feff}".into());
    writer.write_record(headers)?;
    for row in rows {
        writer.write_record(row.iter().map(|cell| formula_safe(cell)))?;
    }
    writer
        .into_inner()
        .map_err(|e| csv::Error::from(e.into_error()))
}

/// Puts an apostrophe before what a spreadsheet would take for a formula, and
/// before what looks as if that had been done already; so an import that takes
/// one away again gets the same text.
pub fn formula_safe(cell: &str) -> String {
    let bare = cell.trim_start_matches('\'');
    let risky = bare.starts_with(['=', '+', '-', '@', '\t', '\r']);
    // A telephone number in E.164 is a plain number to a spreadsheet.
    let number = cell
        .strip_prefix('+')
        .is_some_and(|d| !d.is_empty() && d.bytes().all(|b| b.is_ascii_digit()));
    if risky && !number {
        format!("'{cell}")
    } else {
        cell.to_owned()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn spreadsheets_find_text_and_no_formulas() {
        let words = |words: &[&str]| words.iter().map(|w| (*w).to_owned()).collect::<Vec<_>>();
        let row = words(&[
            "1",
            "+595981000000",
            "=HYPERLINK(\"x\")",
            "Sí, \"gracias\" 😊",
        ]);
        let headers = words(&["N.º", "Número", "Nombre", "Respuesta"]);
        let csv = csv_bytes(&headers, [row.as_slice()]).unwrap();
        assert_eq!(
            String::from_utf8(csv).unwrap(),
            "\u{feff}N.º,Número,Nombre,Respuesta\r\n\
             1,+595981000000,\"'=HYPERLINK(\"\"x\"\")\",\"Sí, \"\"gracias\"\" 😊\"\r\n"
        );
    }
}
