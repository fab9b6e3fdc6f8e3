//! Pictures, videos, documents and voice notes: up to the media host, and out.

use crate::support::{Device, PATIENCE, id, now, phone, server, text};
use domain::messenger::{Content, Enclosed, MediumBytes, Outgoing, ReceiptKind, SendError};
use domain::{
    FailureClass, Medium, MediumKind, MessageId, Messenger as _, MessengerEvent, PhoneNumber,
    Upload,
};
use loopback::{Fault, Received, ServerHandle};
use sha2::{Digest, Sha256};
use std::sync::Arc;
use std::time::Duration;

/// Bytes that differ with `seed`.
fn bytes(seed: u8, size: usize) -> Vec<u8> {
    let (mut value, mut out) = (u32::from(seed) + 1, Vec::with_capacity(size));
    while out.len() < size {
        value = value.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
        out.push((value >> 24) as u8);
    }
    out
}

fn sha256(bytes: &[u8]) -> String {
    hex::encode(Sha256::digest(bytes))
}

/// A medium with its bytes, as they lie in the profile.
struct File {
    medium: Medium,
    bytes: Vec<u8>,
}

fn file(kind: MediumKind, mime: &str, seed: u8, size: usize) -> File {
    let bytes = bytes(seed, size);
    let medium = Medium {
        kind,
        mime: mime.to_owned(),
        file_name: String::new(),
        sha256: Sha256::digest(&bytes).into(),
        size: size as u64,
        width: None,
        height: None,
        thumbnail: None,
        seconds: None,
        waveform: None,
        pages: None,
    };
    File { medium, bytes }
}

fn picture(seed: u8) -> File {
    let mut file = file(MediumKind::Picture, "image/jpeg", seed, 150_000);
    (file.medium.width, file.medium.height) = (Some(1_600), Some(1_200));
    file.medium.thumbnail = Some(bytes(seed + 100, 900));
    file
}

fn video() -> File {
    let mut file = file(MediumKind::Video, "video/mp4", 1, 700_001);
    (file.medium.width, file.medium.height) = (Some(848), Some(480));
    file.medium.seconds = Some(31);
    file.medium.thumbnail = Some(bytes(101, 1_200));
    file
}

fn document(size: usize) -> File {
    let mut file = file(MediumKind::Document, "application/pdf", 2, size);
    file.medium.file_name = String::from("Catálogo de otoño.pdf");
    file.medium.pages = Some(12);
    file
}

fn voice_note() -> File {
    let mut file = file(MediumKind::Voice, "audio/ogg; codecs=opus", 3, 20_000);
    file.medium.seconds = Some(9);
    file.medium.waveform = Some((0..64u8).map(|at| at + 30).collect());
    file
}

struct Pieces(std::vec::IntoIter<Vec<u8>>);

#[async_trait::async_trait]
impl MediumBytes for Pieces {
    async fn next(&mut self) -> Result<Option<Vec<u8>>, String> {
        Ok(self.0.next())
    }
}

async fn bring(device: &Device, file: &File, deadline: Duration) -> Result<Upload, SendError> {
    let pieces: Vec<_> = file.bytes.chunks(256 * 1024).map(<[u8]>::to_vec).collect();
    let pieces = Box::new(Pieces(pieces.into_iter()));
    device
        .messenger
        .upload(&file.medium, pieces, deadline)
        .await
}

async fn enclosed(device: &Device, file: &File, caption: &str) -> Enclosed {
    let upload = bring(device, file, PATIENCE).await.unwrap();
    Enclosed {
        medium: Arc::new(file.medium.clone()),
        upload: Arc::new(upload),
        caption: caption.to_owned(),
        album: None,
    }
}

fn message(index: u8, to: PhoneNumber, enclosed: &Enclosed) -> Outgoing {
    Outgoing {
        id: id(index),
        to,
        content: Content::Medium(enclosed.clone()),
    }
}

fn class<T>(result: Result<T, SendError>) -> FailureClass {
    match result {
        Err(SendError::NothingSent { class, .. }) => class,
        Err(error) => panic!("{error}"),
        Ok(_) => panic!("it went"),
    }
}

/// What `to` should see of `file`, before anything that only some kinds have.
fn seen(to: &PhoneNumber, message: &MessageId, kind: &str, file: &File) -> Received {
    Received {
        phone: to.as_str().to_owned(),
        from: "+595992756462".to_owned(),
        message_id: message.as_str().to_owned(),
        kind: kind.to_owned(),
        mime: Some(file.medium.mime.clone()),
        bytes: Some(file.medium.size),
        sha256: Some(sha256(&file.bytes)),
        width: file.medium.width,
        height: file.medium.height,
        thumbnail_bytes: file.medium.thumbnail.as_ref().map(|it| it.len() as u64),
        thumbnail_sha256: file.medium.thumbnail.as_deref().map(sha256),
        seconds: file.medium.seconds,
        waveform: file.medium.waveform.clone(),
        pages: file.medium.pages,
        times: 1,
        ..Received::default()
    }
}

async fn gone(device: &mut Device) -> Vec<MessageId> {
    device
        .until(|event| match event {
            MessengerEvent::MediumGone { ids } => Some(ids.clone()),
            _ => None,
        })
        .await
}

fn of(server: &ServerHandle, message: &MessageId) -> Received {
    let mut all = server.received().into_iter();
    all.find(|received| received.message_id == message.as_str())
        .expect("it arrived")
}

#[tokio::test(flavor = "multi_thread")]
async fn every_kind_arrives_as_it_was_prepared() {
    let server = server().await;
    let mut device = Device::linked(&server).await;
    // Above 5 MB the client asks first whether the host has it already.
    let files = [
        (picture(1), "Nueva colección 🌸\n*solo hoy*"),
        (video(), "Así se usa"),
        (document(6_000_000), ""),
        (document(50_000), "Precios de marzo"),
        (voice_note(), ""),
    ];
    for (index, (file, caption)) in (0u8..).zip(&files) {
        let enclosed = enclosed(&device, file, caption).await;
        let message = message(index, phone(index.into()), &enclosed);
        device.send(&message).await.unwrap();
    }
    let told = device.reported(5, ReceiptKind::Read).await;
    assert_eq!(told.len(), 5);

    let caption = |text: &str| (!text.is_empty()).then(|| text.to_owned());
    for (index, (file, text)) in (0u8..).zip(&files) {
        let (to, message) = (phone(index.into()), id(index));
        let name = Some(file.medium.file_name.clone());
        let expected = match file.medium.kind {
            MediumKind::Picture => seen(&to, &message, "image", file),
            MediumKind::Video => seen(&to, &message, "video", file),
            MediumKind::Document => Received {
                file_name: name,
                ..seen(&to, &message, "document", file)
            },
            MediumKind::Voice => Received {
                ptt: Some(true),
                ..seen(&to, &message, "audio", file)
            },
        };
        let expected = Received {
            caption: caption(text),
            ..expected
        };
        assert_eq!(of(&server, &message), expected);
    }
    // The one that is heard is told of once more than those that are seen.
    let told = device.reported(1, ReceiptKind::Played).await;
    assert_eq!(told[&id(4)].last(), Some(&"read"));
    assert!(told[&id(4)].contains(&"played"));
    assert!(!told[&id(0)].contains(&"played"));
    assert_eq!(server.stats().uploads, 5);
    assert_eq!(server.stats().undecryptable, 0);
    device.messenger.shutdown().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn one_upload_serves_everybody() {
    let server = server().await;
    let mut device = Device::linked(&server).await;
    let file = picture(1);
    let mut shared = enclosed(&device, &file, "").await;
    for index in 0..20u8 {
        shared.caption = format!("Hola, persona {index}");
        let message = message(index, phone(index.into()), &shared);
        device.send(&message).await.unwrap();
    }
    device.reported(20, ReceiptKind::Read).await;
    for index in 0..20u8 {
        let expected = Received {
            caption: Some(format!("Hola, persona {index}")),
            ..seen(&phone(index.into()), &id(index), "image", &file)
        };
        assert_eq!(of(&server, &id(index)), expected);
    }
    assert_eq!(server.stats().uploads, 1);
    device.messenger.shutdown().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn an_album_is_a_head_and_its_pictures_in_order() {
    let server = server().await;
    let mut device = Device::linked(&server).await;
    let to = phone(1);
    let head = Outgoing {
        id: id(10),
        to: to.clone(),
        content: Content::Album { pictures: 3 },
    };
    device.send(&head).await.unwrap();
    let pictures = [picture(1), picture(2), picture(3)];
    for (index, picture) in (0u8..).zip(&pictures) {
        let caption = if index == 0 { "Tres ofertas" } else { "" };
        let mut child = enclosed(&device, picture, caption).await;
        child.album = Some(head.id.clone());
        let child = message(index, to.clone(), &child);
        device.send(&child).await.unwrap();
    }
    device.reported(4, ReceiptKind::Read).await;
    let received = server.received();
    let announced = Received {
        phone: to.as_str().to_owned(),
        from: "+595992756462".to_owned(),
        message_id: head.id.as_str().to_owned(),
        kind: "album".to_owned(),
        expected: Some(3),
        times: 1,
        ..Received::default()
    };
    assert_eq!(received[0], announced);
    for (index, picture) in (0u8..).zip(&pictures) {
        let expected = Received {
            album: Some(head.id.as_str().to_owned()),
            caption: (index == 0).then(|| "Tres ofertas".to_owned()),
            ..seen(&to, &id(index), "image", picture)
        };
        assert_eq!(received[usize::from(index) + 1], expected);
    }
    assert_eq!(received.len(), 4);
    device.messenger.shutdown().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn somebody_known_by_a_hidden_identity_alone_gets_it_too() {
    let server = server().await;
    let mut device = Device::linked(&server).await;
    let to = phone(5);
    let phones = vec![to.as_str().to_owned()];
    server.fault(Fault::Hidden { phones }).unwrap();
    let learned = device
        .messenger
        .look_up(std::slice::from_ref(&to), PATIENCE);
    let address = learned.await[0].address.clone().unwrap();
    assert!(address.ends_with("@lid"), "{address}");
    let file = picture(1);
    let enclosed = enclosed(&device, &file, "").await;
    let message = message(1, to.clone(), &enclosed);
    device.send(&message).await.unwrap();
    let told = device.reported(1, ReceiptKind::Read).await;
    assert_eq!(told[&message.id], ["accepted", "delivered", "read"]);
    assert_eq!(of(&server, &id(1)), seen(&to, &id(1), "image", &file));
    device.messenger.shutdown().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn an_upload_that_fails_says_why_and_can_be_repeated() {
    let server = server().await;
    let device = Device::linked(&server).await;
    let file = picture(1);
    server.fault(Fault::MediaDown { on: true }).unwrap();
    let down = bring(&device, &file, PATIENCE).await;
    assert_eq!(class(down), FailureClass::Network);
    server.fault(Fault::MediaDown { on: false }).unwrap();
    for (code, expected) in [
        (507, FailureClass::ServerTrouble),
        (429, FailureClass::RateLimited),
        (413, FailureClass::BadMessage),
        (418, FailureClass::Other),
    ] {
        let count = Some(1);
        server.fault(Fault::MediaRefuse { code, count }).unwrap();
        let refused = bring(&device, &file, PATIENCE).await;
        assert_eq!(class(refused), expected, "{code}");
    }
    // A permit that ran out is asked for anew; one that never holds is trouble.
    let code = 401;
    let count = Some(1);
    server.fault(Fault::MediaRefuse { code, count }).unwrap();
    bring(&device, &file, PATIENCE).await.unwrap();
    let count = None;
    server.fault(Fault::MediaRefuse { code, count }).unwrap();
    let refused = bring(&device, &file, PATIENCE).await;
    assert_eq!(class(refused), FailureClass::ServerTrouble);
    server.fault(Fault::Clear {}).unwrap();

    server.fault(Fault::MediaSilent { on: true }).unwrap();
    let moment = Duration::from_millis(500);
    let silent = bring(&device, &file, moment).await;
    assert_eq!(class(silent), FailureClass::Timeout);
    server.fault(Fault::MediaSilent { on: false }).unwrap();
    bring(&device, &file, PATIENCE).await.unwrap();
    device.messenger.shutdown().await;
    let away = bring(&device, &file, moment).await;
    assert_eq!(class(away), FailureClass::Device);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_medium_that_changed_is_not_brought() {
    let server = server().await;
    let device = Device::linked(&server).await;
    let mut shortened = picture(1);
    shortened.bytes.pop();
    let mut other = picture(1);
    other.bytes[70_000] ^= 1;
    for file in [shortened, other] {
        let brought = bring(&device, &file, PATIENCE).await;
        assert_eq!(class(brought), FailureClass::BadMessage);
    }
    assert_eq!(server.stats().uploads, 0);
    device.messenger.shutdown().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_phone_that_finds_nothing_says_so_and_a_new_upload_helps() {
    let server = server().await;
    let mut device = Device::linked(&server).await;
    let file = picture(1);
    let first = enclosed(&device, &file, "").await;
    device.send(&message(1, phone(1), &first)).await.unwrap();
    device.reported(1, ReceiptKind::Read).await;

    server.fault(Fault::ForgetMedia {}).unwrap();
    device.send(&message(2, phone(2), &first)).await.unwrap();
    assert_eq!(gone(&mut device).await, [id(2)]);
    assert!(of(&server, &id(2)).error.is_some());
    let again = enclosed(&device, &file, "").await;
    assert!(*again.upload != *first.upload);
    device.send(&message(3, phone(3), &again)).await.unwrap();
    device.reported(3, ReceiptKind::Read).await;
    assert_eq!(of(&server, &id(3)), seen(&phone(3), &id(3), "image", &file));
    assert_eq!(server.stats().uploads, 2);

    // A phone that was off for a month.
    server.say_gone(phone(1).as_str(), id(1).as_str()).unwrap();
    assert_eq!(gone(&mut device).await, [id(1)]);
    assert!(server.say_gone(phone(1).as_str(), id(9).as_str()).is_err());
    device.messenger.shutdown().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn an_address_that_ends_says_when() {
    let server = server().await;
    let mut device = Device::linked(&server).await;
    let endless = bring(&device, &picture(1), PATIENCE).await.unwrap();
    assert_eq!(endless.expires_at, None);
    let hour = Duration::from_secs(3_600);
    let life = |seconds| Fault::MediaLife { seconds };
    server.fault(life(Some(hour.as_secs()))).unwrap();
    let before = now();
    let hourly = enclosed(&device, &picture(1), "").await;
    let end = hourly.upload.expires_at.unwrap();
    assert!(end.since(before) + Duration::from_secs(1) >= hour);
    assert!(end.since(now()) <= hour);
    device.send(&message(1, phone(1), &hourly)).await.unwrap();
    device.reported(1, ReceiptKind::Read).await;
    assert_eq!(of(&server, &id(1)).error, None);

    // One that has ended by the time the phone looks.
    server.fault(life(Some(0))).unwrap();
    let ended = enclosed(&device, &picture(1), "").await;
    device.send(&message(2, phone(2), &ended)).await.unwrap();
    assert_eq!(gone(&mut device).await, [id(2)]);
    device.messenger.shutdown().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_message_to_the_own_number_is_in_the_own_chat() {
    let server = server().await;
    let mut device = Device::linked(&server).await;
    let own = device.account().unwrap().phone;
    device.send(&text(1, own.clone(), "Prueba")).await.unwrap();
    device.heard_accepted(&id(1)).await;
    let file = picture(1);
    let picture = enclosed(&device, &file, "Así se verá").await;
    let first = message(2, own.clone(), &picture);
    device.send(&first).await.unwrap();
    device.heard_accepted(&id(2)).await;
    // The pictures of an album belong to it here too.
    let head = Outgoing {
        id: id(10),
        to: own.clone(),
        content: Content::Album { pictures: 1 },
    };
    device.send(&head).await.unwrap();
    device.heard_accepted(&head.id).await;
    let mut child = picture.clone();
    child.album = Some(head.id.clone());
    let child = message(4, own.clone(), &child);
    device.send(&child).await.unwrap();
    device.heard_accepted(&id(4)).await;
    // What goes to others is copied to the own phone, and not shown in this chat.
    device.send(&text(3, phone(3), "Hola")).await.unwrap();
    device.reported(1, ReceiptKind::Read).await;
    let shown = server.received_by(own.as_str()).unwrap();
    assert_eq!(shown.len(), 4, "{shown:?}");
    assert_eq!(shown[0].text.as_deref(), Some("Prueba"));
    let expected = Received {
        caption: Some("Así se verá".to_owned()),
        ..seen(&own, &id(2), "image", &file)
    };
    assert_eq!(shown[1], expected);
    assert_eq!(shown[2].expected, Some(1));
    assert_eq!(shown[3].album.as_deref(), Some(head.id.as_str()));
    device.messenger.shutdown().await;
}
