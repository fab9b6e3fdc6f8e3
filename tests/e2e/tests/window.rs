//! The window opens and the machinery of these stories works.

use e2e::{Outcome, Trouble, story};

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
        if dropped == serde_json::json!([path]) {
            return Ok(());
        }
        Err(Trouble::new(format!("dropped {dropped}")))
    })
}
