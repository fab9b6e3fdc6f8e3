//! Linking, logging in, logging out.

use std::time::Instant;

use loopback::{Config, LoopbackServer};
use wacore::types::events::Event;

use crate::client::{Phone, until};

#[tokio::test]
async fn a_client_is_linked_by_qr_and_is_ready_at_once() {
    let server = LoopbackServer::start(Config::default()).await.unwrap();
    let phone = Phone::fresh(&server, None).await;
    let paired = server.pair(&phone.qr().await).await.unwrap();
    assert_eq!(paired.phone, "+595992756462");
    assert_eq!(paired.name, "Tienda Luna");
    let start = Instant::now();
    phone.ready().await;
    assert!(
        start.elapsed().as_secs() < 8,
        "the login waited for something the server did not give: {:?}",
        start.elapsed()
    );
    assert_eq!(phone.client.push_name(), "Tienda Luna");
    assert_eq!(server.stats().pairings, 1);
    assert_eq!(server.stats().unknown_queries, 0, "{:?}", server.stats());
}

#[tokio::test]
async fn a_client_is_linked_by_the_code_typed_on_the_phone() {
    let server = LoopbackServer::start(Config::default()).await.unwrap();
    let number = "+595992756462";
    let phone = Phone::fresh(&server, Some(number)).await;
    let code = phone
        .events
        .wait("a pairing code", |event| match event {
            Event::PairingCode(code) => Some(code.code.clone()),
            _ => None,
        })
        .await;
    let paired = server.pair_code(number, &code).await.unwrap();
    assert_eq!(paired.phone, number);
    phone.ready().await;
}

#[tokio::test]
async fn a_wrong_code_is_refused() {
    let server = LoopbackServer::start(Config::default()).await.unwrap();
    let number = "+595992756462";
    let phone = Phone::fresh(&server, Some(number)).await;
    phone
        .events
        .wait("a pairing code", |event| {
            matches!(event, Event::PairingCode(_)).then_some(())
        })
        .await;
    let error = server.pair_code(number, "ABCD-1234").await.unwrap_err();
    assert!(error.to_string().contains("not the one on show"), "{error}");
}

#[tokio::test]
async fn a_qr_of_nobody_is_refused() {
    let server = LoopbackServer::start(Config::default()).await.unwrap();
    assert!(server.pair("hello").await.is_err());
    let key = "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=";
    let error = server.pair(&format!("2@x,{key},{key},{key},1")).await;
    assert!(error.unwrap_err().to_string().contains("not on show"));
}

#[tokio::test]
async fn a_client_that_logs_out_is_unlinked() {
    let server = LoopbackServer::start(Config::default()).await.unwrap();
    let phone = Phone::linked(&server).await;
    phone.client.logout().await;
    until("the phone to have nobody to write to", || {
        server.say("+595981000001", "hola").is_err()
    })
    .await;
}
