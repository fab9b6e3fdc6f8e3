//! A hundred thousand contacts: the window stays as quick as with ten.

use crate::people::says;
use crate::shop::welcome;
use e2e::{Key, Outcome, Trouble, Window, story};
use serde_json::json;
use std::fmt::Write as _;
use std::time::Duration;

const CROWD: usize = 100_000;

/// Calls a change off where one is going on.
const PRESS: &str = "document.querySelector('[data-testid=work-change-cancel]')?.click();";

/// No more may pass between two looks of the page at its clock. Nothing ought
/// to hold it for longer than 100 ms; the machine has other work to do, too.
const HELD: Duration = Duration::from_secs(10);

fn crowd() -> Outcome<String> {
    let mut list = String::from("numero;nombre;ciudad\n");
    let cities = ["Luque", "Itá", "Areguá"].iter().cycle();
    for (n, city) in (0..CROWD).zip(cities) {
        writeln!(list, "0981{n:06};Vecina {n:05};{city}")?;
    }
    Ok(list)
}

/// Waits until a row says this and stands at this place in the whole list.
async fn row(window: &Window<'_>, place: usize, name: &str) -> Outcome {
    window
        .wait_until(&format!(
            "return [...document.querySelectorAll('[data-testid=\"contact-row\"]')].some((row) =>
                row.getAttribute('aria-rowindex') === '{}' && row.innerText.includes('{name}'));",
            // The titles are the first.
            place + 2
        ))
        .await
}

/// From now on the longest time between two looks at the clock is kept.
const WATCH: &str = "
    let last = performance.now();
    window.held = 0;
    window.watch = setInterval(() => {
        const now = performance.now();
        window.held = Math.max(window.held, now - last);
        last = now;
    }, 10);";

/// As somebody does who drags the bar.
const TO_THE_MIDDLE: &str = "
    const body = document.querySelector('[data-testid=\"contacts-table\"] [role=rowgroup]:last-child');
    body.scrollTop = body.scrollHeight / 2;";

#[test]
fn a_hundred_thousand_people_are_leafed_through_found_and_changed() -> Outcome {
    story("crowd", async |window| {
        welcome(window, "Tienda Luna", "profile-practice").await?;
        let list = window.desktop().write_file("vecinas.csv", crowd()?)?;
        window.execute(WATCH, vec![]).await?;

        // The import says how far it is; called off, it leaves nobody behind.
        window.click("nav-contacts").await?;
        window.find("drop-zone").await?;
        window.drop_file(&list).await?;
        window.find("column-row").await?;
        window.click("import-next").await?;
        window.text_with("import-new", "100.000").await?;
        window.click("import-submit").await?;
        window.find("work-write").await?;
        window.click("work-write-cancel").await?;
        window.find("import-new").await?;
        let people = window
            .invoke("count_contacts", json!({ "filter": {} }))
            .await?;
        if people != json!(0) {
            return Err(Trouble::new(format!("called off, and there are {people}")));
        }
        window.click("import-submit").await?;
        window.text_with("import-done", "100.000").await?;
        window.click("import-contacts").await?;
        window.text_with("contacts-total", "100.000").await?;
        row(window, 0, "Vecina 00000").await?;
        window.execute(TO_THE_MIDDLE, vec![]).await?;
        row(window, CROWD / 2, "Vecina 50000").await?;
        window.click("contacts-search").await?;
        window.press(&[], Key::Down).await?;
        window.press(&[], Key::End).await?;
        row(window, CROWD - 1, "Vecina 99999").await?;
        window.screenshot("crowd-end").await?;

        window.fill("contacts-search", "vecina 77777").await?;
        says(window, "contact-row", &["Vecina 77777"]).await?;
        window.fill("contacts-search", "vecina").await?;
        window.text_with("contacts-found", "100.000").await?;
        window.click("contacts-clear").await?;
        window.click("select-all").await?;
        window.text_with("bulk-count", "100.000").await?;

        // A change of all of them goes on beside everything else, and is called off.
        window.click("bulk-group").await?;
        window.fill("bulk-text", "Todas").await?;
        window.click("bulk-save").await?;
        window.find("work-change").await?;
        window.screenshot("crowd-change").await?;
        window.click("nav-settings").await?;
        window.find("theme-dark").await?;
        // It may have come to its end before the press; it never ends half done.
        window.execute(PRESS, vec![]).await?;
        window.gone("work-change").await?;
        let groups = window.invoke("groups", json!({})).await?;
        let all = json!([{ "name": "Todas", "count": 100_000 }]);
        if groups != json!([]) && groups != all {
            return Err(Trouble::new(format!("all or none, and there is {groups}")));
        }
        let held = window.execute("return window.held;", vec![]).await?;
        let held = Duration::from_secs_f64(held.as_f64().unwrap_or(f64::MAX) / 1000.0);
        if held > HELD {
            return Err(Trouble::new(format!("the window was held for {held:?}")));
        }
        Ok(())
    })
}
