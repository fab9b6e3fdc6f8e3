//! The app, as its doors use it: a profile linked to a phone of the server.

use crate::{Outcome, PATIENCE, Trouble};
use app::api::{
    AppEvent, AttachmentView, Audience, ImportOptions, ImportSource, NewCampaign, NewProfile,
    PaceView, PairingRequest, RecipientView, ScheduleView,
};
use app::{App, AppConfig, Session};
use loopback::ServerHandle;
use sha2::{Digest as _, Sha256};
use std::path::Path;
use std::sync::Arc;
use tokio::sync::broadcast::error::RecvError::Closed;

const PROFILE: &str = "Tienda";

/// An open profile.
pub struct Shop {
    session: Arc<Session>,
}

impl Shop {
    /// A new profile, linked to the server's owner and online.
    pub async fn linked(server: &ServerHandle, data: &Path) -> Outcome<Self> {
        let app = app(server, data)?;
        app.create_profile(
            NewProfile {
                name: PROFILE.to_owned(),
                country: "PY".to_owned(),
                language: "es".to_owned(),
                practice: false,
            },
            None,
        )?;
        let shop = Self {
            session: app.open_profile(PROFILE, None).await?,
        };
        shop.session.start_pairing(PairingRequest::Qr).await?;
        let qr = shop
            .until("a code", async || shop.session.device().qr_text)
            .await?;
        server.pair(&qr).await?;
        shop.online().await?;
        Ok(shop)
    }

    /// The profile of [`Shop::linked`], opened again.
    pub async fn reopened(server: &ServerHandle, data: &Path) -> Outcome<Self> {
        let shop = Self {
            session: app(server, data)?.open_profile(PROFILE, None).await?,
        };
        shop.online().await?;
        Ok(shop)
    }

    async fn online(&self) -> Outcome {
        self.until("the device to be online", async || {
            (self.session.device().state == "online").then_some(())
        })
        .await
    }

    /// Prepares a file and keeps it. With it comes the SHA-256 of the bytes that
    /// will be sent, in hexadecimal.
    pub async fn attach(
        &self,
        file: &Path,
        wanted: Option<&str>,
    ) -> Outcome<(AttachmentView, String)> {
        let attachment = self.session.attach_file(file, wanted).await?;
        let bytes = self.session.attachment_bytes(attachment.id).await?;
        Ok((attachment, hex::encode(Sha256::digest(bytes))))
    }

    /// Starts a campaign to the people of a list, without pauses.
    pub async fn send(&self, list: &Path, text: &str) -> Outcome<i64> {
        self.send_with(list, text, &[]).await
    }

    /// The same with attachments.
    pub async fn send_with(&self, list: &Path, text: &str, attachments: &[i64]) -> Outcome<i64> {
        let id = self
            .session
            .start_campaign(
                NewCampaign {
                    name: "Prueba".to_owned(),
                    audience: Audience::List {
                        source: ImportSource::File {
                            path: list.to_string_lossy().into_owned(),
                        },
                        options: ImportOptions::default(),
                    },
                    texts: vec![text.to_owned()],
                    attachments: attachments.to_vec(),
                    pace: PaceView {
                        delay_ms: 0,
                        jitter_percent: 0,
                        batch: 0,
                        batch_pause_ms: 0,
                    },
                    schedule: ScheduleView::default(),
                    skip_recent_days: 0,
                },
                None,
            )
            .await?;
        Ok(id)
    }

    /// Waits until the recipient with this number stands as wanted.
    pub async fn recipient(
        &self,
        campaign: i64,
        phone: &str,
        wanted: impl Fn(&RecipientView) -> bool,
    ) -> Outcome<RecipientView> {
        self.until(&format!("the report to say so of {phone}"), async || {
            let recipients = self.session.all_recipients(campaign).await.ok()?;
            let of_phone = recipients.into_iter().find(|r| r.phone == phone);
            of_phone.filter(&wanted)
        })
        .await
    }

    /// Looks at once and again at every event, until there is what is looked
    /// for.
    async fn until<T>(&self, what: &str, mut look: impl AsyncFnMut() -> Option<T>) -> Outcome<T> {
        let mut events = self.session.events();
        let waiting = async {
            loop {
                if let Some(found) = look().await {
                    return Ok(found);
                }
                // One event or several missed: looking again is what both mean.
                if let Err(Closed) = events.recv().await.map(drop::<AppEvent>) {
                    return Err(Trouble::new("the app closed"));
                }
            }
        };
        match tokio::time::timeout(PATIENCE, waiting).await {
            Ok(outcome) => outcome,
            Err(_) => Err(Trouble::new(format!(
                "waited in vain for {what}; device: {:?}; campaigns: {:#?}",
                self.session.device().state,
                self.campaigns().await
            ))),
        }
    }

    /// Everybody of every campaign, for the report of a failure.
    async fn campaigns(&self) -> Vec<RecipientView> {
        let mut all = Vec::new();
        for campaign in self.session.campaigns().await.unwrap_or_default() {
            all.extend(
                self.session
                    .all_recipients(campaign.id)
                    .await
                    .unwrap_or_default(),
            );
        }
        all
    }

    /// Closes the profile; its device stays linked.
    pub async fn close(self) {
        self.session.close().await;
    }
}

fn app(server: &ServerHandle, data: &Path) -> Outcome<App> {
    Ok(App::new(AppConfig {
        data_dir: data.to_owned(),
        loopback_url: Some(server.ws_url()),
        hurry: None,
    })?)
}
