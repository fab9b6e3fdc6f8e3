//! A campaign between the app, the loopback server and Baileys.

#![allow(clippy::indexing_slicing)]

mod media;

use interop::{Foreign, Outcome, Shop, Trouble};
use loopback::{Config, LoopbackServer, ServerHandle};
use std::fmt::Debug;
use std::path::{Path, PathBuf};
use tempfile::TempDir;

/// The person with the foreign client.
const ROSA: &str = "+595971222333";
/// A simulated phone.
const ANA: &str = "+595981000001";
/// The app's own account, as a foreign client addresses it.
const SHOP: &str = "595992756462@s.whatsapp.net";

const LIST: &str = "numero;tratamiento;nombre;saldo\n\
    0981 000001;Sra.;Ana Benítez;₲ 150.000\n\
    +595 971 222-333;Dra.;Rosa Ñandutí 🌹;₲ 2.750.000\n\
    0981 000002;Sr.;Bruno Cáceres;₲ 90.500\n";
const TEXT: &str = "Hola {tratamiento} {nombre} 👋🏽,\n\ntu saldo es {saldo}. ¡Gracias! 👩‍👩‍👧‍👦\n_Responde BAJA si no quieres más mensajes._";
const FOR_ROSA: &str = "Hola Dra. Rosa Ñandutí 🌹 👋🏽,\n\ntu saldo es ₲ 2.750.000. ¡Gracias! 👩‍👩‍👧‍👦\n_Responde BAJA si no quieres más mensajes._";
const FOR_ANA: &str = "Hola Sra. Ana Benítez 👋🏽,\n\ntu saldo es ₲ 150.000. ¡Gracias! 👩‍👩‍👧‍👦\n_Responde BAJA si no quieres más mensajes._";

/// A server and a folder for what its clients keep.
struct Scene {
    server: ServerHandle,
    folder: TempDir,
}

impl Scene {
    async fn new() -> Outcome<Self> {
        let config = Config {
            phones: 10,
            ..Config::default()
        };
        Ok(Self {
            server: LoopbackServer::start(config).await?,
            folder: tempfile::tempdir()?,
        })
    }

    fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    fn list(&self, text: &str) -> Outcome<PathBuf> {
        let path = self.path("lista.csv");
        std::fs::write(&path, text)?;
        Ok(path)
    }

    async fn rosa(&self) -> Outcome<Foreign> {
        Foreign::linked(&self.server, &self.path("rosa"), ROSA, "Rosa").await
    }

    async fn shop(&self) -> Outcome<Shop> {
        Shop::linked(&self.server, &self.path("app")).await
    }
}

fn expect<T: PartialEq + Debug>(found: &T, expected: &T) -> Outcome {
    if found == expected {
        return Ok(());
    }
    Err(Trouble::new(format!(
        "{found:#?}\ninstead of\n{expected:#?}"
    )))
}

#[tokio::test(flavor = "multi_thread")]
async fn a_campaign_reaches_baileys_and_its_answer_reaches_the_report() -> Outcome {
    let scene = Scene::new().await?;
    let mut rosa = scene.rosa().await?;
    let shop = scene.shop().await?;

    let campaign = shop.send(&scene.list(LIST)?, TEXT).await?;
    let message = rosa.message().await?;
    expect(&message["text"], &FOR_ROSA.into())?;
    let delivered = shop
        .recipient(campaign, ROSA, |r| r.state == "delivered")
        .await?;
    expect(
        &message["id"],
        &delivered.parts[0].message_id.clone().into(),
    )?;
    expect(&delivered.reply, &None)?;

    rosa.read(&message).await?;
    shop.recipient(campaign, ROSA, |r| r.state == "read")
        .await?;
    let answer = rosa.write(SHOP, "¡Gracias! 😊").await?;
    let answered = shop
        .recipient(campaign, ROSA, |r| r.reply.is_some())
        .await?;
    expect(&answered.reply.as_deref(), &Some("¡Gracias! 😊"))?;
    expect(&answered.state.as_str(), &"read")?;
    rosa.delivered(&answer).await?;

    // The simulated phones beside it got theirs.
    shop.recipient(campaign, ANA, |r| r.state == "read").await?;
    let to_ana = scene.server.received_by(ANA)?;
    expect(&to_ana[0].text.as_deref(), &Some(FOR_ANA))?;

    // Once more in both directions, now that the two know each other.
    let again = shop
        .send(&scene.list(LIST)?, "Otra vez, {nombre} ✅")
        .await?;
    let second = rosa.message().await?;
    expect(&second["text"], &"Otra vez, Rosa Ñandutí 🌹 ✅".into())?;
    rosa.read(&second).await?;
    shop.recipient(again, ROSA, |r| r.state == "read").await?;
    let second_answer = rosa.write(SHOP, "Sí 💚").await?;
    rosa.delivered(&second_answer).await?;
    let answered = shop.recipient(again, ROSA, |r| r.reply.is_some()).await?;
    expect(&answered.reply.as_deref(), &Some("Sí 💚"))?;

    expect(&rosa.unheard("undecryptable"), &vec![])?;
    shop.close().await;
    rosa.quit().await?;
    let stats = scene.server.stats();
    expect(&stats.undecryptable, &0)?;
    expect(&stats.unknown_queries, &0)
}

#[tokio::test(flavor = "multi_thread")]
async fn a_client_that_forgot_its_sessions_asks_again_and_gets_the_same_text() -> Outcome {
    let scene = Scene::new().await?;
    let mut rosa = scene.rosa().await?;
    let shop = scene.shop().await?;
    let list = scene.list(LIST)?;
    shop.send(&list, "Primera").await?;
    let first = rosa.message().await?;
    // From here on both sides use the session, as after months of chatting.
    let answer = rosa.write(SHOP, "Hola").await?;
    rosa.delivered(&answer).await?;
    let campaign = shop.send(&list, "Segunda").await?;
    let second = rosa.message().await?;
    rosa.quit().await?;
    forget_sessions(&scene.path("rosa"))?;

    let missed = shop.send(&list, TEXT).await?;
    let waiting = shop
        .recipient(missed, ROSA, |r| r.state == "accepted")
        .await?;
    let id = &waiting.parts[0].message_id;
    let mut rosa = Foreign::start(&scene.server, &scene.path("rosa"))?;
    rosa.hear("undecryptable", |event| event["id"] == id.as_str())
        .await?;
    let message = rosa.message().await?;
    expect(&message["text"], &FOR_ROSA.into())?;
    expect(&message["id"], &id.as_str().into())?;
    shop.recipient(missed, ROSA, |r| r.state == "delivered")
        .await?;

    expect(&first["text"], &"Primera".into())?;
    expect(&second["text"], &"Segunda".into())?;
    shop.recipient(campaign, ROSA, |r| r.state == "delivered")
        .await?;
    shop.close().await;
    rosa.quit().await
}

/// What a client that was restored from an old backup no longer has.
fn forget_sessions(state: &Path) -> Outcome {
    let mut forgotten = 0;
    for entry in std::fs::read_dir(state)? {
        let entry = entry?;
        if entry.file_name().to_string_lossy().starts_with("session-") {
            std::fs::remove_file(entry.path())?;
            forgotten += 1;
        }
    }
    if forgotten == 0 {
        return Err(Trouble::new("the client kept no sessions to forget"));
    }
    Ok(())
}

#[tokio::test(flavor = "multi_thread")]
async fn an_answer_written_while_the_app_was_closed_is_there_when_it_opens() -> Outcome {
    let scene = Scene::new().await?;
    let mut rosa = scene.rosa().await?;
    let shop = scene.shop().await?;
    let campaign = shop.send(&scene.list(LIST)?, TEXT).await?;
    let message = rosa.message().await?;
    shop.recipient(campaign, ROSA, |r| r.state == "delivered")
        .await?;
    shop.close().await;

    rosa.read(&message).await?;
    let answer = rosa.write(SHOP, "¿Abren mañana? 🤔").await?;
    let shop = Shop::reopened(&scene.server, &scene.path("app")).await?;
    let answered = shop
        .recipient(campaign, ROSA, |r| r.reply.is_some() && r.state == "read")
        .await?;
    expect(&answered.reply.as_deref(), &Some("¿Abren mañana? 🤔"))?;
    rosa.delivered(&answer).await?;

    let again = shop
        .send(&scene.list(LIST)?, "Sí, {nombre}: de 8 a 12")
        .await?;
    let message = rosa.message().await?;
    expect(&message["text"], &"Sí, Rosa Ñandutí 🌹: de 8 a 12".into())?;
    shop.recipient(again, ROSA, |r| r.state == "delivered")
        .await?;
    expect(&rosa.unheard("undecryptable"), &vec![])?;
    shop.close().await;
    rosa.quit().await
}

#[tokio::test(flavor = "multi_thread")]
async fn foreign_clients_find_and_write_to_each_other_and_to_simulated_phones() -> Outcome {
    let scene = Scene::new().await?;
    let mut rosa = scene.rosa().await?;
    let pedro = "+595971222444";
    let mut other = Foreign::linked(&scene.server, &scene.path("pedro"), pedro, "Pedro").await?;
    expect(&rosa.finds(pedro).await?, &true)?;
    expect(&rosa.finds(ANA).await?, &true)?;
    expect(&rosa.finds("+595900000001").await?, &false)?;

    let first = rosa
        .write("595971222444@s.whatsapp.net", "Hola Pedro 🙌")
        .await?;
    let message = other.message().await?;
    expect(&message["text"], &"Hola Pedro 🙌".into())?;
    rosa.delivered(&first).await?;
    other.read(&message).await?;
    rosa.hear("receipt", |event| event["status"] == "read")
        .await?;
    other
        .write("595971222333@s.whatsapp.net", "Hola Rosa")
        .await?;
    let message = rosa.message().await?;
    expect(&message["text"], &"Hola Rosa".into())?;

    let to_ana = rosa
        .write("595981000001@s.whatsapp.net", "Hola Ana 💐")
        .await?;
    rosa.delivered(&to_ana).await?;
    let received = scene.server.received_by(ANA)?;
    expect(&received[0].text.as_deref(), &Some("Hola Ana 💐"))?;
    scene.server.say(ANA, "Hola Rosa, ¿qué tal?")?;
    let message = rosa.message().await?;
    expect(&message["text"], &"Hola Rosa, ¿qué tal?".into())?;
    rosa.quit().await?;
    other.quit().await
}

#[tokio::test(flavor = "multi_thread")]
async fn a_picture_of_a_foreign_client_opens_at_another_and_on_a_phone() -> Outcome {
    let scene = Scene::new().await?;
    let mut rosa = scene.rosa().await?;
    let mut pedro = Foreign::linked(
        &scene.server,
        &scene.path("pedro"),
        "+595971222444",
        "Pedro",
    )
    .await?;
    let picture = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../icons/128x128.png");
    let caption = "Nuestra oferta 🛍️\nsolo hoy";

    rosa.send_image("595981000001@s.whatsapp.net", &picture, caption)
        .await?;
    rosa.send_image("595971222444@s.whatsapp.net", &picture, caption)
        .await?;
    let at_pedro = pedro.message().await?;
    expect(&at_pedro["kind"], &"imageMessage".into())?;
    expect(&at_pedro["caption"], &caption.into())?;
    let on_phone = &scene.server.received_by(ANA)?[0];
    expect(&on_phone.kind.as_str(), &"image")?;
    expect(&on_phone.caption.as_deref(), &Some(caption))?;
    expect(&on_phone.bytes, &Some(std::fs::metadata(&picture)?.len()))?;
    expect(&at_pedro["sha256"], &on_phone.sha256.clone().into())?;
    rosa.quit().await?;
    pedro.quit().await
}

#[tokio::test(flavor = "multi_thread")]
async fn a_foreign_client_refuses_a_server_with_another_root_key() -> Outcome {
    let scene = Scene::new().await?;
    let stranger = LoopbackServer::start(Config {
        seed: 2,
        ..Config::default()
    })
    .await?;
    let other_key = stranger.root_key_hex();
    let mut rosa = Foreign::trusting(&scene.server, &other_key, &scene.path("rosa"))?;
    let closed = rosa.hear("closed", |_| true).await?;
    expect(
        &closed["reason"],
        &"noise intermediate certificate signature invalid".into(),
    )
}

#[tokio::test(flavor = "multi_thread")]
async fn an_answer_from_a_hidden_identity_is_known_by_its_number() -> Outcome {
    let scene = Scene::new().await?;
    let mut rosa = scene.rosa().await?;
    let shop = scene.shop().await?;
    let campaign = shop.send(&scene.list(LIST)?, TEXT).await?;
    let message = rosa.message().await?;
    let hidden = message["alternative"].as_str().unwrap_or_default();
    if !hidden.ends_with("@lid") {
        return Err(Trouble::new(format!("no hidden identity in {message}")));
    }
    let answer = rosa.write(hidden, "Soy Rosa 🌹").await?;
    let answered = shop
        .recipient(campaign, ROSA, |r| r.reply.is_some())
        .await?;
    expect(&answered.reply.as_deref(), &Some("Soy Rosa 🌹"))?;
    rosa.delivered(&answer).await?;
    shop.close().await;
    rosa.quit().await
}

#[tokio::test(flavor = "multi_thread")]
async fn a_foreign_client_is_linked_by_a_code_typed_on_the_phone() -> Outcome {
    let scene = Scene::new().await?;
    let state = scene.path("rosa");
    let mut rosa = Foreign::linked_by_code(&scene.server, &state, ANA).await?;
    let id = rosa.write("595981000002@s.whatsapp.net", "Hola 🔑").await?;
    rosa.delivered(&id).await?;
    let received = scene.server.received_by("+595981000002")?;
    expect(&received[0].from.as_str(), &ANA)?;
    expect(&received[0].text.as_deref(), &Some("Hola 🔑"))?;
    rosa.quit().await
}
