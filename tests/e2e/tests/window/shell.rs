//! The shell: commands reach the engine, its events reach the page, files reach
//! the page, and the program ends in order.

use e2e::{Desktop, Outcome, Trouble, Window, story, story_with};
use serde_json::{Value, json};

/// Asks at every event of the engine, until the answer has this `state`.
const UNTIL: &str = "
    const [command, args, state, done] = arguments;
    const internals = window.__TAURI_INTERNALS__;
    const ask = () => internals.invoke(command, args).then((answer) => {
        if (answer.state === state) done(answer);
    });
    internals.invoke('plugin:event|listen', {
        event: 'app', target: { kind: 'Any' }, handler: internals.transformCallback(ask),
    }).then(ask);";

async fn until(window: &Window<'_>, command: &str, arguments: Value, state: &str) -> Outcome {
    let arguments = vec![command.into(), arguments, state.into()];
    window.client().execute_async(UNTIL, arguments).await?;
    Ok(())
}

async fn open_profile(window: &Window<'_>, name: &str) -> Outcome {
    window
        .invoke("open_profile", json!({ "name": name }))
        .await?;
    Ok(())
}

async fn pair(window: &Window<'_>) -> Outcome {
    let by_qr = json!({ "request": { "kind": "qr" } });
    window.invoke("start_pairing", by_qr).await?;
    until(window, "device", json!({}), "pairing").await?;
    window.invoke("practice_scan", json!({})).await?;
    until(window, "device", json!({}), "online").await
}

#[test]
fn a_practice_campaign_runs_to_its_end_and_is_there_after_a_restart() -> Outcome {
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()?;
    let desktop = Desktop::start()?;
    let outcome = runtime.block_on(async {
        let window = Window::open(&desktop).await?;
        let info = window.invoke("app_info", json!({})).await?;
        expect(&info["language"], "es")?;
        let profile = json!({
            "name": "Práctica", "country": "PY", "language": "es", "practice": true,
        });
        window
            .invoke("create_profile", json!({ "profile": profile, "allowedNumbers": [] }))
            .await?;
        open_profile(&window, "Práctica").await?;
        pair(&window).await?;
        let campaign = json!({
            "name": "Prueba",
            "audience": { "kind": "list", "source": { "kind": "text", "text": "0981200001,Sra.,Ana" } },
            "texts": ["Hola {nombre}"],
            "pace": { "delay_ms": 0, "jitter_percent": 0 },
        });
        let id = window
            .invoke("start_campaign", json!({ "campaign": campaign }))
            .await?;
        expect(&id, 1)?;
        until(&window, "campaign", json!({ "id": 1 }), "completed").await?;
        window.quit().await?;

        let window = Window::open(&desktop).await?;
        open_profile(&window, "Práctica").await?;
        let campaign = window.invoke("campaign", json!({ "id": 1 })).await?;
        expect(&campaign["state"], "completed")?;
        window.end().await
    });
    if outcome.is_err() {
        eprintln!("{}", desktop.said());
    }
    outcome
}

#[test]
fn a_second_start_leaves_the_field_to_the_first() -> Outcome {
    story("second-start", async |window| {
        let in_order = window.start_again().await?;
        expect(&json!(in_order), true)?;
        window.invoke("app_info", json!({})).await?;
        Ok(())
    })
}

#[test]
fn the_program_turns_off_what_blanks_windows_and_finds_the_file_dialogs_of_the_desktop() -> Outcome
{
    story("environment", async |window| {
        let renderer = window.environment("WEBKIT_DISABLE_DMABUF_RENDERER")?;
        expect(&json!(renderer), "1")?;
        let portal = window.environment("GTK_USE_PORTAL")?;
        expect(&json!(portal), "1")
    })
}

#[test]
fn who_wants_other_file_dialogs_has_them() -> Outcome {
    story_with(
        "environment-set",
        &[("GTK_USE_PORTAL", "0")],
        async |window| {
            let portal = window.environment("GTK_USE_PORTAL")?;
            expect(&json!(portal), "0")
        },
    )
}

#[test]
fn an_error_reaches_the_page_with_its_code_and_a_sentence() -> Outcome {
    story("error", async |window| {
        let refused = window.invoke("device", json!({})).await;
        let Err(trouble) = refused else {
            return Err(Trouble::new("there is a device without a profile"));
        };
        let words = format!("{trouble:?}");
        if words.contains("\"code\":\"no_profile_open\"") && words.contains("Elige uno primero") {
            return Ok(());
        }
        Err(Trouble::new(words))
    })
}

fn expect(value: &Value, expected: impl Into<Value>) -> Outcome {
    let expected = expected.into();
    if *value == expected {
        return Ok(());
    }
    Err(Trouble::new(format!("{value} instead of {expected}")))
}

#[test]
fn a_dropped_file_reaches_the_page_with_its_path() -> Outcome {
    story("drop", async |window| {
        let path = window
            .desktop()
            .write_file("mi lista añeja.csv", "numero\n0981200001\n")?;
        window
            .execute(
                "window.__TAURI_INTERNALS__.invoke('plugin:event|listen', {
                    event: 'tauri://drag-drop',
                    target: { kind: 'Any' },
                    handler: window.__TAURI_INTERNALS__.transformCallback(
                        (event) => { window.dropped = event.payload.paths; }),
                }).then(() => { window.listening = true; });",
                vec![],
            )
            .await?;
        window
            .wait_until("return window.listening === true;")
            .await?;
        window.drop_file(&path).await?;
        window
            .wait_until("return window.dropped !== undefined;")
            .await?;
        let dropped = window.execute("return window.dropped;", vec![]).await?;
        if dropped == json!([path]) {
            return Ok(());
        }
        Err(Trouble::new(format!("dropped {dropped}")))
    })
}
