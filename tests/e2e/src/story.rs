//! A story: somebody sits down at a desktop of their own, and things happen.

use crate::{Desktop, Outcome, Window};
use std::panic::{AssertUnwindSafe, catch_unwind, resume_unwind};

/// Plays a story on a desktop of its own, with the window open. When it goes
/// wrong, a picture of the window stays in `target/e2e`, and what the programs
/// said is printed.
pub fn story(name: &str, tale: impl AsyncFnOnce(&mut Window<'_>) -> Outcome) -> Outcome {
    story_with(name, &[], tale)
}

/// The same with more in the program's environment.
pub fn story_with(
    name: &str,
    environment: &[(&str, &str)],
    tale: impl AsyncFnOnce(&mut Window<'_>) -> Outcome,
) -> Outcome {
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()?;
    let desktop = Desktop::start()?;
    let mut window = runtime.block_on(Window::open_with(&desktop, environment))?;
    let outcome = catch_unwind(AssertUnwindSafe(|| runtime.block_on(tale(&mut window))));
    let good = matches!(outcome, Ok(Ok(())));
    let ended = runtime.block_on(async {
        if !good {
            picture_of_the_end(&window, name).await;
        }
        window.end().await
    });
    if !good {
        eprintln!("{}", desktop.said());
    }
    outcome
        .unwrap_or_else(|panic| resume_unwind(panic))
        .and(ended)
}

async fn picture_of_the_end(window: &Window<'_>, name: &str) {
    match window.snapshot(&format!("{name}-failed")).await {
        Ok(path) => eprintln!("picture of the window: {}", path.display()),
        Err(_) => eprintln!("no picture of the window could be taken"),
    }
}
