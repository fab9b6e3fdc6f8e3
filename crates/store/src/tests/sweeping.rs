//! Which bytes go, and which stay.

use super::helpers::{NOW, Profile, campaign, minter, recipient};
use crate::attachments::{self, Freed, PIECE, Spent};
use crate::templates::{self, NewTemplate};
use crate::{StoreError, Tx, campaigns, drafts, outbox};
use domain::{AttachmentId, CampaignId, CampaignState, Medium, MediumKind, PartEvent, Timestamp};

const HOUR: i64 = 3_600_000;

fn hours(count: i64) -> Timestamp {
    Timestamp(NOW.0 + count * HOUR)
}

fn picture(seed: u8) -> Medium {
    Medium {
        kind: MediumKind::Picture,
        mime: "image/jpeg".into(),
        file_name: format!("foto {seed}.jpg"),
        sha256: [seed; 32],
        size: 3,
        width: Some(4),
        height: Some(3),
        thumbnail: Some(vec![seed; 5]),
        seconds: None,
        waveform: None,
        pages: None,
    }
}

fn attach(tx: &Tx<'_>, seed: u8, now: Timestamp) -> Result<AttachmentId, StoreError> {
    let id = attachments::begin(tx, now)?;
    attachments::add_piece(tx, id, 0, &[seed; 3])?;
    attachments::finish(tx, id, &picture(seed), now)
}

fn send(tx: &Tx<'_>, what: AttachmentId) -> Result<CampaignId, StoreError> {
    let mut new = campaign(&["Hola"]);
    new.attachments = vec![what];
    campaigns::create(tx, &new, [recipient(1)], minter())
}

fn end(tx: &Tx<'_>, id: CampaignId, now: Timestamp) -> Result<(), StoreError> {
    let due = outbox::next_due(tx, id)?.unwrap();
    outbox::begin_attempt(tx, due.part, now, 1)?;
    outbox::apply(tx, due.part, PartEvent::Accepted, now, None)?;
    campaigns::set_state(tx, id, CampaignState::Completed, None, now)
}

fn sweep(tx: &Tx<'_>, ended: i64, added: i64) -> Result<u64, StoreError> {
    let spent = Spent {
        ended: hours(ended),
        added: hours(added),
    };
    let told = attachments::sweepable(tx, spent)?;
    let freed = attachments::sweep(tx, spent, hours(ended))?;
    assert_eq!(told, freed);
    assert_eq!(freed.bytes, freed.attachments * 3);
    assert_eq!(attachments::sweepable(tx, spent)?, Freed::default());
    Ok(freed.attachments)
}

#[test]
fn the_bytes_of_a_campaign_go_when_it_has_ended_long_enough() {
    Profile::new().write(|tx| {
        let id = attach(tx, 1, NOW)?;
        let campaign = send(tx, id)?;
        assert_eq!(sweep(tx, 90, 90)?, 0, "it is open");
        end(tx, campaign, hours(10))?;
        assert_eq!(sweep(tx, 9, 90)?, 0, "it ended a moment ago");
        assert_eq!(sweep(tx, 10, -90)?, 1);
        assert_eq!(attachments::piece(tx, id, 0)?, None);
        // What it was is told still.
        let listed = campaigns::get(tx, campaign)?.unwrap().attachments;
        assert_eq!(listed[0].medium, picture(1));
        assert_eq!(listed[0].emptied_at, Some(hours(10)));
        Ok(())
    });
}

#[test]
fn what_a_draft_or_a_template_names_stays() {
    Profile::new().write(|tx| {
        let [drafted, kept, loose] = [1, 2, 3].map(|seed| attach(tx, seed, NOW).unwrap());
        let draft = drafts::save(tx, None, "Junio", "{}", &[drafted], NOW)?.unwrap();
        let template = NewTemplate {
            name: "Oferta".into(),
            category: String::new(),
            texts: vec!["Hola".into()],
            attachments: vec![kept],
        };
        let templates::Saved::As(template) = templates::save(tx, None, &template, NOW)? else {
            panic!("the name is free");
        };
        let campaign = send(tx, kept)?;
        end(tx, campaign, hours(1))?;
        assert_eq!(sweep(tx, 90, -1)?, 0, "the loose one is new");
        assert_eq!(sweep(tx, 90, 0)?, 1);
        assert_eq!(attachments::get(tx, loose)?, None);
        for id in [drafted, kept] {
            assert!(attachments::piece(tx, id, 0)?.is_some());
        }
        drafts::delete(tx, draft)?;
        templates::delete(tx, template)?;
        assert_eq!(sweep(tx, 90, 90)?, 2);
        assert_eq!(attachments::get(tx, drafted)?, None, "nothing tells of it");
        assert!(attachments::get(tx, kept)?.is_some(), "its campaign does");
        Ok(())
    });
}

/// A picture of a campaign of the past that is chosen again waits for the draft
/// that will name it, as any other.
#[test]
fn what_was_chosen_again_waits_for_its_draft() {
    Profile::new().write(|tx| {
        let first = attach(tx, 1, NOW)?;
        let campaign = send(tx, first)?;
        end(tx, campaign, hours(1))?;
        assert_eq!(attach(tx, 1, hours(2))?, first, "kept once");
        assert_eq!(sweep(tx, 3, 1)?, 0);
        assert_eq!(sweep(tx, 3, 2)?, 1);
        // Without its bytes it is no longer the same.
        assert_ne!(attach(tx, 1, hours(4))?, first);
        Ok(())
    });
}

#[test]
fn what_was_never_finished_goes_after_its_time() {
    Profile::new().write(|tx| {
        let id = attachments::begin(tx, NOW)?;
        attachments::add_piece(tx, id, 0, &vec![1; PIECE])?;
        attach(tx, 2, hours(90))?;
        assert_eq!(attachments::unfinished(tx)?, [id]);
        let spent = |added| Spent {
            ended: hours(90),
            added: hours(added),
        };
        attachments::sweep(tx, spent(-1), hours(90))?;
        assert!(attachments::piece(tx, id, 0)?.is_some());
        attachments::sweep(tx, spent(0), hours(90))?;
        assert_eq!(attachments::piece(tx, id, 0)?, None);
        Ok(())
    });
}

#[test]
fn only_what_nothing_names_is_removed_at_once() {
    Profile::new().write(|tx| {
        let [sent, loose] = [1, 2].map(|seed| attach(tx, seed, NOW).unwrap());
        send(tx, sent)?;
        attachments::remove_loose(tx, sent)?;
        attachments::remove_loose(tx, loose)?;
        assert!(attachments::piece(tx, sent, 0)?.is_some());
        assert_eq!(attachments::get(tx, loose)?, None);
        assert_eq!(attachments::piece(tx, loose, 0)?, None);
        Ok(())
    });
}
