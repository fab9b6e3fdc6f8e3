//! The people of the stories: the phones of the server, in its order.

use std::fmt::Write as _;

/// The message of most campaigns.
pub const TEXT: &str = "{sustantivo} {nombre} 🌸";

/// The number of a person, from 0.
pub fn number(index: u32) -> String {
    format!("+{}", 595_981_000_000 + u64::from(index))
}

/// Title and name of a person.
pub fn person(index: u32) -> (&'static str, String) {
    let title = ["Sr", "Sra", "Dra"][index as usize % 3];
    (title, format!("Ñandutí Cliente {index}"))
}

/// What a person gets.
pub fn text_for(index: u32) -> String {
    let (title, name) = person(index);
    format!("{title} {name} 🌸")
}

/// A list as a shop keeps it: national numbers, titles and names.
pub fn list(people: u32) -> String {
    let mut text = String::from("numero,sustantivo,nombre\n");
    for index in 0..people {
        let (title, name) = person(index);
        let national = number(index).replacen("+595", "0", 1);
        writeln!(text, "{national},{title},{name}").unwrap();
    }
    text
}
