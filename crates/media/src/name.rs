//! Names that are shown on other people's phones.

use crate::content::Content;

/// Longest name, in characters; file systems stop at 255 bytes.
const LONGEST: usize = 100;

/// The name of a file as sent: the last part of a path, without control
/// characters and those that turn the direction of writing around (a program
/// can be made to look like a picture with them), not too long, never empty.
pub(crate) fn clean(name: &str) -> String {
    let last = name.rsplit(['/', '\\']).next().unwrap_or_default();
    let visible: String = last.chars().filter(|c| !hidden(*c)).collect();
    let trimmed = visible.trim_matches(|c: char| c == '.' || c.is_whitespace());
    if trimmed.is_empty() {
        return "document".to_owned();
    }
    let (stem, extension) = split(trimmed);
    let room = LONGEST.saturating_sub(extension.chars().count() + 1);
    let stem: String = stem.chars().take(room).collect();
    join(stem.trim_end(), extension)
}

/// The name with the extension of what the file is; names that have it already,
/// or a file that could be anything, stay.
pub(crate) fn fitting(name: &str, content: Content) -> String {
    let name = clean(name);
    let (_, extension) = split(&name);
    let fits = content.extensions();
    match fits.first() {
        Some(right) if !fits.iter().any(|e| e.eq_ignore_ascii_case(extension)) => {
            join(&name, right)
        }
        _ => name,
    }
}

/// The extension, lower case, without the dot; empty where there is none.
pub(crate) fn extension(name: &str) -> String {
    split(&clean(name)).1.to_ascii_lowercase()
}

fn split(name: &str) -> (&str, &str) {
    match name.rsplit_once('.') {
        Some((stem, extension)) if !stem.is_empty() && plausible(extension) => (stem, extension),
        _ => (name, ""),
    }
}

/// "v1.2 final" has a dot and no extension.
fn plausible(extension: &str) -> bool {
    (1..=8).contains(&extension.len()) && extension.chars().all(|c| c.is_ascii_alphanumeric())
}

fn join(stem: &str, extension: &str) -> String {
    if extension.is_empty() {
        stem.to_owned()
    } else {
        format!("{stem}.{extension}")
    }
}

fn hidden(c: char) -> bool {
    c.is_control()
        || matches!(
            c,
            '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{2069}' | '\u{feff}'
        )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn folders_and_tricks_are_left_out() {
        assert_eq!(
            clean("/home/ana/Lista de precios.pdf"),
            "Lista de precios.pdf"
        );
        assert_eq!(clean(r"C:\Users\Ana\año.docx"), "año.docx");
        assert_eq!(clean("foto\u{202e}gpj.exe"), "fotogpj.exe");
        assert_eq!(clean("a\nb\0.txt"), "ab.txt");
        assert_eq!(clean("..."), "document");
        assert_eq!(clean(""), "document");
        assert_eq!(clean("../../etc/"), "document");
    }

    #[test]
    fn long_names_keep_their_extension() {
        let long = format!("{}.pdf", "ñ".repeat(400));
        let short = clean(&long);
        assert_eq!(short.chars().count(), LONGEST);
        assert!(short.ends_with("ñ.pdf"));
    }

    #[test]
    fn the_extension_says_what_it_is() {
        assert_eq!(fitting("factura.PDF", Content::Pdf), "factura.PDF");
        assert_eq!(fitting("factura.doc", Content::Pdf), "factura.doc.pdf");
        assert_eq!(fitting("factura", Content::Pdf), "factura.pdf");
        assert_eq!(
            fitting("lista v1.2 final", Content::Unknown),
            "lista v1.2 final"
        );
        assert_eq!(clean("promo.verano.mp3"), "promo.verano.mp3");
        assert_eq!(extension("Lista.XLSX"), "xlsx");
    }
}
