//! What the window shows while a message is written is what the engine makes of
//! it later. The tables are read by the window's tests too.

#![allow(clippy::unwrap_used)]

use domain::template::{KnownNames, Template, Values};
use domain::{MediumKind, PhoneNumber, plan};
use serde::Deserialize;
use std::collections::BTreeMap;

#[derive(Deserialize)]
struct Variables {
    columns: BTreeMap<String, String>,
    cases: Vec<Case>,
}

#[derive(Deserialize)]
struct Case {
    text: String,
    unknown: Vec<String>,
    rendered: Option<String>,
}

#[test]
fn names_of_columns_are_variables_however_they_are_written() {
    let table: Variables = serde_json::from_str(include_str!("variables.json")).unwrap();
    let columns = || table.columns.iter().map(|(k, v)| (k.as_str(), v.as_str()));
    let phone = PhoneNumber::from_e164("+595981000000").unwrap();
    let values = Values::new(&phone, "Ana", "Sra.", &["VIP".into()], columns());
    let known = KnownNames::with_extra(columns().map(|(name, _)| name));
    for case in &table.cases {
        let template = Template::parse(&case.text);
        assert_eq!(
            template.unknown_names(&known),
            case.unknown,
            "{}",
            case.text
        );
        if let Some(rendered) = &case.rendered {
            assert_eq!(&template.render(&values, &known), rendered, "{}", case.text);
        }
    }
}

#[derive(Deserialize)]
struct Parts {
    cases: Vec<Message>,
}

#[derive(Deserialize)]
struct Message {
    text: bool,
    media: Vec<MediumKind>,
    parts: Vec<String>,
}

#[test]
fn a_message_falls_into_the_parts_that_the_preview_shows() {
    let table: Parts = serde_json::from_str(include_str!("parts.json")).unwrap();
    for case in &table.cases {
        let parts: Vec<String> = plan(case.text, &case.media)
            .into_iter()
            .map(|part| {
                let medium = part.medium.map(|m| m.to_string()).unwrap_or_default();
                let text = if part.with_text { "+" } else { "" };
                format!("{}{medium}{text}", part.kind.as_str())
            })
            .collect();
        assert_eq!(parts, case.parts, "{} {:?}", case.text, case.media);
    }
}
