//! Pictures, an album, a voice note and a document, opened by Baileys.

use crate::{ANA, ROSA, Scene, expect};
use app::api::{AttachmentView, RecipientView};
use interop::{Foreign, Outcome, Shop, Trouble};
use serde_json::Value;
use std::path::{Path, PathBuf};

const LIST: &str = "numero;nombre\n+595 971 222-333;Rosa Ñandutí 🌹\n0981 000001;Ana\n";

/// The app, somebody with Baileys, and a list with her on it.
struct Stall {
    scene: Scene,
    shop: Shop,
    rosa: Foreign,
    list: PathBuf,
}

impl Stall {
    async fn new() -> Outcome<Self> {
        let scene = Scene::new().await?;
        let rosa = scene.rosa().await?;
        let shop = scene.shop().await?;
        let list = scene.list(LIST)?;
        Ok(Self {
            scene,
            shop,
            rosa,
            list,
        })
    }

    /// What the campaign's report says of Rosa, once her device has everything.
    async fn delivered(&self, campaign: i64) -> Outcome<RecipientView> {
        self.shop
            .recipient(campaign, ROSA, |r| r.state == "delivered")
            .await
    }

    /// Nothing stayed closed to anybody.
    async fn close(mut self) -> Outcome {
        expect(&self.rosa.unheard("undecryptable"), &vec![])?;
        self.shop.close().await;
        self.rosa.quit().await?;
        expect(&self.scene.server.stats().undecryptable, &0)
    }
}

/// A file of the tests that prepare files.
fn sample(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("../../crates/media/tests/samples")
        .join(name)
}

/// Holds what Baileys said of a medium against what the app has of it.
fn expect_medium(heard: &Value, ours: &(AttachmentView, String)) -> Outcome {
    let (attachment, sha256) = ours;
    expect(&heard["sha256"], &sha256.as_str().into())?;
    expect(&heard["bytes"], &attachment.size.into())?;
    expect(&heard["mime"], &attachment.mime.as_str().into())
}

#[tokio::test(flavor = "multi_thread")]
async fn a_picture_with_its_caption_opens_at_baileys() -> Outcome {
    let mut stall = Stall::new().await?;
    let picture = stall.shop.attach(&sample("turned.jpg"), None).await?;
    let text = "Hola {nombre}:\n*solo hoy* 🛍️";
    let ids = [picture.0.id];
    let campaign = stall.shop.send_with(&stall.list, text, &ids).await?;
    let heard = stall.rosa.message().await?;
    expect(&heard["kind"], &"imageMessage".into())?;
    expect_medium(&heard, &picture)?;
    let caption = "Hola Rosa Ñandutí 🌹:\n*solo hoy* 🛍️";
    expect(&heard["caption"], &caption.into())?;
    expect(&heard["width"], &picture.0.width.into())?;
    expect(&heard["height"], &picture.0.height.into())?;
    let told = stall.delivered(campaign).await?;
    expect(&heard["id"], &told.parts[0].message_id.as_str().into())?;

    // The simulated phone beside it sees the same, thumbnail included.
    stall
        .shop
        .recipient(campaign, ANA, |r| r.state == "read")
        .await?;
    let on_phone = &stall.scene.server.received_by(ANA)?[0];
    expect(&on_phone.sha256, &Some(picture.1))?;
    expect(
        &heard["thumbnail"],
        &on_phone.thumbnail_sha256.clone().into(),
    )?;
    if heard["thumbnail"].is_null() {
        return Err(Trouble::new("no thumbnail travelled along"));
    }
    expect(&stall.scene.server.stats().uploads, &1)?;
    stall.rosa.read(&heard).await?;
    stall
        .shop
        .recipient(campaign, ROSA, |r| r.state == "read")
        .await?;
    stall.close().await
}

#[tokio::test(flavor = "multi_thread")]
async fn an_album_arrives_at_baileys_in_order() -> Outcome {
    let mut stall = Stall::new().await?;
    let mut pictures = Vec::new();
    for name in ["turned.jpg", "grey.jpg", "progressive.jpg"] {
        pictures.push(stall.shop.attach(&sample(name), None).await?);
    }
    let ids: Vec<_> = pictures.iter().map(|(view, _)| view.id).collect();
    let text = "Tres, {nombre}";
    let campaign = stall.shop.send_with(&stall.list, text, &ids).await?;
    let head = stall
        .rosa
        .hear("message", |event| event["kind"] == "albumMessage")
        .await?;
    expect(&head["expected"], &3.into())?;
    let mut arrived = vec![head["id"].clone()];
    for (index, picture) in pictures.iter().enumerate() {
        // Downloads may overtake each other: what counts is which one it is.
        let child = stall
            .rosa
            .hear("message", |event| event["sha256"] == picture.1.as_str())
            .await?;
        expect_medium(&child, picture)?;
        expect(&child["kind"], &"imageMessage".into())?;
        expect(&child["album"], &head["id"])?;
        let caption = if index == 0 {
            "Tres, Rosa Ñandutí 🌹"
        } else {
            ""
        };
        expect(&child["caption"].as_str().unwrap_or_default(), &caption)?;
        arrived.push(child["id"].clone());
    }
    let told = stall.delivered(campaign).await?;
    let sent: Vec<Value> = told
        .parts
        .iter()
        .map(|part| part.message_id.as_str().into())
        .collect();
    expect(&arrived, &sent)?;
    expect(&stall.scene.server.stats().uploads, &3)?;
    stall.close().await
}

#[tokio::test(flavor = "multi_thread")]
async fn a_voice_note_is_heard_at_baileys() -> Outcome {
    let mut stall = Stall::new().await?;
    let file = sample("stereo.mp3");
    let note = stall.shop.attach(&file, Some("voice")).await?;
    expect(&note.0.kind.as_str(), &"voice")?;
    let ids = [note.0.id];
    let campaign = stall.shop.send_with(&stall.list, "", &ids).await?;
    let heard = stall.rosa.message().await?;
    expect(&heard["kind"], &"audioMessage".into())?;
    expect_medium(&heard, &note)?;
    expect(&heard["mime"], &"audio/ogg; codecs=opus".into())?;
    expect(&heard["ptt"], &true.into())?;
    expect(&heard["seconds"], &note.0.seconds.into())?;
    expect(&heard["waveform"], &64.into())?;
    stall.delivered(campaign).await?;
    stall.rosa.read(&heard).await?;
    stall
        .shop
        .recipient(campaign, ROSA, |r| r.state == "read")
        .await?;
    stall.rosa.play(&heard).await?;
    stall
        .shop
        .recipient(campaign, ROSA, |r| r.parts[0].state == "played")
        .await?;
    stall.close().await
}

#[tokio::test(flavor = "multi_thread")]
async fn documents_with_and_without_a_caption_open_at_baileys() -> Outcome {
    let mut stall = Stall::new().await?;
    let document = stall.shop.attach(&sample("plain.pdf"), None).await?;
    let ids = [document.0.id];
    for caption in ["Precios de marzo", ""] {
        let campaign = stall.shop.send_with(&stall.list, caption, &ids).await?;
        let heard = stall.rosa.message().await?;
        expect(&heard["kind"], &"documentMessage".into())?;
        expect_medium(&heard, &document)?;
        expect(&heard["caption"].as_str().unwrap_or_default(), &caption)?;
        expect(&heard["name"], &"plain.pdf".into())?;
        expect(&heard["pages"], &12.into())?;
        stall.delivered(campaign).await?;
    }
    // The second campaign found the first one's upload.
    expect(&stall.scene.server.stats().uploads, &1)?;
    stall.close().await
}
