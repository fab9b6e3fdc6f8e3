use super::*;
use log::Log as _;
use testkit::TestClock;

struct Scene {
    home: tempfile::TempDir,
    logs: Logs,
    clock: Arc<TestClock>,
}

impl Scene {
    fn new() -> Self {
        let home = tempfile::tempdir().unwrap();
        let clock = Arc::new(TestClock::new());
        let logs = Logs::new(home.path(), Arc::clone(&clock) as Arc<dyn Clock>, false);
        Self { home, logs, clock }
    }

    fn profile(&self, name: &str) -> PathBuf {
        let folder = self.home.path().join(name);
        std::fs::create_dir(&folder).unwrap();
        folder
    }

    fn say(&self, level: Level, target: &str, words: &str) {
        let mut record = Record::builder();
        record.level(level).target(target);
        self.logs.log(&record.args(format_args!("{words}")).build());
    }
}

/// The lines of a folder without their times, the oldest first.
fn lines(place: &Path) -> Vec<String> {
    let mut view = last_lines(&folder_in(place), 100).lines;
    view.reverse();
    view.into_iter().map(|line| line.text).collect()
}

#[test]
fn lines_go_to_the_profile_that_is_open() {
    let scene = Scene::new();
    let (luna, sol) = (scene.profile("luna"), scene.profile("sol"));
    scene.say(Level::Info, "app", "before");
    let open = scene.logs.enter(&luna, LogLevel::Info);
    scene.say(Level::Info, "store", "of luna");
    drop(open);
    let open = scene.logs.enter(&sol, LogLevel::Info);
    scene.say(Level::Info, "dispatch::turn", "of sol");
    drop(open);
    scene.say(Level::Info, "app", "behind");
    assert_eq!(lines(scene.home.path()), ["app before", "app behind"]);
    assert_eq!(lines(&luna), ["store of luna"]);
    assert_eq!(lines(&sol), ["dispatch::turn of sol"]);
}

#[test]
fn a_profile_that_closes_late_takes_nothing_from_the_next_one() {
    let scene = Scene::new();
    let (luna, sol) = (scene.profile("luna"), scene.profile("sol"));
    let early = scene.logs.enter(&luna, LogLevel::Info);
    let late = scene.logs.enter(&sol, LogLevel::Debug);
    early.set_level(LogLevel::Error);
    drop(early);
    scene.say(Level::Debug, "app", "of sol");
    drop(late);
    scene.say(Level::Debug, "app", "of nobody");
    assert_eq!(lines(&sol), ["app of sol"]);
    assert!(lines(scene.home.path()).is_empty());
}

#[test]
fn a_level_says_what_those_before_it_say() {
    let scene = Scene::new();
    let luna = scene.profile("luna");
    let open = scene.logs.enter(&luna, LogLevel::Info);
    let mut told = Vec::new();
    for level in LogLevel::ALL {
        open.set_level(level);
        let before = lines(&luna).len();
        for each in Level::iter() {
            scene.say(each, "app", "words");
        }
        told.push(lines(&luna).len() - before);
    }
    assert_eq!(told, [1, 2, 3, 4]);
}

#[test]
fn others_are_heard_when_they_warn_and_not_what_they_say() {
    let scene = Scene::new();
    let luna = scene.profile("luna");
    let open = scene.logs.enter(&luna, LogLevel::Debug);
    for target in ["wacore::send", "application", "storex::y", "Client/Recv"] {
        scene.say(Level::Info, target, "Juana wrote");
        scene.say(Level::Warn, target, "Juana wrote");
    }
    assert_eq!(
        lines(&luna),
        [
            "wacore::send (line 0)",
            "application (line 0)",
            "storex::y (line 0)",
            "Client/Recv (line 0)"
        ]
    );
    open.set_level(LogLevel::Error);
    scene.say(Level::Warn, "wacore::send", "Juana wrote");
    assert_eq!(lines(&luna).len(), 4);
}

#[test]
fn a_day_of_the_clock_is_a_file() {
    let scene = Scene::new();
    for _ in 0..3 {
        scene.say(Level::Info, "app", "a day");
        scene.clock.jump(86_400_000);
    }
    assert_eq!(contents(&folder_in(scene.home.path())).len(), 3);
}

#[test]
fn what_cannot_be_written_disturbs_nobody() {
    let scene = Scene::new();
    let gone = scene.home.path().join("gone");
    let open = scene.logs.enter(&gone, LogLevel::Info);
    scene.say(Level::Error, "app", "lost");
    assert!(!gone.exists());
    drop(open);
    scene.say(Level::Info, "app", "kept");
    assert_eq!(lines(scene.home.path()), ["app kept"]);
    // What comes before there is a folder waits for it.
    let late = scene.home.path().join("late");
    let logs = Logs::new(&late, Arc::clone(&scene.clock) as Arc<dyn Clock>, false);
    let scene = Scene { logs, ..scene };
    scene.say(Level::Info, "app", "begun");
    std::fs::create_dir(&late).unwrap();
    scene.say(Level::Info, "app", "going on");
    assert_eq!(lines(&late), ["app begun", "app going on"]);
    // One that logs nowhere.
    let nowhere = Logs::default();
    drop(nowhere.enter(&gone, LogLevel::Debug));
    assert!(!nowhere.enabled(&Metadata::builder().target("app").build()));
}

#[test]
fn a_panic_is_told_by_its_place() {
    let deep = "/home/ana/.cargo/registry/src/index-1/zip-9.4.1/src/write.rs";
    assert_eq!(end_of(deep), "index-1/zip-9.4.1/src/write.rs");
    assert_eq!(end_of("crates/app/src/lib.rs"), "crates/app/src/lib.rs");
    assert_eq!(end_of(r"C:\a\b\c\d\e.rs"), "b/c/d/e.rs");
}
