//! Attributing what people write back.

use super::helpers::{NOW, Profile, phone};
use crate::{campaigns, outbox, replies};
use domain::messenger::Incoming;
use domain::{CampaignId, MessageId, PartEvent, Timestamp};

fn message(id: &str, from: u64, text: &str, at: i64) -> Incoming {
    Incoming {
        id: MessageId::from_stored(id),
        from: phone(from),
        text: text.into(),
        at: Timestamp(NOW.0 + at),
    }
}

fn send_one(profile: &Profile, id: CampaignId, at: i64) {
    profile.write(move |tx| {
        let now = Timestamp(NOW.0 + at);
        let due = outbox::next_due(tx, id)?.unwrap();
        outbox::begin_attempt(tx, due.part, now, 1)?;
        outbox::apply(tx, due.part, PartEvent::WrittenToWire, now, None)
    });
}

#[test]
fn an_answer_belongs_to_the_campaign_that_wrote_last() {
    let profile = Profile::new();
    let [old, new, waiting] = [2, 1, 1].map(|people| profile.campaign(people, &["Hola"]));
    send_one(&profile, new, 1);
    send_one(&profile, old, 5);
    profile.write(move |tx| {
        let record = |message| replies::record(tx, &message, NOW);
        assert_eq!(record(message("a", 1, "¡Gracias!", 10))?, Some(old));
        assert_eq!(
            record(message("a", 1, "¡Gracias!", 10))?,
            Some(old),
            "again"
        );
        assert_eq!(record(message("b", 1, "Otra cosa", 11))?, Some(old));
        // Number 2 has not been written to yet, 9 is a stranger.
        assert_eq!(record(message("c", 2, "Hola", 12))?, None);
        assert_eq!(record(message("d", 9, "Hola", 12))?, None);
        let replies = |id| Ok::<_, crate::StoreError>(campaigns::get(tx, id)?.unwrap().replies);
        assert_eq!((replies(old)?, replies(new)?, replies(waiting)?), (1, 0, 0));
        let (page, ..) = campaigns::recipients(tx, old, None, 0, 10)?;
        assert_eq!(page[0].reply.as_deref(), Some("¡Gracias!"));
        assert_eq!(page[1].reply, None);
        // One that was delayed on its way was the first answer after all.
        assert_eq!(record(message("e", 1, "¿Quién es?", 9))?, Some(old));
        let (page, ..) = campaigns::recipients(tx, old, None, 0, 1)?;
        assert_eq!(page[0].reply.as_deref(), Some("¿Quién es?"));
        assert_eq!(replies(old)?, 1);
        Ok(())
    });
}

/// A fast answer may be heard before the end of the send that it answers, and
/// a crash may leave that end unsaid for good.
#[test]
fn an_answer_counts_while_its_message_is_still_being_sent() {
    let profile = Profile::new();
    let [waiting, sending] = [1, 2].map(|people| profile.campaign(people, &["Hola"]));
    profile.write(move |tx| {
        let due = outbox::next_due(tx, sending)?.unwrap();
        outbox::begin_attempt(tx, due.part, NOW, 1)?;
        let told = replies::record(tx, &message("a", 1, "¡Gracias!", 10), NOW)?;
        assert_eq!(told, Some(sending), "not {waiting:?}, which was not tried");
        assert_eq!(
            replies::record(tx, &message("b", 2, "Hola", 10), NOW)?,
            None
        );
        Ok(())
    });
}
