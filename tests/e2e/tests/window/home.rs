//! The home screen: what campaigns came to, as numbers, drawings, tables and
//! files.

use crate::looks::usable;
use crate::people::{expect, texts};
use crate::shop::{number, practise, state, trouble};
use crate::under_way::{open, start, with_server};
use e2e::{Key, Outcome, Trouble, Window, story};
use fantoccini::actions::{InputSource as _, MouseActions, PointerAction};
use loopback::Fault;
use serde_json::{Value, json};
use std::fmt::Write as _;
use std::path::{Path, PathBuf};

/// Chooses a kind of file in the menu of a drawing or a campaign and says where
/// it goes.
async fn export(window: &Window<'_>, menu: &str, kind: &str) -> Outcome<PathBuf> {
    let name = format!("{menu}.{kind}");
    export_as(window, menu, kind, &name, &name).await
}

/// The same under a name that somebody chose, and the one that it has then.
async fn export_as(
    window: &Window<'_>,
    menu: &str,
    kind: &str,
    chosen: &str,
    saved: &str,
) -> Outcome<PathBuf> {
    window.click(menu).await?;
    window.click(&format!("{menu}-{kind}")).await?;
    window.choose_file(&window.desktop().path(chosen)).await?;
    window.text_with("toast-done", saved).await?;
    window.click("toast-close").await?;
    window.gone("toast-done").await?;
    Ok(window.desktop().path(saved))
}

/// Whether a file begins like this.
fn begins(path: &Path, with: &[u8]) -> Outcome<Vec<u8>> {
    let bytes = std::fs::read(path)?;
    if bytes.starts_with(with) {
        return Ok(bytes);
    }
    Err(Trouble::new(format!(
        "{} does not begin with {with:?}",
        path.display()
    )))
}

/// What a drawing says as a table, as the engine tells it.
async fn table(window: &Window<'_>, kind: &str, range: &str) -> Outcome<(Value, Vec<Vec<String>>)> {
    let asked = json!({ "kind": kind, "query": { "range": { "kind": range } }, "look": {} });
    let chart = window.invoke("chart", asked).await?;
    let told = |name: &str| chart.pointer(name).cloned().unwrap_or_default();
    Ok((
        told("/table/headers"),
        serde_json::from_value(told("/table/rows"))?,
    ))
}

/// The cells of the table on the screen, head and body.
async fn cells(window: &Window<'_>, id: &str) -> Outcome<Value> {
    const CELLS: &str = "
        const rows = [...document.querySelectorAll(`[data-testid=\"${arguments[0]}\"] tr`)];
        return rows.map((row) => [...row.children].map((cell) => cell.textContent));";
    window.find(id).await?;
    window.execute(CELLS, vec![id.into()]).await
}

/// The rows of a saved table, its head among them.
fn csv(path: &Path) -> Outcome<Vec<Vec<String>>> {
    let text = std::fs::read_to_string(path)?;
    let plain = text.strip_prefix('\u{feff}').unwrap_or(&text);
    let mut table = csv::ReaderBuilder::new()
        .has_headers(false)
        .from_reader(plain.as_bytes());
    let rows = table.deserialize().collect::<Result<_, csv::Error>>();
    rows.map_err(trouble)
}

#[test]
fn what_a_campaign_came_to_is_seen_read_and_saved() -> Outcome {
    with_server("home", async |window, server| {
        // Without a campaign there is one thing to do.
        window.click("nav-home").await?;
        window.screenshot("home-none").await?;
        window.click("home-send").await?;
        window.find("drop-zone").await?;
        window.click("nav-home").await?;

        // The numbers come by themselves while it is sent.
        let refuse = Fault::Refuse {
            code: 479,
            phones: vec![number(3)],
            count: None,
        };
        server.fault(refuse).map_err(trouble)?;
        start(window, "Octubre", 0..8, 200).await?;
        window.find("home-open").await?;
        window.text_with("card-read", "7").await?;
        window.text_with("card-failed", "1").await?;
        window.text_with("card-sent", "7").await?;
        window.text_with("card-success_rate", "88").await?;
        window.text_with("card-campaigns", "1").await?;
        window.gone("home-open").await?;

        // They are those of the engine, in the days that are chosen.
        window.click("range-today").await?;
        let query = json!({ "query": { "range": { "kind": "today" } } });
        let told = window.invoke("dashboard", query).await?;
        let numbers = ["sent", "delivered", "read", "failed"].map(|name| &told["totals"][name]);
        expect(&json!(numbers), &json!([7, 7, 7, 1]))?;
        window.click("range-free").await?;
        window.fill("range-from", "31/02/2020").await?;
        window.press(&[], Key::Enter).await?;
        window.text_with("range-problem", "31/02/2020").await?;
        window.screenshot("home-no-day").await?;
        window.fill("range-from", "01/01/2020").await?;
        window.press(&[], Key::Enter).await?;
        window.gone("range-problem").await?;
        window.fill("range-to", "02/01/2020").await?;
        window.press(&[], Key::Enter).await?;
        window.text_with("home-days", "2020").await?;
        window.text_with("card-sent", "0").await?;
        window.find("chart-groups-empty").await?;
        window.click("range-today").await?;
        window.text_with("card-sent", "7").await?;

        // A drawing is read with the keys, then as a table.
        reveal(window, "funnel").await?;
        window.tab_to("chart-funnel-drawing").await?;
        window.press(&[], Key::Home).await?;
        window.text_with("chart-funnel-drawing-value", "8").await?;
        window.screenshot("home-value").await?;
        window.press(&[], Key::Escape).await?;
        window.gone("chart-funnel-drawing-value").await?;
        // And under the mouse.
        move_to(window, "chart-funnel-drawing").await?;
        let value = window.text_with("chart-funnel-drawing-value", "7").await?;
        let (headers, rows) = table(window, "funnel", "today").await?;
        let told = |row: &Vec<String>| value == format!("{}: {} · {}", row[0], row[1], row[2]);
        expect(&json!(rows.iter().any(told)), &json!(true))?;
        // It goes with the mouse, and with the page that scrolls away below it.
        move_to(window, "chart-funnel-table").await?;
        window.gone("chart-funnel-drawing-value").await?;
        move_to(window, "chart-funnel-drawing").await?;
        window.find("chart-funnel-drawing-value").await?;
        near(window, "timeline").await?;
        window.gone("chart-funnel-drawing-value").await?;
        near(window, "funnel").await?;
        window.client().release_actions().await?;
        window.click("chart-funnel-table").await?;
        let shown = cells(window, "chart-funnel-rows").await?;
        let mut wanted = vec![headers.clone()];
        wanted.extend(rows.iter().map(|row| json!(row)));
        expect(&shown, &json!(wanted))?;
        window.screenshot("home-table").await?;

        files(window, &headers, &rows).await?;
        reports(window).await?;

        // The days are remembered.
        window.client().refresh().await?;
        window.click("profile-card").await?;
        window.text_with("card-sent", "7").await?;
        window
            .wait_until(
                "return document.querySelector('[data-testid=\"range-today\"] input').checked;",
            )
            .await
    })
}

/// Moves the mouse to the middle of something.
async fn move_to(window: &Window<'_>, id: &str) -> Outcome {
    let over = PointerAction::MoveToElement {
        element: window.find(id).await?,
        duration: None,
        x: 0.0,
        y: 0.0,
    };
    let mouse = MouseActions::new("mouse".to_owned()).then(over);
    window.client().perform_actions(mouse).await?;
    Ok(())
}

/// A drawing as each kind of file.
async fn files(window: &Window<'_>, headers: &Value, rows: &[Vec<String>]) -> Outcome {
    window.click("chart-funnel-export").await?;
    window.click("chart-funnel-export-csv").await?;
    window.choose_no_file().await?;
    let saved = csv(&export(window, "chart-funnel-export", "csv").await?)?;
    expect(&json!(saved.first()), headers)?;
    expect(&json!(saved.get(1..)), &json!(rows))?;
    // A name without an ending gets one, and replaces nothing about which nobody was asked.
    let menu = "chart-funnel-export";
    let first = export_as(window, menu, "csv", "embudo", "embudo.csv").await?;
    let before = std::fs::read(&first)?;
    let second = export_as(window, menu, "csv", "embudo", "embudo (2).csv").await?;
    expect(&json!(csv(&second)?), &json!(saved))?;
    expect(&json!(std::fs::read(&first)?), &json!(before))?;
    let svg = export(window, "chart-funnel-export", "svg").await?;
    let svg = String::from_utf8_lossy(&begins(&svg, b"<")?).into_owned();
    let named = rows.iter().filter_map(|row| row.first());
    for name in named {
        if !svg.contains(name.as_str()) {
            return Err(Trouble::new(format!("«{name}» is not drawn in {svg}")));
        }
    }
    if !svg.contains("<svg") || svg.contains("<script") {
        return Err(Trouble::new(format!("that is no drawing: {svg}")));
    }
    let png = export(window, "chart-funnel-export", "png").await?;
    begins(&png, b"\x89PNG\r\n\x1a\n")?;
    Ok(())
}

/// The report of the campaign as each kind of file, and its outcome as a drawing.
async fn reports(window: &Window<'_>) -> Outcome {
    open(window, "Octubre").await?;
    window.click("campaign-view-outcome").await?;
    window.text_with("outcome-read", "7").await?;
    window.text_with("outcome-failed", "1").await?;
    window.screenshot("campaign-outcome").await?;
    let pdf = export(window, "campaign-export", "pdf").await?;
    begins(&pdf, b"%PDF")?;
    let xlsx = export(window, "campaign-export", "xlsx").await?;
    begins(&xlsx, b"PK")?;
    let rows = csv(&export(window, "campaign-export", "csv").await?)?;
    if rows.len() != 9 {
        return Err(Trouble::new(format!("8 people and a head, not {rows:?}")));
    }
    Ok(())
}

/// People in many groups, some with names that are hard to draw.
fn crowd(groups: usize) -> Outcome<String> {
    let mut list = String::from("numero;nombre;grupo\n");
    for n in 0..60 {
        let group = match n % groups {
            0 => "Clientes del local del centro comercial de Asunción".to_owned(),
            1 => "🌸 Flores & <más>".to_owned(),
            2 => String::new(),
            other => format!("Grupo {other}"),
        };
        writeln!(list, "0981 000 {n:03};Ana {n};{group}")?;
    }
    Ok(list)
}

/// Sends to all of them at once.
async fn send_to(window: &Window<'_>, name: &str, list: &str) -> Outcome {
    let campaign = json!({
        "name": name,
        "audience": { "kind": "list", "source": { "kind": "text", "text": list } },
        "texts": ["Hola {nombre}"],
        "pace": { "delay_ms": 0, "jitter_percent": 0 },
    });
    let arguments = json!({ "campaign": campaign });
    window.invoke("start_campaign", arguments).await?;
    Ok(())
}

/// Goes to a drawing.
async fn near(window: &Window<'_>, kind: &str) -> Outcome {
    const SCROLL: &str = "document.querySelector(`[data-testid=\"chart-${arguments[0]}\"]`)
        .scrollIntoView({ block: 'center' });";
    window.execute(SCROLL, vec![kind.into()]).await?;
    Ok(())
}

/// Goes to a drawing, which is made once it comes near.
async fn reveal(window: &Window<'_>, kind: &str) -> Outcome {
    near(window, kind).await?;
    state(window, &format!("chart-{kind}"), "drawn").await
}

/// Looks at the whole of the home screen, one part after the other.
async fn look(window: &Window<'_>, dress: &str) -> Outcome {
    window.click("nav-home").await?;
    reveal(window, "timeline").await?;
    let top = "document.querySelector('.screen').scrollTo(0, 0);";
    window.execute(top, vec![]).await?;
    usable(window, &format!("{dress}-home")).await?;
    for kind in ["funnel", "contacts", "trend"] {
        reveal(window, kind).await?;
        usable(window, &format!("{dress}-home-{kind}")).await?;
    }
    Ok(())
}

/// Looks at a campaign that is over.
async fn look_at_campaign(window: &Window<'_>, dress: &str) -> Outcome {
    open(window, "Muchos grupos").await?;
    usable(window, &format!("{dress}-campaign")).await?;
    window.click("campaign-view-outcome").await?;
    window.find("outcome-read").await?;
    usable(window, &format!("{dress}-campaign-outcome")).await?;
    window.click("campaign-view-people").await
}

/// Looks at the home screen at twice its size: nothing leaves the window to the right,
/// and every slice keeps its name.
async fn look_enlarged(window: &Window<'_>, dress: &str) -> Outcome {
    // Where nobody failed there is nothing to draw.
    const REDRAWN: &str = "
        if (document.querySelector('[data-testid=\"chart-KIND-empty\"]')) return true;
        const frame = document.querySelector('[data-testid=\"chart-KIND-drawing\"]');
        const width = Number(frame?.querySelector('svg')?.getAttribute('width'));
        return Math.abs(width - frame?.clientWidth) < 2;";
    const WORDS: &str = "
        const words = document.querySelectorAll('[data-testid=\"chart-groups-drawing\"] svg text');
        return [...words].map((word) => word.textContent.trim());";
    window.click("nav-home").await?;
    for _ in 0..6 {
        window.press(&[Key::Control], '+').await?;
    }
    window
        .wait_until("return innerWidth >= 540 && innerWidth <= 560;")
        .await?;
    for kind in [
        "timeline", "funnel", "groups", "contacts", "failures", "trend",
    ] {
        near(window, kind).await?;
        window.wait_until(&REDRAWN.replace("KIND", kind)).await?;
        let inside = "return document.documentElement.scrollWidth <= innerWidth;";
        window.wait_until(inside).await?;
        window
            .screenshot(&format!("{dress}-home-{kind}-200"))
            .await?;
    }
    // The drawing has eight groups, those without one, and the rest; the table has all.
    let (_, rows) = table(window, "groups", "last30").await?;
    let words: Vec<String> = serde_json::from_value(window.execute(WORDS, vec![]).await?)?;
    let shares = words.iter().filter(|word| word.ends_with('%')).count();
    expect(&json!((rows.len() > 10, shares)), &json!((true, 10)))?;
    window.press(&[Key::Control], '0').await?;
    window.wait_until("return innerWidth === 1100;").await
}

#[test]
fn the_numbers_look_well_in_every_language_light_and_size() -> Outcome {
    story("home-looks", async |window| {
        practise(window).await?;
        window.click("nav-home").await?;
        window.find("home-send").await?;
        usable(window, "es-light-home-none").await?;
        send_to(window, "Pocos grupos", &crowd(3)?).await?;
        window.text_with("card-campaigns", "1").await?;
        window.gone("home-open").await?;
        look(window, "es-light-few").await?;
        send_to(window, "Muchos grupos", &crowd(40)?).await?;
        window.text_with("card-campaigns", "2").await?;
        window.gone("home-open").await?;
        look(window, "es-light").await?;
        look_enlarged(window, "es-light").await?;
        look_at_campaign(window, "es-light").await?;
        for (theme, language, dress) in [
            ("dark", "es", "es-dark"),
            ("light", "en", "en-light"),
            ("dark", "en", "en-dark"),
        ] {
            window.click("nav-settings").await?;
            window.click(&format!("theme-{theme}")).await?;
            window.click(&format!("language-{language}")).await?;
            look_at_campaign(window, dress).await?;
            look(window, dress).await?;
        }
        window.click("chart-trend-table").await?;
        window.find("chart-trend-rows").await?;
        window.screenshot("en-dark-home-table").await?;
        let said = texts(window, "chart-trend").await?;
        if said.iter().any(|text| text.contains("Enviados")) {
            return Err(Trouble::new(format!("Spanish is left: {said:?}")));
        }
        Ok(())
    })
}
