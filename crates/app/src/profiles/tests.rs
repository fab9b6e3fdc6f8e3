use super::*;
use crate::ErrorKind;
use crate::replace::death;

fn shop(folder: &tempfile::TempDir) -> App {
    App::new(AppConfig {
        data_dir: folder.path().to_owned(),
        ..config(None)
    })
    .unwrap()
}

fn new(name: &str) -> NewProfile {
    NewProfile {
        name: name.to_owned(),
        country: "PY".to_owned(),
        language: "es".to_owned(),
        practice: true,
    }
}

fn created(app: &App, name: &str) -> ProfileSummary {
    app.create_profile(new(name), None).unwrap()
}

#[test]
fn profiles_are_told_apart_by_their_colours() {
    let folder = tempfile::tempdir().unwrap();
    let app = shop(&folder);
    let colours: Vec<_> = (0..7)
        .map(|n| created(&app, &n.to_string()).colour)
        .collect();
    assert_eq!(colours[..6], ProfileColour::ALL);
    assert_eq!(
        colours[6],
        ProfileColour::Green,
        "the first has its turn again"
    );

    let edit = |name: &str, colour| ProfileEdit {
        name: name.to_owned(),
        colour,
    };
    let taken = app.edit_profile("0", &edit(" 1 ", ProfileColour::Pink));
    assert_eq!(taken.unwrap_err().code(), "profile_exists");
    let edited = app
        .edit_profile("0", &edit("Cero", ProfileColour::Pink))
        .unwrap();
    assert_eq!(
        (edited.name.as_str(), edited.colour),
        ("Cero", ProfileColour::Pink)
    );
    // A name alone leaves the colour as it is.
    assert_eq!(
        app.rename_profile("cero", "Nada").unwrap().colour,
        ProfileColour::Pink
    );
    assert!(app.profile("0").is_none());
}

/// Wherever the program ends, nobody hears of a profile that never was.
#[test]
fn a_profile_that_could_not_be_made_leaves_nothing_behind() {
    let mut steps = 0;
    loop {
        let folder = tempfile::tempdir().unwrap();
        let app = shop(&folder);
        let (made, alive) = death::after(steps, || app.create_profile(new("Tienda"), None));
        assert!(
            app.damaged_profiles().is_empty(),
            "dead after {steps} steps"
        );
        assert_eq!(app.profile("Tienda").is_some(), made.is_ok());
        let left = std::fs::read_dir(folder.path().join("profiles")).unwrap();
        assert_eq!(
            left.count(),
            usize::from(made.is_ok()),
            "after {steps} steps"
        );
        if alive {
            break;
        }
        steps += 1;
    }
    assert!(steps > 8, "{steps} steps");
}

/// A kill leaves no time to clear up: a key alone, which opens nothing, is no profile.
#[test]
fn a_key_without_anything_that_it_opens_is_no_damaged_profile() {
    let folder = tempfile::tempdir().unwrap();
    let app = shop(&folder);
    created(&app, "Tienda");
    let of = app.find("Tienda").unwrap();
    std::fs::remove_file(of.path().join("profile.json")).unwrap();
    assert!(app.damaged_profiles().is_empty());
    assert_eq!(app.only_profile().unwrap_err().code(), "no_profile");
    std::fs::write(of.database(), "something").unwrap();
    assert_eq!(
        app.damaged_profiles().len(),
        1,
        "now there is something to lose"
    );
    std::fs::remove_file(of.database()).unwrap();
    std::fs::write(of.session(), "something").unwrap();
    assert_eq!(app.damaged_profiles().len(), 1);
}

#[test]
fn a_colour_of_another_version_keeps_nobody_out() {
    let folder = tempfile::tempdir().unwrap();
    let app = shop(&folder);
    created(&app, "Tienda");
    let path = app.find("Tienda").unwrap().path().join("profile.json");
    let text = std::fs::read_to_string(&path).unwrap();
    assert!(text.contains("\"green\""), "{text}");
    for other in ["\"ultraviolet\"", "7", "null"] {
        std::fs::write(&path, text.replace("\"green\"", other)).unwrap();
        assert_eq!(app.profile("Tienda").unwrap().colour, ProfileColour::Green);
    }
}

fn config(url: Option<&str>) -> AppConfig {
    AppConfig {
        data_dir: PathBuf::from("nowhere"),
        loopback_url: url.map(str::to_owned),
        #[cfg(feature = "loopback")]
        hurry: None,
    }
}

#[test]
fn a_build_without_the_loopback_refuses_its_address() {
    let asked = config(Some("ws://127.0.0.1:1/ws/chat"));
    let error = asked.fits(false).unwrap_err();
    assert_eq!(
        (error.kind(), error.code()),
        (ErrorKind::BadInput, "wrong_build")
    );
    assert!(error.to_string().contains(AppConfig::LOOPBACK_VARIABLE));
    asked.fits(true).unwrap();
    config(None).fits(false).unwrap();
    // And it is asked before anything else is done.
    assert_eq!(App::new(asked).is_ok(), cfg!(feature = "loopback"));
}

#[cfg(feature = "loopback")]
#[test]
fn hurry_shortens_every_deadline_and_nothing_else() {
    let usual = Timing::default();
    let hurried = AppConfig {
        hurry: NonZeroU32::new(10),
        ..config(None)
    };
    let timing = hurried.timing();
    assert_eq!(timing.ack * 10, usual.ack);
    assert_eq!(timing.send * 10, usual.send);
    assert_eq!(timing.settle * 10, usual.settle);
    assert_eq!(timing.prepare * 10, usual.prepare);
    assert_eq!(timing.unpaced_window, usual.unpaced_window);
    assert_eq!(config(None).timing().ack, usual.ack);
}

#[test]
fn a_name_neither_breaks_a_line_nor_turns_the_writing() {
    let folder = tempfile::tempdir().unwrap();
    let app = shop(&folder);
    for name in [
        "",
        "uno\ndos",
        "rtl\u{202e}abc",
        "\u{2066}a",
        &"ñ".repeat(61),
    ] {
        let error = app.create_profile(new(name), None).unwrap_err();
        assert_eq!(error.code(), "profile_name", "{name:?}");
    }
    assert!(app.profiles().unwrap().is_empty());
}
