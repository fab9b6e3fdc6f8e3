//! Prepared files: kept in pieces, named by parts, removed when nothing needs them.

use super::helpers::{NOW, Profile, campaign, minter, phone, recipient};
use crate::attachments::{self, Freed, PIECE, Spent};
use crate::campaigns::{self, Kind, NewCampaign};
use crate::{StoreError, Tx, drafts, outbox, templates};
use domain::{
    AttachmentId, CampaignId, CampaignState, Medium, MediumKind, PartEvent, PartKind, PartState,
    Timestamp, Upload,
};

fn medium(kind: MediumKind, name: &str, bytes: &[u8]) -> Medium {
    let mut sha256 = [0; 32];
    for (index, byte) in bytes.iter().enumerate() {
        sha256[index % 32] ^= byte.rotate_left(u32::try_from(index % 7).unwrap());
    }
    Medium {
        kind,
        mime: "image/jpeg".into(),
        file_name: name.into(),
        sha256,
        size: bytes.len() as u64,
        width: Some(640),
        height: Some(480),
        thumbnail: Some(vec![0xff, 0xd8, 1]),
        seconds: (kind == MediumKind::Voice).then_some(7),
        waveform: (kind == MediumKind::Voice).then(|| (0..64).collect()),
        pages: (kind == MediumKind::Document).then_some(3),
    }
}

fn add_at(
    profile: &Profile,
    kind: MediumKind,
    name: &str,
    bytes: &[u8],
    at: Timestamp,
) -> AttachmentId {
    let id = profile.write(move |tx| attachments::begin(tx, at));
    for (number, piece) in (0..).zip(bytes.chunks(PIECE)) {
        let piece = piece.to_vec();
        profile.write(move |tx| attachments::add_piece(tx, id, number, &piece));
    }
    let medium = medium(kind, name, bytes);
    profile.write(move |tx| attachments::finish(tx, id, &medium, at))
}

fn add(profile: &Profile, kind: MediumKind, name: &str, bytes: &[u8]) -> AttachmentId {
    add_at(profile, kind, name, bytes, NOW)
}

fn bytes_of(profile: &Profile, id: AttachmentId) -> Vec<u8> {
    profile.read(move |tx| {
        let mut all = Vec::new();
        for number in 0.. {
            match attachments::piece(tx, id, number)? {
                Some(piece) => all.extend(piece),
                None => break,
            }
        }
        Ok(all)
    })
}

fn with(profile: &Profile, texts: &[&str], ids: &[AttachmentId]) -> CampaignId {
    let new = NewCampaign {
        attachments: ids.to_vec(),
        ..campaign(texts)
    };
    profile.write(move |tx| campaigns::create(tx, &new, (1..=2).map(recipient), minter()))
}

fn until(at: Timestamp) -> Spent {
    Spent {
        ended: at,
        added: at,
    }
}

fn sweep(tx: &Tx<'_>, at: Timestamp) -> Result<Freed, StoreError> {
    attachments::sweep(tx, until(at), at)
}

fn after(hours: i64) -> Timestamp {
    Timestamp(NOW.0 + hours * 3_600_000)
}

#[test]
fn a_file_comes_out_as_it_went_in() {
    let profile = Profile::new();
    let bytes: Vec<u8> = (0..PIECE * 2 + 5)
        .map(|n| u8::try_from(n % 251).unwrap())
        .collect();
    let id = add(&profile, MediumKind::Picture, "gato.jpg", &bytes);
    assert_eq!(bytes_of(&profile, id), bytes);
    let found = profile.read(move |tx| attachments::get(tx, id)).unwrap();
    assert_eq!(
        found.medium,
        medium(MediumKind::Picture, "gato.jpg", &bytes)
    );
    assert_eq!((found.added_at, found.emptied_at), (NOW, None));
    let printed = format!("{found:?}");
    assert!(!printed.contains("gato"), "{printed}");
}

#[test]
fn the_same_file_is_kept_once_and_another_name_is_another_file() {
    let profile = Profile::new();
    let first = add(&profile, MediumKind::Document, "precios.pdf", b"%PDF");
    assert_eq!(
        add(&profile, MediumKind::Document, "precios.pdf", b"%PDF"),
        first
    );
    let other = add(&profile, MediumKind::Document, "Precios 2.pdf", b"%PDF");
    assert_ne!(other, first);
    assert_eq!(bytes_of(&profile, other), b"%PDF");
}

#[test]
fn what_is_not_finished_is_not_there() {
    let profile = Profile::new();
    let id = profile.write(|tx| attachments::begin(tx, NOW));
    assert_eq!(profile.read(move |tx| attachments::get(tx, id)), None);
    profile.write(move |tx| attachments::discard(tx, id));
    let gone = medium(MediumKind::Picture, "a", b"a");
    let refused = super::helpers::block(
        profile
            .store
            .write(move |tx| attachments::finish(tx, id, &gone, NOW)),
    );
    assert!(refused.is_err());
}

#[test]
fn a_message_falls_into_parts_with_ids_of_their_own() {
    let profile = Profile::new();
    let voice = add(&profile, MediumKind::Voice, "saludo.ogg", b"opus");
    let first = add(&profile, MediumKind::Picture, "1.jpg", b"one");
    let second = add(&profile, MediumKind::Picture, "2.jpg", b"two");
    let id = with(&profile, &["Hola {nombre}"], &[voice, first, second]);
    let seen = profile.write(move |tx| {
        let mut seen = Vec::new();
        while let Some(due) = outbox::next_due(tx, id)? {
            let carries = match due.place {
                Some(place) => outbox::attachment_of(tx, id, place)?,
                None => None,
            };
            let album = outbox::album(tx, id, due.position)?;
            let (_, pictures) = album.unwrap();
            assert_eq!(pictures, 2);
            let more = {
                outbox::begin_attempt(tx, due.part, NOW, 1)?;
                outbox::has_queued(tx, id, due.position)?
            };
            seen.push((due.position, due.kind, carries, due.with_text, more));
        }
        Ok(seen)
    });
    let person = |position| {
        [
            (position, PartKind::Album, None, false, true),
            (position, PartKind::Picture, Some(first), true, true),
            (position, PartKind::Picture, Some(second), false, true),
            (position, PartKind::Voice, Some(voice), false, false),
        ]
    };
    assert_eq!(seen, [person(1), person(2)].concat());
    let (people, ..) = profile.read(move |tx| campaigns::recipients(tx, id, None, 0, 10));
    let ids: std::collections::BTreeSet<_> = people
        .iter()
        .flat_map(|person| &person.parts)
        .map(|part| part.message_id.clone())
        .collect();
    assert_eq!(ids.len(), 8);
    let shown = profile.read(move |tx| campaigns::get(tx, id)).unwrap();
    let carried: Vec<_> = shown.attachments.iter().map(|each| each.id).collect();
    assert_eq!(carried, [voice, first, second]);
}

#[test]
fn pictures_go_by_themselves_where_the_album_was_refused() {
    let profile = Profile::new();
    let first = add(&profile, MediumKind::Picture, "1.jpg", b"one");
    let second = add(&profile, MediumKind::Picture, "2.jpg", b"two");
    let id = with(&profile, &[""], &[first, second]);
    profile.write(move |tx| {
        let head = outbox::next_due(tx, id)?.unwrap();
        assert_eq!(head.kind, PartKind::Album);
        outbox::begin_attempt(tx, head.part, NOW, 1)?;
        outbox::apply(tx, head.part, PartEvent::GiveUp, NOW, Some("bad_message"))?;
        assert_eq!(outbox::album(tx, id, 1)?, None);
        for _ in 0..2 {
            let picture = outbox::next_due(tx, id)?.unwrap();
            assert_eq!((picture.position, picture.kind), (1, PartKind::Picture));
            outbox::begin_attempt(tx, picture.part, NOW, 1)?;
            outbox::apply(tx, picture.part, PartEvent::Accepted, NOW, None)?;
        }
        let (people, ..) = campaigns::recipients(tx, id, None, 0, 1)?;
        assert_eq!(people[0].state, PartState::Accepted, "the pictures arrived");
        assert_eq!(
            outbox::retry_failed(tx, id, NOW)?,
            0,
            "no head without its album"
        );
        Ok(())
    });
}

#[test]
fn who_cannot_be_reached_is_given_up_with_all_parts() {
    let profile = Profile::new();
    let voice = add(&profile, MediumKind::Voice, "saludo.ogg", b"opus");
    let id = with(&profile, &["Hola"], &[voice]);
    profile.write(move |tx| {
        let text = outbox::next_due(tx, id)?.unwrap();
        assert_eq!((text.kind, text.with_text), (PartKind::Text, true));
        outbox::begin_attempt(tx, text.part, NOW, 1)?;
        outbox::apply(
            tx,
            text.part,
            PartEvent::GiveUp,
            NOW,
            Some("not_on_whatsapp"),
        )?;
        assert_eq!(
            outbox::give_up_rest(tx, text.part, NOW, "not_on_whatsapp")?,
            1
        );
        assert_eq!(outbox::next_due(tx, id)?.unwrap().position, 2);
        Ok(())
    });
}

#[test]
fn an_upload_is_noted_and_forgotten_when_an_older_one_was_missed() {
    let profile = Profile::new();
    let id = add(&profile, MediumKind::Picture, "1.jpg", b"one");
    let upload = |at: i64| Upload {
        url: "https://mmg.invalid/1".into(),
        direct_path: "/1".into(),
        media_key: [9; 32],
        encrypted_sha256: [8; 32],
        sidecar: Some(vec![1, 2]),
        made_at: Timestamp(at),
        expires_at: Some(Timestamp(at + 10)),
    };
    profile.write(move |tx| {
        assert_eq!(attachments::upload(tx, id)?, None);
        attachments::note_upload(tx, id, &upload(100))?;
        attachments::note_upload(tx, id, &upload(200))?;
        assert_eq!(attachments::upload(tx, id)?, Some(upload(200)));
        attachments::forget_upload(tx, id, Timestamp(150))?;
        assert!(attachments::upload(tx, id)?.is_some(), "made since then");
        attachments::forget_upload(tx, id, Timestamp(200))?;
        assert_eq!(attachments::upload(tx, id)?, None);
        Ok(())
    });
}

#[test]
fn bytes_are_removed_when_nothing_will_need_them() {
    let profile = Profile::new();
    let loose = add(&profile, MediumKind::Picture, "loose.jpg", b"12345");
    let of_template = add(&profile, MediumKind::Picture, "template.jpg", b"template");
    let of_draft = add(&profile, MediumKind::Picture, "draft.jpg", b"draft");
    let open = add(&profile, MediumKind::Picture, "open.jpg", b"open");
    let over = add(&profile, MediumKind::Picture, "over.jpg", b"over");
    let late = add_at(
        &profile,
        MediumKind::Picture,
        "late.jpg",
        b"late",
        after(30),
    );
    let running = with(&profile, &["Hola"], &[open, over]);
    let finished = with(&profile, &["Hola"], &[over]);
    profile.write(move |tx| {
        let template = templates::NewTemplate {
            name: "Saludo".into(),
            category: String::new(),
            texts: vec!["Hola".into()],
            attachments: vec![of_template],
        };
        templates::save(tx, None, &template, NOW)?;
        let draft = drafts::save(tx, None, "Borrador", "{}", &[of_draft], NOW)?;
        outbox::cancel_queued(tx, finished, NOW)?;
        campaigns::set_state(tx, finished, CampaignState::Cancelled, None, after(1))?;

        assert_eq!(sweep(tx, Timestamp(NOW.0 - 1))?, Freed::default());
        let freed = Freed {
            attachments: 1,
            bytes: 5,
        };
        assert_eq!(attachments::sweepable(tx, until(after(1)))?, freed);
        assert_eq!(sweep(tx, after(1))?, freed);
        assert_eq!(attachments::get(tx, loose)?, None, "no history names it");

        // The other campaign ends, too: an hour later nothing needs its files.
        outbox::cancel_queued(tx, running, NOW)?;
        campaigns::set_state(tx, running, CampaignState::Cancelled, None, after(2))?;
        assert_eq!(sweep(tx, after(1))?.attachments, 0);
        assert_eq!(sweep(tx, after(2))?.attachments, 2);
        let kept = attachments::get(tx, over)?.unwrap();
        assert_eq!(kept.emptied_at, Some(after(2)), "the history shows it");
        assert!(kept.medium.thumbnail.is_some());
        assert_eq!(attachments::piece(tx, over, 0)?, None);
        assert!(attachments::piece(tx, late, 0)?.is_some());

        drafts::delete(tx, draft.unwrap())?;
        assert_eq!(sweep(tx, after(2))?.attachments, 1, "the draft's");
        assert!(attachments::piece(tx, of_template, 0)?.is_some());
        Ok(())
    });
}

#[test]
fn a_campaign_is_not_made_with_a_file_that_is_gone() {
    let profile = Profile::new();
    let id = add(&profile, MediumKind::Picture, "1.jpg", b"one");
    let done = with(&profile, &["Hola"], &[id]);
    profile.write(move |tx| {
        outbox::cancel_queued(tx, done, NOW)?;
        campaigns::set_state(tx, done, CampaignState::Cancelled, None, NOW)?;
        sweep(tx, after(1))
    });
    let new = NewCampaign {
        attachments: vec![id],
        ..campaign(&["Hola"])
    };
    let refused = super::helpers::block(
        profile
            .store
            .write(move |tx| campaigns::create(tx, &new, [recipient(1)], minter())),
    );
    assert!(refused.is_err());
    let list = profile.read(campaigns::list);
    assert_eq!(list.len(), 1, "nothing was made");
}

#[test]
fn a_test_is_in_no_list_and_goes_with_the_sweep() {
    let profile = Profile::new();
    let first = profile.campaign(1, &["Hola"]);
    let new = NewCampaign {
        for_test: true,
        ..campaign(&["Prueba"])
    };
    profile.write(move |tx| {
        let test = campaigns::create(tx, &new, [recipient(9)], minter())?;
        let shown: Vec<_> = campaigns::list(tx)?.iter().map(|each| each.id).collect();
        assert_eq!(shown, [first]);
        assert_eq!(campaigns::get(tx, test)?, None);
        assert!(campaigns::is_hidden(tx, test)? && !campaigns::is_hidden(tx, first)?);
        let served: Vec<_> = campaigns::running(tx)?
            .iter()
            .map(|head| (head.id, head.kind))
            .collect();
        assert_eq!(served, [(test, Kind::Test), (first, Kind::Campaign)]);
        let part = outbox::next_due(tx, test)?.unwrap();
        outbox::begin_attempt(tx, part.part, NOW, 1)?;
        outbox::apply(tx, part.part, PartEvent::Accepted, NOW, None)?;
        assert_eq!(crate::contacts::last_messaged(tx, &phone(9))?, None);
        campaigns::set_state(tx, test, CampaignState::Completed, None, NOW)?;
        sweep(tx, after(1))?;
        assert_eq!(campaigns::head(tx, test)?, None);
        Ok(())
    });
}
