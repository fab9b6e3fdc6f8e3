//! Whose phone may be linked, said when a profile is made.

use crate::shop::{OWNER, Shop};
use app::api::NewProfile;
use app::{App, AppConfig, Passcode};

#[tokio::test]
async fn a_number_that_was_named_when_the_profile_was_made_may_be_linked() {
    let shop = Shop::allowing(&["0992 756 462", "", "(0981) 111-222"]).await;
    let settings = shop.session.settings().await.unwrap();
    assert_eq!(settings.allowed_numbers, [OWNER, "+595981111222"]);
    shop.show_code().await;
    shop.scan().await;
    shop.stands("online").await;
    shop.session.close().await;
}

#[tokio::test]
async fn a_number_that_is_none_makes_no_profile() {
    let folder = tempfile::tempdir().unwrap();
    let app = App::new(AppConfig {
        data_dir: folder.path().to_owned(),
        loopback_url: None,
        hurry: None,
    })
    .unwrap();
    let profile = || NewProfile {
        name: "Tienda".to_owned(),
        country: "py".to_owned(),
        language: "es".to_owned(),
        practice: false,
    };
    let made = app
        .create_profile_for(profile(), vec!["0981 111 222".into(), "12".into()], None)
        .await;
    assert_eq!(made.unwrap_err().code(), "contact_number");
    assert!(app.profiles().unwrap().is_empty());

    // Behind a passcode as without one.
    let passcode = Passcode::new("clavel rojo");
    let numbers = vec!["0981 111 222".to_owned()];
    app.create_profile_for(profile(), numbers, Some(passcode.clone()))
        .await
        .unwrap();
    let session = app
        .open_profile_at_rest("Tienda", Some(&passcode))
        .await
        .unwrap();
    let settings = session.settings().await.unwrap();
    assert_eq!(settings.allowed_numbers, ["+595981111222"]);
    session.close().await;
}
