//! Files that go with a text, and messages that are kept.

use super::Session;
use crate::api::{AttachmentView, FreedView, NewTemplate, TemplateView, Work};
use crate::attachments::{self, Recording, Source};
use crate::catalogue::Catalogue;
use crate::error::{AppError, Result};
use crate::{retention, templates};
use domain::AttachmentId;
use media::Progress;
use std::ops::ControlFlow;
use std::path::Path;
use store::attachments::{self as stored, Freed};

impl Session {
    /// Prepares a file and keeps it in the profile, as `picture`, `video`,
    /// `document` or `voice`, or as what it is. The same file is kept once. It
    /// can be stopped as [`Work::Attach`]; nothing is left of it then.
    pub async fn attach_file(&self, path: &Path, wanted: Option<&str>) -> Result<AttachmentView> {
        let mut task = self.works.begin(Work::Attach, &self.inner)?;
        let wanted = wanted.map(attachments::wanted).transpose()?;
        let path = path.to_owned();
        let (store, now) = (self.inner.store.clone(), self.inner.clock.now());
        let room = self.folder.room();
        // A disk that is far away may take its time.
        let source = tokio::task::spawn_blocking(move || {
            let source = Source::open(&path)?;
            attachments::find_room(&room, &source)?;
            Ok::<_, AppError>(source)
        });
        let source = source.await.map_err(crate::import::broken)??;
        attachments::keep(store, now, move |output| {
            source.prepare(wanted, output, &mut |progress| match task.step(
                thousandths(progress),
                Some(1_000),
                0,
            ) {
                Ok(()) => ControlFlow::Continue(()),
                Err(_) => ControlFlow::Break(()),
            })
        })
        .await
    }

    /// Makes a voice note of recorded sound and keeps it: samples between -1 and
    /// 1, those of several channels in turn, `rate` a second of each.
    pub async fn attach_recording(
        &self,
        samples: Vec<f32>,
        rate: u32,
        channels: u16,
    ) -> Result<AttachmentView> {
        let recording = Recording {
            samples,
            rate,
            channels,
            name: Catalogue::of(&self.language()).text("recording-name", &[]) + ".ogg",
        };
        let (store, now) = (self.inner.store.clone(), self.inner.clock.now());
        attachments::keep(store, now, move |output| {
            recording.prepare(output, &mut |_| ControlFlow::Continue(()))
        })
        .await
    }

    /// Those of these attachments that there are, in this order; also those that
    /// can no longer be sent, which say so.
    pub async fn attachments(&self, ids: Vec<i64>) -> Result<Vec<AttachmentView>> {
        let known = self
            .inner
            .store
            .read(move |tx| attachments::known(tx, &ids));
        Ok(known.await?.iter().map(attachments::view).collect())
    }

    /// The bytes of an attachment as they are sent, to be shown or played; 16 MB
    /// at most.
    pub async fn attachment_bytes(&self, id: i64) -> Result<Vec<u8>> {
        attachments::bytes(&self.inner.store, id).await
    }

    /// Removes attachments that no draft, no template and no campaign names.
    pub async fn drop_attachments(&self, ids: Vec<i64>) -> Result<()> {
        let dropped = self.inner.store.write(move |tx| {
            ids.into_iter()
                .try_for_each(|id| stored::remove_loose(tx, AttachmentId(id)))
        });
        Ok(dropped.await?)
    }

    /// Messages that are kept, by category and name; those without a category last.
    pub async fn templates(&self) -> Result<Vec<TemplateView>> {
        templates::list(&self.inner.store).await
    }

    /// Saves one, over the one with this id or as a new one; tells its id.
    pub async fn save_template(&self, id: Option<i64>, template: NewTemplate) -> Result<i64> {
        templates::save(&self.inner.store, id, template, self.inner.clock.now()).await
    }

    /// Saves the same under another name; tells the id of the copy.
    pub async fn duplicate_template(&self, id: i64) -> Result<i64> {
        let words = Catalogue::of(&self.language());
        templates::duplicate(&self.inner.store, id, words, self.inner.clock.now()).await
    }

    /// Throws one away. One that is gone already is no error.
    pub async fn delete_template(&self, id: i64) -> Result<()> {
        templates::delete(&self.inner.store, id).await
    }

    /// What [`Session::clear_cache`] would remove.
    pub async fn freeable(&self) -> Result<FreedView> {
        let spent = retention::all_spent(self.inner.clock.now());
        let found = self
            .inner
            .store
            .read(move |tx| stored::sweepable(tx, spent));
        Ok(freed(found.await?))
    }

    /// Removes the bytes of attachments that nothing will need, and nothing else.
    pub async fn clear_cache(&self) -> Result<FreedView> {
        let now = self.inner.clock.now();
        let spent = retention::all_spent(now);
        let found = self
            .inner
            .store
            .write(move |tx| stored::sweep(tx, spent, now));
        Ok(freed(found.await?))
    }
}

fn freed(freed: Freed) -> FreedView {
    FreedView {
        attachments: freed.attachments,
        bytes: freed.bytes,
    }
}

#[allow(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "a fraction between 0 and 1"
)]
fn thousandths(progress: Progress) -> u64 {
    (progress.fraction * 1_000.0) as u64
}

#[cfg(test)]
mod tests {
    use super::super::sending::minter;
    use super::*;
    use crate::api::{
        Audience, ContactFilter, Draft, DraftCampaign, NewCampaign, PaceView, ScheduleView,
    };
    use crate::at_rest::with_contacts;
    use crate::compose;
    use domain::template::{KnownNames, Template, Values};
    use domain::{CampaignId, CampaignState, PartEvent, PhoneNumber};
    use store::{campaigns, outbox};

    const LIST: &str = "número,nombre,Ciudad\n+595981200001,{grupo} $& Ana,Luque\n\
        +595981200002,,\n";

    fn campaign(text: &str, attachments: Vec<i64>) -> NewCampaign {
        NewCampaign {
            name: "Promo".into(),
            audience: Audience::Contacts {
                filter: ContactFilter::default(),
            },
            texts: vec![text.into()],
            attachments,
            pace: PaceView::default(),
            schedule: ScheduleView::default(),
            skip_recent_days: 0,
        }
    }

    async fn attach(session: &Session, folder: &tempfile::TempDir) -> i64 {
        let path = folder.path().join("precios.txt");
        std::fs::write(&path, "Lista de precios\n").unwrap();
        let attached = session.attach_file(&path, None).await.unwrap();
        assert_eq!(
            (attached.kind.as_str(), attached.file_name.as_str()),
            ("document", "precios.txt")
        );
        attached.id
    }

    /// A campaign with a document that could not be sent to anybody, and long ago:
    /// the document is gone.
    async fn failed_and_swept(session: &Session, folder: &tempfile::TempDir) -> (i64, i64) {
        let file = attach(session, folder).await;
        let id = session
            .start_campaign(campaign("Hola", vec![file]), None)
            .await
            .unwrap();
        let now = session.inner.clock.now();
        let work = session.inner.store.write(move |tx| {
            let campaign = CampaignId(id);
            // Without a phone it is held from the beginning.
            while let Some(due) = outbox::next_due(tx, campaign)? {
                outbox::begin_attempt(tx, due.part, now, 1)?;
                outbox::apply(tx, due.part, PartEvent::GiveUp, now, None)?;
            }
            campaigns::set_state(tx, campaign, CampaignState::Completed, None, now)?;
            stored::empty(tx, AttachmentId(file), now)
        });
        work.await.unwrap();
        (id, file)
    }

    #[tokio::test]
    async fn nobody_is_tried_again_with_a_file_that_is_gone() {
        let folder = tempfile::tempdir().unwrap();
        let session = with_contacts(&folder, LIST).await;
        let (id, _) = failed_and_swept(&session, &folder).await;
        let before = session.campaign(id).await.unwrap();
        assert_eq!(before.counts.failed, 2);
        let refused = session.retry_failed(id).await.unwrap_err();
        assert_eq!(refused.code(), "retry_attachment_gone");
        let after = session.campaign(id).await.unwrap();
        assert_eq!(
            (after.counts, after.state),
            (before.counts, "completed".into())
        );
        session.close().await;
    }

    #[tokio::test]
    async fn what_is_gone_is_left_out_of_a_draft_and_said() {
        let folder = tempfile::tempdir().unwrap();
        let session = with_contacts(&folder, LIST).await;
        let (id, file) = failed_and_swept(&session, &folder).await;
        let copy = session.duplicate_campaign(id).await.unwrap();
        assert!(copy.campaign.attachments.is_empty());
        assert_eq!(copy.gone_attachments, ["precios.txt"]);
        // The same file again is another one.
        let new = attach(&session, &folder).await;
        assert_ne!(new, file);
        let draft = Draft {
            campaign: DraftCampaign {
                attachments: vec![file, new],
                ..DraftCampaign::default()
            },
            ..copy
        };
        let draft = session.save_draft(None, draft).await.unwrap();
        let kept = session.draft(draft).await.unwrap();
        assert_eq!(kept.campaign.attachments, [new]);
        assert_eq!(kept.gone_attachments, ["precios.txt"]);
        let check = session
            .check(campaign("Hola", vec![file, new]))
            .await
            .unwrap();
        assert_eq!(check.gone_attachments, [file]);
        for attachments in [vec![file], vec![4_711]] {
            let refused = session
                .start_campaign(campaign("Hola", attachments), None)
                .await
                .unwrap_err();
            assert_eq!(refused.code(), "attachment_gone");
        }
        let bytes = session.attachment_bytes(file).await.unwrap_err();
        assert_eq!(bytes.code(), "attachment_gone");
        session.close().await;
    }

    /// What the account gets is what the preview shows, letter by letter.
    #[tokio::test]
    async fn a_test_says_what_the_preview_shows() {
        let folder = tempfile::tempdir().unwrap();
        let session = with_contacts(&folder, LIST).await;
        let store = &session.inner.store;
        let own = PhoneNumber::from_e164("+595991000000").unwrap();
        let text = "\n Hola {nombre|cliente} de {ciudad} ({promo}), {numero}. ";
        for (position, said) in [
            // Those without a name come first.
            "\n Hola cliente de ({promo}), +595981200002. ",
            "\n Hola {grupo} $& Ana de Luque ({promo}), +595981200001. ",
        ]
        .into_iter()
        .enumerate()
        {
            let new = campaign(text, Vec::new());
            let audience = session.audience(&new).await.unwrap();
            let now = session.inner.clock.now();
            let seen = compose::seen(&new, &audience, position as u64, now).unwrap();
            assert_eq!(seen.text, said);
            compose::test(store, &new, seen, own.clone(), now, minter())
                .await
                .unwrap();
            let sent = store.read(move |tx| {
                let queued = campaigns::running(tx)?.pop().unwrap();
                let due = outbox::next_due(tx, queued.id)?.unwrap();
                Ok((queued, due))
            });
            let (queued, due) = sent.await.unwrap();
            assert_eq!(queued.kind, campaigns::Kind::Test);
            assert_eq!(due.phone, own);
            let known = KnownNames::with_extra(queued.extra_fields.iter().map(String::as_str));
            let extra = due.fields.iter().map(|(k, v)| (k.as_str(), v.as_str()));
            let values = Values::new(&due.phone, &due.name, &due.title, &due.groups, extra);
            assert_eq!(Template::parse(&due.text).render(&values, &known), said);
        }
        assert!(session.campaigns().await.unwrap().is_empty());
        session.close().await;
    }

    #[tokio::test]
    async fn a_test_needs_something_to_say_and_a_line() {
        let folder = tempfile::tempdir().unwrap();
        let session = with_contacts(&folder, LIST).await;
        let offline = session
            .send_test(campaign("Hola", Vec::new()), 0)
            .await
            .unwrap_err();
        assert_eq!(offline.code(), "not_online");
        let own = || PhoneNumber::from_e164("+595991000000").unwrap();
        let file = attach(&session, &folder).await;
        let now = session.inner.clock.now();
        let queue = async |new: NewCampaign, position| {
            let audience = session.audience(&new).await.unwrap();
            let seen = compose::seen(&new, &audience, position, now).unwrap();
            compose::test(&session.inner.store, &new, seen, own(), now, minter())
                .await
                .map_err(|error| error.code())
        };
        // Nothing remains of it for the person without a name.
        let nothing = campaign("{nombre}", Vec::new());
        assert_eq!(queue(nothing.clone(), 0).await, Err("test_empty"));
        assert_eq!(queue(nothing, 1).await, Ok(()));
        assert_eq!(queue(campaign("", vec![file]), 0).await, Ok(()));
        assert_eq!(queue(campaign("", Vec::new()), 0).await, Err("no_text"));
        session.close().await;
    }
}
