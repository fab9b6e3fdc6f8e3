//! Which version of a text did how well.

use super::helpers::{NOW, Profile, phone};
use crate::campaigns::{self, Counts};
use crate::{outbox, replies};
use domain::messenger::Incoming;
use domain::{MessageId, PartEvent, Timestamp};

#[test]
fn every_version_has_its_own_results() {
    let profile = Profile::new();
    let id = profile.campaign(7, &["Hola", "Buenas", "¿Qué tal?"]);
    let other = profile.campaign(2, &["Otra"]);
    profile.write(move |tx| {
        for position in 1..=5 {
            let due = outbox::next_due(tx, id)?.unwrap();
            assert_eq!(due.position, position);
            outbox::begin_attempt(tx, due.part, NOW, 1)?;
            let event = match position {
                2 => PartEvent::GiveUp,
                4 => PartEvent::Accepted,
                _ => PartEvent::WrittenToWire,
            };
            outbox::apply(tx, due.part, event, NOW, None)?;
        }
        let say = |id: &str, from| Incoming {
            id: MessageId::from_stored(id),
            from: phone(from),
            text: "¡Gracias!".into(),
            at: Timestamp(NOW.0 + 1),
        };
        // Number 1 answers twice and is one who answered.
        for message in [say("a", 1), say("b", 1), say("c", 4), say("d", 3)] {
            assert_eq!(replies::record(tx, &message, NOW)?, Some(id));
        }
        let variants = campaigns::by_variant(tx, id)?;
        let counts = |queued, sent, accepted, failed| Counts {
            queued,
            sent,
            accepted,
            failed,
            ..Counts::default()
        };
        let told: Vec<_> = variants.iter().map(|v| (v.counts, v.replies)).collect();
        assert_eq!(
            told,
            [
                // 1, 4, 7
                (counts(1, 1, 1, 0), 2),
                // 2, 5
                (counts(0, 1, 0, 1), 0),
                // 3, 6
                (counts(1, 1, 0, 0), 1),
            ]
        );
        let alone = campaigns::by_variant(tx, other)?;
        assert_eq!(alone.len(), 1);
        assert_eq!(alone[0].counts, campaigns::get(tx, other)?.unwrap().counts);
        Ok(())
    });
}
