//! The control door and the program.

use std::io::{BufRead, BufReader, Read};
use std::process::{Command, Stdio};

use loopback::{Config, LoopbackServer};
use serde_json::Value;
use whatsapp_rust::types::presence::ReceiptType;

use crate::client::Phone;

/// One request; the status and the JSON body.
async fn ask(method: &'static str, url: String, body: &str) -> (u16, Value) {
    let body = body.to_owned();
    tokio::task::spawn_blocking(move || {
        let agent: ureq::Agent = ureq::Agent::config_builder()
            .http_status_as_error(false)
            .build()
            .into();
        let answer = if method == "GET" {
            agent.get(&url).call()
        } else {
            agent.post(&url).send(body.as_bytes())
        };
        let mut answer = answer.unwrap();
        let text = answer.body_mut().read_to_string().unwrap();
        (
            answer.status().as_u16(),
            serde_json::from_str(&text).unwrap(),
        )
    })
    .await
    .unwrap()
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn everything_goes_through_the_door() {
    let server = LoopbackServer::start(Config::default()).await.unwrap();
    let door = server.control_url();
    let phone = Phone::fresh(&server, None).await;
    let (status, paired) = ask("POST", format!("{door}/pair"), &phone.qr().await).await;
    assert_eq!(
        (status, paired["phone"].as_str()),
        (200, Some("+595992756462"))
    );
    phone.ready().await;
    let fault = r#"{"kind":"refuse","code":463,"phones":["+595981000002"]}"#;
    assert_eq!(ask("POST", format!("{door}/fault"), fault).await.0, 200);
    phone.text("+595981000002", "3EB4A0", "no").await;
    assert_eq!(phone.ack("3EB4A0").await.as_deref(), Some("463"));
    phone.text("+595981000001", "3EB4A1", "Hola").await;
    phone.receipt("3EB4A1", ReceiptType::Read).await;
    let say = r#"{"phone":"+595981000001","text":"Buenas"}"#;
    assert_eq!(ask("POST", format!("{door}/say"), say).await.0, 200);
    phone.incoming("Buenas").await;
    let gone = r#"{"phone":"+595981000001","message_id":"3EB4A1"}"#;
    let (status, answer) = ask("POST", format!("{door}/gone"), gone).await;
    let nothing = "+595981000001 has no medium of 3EB4A1";
    assert_eq!((status, answer["error"].as_str()), (400, Some(nothing)));
    let url = format!("{door}/received?phone=%2B595981000001");
    let (_, received) = ask("GET", url, "").await;
    assert_eq!(received[0]["message_id"], "3EB4A1");
    assert_eq!(received[0]["times"], 1);
    let (_, counts) = ask("GET", format!("{door}/stats"), "").await;
    assert_eq!(counts["messages"], 2);
    assert!(
        counts["queries"]["usync/usync"].as_u64() > Some(0),
        "{counts}"
    );
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn bad_requests_get_a_sentence() {
    let server = LoopbackServer::start(Config::default()).await.unwrap();
    let door = server.control_url();
    for (path, body) in [
        ("/pair", "nonsense"),
        ("/fault", r#"{"kind":"explode"}"#),
        ("/fault", "not json"),
        ("/say", r#"{"phone":"+1","text":"x"}"#),
        (
            "/say",
            r#"{"phone":"+595981000001","text":"nobody is linked"}"#,
        ),
    ] {
        let (status, answer) = ask("POST", format!("{door}{path}"), body).await;
        assert_eq!(status, 400, "{path} {body}");
        assert!(answer["error"].as_str().is_some_and(|e| e.len() > 10));
    }
}

#[test]
fn the_program_prints_one_line_and_ends_when_told() {
    let mut program = Command::new(env!("CARGO_BIN_EXE_message-sender-loopback"))
        .args(["--phones", "100000"])
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    let mut lines = BufReader::new(program.stdout.take().unwrap());
    let mut line = String::new();
    lines.read_line(&mut line).unwrap();
    let told: Value = serde_json::from_str(&line).unwrap();
    assert!(told["ws"].as_str().unwrap().ends_with("/ws/chat"));
    assert!(
        told["control"]
            .as_str()
            .unwrap()
            .starts_with("http://127.0.0.1:")
    );
    assert_eq!(told["root_key"].as_str().unwrap().len(), 64);
    program.kill().unwrap();
    program.wait().unwrap();
    let mut rest = String::new();
    lines.read_to_string(&mut rest).unwrap();
    assert_eq!(rest, "");
}

#[test]
fn a_public_address_is_refused_with_a_sentence() {
    let output = Command::new(env!("CARGO_BIN_EXE_message-sender-loopback"))
        .args(["--listen", "0.0.0.0:0"])
        .output()
        .unwrap();
    assert!(!output.status.success());
    let said = String::from_utf8(output.stderr).unwrap();
    assert!(said.contains("refusing to listen on 0.0.0.0"), "{said}");
}
