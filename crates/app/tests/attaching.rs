//! Files beside a text, and messages that are kept, on a practice profile.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing
)]

mod common;

use app::api::{
    AppEvent, AttachmentView, ContactFilter, FreedView, NewCampaign, NewTemplate, Work,
};
use common::{Shop, campaign};
use std::path::PathBuf;

fn sample(name: &str) -> PathBuf {
    let samples = concat!(env!("CARGO_MANIFEST_DIR"), "/../media/tests/samples");
    PathBuf::from(samples).join(name)
}

impl Shop {
    async fn attach(&self, name: &str, wanted: Option<&str>) -> AttachmentView {
        let attached = self.session.attach_file(&sample(name), wanted).await;
        attached.unwrap_or_else(|error| panic!("{name}: {error}"))
    }

    async fn refused(&self, name: &str, wanted: Option<&str>) -> &'static str {
        let attached = self.session.attach_file(&sample(name), wanted).await;
        attached.unwrap_err().code()
    }

    /// A file of this shop.
    fn file(&self, name: &str, bytes: &[u8]) -> PathBuf {
        let path = self.folder.path().join(name);
        std::fs::write(&path, bytes).unwrap();
        path
    }
}

fn with(texts: &[&str], attachments: Vec<i64>) -> NewCampaign {
    NewCampaign {
        texts: texts.iter().map(|text| (*text).to_owned()).collect(),
        attachments,
        ..campaign(ContactFilter::default())
    }
}

#[tokio::test]
async fn each_kind_is_told_by_its_content() {
    let shop = Shop::open().await;
    let picture = shop.attach("turned.jpg", None).await;
    assert_eq!(picture.kind, "picture");
    assert_eq!(picture.mime, "image/jpeg");
    // It was taken with the camera on its side.
    assert_eq!((picture.width, picture.height), (Some(48), Some(64)));
    assert!(picture.thumbnail.is_some() && !picture.first_frame_only);

    let voice = shop.attach("stereo.mp3", None).await;
    assert_eq!(voice.kind, "voice");
    assert_eq!(voice.mime, "audio/ogg; codecs=opus");
    assert_eq!(voice.waveform.unwrap().len(), 64);
    assert!(voice.seconds.unwrap() >= 1);

    let document = shop.attach("plain.pdf", None).await;
    assert_eq!(
        (document.kind.as_str(), document.pages),
        ("document", Some(12))
    );
    let video = shop.attach("h264.mp4", None).await;
    assert_eq!(video.kind, "video");

    let moving = shop.attach("animated.gif", None).await;
    assert!(moving.first_frame_only, "{moving:?}");
    let as_document = shop.attach("turned.jpg", Some("document")).await;
    assert_eq!(as_document.kind, "document");
    assert_ne!(as_document.id, picture.id);

    let ids = vec![video.id, picture.id, 999];
    let listed = shop.session.attachments(ids).await.unwrap();
    let listed: Vec<_> = listed.iter().map(|each| each.id).collect();
    assert_eq!(listed, [video.id, picture.id]);
    shop.session.close().await;
}

#[tokio::test]
async fn the_same_file_is_kept_once_and_comes_back_whole() {
    let shop = Shop::open().await;
    // Several pieces, the last one of a single byte.
    let bytes: Vec<u8> = (0..=store::attachments::PIECE * 3)
        .map(|n| u8::try_from(n * 7 % 251).unwrap())
        .collect();
    let path = shop.file("datos.bin", &bytes);
    let attached = shop.session.attach_file(&path, None).await.unwrap();
    assert_eq!(attached.size, bytes.len() as u64);
    let again = shop.session.attach_file(&path, None).await.unwrap();
    assert_eq!(again.id, attached.id);
    let back = shop.session.attachment_bytes(attached.id).await.unwrap();
    assert!(back == bytes, "it is not what was attached");
    // As large as one that is handed out whole.
    let large = shop.file("grande.bin", &vec![1; (16 << 20) + 1]);
    let large = shop.session.attach_file(&large, None).await.unwrap();
    let refused = shop.session.attachment_bytes(large.id).await.unwrap_err();
    assert_eq!(refused.code(), "attachment_not_shown");
    shop.session.close().await;
}

#[tokio::test]
async fn what_cannot_be_sent_is_refused_and_leaves_nothing() {
    let shop = Shop::open().await;
    for (name, wanted, code) in [
        ("stereo.mp3", Some("picture"), "not_a_picture"),
        ("turned.jpg", Some("voice"), "not_audio"),
        ("plain.pdf", Some("video"), "not_a_video"),
        ("modern.avif", None, "picture_heic"),
        ("silent.wav", None, "audio_silent"),
        ("alac.m4a", None, "audio_format"),
        ("hevc.mp4", None, "video_codec"),
        ("vp8.webm", None, "video_format"),
        ("turned.jpg", Some("sticker"), "attachment_kind"),
        ("nothing.jpg", None, "file_not_found"),
        ("", None, "file_is_folder"),
    ] {
        assert_eq!(shop.refused(name, wanted).await, code, "{name}");
    }
    let empty = shop.file("vacio.pdf", b"");
    let refused = shop.session.attach_file(&empty, None).await.unwrap_err();
    assert_eq!(refused.code(), "media_empty");
    let view = refused.view("es");
    assert_eq!(view.details["file"], "vacio.pdf");
    assert!(view.message.contains("«vacio.pdf»"), "{}", view.message);
    // The rows are numbered from one on: nothing was kept before this one.
    let silence = shop
        .session
        .attach_recording(vec![0.0; 48_000], 48_000, 2)
        .await;
    assert_eq!(silence.unwrap_err().code(), "audio_silent");
    let freeable = shop.session.freeable().await.unwrap();
    assert_eq!(freeable.attachments, 0);
    assert!(
        shop.session
            .attachments((1..100).collect())
            .await
            .unwrap()
            .is_empty()
    );
    shop.session.close().await;
}

#[tokio::test]
async fn a_file_that_is_stopped_leaves_nothing() {
    let shop = Shop::open().await;
    let path = shop.file("grande.bin", &vec![7; 64 << 20]);
    let mut events = shop.session.events();
    let session = shop.session.clone();
    let attaching = tokio::spawn(async move { session.attach_file(&path, None).await });
    // The first word of it.
    loop {
        if let AppEvent::Work { progress } = events.recv().await.unwrap() {
            assert_eq!((progress.work, progress.total), (Work::Attach, Some(1_000)));
            break;
        }
    }
    assert!(shop.session.cancel_work(Work::Attach));
    let stopped = attaching.await.unwrap().unwrap_err();
    assert_eq!(stopped.code(), "cancelled");
    assert!(
        shop.session
            .attachments((1..10).collect())
            .await
            .unwrap()
            .is_empty()
    );
    assert!(!shop.session.cancel_work(Work::Attach), "it is over");
    // And the next one goes its way.
    assert_eq!(shop.attach("plain.pdf", None).await.kind, "document");
    shop.session.close().await;
}

/// Two channels of a tone, as a microphone gives them.
#[tokio::test]
async fn a_recording_becomes_a_voice_note() {
    let shop = Shop::open().await;
    let samples: Vec<f32> = (0..48_000u16 * 1)
        .flat_map(|n| {
            let tone = (f32::from(n) * 0.0576).sin() * 0.2;
            [tone, tone]
        })
        .collect();
    let voice = shop
        .session
        .attach_recording(samples.clone(), 48_000, 2)
        .await
        .unwrap();
    assert_eq!((voice.kind.as_str(), voice.seconds), ("voice", Some(1)));
    assert_eq!(voice.file_name, "Grabación.ogg");
    let bytes = shop.session.attachment_bytes(voice.id).await.unwrap();
    assert!(bytes.starts_with(b"OggS"));
    assert_eq!(bytes.len() as u64, voice.size);
    // Half the channels, twice the time.
    let slow = shop
        .session
        .attach_recording(samples, 48_000, 1)
        .await
        .unwrap();
    assert_eq!(slow.seconds, Some(2));
    shop.session.close().await;
}

#[tokio::test]
async fn what_a_message_may_carry() {
    let shop = Shop::open().await;
    let picture = shop.attach("turned.jpg", None).await.id;
    let voice = shop.attach("stereo.mp3", None).await.id;
    let refused = async |new: NewCampaign| {
        let refused = shop.session.start_campaign(new, None).await.unwrap_err();
        (refused.code(), refused.view("es").details)
    };
    assert_eq!(refused(with(&[""], Vec::new())).await.0, "no_text");
    assert_eq!(
        refused(with(&["Hola", " "], vec![picture])).await.0,
        "no_text"
    );
    assert_eq!(refused(with(&[], vec![picture])).await.0, "no_text");
    let long = "a".repeat(65_537);
    assert_eq!(
        refused(with(&[&long], vec![picture])).await.0,
        "text_too_long"
    );
    let (code, details) = refused(with(&["Hola"], vec![voice, voice])).await;
    assert_eq!(
        (code, details["kind"].as_str()),
        ("too_many_attachments", "voice")
    );
    let (code, details) = refused(with(&["Hola"], vec![picture; 31])).await;
    assert_eq!(code, "too_many_attachments");
    assert_eq!(
        (details["kind"].as_str(), details["limit"].as_str()),
        ("picture", "30")
    );
    // A caption of which nothing remains leaves nobody out.
    let check = shop
        .session
        .check(with(&["{grupo}"], Vec::new()))
        .await
        .unwrap();
    assert_eq!((check.recipients, check.empty_messages), (3, 1));
    let check = shop
        .session
        .check(with(&["{grupo}"], vec![picture]))
        .await
        .unwrap();
    assert_eq!((check.recipients, check.empty_messages), (4, 0));
    assert!(check.gone_attachments.is_empty());
    // The preview says which version it is.
    let two = with(&["Hola {nombre}", "Buenas"], vec![picture]);
    for (position, variant, text) in [(0, 0, "Hola Ana"), (1, 1, "Buenas"), (2, 0, "Hola Carla")] {
        let seen = shop.session.preview(two.clone(), position).await.unwrap();
        assert_eq!((seen.variant, seen.text.as_str()), (variant, text));
    }
    shop.session.close().await;
}

#[tokio::test]
async fn a_campaign_with_pictures_is_sent_and_its_versions_are_told_apart() {
    let shop = Shop::open().await;
    shop.link().await;
    let mut pictures = Vec::new();
    for name in ["turned.jpg", "grey.jpg", "progressive.jpg"] {
        pictures.push(shop.attach(name, None).await.id);
    }
    let texts = ["Hola {nombre}", "Buenas, {nombre}"];
    let new = with(&texts, pictures.clone());
    let own = shop.session.send_test(new.clone(), 1).await.unwrap();
    assert_eq!(Some(own), shop.session.device().phone);
    let id = shop.session.start_campaign(new, None).await.unwrap();
    shop.until_completed(id).await;
    let view = shop.session.campaign(id).await.unwrap();
    let carried: Vec<_> = view.attachments.iter().map(|each| each.id).collect();
    assert_eq!(carried, pictures);
    let variants = shop.session.campaign_variants(id).await.unwrap();
    assert_eq!(variants.len(), 2);
    for (index, variant) in variants.iter().enumerate() {
        assert_eq!(variant.variant as usize, index);
        let c = variant.counts;
        let all = c.queued + c.sending + c.sent + c.accepted + c.delivered + c.read;
        assert_eq!(all + c.failed + c.skipped, 2, "{variant:?}");
    }
    // The one to oneself is in no list.
    assert_eq!(shop.session.campaigns().await.unwrap().len(), 1);
    let unknown = shop.session.campaign_variants(id + 7).await.unwrap_err();
    assert_eq!(unknown.code(), "campaign_not_found");
    let page = shop
        .session
        .recipients(id, app::api::RecipientQuery::default())
        .await
        .unwrap();
    for person in page.recipients {
        let kinds: Vec<_> = person.parts.iter().map(|part| part.kind.as_str()).collect();
        assert_eq!(kinds, ["album", "picture", "picture", "picture"]);
    }
    shop.session.close().await;
}

fn template(name: &str, attachments: Vec<i64>) -> NewTemplate {
    NewTemplate {
        name: name.into(),
        category: " Ventas ".into(),
        texts: vec!["Hola {nombre}".into()],
        attachments,
    }
}

#[tokio::test]
async fn templates_are_kept_copied_and_checked() {
    let shop = Shop::open().await;
    let session = &shop.session;
    let picture = shop.attach("turned.jpg", None).await.id;
    let id = session
        .save_template(None, template(" Oferta ", vec![picture]))
        .await
        .unwrap();
    let copy = session.duplicate_template(id).await.unwrap();
    let second = session.duplicate_template(id).await.unwrap();
    let list = session.templates().await.unwrap();
    let names: Vec<_> = list
        .iter()
        .map(|each| (each.id, each.name.as_str()))
        .collect();
    assert_eq!(
        names,
        [
            (id, "Oferta"),
            (copy, "Oferta (copia)"),
            (second, "Oferta (copia 2)")
        ]
    );
    for each in &list {
        assert_eq!(each.category, "Ventas");
        assert_eq!(each.texts, ["Hola {nombre}"]);
        assert_eq!(each.attachments[0].id, picture);
    }
    session.delete_template(second).await.unwrap();
    session.delete_template(second).await.unwrap();

    let refused = async |id, change: &dyn Fn(&mut NewTemplate)| {
        let mut new = template("Otra", Vec::new());
        change(&mut new);
        session.save_template(id, new).await.unwrap_err().code()
    };
    assert_eq!(
        refused(None, &|t| t.name = " ".into()).await,
        "template_name"
    );
    assert_eq!(
        refused(None, &|t| t.name = "ñ".repeat(121)).await,
        "template_name"
    );
    assert_eq!(
        refused(None, &|t| t.category = "c".repeat(61)).await,
        "template_category"
    );
    assert_eq!(
        refused(None, &|t| t.name = "OFÉRTA".into()).await,
        "template_name_taken"
    );
    assert_eq!(
        refused(Some(copy), &|t| t.name = "Oferta".into()).await,
        "template_name_taken"
    );
    assert_eq!(refused(Some(9_999), &|_| {}).await, "template_not_found");
    assert_eq!(refused(None, &|t| t.texts.clear()).await, "no_text");
    assert_eq!(
        refused(None, &|t| t.texts = vec!["a".into(); 6]).await,
        "too_many_variants"
    );
    assert_eq!(
        refused(None, &|t| t.attachments = vec![77]).await,
        "attachment_gone"
    );
    assert_eq!(
        refused(None, &|t| t.attachments = vec![picture; 31]).await,
        "too_many_attachments"
    );
    assert_eq!(
        session.duplicate_template(9_999).await.unwrap_err().code(),
        "template_not_found"
    );
    // A picture alone is a message, too.
    let mut silent = template("Otra", vec![picture]);
    silent.texts = vec![String::new()];
    session.save_template(Some(copy), silent).await.unwrap();
    assert_eq!(session.templates().await.unwrap()[1].texts, [""]);
    session.close().await;
}

#[tokio::test]
async fn clearing_touches_nothing_that_is_needed() {
    let shop = Shop::open().await;
    shop.link().await;
    let session = &shop.session;
    let kept = shop.attach("turned.jpg", None).await.id;
    let sent = shop.attach("plain.pdf", None).await;
    let chosen = shop.attach("grey.jpg", None).await.id;
    session
        .save_template(None, template("Oferta", vec![kept]))
        .await
        .unwrap();
    let id = session
        .start_campaign(with(&["Hola"], vec![kept, sent.id]), None)
        .await
        .unwrap();
    shop.until_completed(id).await;
    let freeable = session.freeable().await.unwrap();
    assert_eq!(
        freeable,
        FreedView {
            attachments: 1,
            bytes: sent.size
        }
    );
    assert_eq!(session.clear_cache().await.unwrap(), freeable);
    assert_eq!(
        session.clear_cache().await.unwrap(),
        FreedView {
            attachments: 0,
            bytes: 0
        }
    );
    let gone: Vec<_> = session
        .attachments(vec![kept, sent.id, chosen])
        .await
        .unwrap()
        .iter()
        .map(|each| each.gone)
        .collect();
    assert_eq!(gone, [false, true, false]);
    assert!(!session.attachment_bytes(kept).await.unwrap().is_empty());
    // The history tells what it was.
    let history = session.campaign(id).await.unwrap().attachments;
    assert_eq!(
        (history[1].file_name.as_str(), history[1].gone),
        ("plain.pdf", true)
    );
    // What nothing names can go at once, and nothing else.
    session.drop_attachments(vec![kept, chosen]).await.unwrap();
    let left = session.attachments(vec![kept, chosen]).await.unwrap();
    assert_eq!((left.len(), left[0].id), (1, kept));
    session.close().await;
}
