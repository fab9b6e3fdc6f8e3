//! A profile behind a passcode, from the command line.

use crate::support::{Ended, Shop, list};

fn in_folder(shop: &Shop, name: &str) -> bool {
    shop.profile_folder().join(name).exists()
}

/// A linked practice profile that opens with `primero`.
fn locked() -> Shop {
    let shop = Shop::practice();
    let set = shop.typing(&["primero"], &["profile", "passcode", "set"]);
    let told = set.ended_with(0).json();
    assert_eq!(told["protection"], "passcode");
    assert_eq!(told["locked"], true);
    shop
}

fn detail(refused: Ended, name: &str) -> u64 {
    let error = refused.events().pop().unwrap()["error"].clone();
    error["details"][name].as_str().unwrap().parse().unwrap()
}

#[test]
fn it_is_set_changed_and_removed() {
    let shop = locked();
    assert!(in_folder(&shop, "key.passcode") && !in_folder(&shop, "key"));
    shop.run(&["contacts", "list"])
        .refused_with(6, "passcode_needed");
    let csv = shop.file("lista.csv", list(3));
    let import = ["contacts", "import", csv.to_str().unwrap()];
    shop.typing(&["primero"], &import).ended_with(0);

    let change = ["profile", "passcode", "change"];
    shop.typing(&["primero", "corto"], &change)
        .refused_with(2, "passcode_short");
    shop.typing(&["primero"], &change)
        .refused_with(2, "no_new_passcode");
    shop.typing(&["primero", "segundo"], &change).ended_with(0);
    shop.typing(&["primero"], &["contacts", "list"])
        .refused_with(6, "passcode_wrong");
    let shop = shop.knowing("segundo");
    let told = shop.run(&["contacts", "list"]).ended_with(0).json();
    assert_eq!(told["total"], 3, "nothing was lost on the way");
    shop.typing(&["segundo", "tercero"], &["profile", "passcode", "set"])
        .refused_with(2, "passcode_already_set");

    let removed = shop.run(&["profile", "passcode", "remove"]).ended_with(0);
    assert_eq!(removed.json()["protection"], "file");
    assert!(in_folder(&shop, "key") && !in_folder(&shop, "key.passcode"));
    let shop = shop.knowing("");
    shop.run(&["contacts", "list"]).ended_with(0);
    shop.run(&["profile", "passcode", "remove"])
        .refused_with(2, "no_passcode");
}

#[test]
fn a_profile_is_created_with_one() {
    let shop = Shop::practice();
    let create = ["profile", "create", "Segura", "--practice"];
    shop.typing(&["12345"], &create)
        .refused_with(2, "passcode_short");
    let made = shop.typing(&["clavel rojo"], &create).ended_with(0);
    assert_eq!(made.json()["locked"], true);
    let listed = shop.run(&["profile", "list"]).ended_with(0).json();
    let locked = listed
        .as_array()
        .unwrap()
        .iter()
        .find(|p| p["locked"] == true);
    assert_eq!(locked.unwrap()["name"], "Segura");

    let delete = ["profile", "delete", "Segura", "--yes"];
    shop.run(&delete).refused_with(6, "passcode_needed");
    shop.typing(&["clavel azul"], &delete)
        .refused_with(6, "passcode_wrong");
    shop.typing(&["clavel rojo"], &delete).ended_with(0);
    shop.run(&["contacts", "list"]).ended_with(0);
}

/// Each try is a process of its own.
#[test]
fn six_wrong_ones_are_slowed_down() {
    let shop = locked();
    let shop = shop.knowing("no es este");
    let contacts = ["contacts", "list"];
    for left in [4, 3, 2, 1] {
        let refused = shop.run(&contacts).refused_with(6, "passcode_wrong");
        assert_eq!(detail(refused, "tries_left"), left);
    }
    let refused = shop.run(&contacts).refused_with(6, "passcode_slowed");
    // The wait began when the try did.
    assert!((1..=30).contains(&detail(refused, "seconds")));
    let shop = shop.knowing("primero");
    let refused = shop.run(&contacts).refused_with(6, "passcode_wait");
    assert!((1..=30).contains(&detail(refused, "seconds")));
    // An hour later; the clock of the computer is not ours to move.
    let book = shop.profile_folder().join("tries");
    let told: serde_json::Value = serde_json::from_slice(&std::fs::read(&book).unwrap()).unwrap();
    let earlier = told["last"].as_i64().unwrap() - 3_600_000;
    let earlier = serde_json::json!({ "wrong": told["wrong"], "last": earlier });
    std::fs::write(&book, earlier.to_string()).unwrap();
    shop.run(&contacts).ended_with(0);
    assert!(!book.exists(), "the right one was found");
}
