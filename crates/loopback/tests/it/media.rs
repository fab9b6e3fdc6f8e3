//! Media up, opened by the phone; and the media host down.

use loopback::{Config, Fault, LoopbackServer};
use sha2::{Digest, Sha256};
use wacore::download::MediaType;
use whatsapp_rust::UploadOptions;
use whatsapp_rust::media::{AudioOptions, ImageOptions, audio_message, image_message};

use crate::client::{Phone, until};

const ANA: &str = "+595981000001";

#[tokio::test]
async fn a_picture_and_a_voice_note_are_opened_by_the_phone() {
    let server = LoopbackServer::start(Config::default()).await.unwrap();
    let phone = Phone::linked(&server).await;
    let picture: Vec<u8> = (0..200_000_u32).map(|i| (i % 251) as u8).collect();
    let upload = phone
        .client
        .upload(picture.clone(), MediaType::Image, UploadOptions::default())
        .await
        .unwrap();
    let options = ImageOptions {
        caption: Some("Mirá".into()),
        ..Default::default()
    };
    phone
        .send(ANA, "3EB2A1", image_message(upload, options))
        .await;
    let voice = vec![7_u8; 5_000];
    let upload = phone
        .client
        .upload(voice.clone(), MediaType::Audio, UploadOptions::default())
        .await
        .unwrap();
    let mut note = audio_message(upload, AudioOptions::default());
    note.audio_message.modify(|audio| {
        audio.ptt = Some(true);
        audio.seconds = Some(3);
        audio.waveform = Some(vec![50; 64]);
    });
    phone.send(ANA, "3EB2A2", note).await;
    until("both", || server.received().len() == 2).await;
    let received = server.received();
    let (image, audio) = (&received[0], &received[1]);
    assert_eq!(
        (image.kind.as_str(), image.caption.as_deref()),
        ("image", Some("Mirá"))
    );
    assert_eq!(image.bytes, Some(200_000));
    assert_eq!(
        image.sha256.as_deref(),
        Some(hex::encode(Sha256::digest(&picture)).as_str())
    );
    assert_eq!(
        (audio.kind.as_str(), audio.ptt, audio.seconds),
        ("audio", Some(true), Some(3))
    );
    assert_eq!(audio.waveform.as_ref().unwrap().len(), 64);
    assert_eq!(
        audio.sha256.as_deref(),
        Some(hex::encode(Sha256::digest(&voice)).as_str())
    );
    assert_eq!(server.stats().uploads, 2);
}

#[tokio::test]
async fn a_media_host_that_is_down_fails_the_upload() {
    let server = LoopbackServer::start(Config::default()).await.unwrap();
    let phone = Phone::linked(&server).await;
    server.fault(Fault::MediaDown { on: true }).unwrap();
    let upload = phone
        .client
        .upload(vec![1; 100], MediaType::Image, UploadOptions::default())
        .await;
    assert!(upload.is_err());
    server.fault(Fault::MediaDown { on: false }).unwrap();
    let upload = phone
        .client
        .upload(vec![1; 100], MediaType::Image, UploadOptions::default())
        .await;
    assert!(upload.is_ok());
}
