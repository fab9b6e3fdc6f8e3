//! Files that go with a text, and messages that are kept.

use super::Session;
use crate::api::{AttachmentView, FreedView, NewTemplate, TemplateView, Work};
use crate::attachments::{self, Recording, Source};
use crate::catalogue::Catalogue;
use crate::error::Result;
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
        // A disk that is far away may take its time.
        let source = tokio::task::spawn_blocking(move || Source::open(&path));
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
            name: Catalogue::of(&self.language()).text("recording-name", &[]),
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
