//! Numbers and rows in, drawings and files out: the charts of the dashboard, tables of
//! contacts, and the report of a campaign.

pub mod chart;
mod number;
pub mod picture;
pub mod table;
mod text;

pub use number::Numbers;

/// One recipient of a campaign, as a line of a report.
#[derive(Clone, Copy)]
pub struct RecipientLine<'a> {
    /// From 1, the order of sending.
    pub position: u64,
    /// E.164.
    pub phone: &'a str,
    /// Name.
    pub name: &'a str,
    /// State word.
    pub state: &'a str,
    /// Why it failed or was left out.
    pub reason: &'a str,
    /// RFC 3339 time of the last change.
    pub at: &'a str,
    /// First answer.
    pub reply: &'a str,
}

/// The list of recipients as CSV: UTF-8 with a byte order mark, so that
/// spreadsheets read accents and emoji, and safe against formulas.
pub fn recipients_csv<'a>(
    rows: impl IntoIterator<Item = RecipientLine<'a>>,
) -> Result<Vec<u8>, csv::Error> {
    let mut writer = csv::WriterBuilder::new()
        .terminator(csv::Terminator::CRLF)
        .from_writer("\u{feff}".into());
    writer.write_record([
        "position", "phone", "name", "state", "reason", "at", "reply",
    ])?;
    for row in rows {
        writer.write_record([
            row.position.to_string().as_str(),
            // A number keeps its plus sign: the mark keeps it from becoming a formula.
            &formula_safe(row.phone),
            &formula_safe(row.name),
            row.state,
            row.reason,
            row.at,
            &formula_safe(row.reply),
        ])?;
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
        let row = RecipientLine {
            position: 1,
            phone: "+595981000000",
            name: "=HYPERLINK(\"x\")",
            state: "read",
            reason: "",
            at: "2026-11-22T10:00:00.000Z",
            reply: "Sí, \"gracias\" 😊",
        };
        let csv = String::from_utf8(recipients_csv([row]).unwrap()).unwrap();
        assert_eq!(
            csv,
            "\u{feff}position,phone,name,state,reason,at,reply\r\n\
             1,+595981000000,\"'=HYPERLINK(\"\"x\"\")\",read,,2026-11-22T10:00:00.000Z,\"Sí, \"\"gracias\"\" 😊\"\r\n"
        );
    }
}
