//! The icon in the tray, on a desktop that has one.

use e2e::{Desktop, Outcome, Tray, Window};
use serde_json::json;

#[test]
fn the_tray_says_how_things_stand_and_pauses_resumes_and_quits() -> Outcome {
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()?;
    let desktop = Desktop::start()?;
    let tray = Tray::open(&desktop)?;
    let outcome = runtime.block_on(async {
        let window = Window::open(&desktop).await?;
        tray.says("No se está enviando nada").await?;

        window.click("profile-create").await?;
        window.fill("profile-name", "Práctica").await?;
        window.click("profile-practice").await?;
        window.click("profile-submit").await?;
        window.click("welcome-next").await?;
        window.click("welcome-next").await?;
        window.click("welcome-link").await?;
        window.click("practice-scan").await?;
        window
            .wait_until(
                "return document.querySelector('[data-testid=\"device-state\"][data-state=\"online\"]') !== null;",
            )
            .await?;
        let campaign = json!({
            "name": "Prueba",
            "audience": { "kind": "list", "source": {
                "kind": "text", "text": "0981200001,Sra.,Ana\n0981200002,Sr.,Bruno",
            } },
            "texts": ["Hola {nombre}"],
            "pace": { "delay_ms": 600_000, "jitter_percent": 0, "batch": 0, "batch_pause_ms": 0 },
        });
        window
            .invoke("start_campaign", json!({ "campaign": campaign }))
            .await?;
        tray.says("Enviando: 50\u{a0}% (1 de 2)").await?;
        tray.choose("Pausar todo")?;
        tray.says("Reanudar todo").await?;
        tray.choose("Reanudar todo")?;
        tray.says("Pausar todo").await?;

        // The window can be had back from here, and the question says so.
        window.close().await?;
        window.text_with("close-where", "el icono junto al reloj").await?;
        window.click_and_hide("close-background").await?;
        tray.choose("Abrir Message Sender")?;
        window.on_display(true).await?;
        tray.choose("Salir")?;
        window.gone_by_itself().await
    });
    if outcome.is_err() {
        eprintln!("{}", desktop.said());
    }
    outcome
}
