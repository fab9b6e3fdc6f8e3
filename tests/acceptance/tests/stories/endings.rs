//! How commands end: the exit codes that scripts rely on.

use crate::support::{Server, Shop, list, number};
use serde_json::json;

/// It may never begin or never end, and nobody could open the profile meanwhile.
#[cfg(unix)]
#[test]
fn a_pipe_is_no_list_and_no_text() {
    let shop = Shop::practice();
    let pipe = shop.data().join("tubo");
    let made = std::process::Command::new("mkfifo").arg(&pipe).status();
    assert!(made.unwrap().success());
    let path = pipe.to_str().unwrap();
    let people = shop.file("ana.csv", "0981200001\n");
    let people = people.to_str().unwrap();
    for command in [
        &["contacts", "import", path][..],
        &[
            "campaign", "send", "--name", "X", "--csv", path, "--text", "Hola",
        ][..],
        &[
            "campaign",
            "send",
            "--name",
            "X",
            "--csv",
            people,
            "--text-file",
            path,
        ][..],
    ] {
        shop.run(command).refused_with(2, "file_no_file");
    }
}

#[test]
fn what_cannot_be_used_ends_with_2() {
    let shop = Shop::practice();
    let send = |csv: &std::path::Path| shop.send(csv, &[]).end();

    send(&shop.data().join("no-hay.csv")).refused_with(2, "file_not_found");
    send(&shop.data()).refused_with(2, "file_is_folder");
    let nothing = shop.file("vacia.csv", "");
    assert_eq!(send(&nothing).code, Some(2));
    let no_numbers = shop.file("sin-numero.csv", "nombre,ciudad\nAna,Luque\nLuis,Areguá\n");
    send(&no_numbers).refused_with(2, "import_no_number_column");
    let invalid = shop.file("malos.csv", "numero,nombre\n123,Ana\nabc,Luis\n");
    send(&invalid).refused_with(2, "no_recipients_counted");
    let import = |path: &std::path::Path| shop.run(&["contacts", "import", path.to_str().unwrap()]);
    import(&invalid).refused_with(2, "no_valid_rows");
    import(&no_numbers).refused_with(2, "import_no_number_column");

    shop.run(&["--profile", "Nadie", "contacts", "list"])
        .refused_with(2, "profile_not_found");
    shop.run(&["campaign", "status", "99"])
        .refused_with(2, "campaign_not_found");
    shop.run(&["campaign", "report", "99"])
        .refused_with(2, "campaign_not_found");
    shop.run(&["profile", "create", "Tienda"])
        .refused_with(2, "profile_exists");
    shop.run(&["profile", "delete", "Tienda"])
        .refused_with(2, "confirmation_needed");

    // What the command line itself does not understand.
    for wrong in [
        &["campaign", "send", "--name", "X"][..],
        &["campaign", "status", "uno"][..],
        &["nada"][..],
    ] {
        let told = shop.run(wrong).ended_with(2);
        assert!(!told.stderr.is_empty());
    }
    // Nothing was begun by all that.
    let campaigns = shop.run(&["campaign", "list"]).ended_with(0).json();
    assert_eq!(campaigns, json!([]));
    let contacts = shop.run(&["contacts", "list"]).ended_with(0).json();
    assert_eq!(contacts["total"], 0);
}

#[test]
fn a_profile_in_use_ends_with_5() {
    let shop = Shop::practice();
    let csv = shop.file("lista.csv", list(50));
    let mut sending = shop.send(&csv, &["--delay-ms", "60000"]);
    sending.event("started");
    shop.run(&["contacts", "list"])
        .refused_with(5, "profile_in_use");
    shop.run(&["campaign", "list"])
        .refused_with(5, "profile_in_use");
    // In the language of that profile, whatever the computer's is.
    let rename: &[_] = &["profile", "rename", "Tienda", "Otra"];
    for words in [rename, &["profile", "delete", "tienda", "--yes"]] {
        let told = shop.run(words).refused_with(5, "profile_in_use");
        assert!(told.stderr.contains("El perfil"), "{told:?}");
    }
    // A process that died holds nothing.
    sending.kill();
    shop.run(&["contacts", "list"]).ended_with(0);
}

#[test]
fn a_key_that_does_not_fit_ends_with_6() {
    let shop = Shop::practice();
    let key = shop.profile_folder().join("key");
    let right = std::fs::read(&key).unwrap();
    std::fs::write(&key, "no es una clave").unwrap();
    shop.run(&["contacts", "list"])
        .refused_with(6, "key_damaged");
    std::fs::write(&key, &right[..right.len() / 2]).unwrap();
    shop.run(&["contacts", "list"])
        .refused_with(6, "key_damaged");
    std::fs::remove_file(&key).unwrap();
    shop.run(&["contacts", "list"])
        .refused_with(6, "key_missing");
    std::fs::write(&key, "ab".repeat(64)).unwrap();
    shop.run(&["contacts", "list"])
        .refused_with(6, "database_wrong_key");
    std::fs::write(&key, right).unwrap();
    shop.run(&["contacts", "list"]).ended_with(0);
}

#[test]
fn a_campaign_without_a_linked_phone_is_held_with_4() {
    let server = Server::start(3);
    let shop = Shop::new(&server);
    let told = shop.send_to(3).end().ended_with(4);
    let held = told.named("held").pop().unwrap();
    assert_eq!(held["reason"], "not_linked");
    let id = told.named("started")[0]["id"].as_u64().unwrap();
    assert!(server.received().is_empty());

    // The person links the phone; the campaign is still there.
    shop.pair(&server).ended_with(0);
    shop.resume(id).reached(3);
    server.everybody_has_it(3);
}

#[test]
fn a_phone_that_was_unlinked_elsewhere_holds_the_campaign_with_4() {
    let server = Server::start(50);
    let shop = Shop::linked(&server);
    let csv = shop.file("lista.csv", list(50));
    let mut sending = shop.send(&csv, &["--delay-ms", "100"]);
    let id = sending.event("started")["id"].as_u64().unwrap();
    server.until_messages(5);
    server.fault(&json!({ "kind": "stream_error", "conflict": "device_removed" }));
    let told = sending.end().ended_with(4);
    assert_eq!(told.named("held").pop().unwrap()["reason"], "logged_out");

    // Also the next morning, before anything connects.
    let status = shop.run(&["device", "status"]).ended_with(0);
    assert!(status.stdout.contains("\"logged_out\""), "{status:?}");

    shop.pair(&server).ended_with(0);
    shop.resume(id).reached(50);
    let received = server.everybody_has_it(50);
    assert_eq!(shop.reported_ids(id, 50), received);
}

#[test]
fn a_number_that_is_not_on_whatsapp_ends_with_3() {
    let server = Server::start(5);
    let shop = Shop::linked(&server);
    server.fault(&json!({ "kind": "not_on_whatsapp", "phones": [number(2)] }));
    let told = shop.send_to(5).end().ended_with(3);
    let end = told.named("completed").pop().unwrap();
    assert_eq!(end["failed"], 1);
    let id = told.named("started")[0]["id"].as_u64().unwrap();
    let report = shop.report(id);
    assert_eq!(report[2]["state"], "failed");
    assert_eq!(report[2]["reason"], "not_on_whatsapp");
    let phones: Vec<_> = server.received().into_iter().map(|r| r.phone).collect();
    assert_eq!(phones, [number(0), number(1), number(3), number(4)]);

    // The person joins, and a retry brings the message under the same id.
    server.fault(&json!({ "kind": "clear" }));
    let known = report[2]["parts"][0]["message_id"].clone();
    let id = id.to_string();
    shop.run(&["campaign", "retry", &id, "--wait"]).reached(5);
    let last = server.received().pop().unwrap();
    assert_eq!((last.phone, json!(last.id)), (number(2), known));
}

#[test]
fn a_paused_campaign_waits_and_a_cancelled_one_is_over() {
    let shop = Shop::practice();
    let csv = shop.file("lista.csv", list(10));
    let csv = csv.to_str().unwrap();
    let mut arguments = vec!["campaign", "send", "--name", "Promo", "--csv", csv];
    arguments.extend(["--text", "Hola"]);
    let started = shop.run(&arguments).ended_with(0);
    let id = started.events()[0]["id"].to_string();
    let state = |command: &str| {
        let told = shop.run(&["campaign", command, &id]).ended_with(0);
        told.json()["state"].as_str().unwrap().to_owned()
    };
    assert_eq!(state("pause"), "paused");
    assert_eq!(state("resume"), "running");
    assert_eq!(state("cancel"), "cancelled");
    shop.run(&["campaign", "resume", &id])
        .refused_with(2, "campaign_over");
}

/// What is missing is said to be missing; nothing empty takes its place.
#[test]
fn a_profile_that_lost_its_data_is_not_begun_anew() {
    let shop = Shop::practice();
    shop.run(&["contacts", "list"]).ended_with(0);
    let database = shop.profile_folder().join("profile.db");
    std::fs::remove_file(&database).unwrap();
    shop.run(&["contacts", "list"])
        .refused_with(1, "database_missing");
    assert!(!database.exists());

    let description = database.with_file_name("profile.json");
    std::fs::write(&description, "{\"x").unwrap();
    shop.run(&["profile", "list"])
        .refused_with(1, "profile_damaged");
    shop.run(&["contacts", "list"])
        .refused_with(1, "profile_damaged");
}
