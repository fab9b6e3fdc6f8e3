//! People in the window and in the profile, for the stories about contacts.

use e2e::{Outcome, Trouble, Window};
use fantoccini::Locator;
use fantoccini::elements::Element;
use serde_json::{Value, json};
use std::path::PathBuf;

/// Stores a list, past the wizard.
pub async fn store(window: &Window<'_>, list: &str) -> Outcome {
    let arguments = json!({ "source": { "kind": "text", "text": list }, "options": {} });
    window.invoke("import_contacts", arguments).await?;
    Ok(())
}

/// Everybody in the profile, by number, with these of their details.
pub async fn stored(window: &Window<'_>, details: &[&str]) -> Outcome<Value> {
    let query = json!({ "query": { "sort": "phone", "limit": 500 } });
    let page = window.invoke("contacts", query).await?;
    let people = page
        .get("contacts")
        .and_then(Value::as_array)
        .ok_or_else(|| Trouble::new(format!("no contacts in {page}")))?;
    let told =
        |person: &Value| -> Value { details.iter().map(|name| person[name].clone()).collect() };
    Ok(people.iter().map(told).collect())
}

/// Fails, with both, where they differ.
pub fn expect(found: &Value, expected: &Value) -> Outcome {
    if found == expected {
        return Ok(());
    }
    Err(Trouble::new(format!("{found}\ninstead of\n{expected}")))
}

/// Waits until the visible things with this `data-testid` say this, in this
/// order; of each of them the part that is told.
pub async fn says(window: &Window<'_>, id: &str, expected: &[&str]) -> Outcome {
    let script = format!(
        "const found = [...document.querySelectorAll('[data-testid=\"{id}\"]')];
        const expected = {};
        return found.length === expected.length
            && found.every((each, at) => each.innerText.includes(expected[at]));",
        json!(expected)
    );
    let Err(trouble) = window.wait_until(&script).await else {
        return Ok(());
    };
    let said = texts(window, id).await?;
    Err(Trouble::new(format!("{trouble:?}; there is {said:?}")))
}

/// What the visible things with this `data-testid` say.
pub async fn texts(window: &Window<'_>, id: &str) -> Outcome<Vec<String>> {
    let mut texts = Vec::new();
    for each in window.find_all(id).await? {
        texts.push(each.prop("innerText").await?.unwrap_or_default());
    }
    Ok(texts)
}

/// Chooses a value in one of several native lists, from 0.
pub async fn choose_nth(window: &Window<'_>, id: &str, n: usize, value: &str) -> Outcome {
    let lists = window.find_all(id).await?;
    let list = lists
        .get(n)
        .ok_or_else(|| Trouble::new(format!("there is no `{id}` number {n}")))?;
    list.select_by_value(value).await?;
    Ok(())
}

/// Presses what the note about something that was done offers.
pub async fn undo(window: &Window<'_>, note: &str) -> Outcome {
    // What tells of an earlier one must not be taken for this one's.
    const CLOSE: &str = "
        const told = [...document.querySelectorAll('[data-testid=\"toast-done\"]')]
            .filter((toast) => toast.innerText.includes('Deshecho'));
        for (const toast of told) toast.querySelector('[data-testid=\"toast-close\"]').click();
        return told.length === 0;";
    window.wait_until(CLOSE).await?;
    let toast = note_of(window, note).await?;
    let action = Locator::Css("[data-testid=\"toast-action\"]");
    toast.find(action).await?.click().await?;
    note_of(window, "Deshecho").await?;
    Ok(())
}

/// The note that says this. Notes come and go while they are looked at: they
/// are looked at again until one is found.
async fn note_of(window: &Window<'_>, note: &str) -> Outcome<Element> {
    let notes = Locator::Css("[data-testid=\"toast-done\"]");
    window
        .look(&format!("the note «{note}»"), async |client| {
            for toast in client.find_all(notes).await? {
                let text = toast.prop("innerText").await?.unwrap_or_default();
                if text.contains(note) {
                    return Ok(Some(toast));
                }
            }
            Ok(None)
        })
        .await
}

/// A list among those with which the reading of files is tested.
pub fn case(name: &str) -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR"))
        .join("../../crates/contact-import/tests/cases")
        .join(name)
}
