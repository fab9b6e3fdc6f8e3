//! Messages to be used again.

use super::helpers::{NOW, Profile};
use crate::attachments;
use crate::templates::{self, NewTemplate, Saved};
use domain::{AttachmentId, Medium, MediumKind, Timestamp};

fn picture(profile: &Profile) -> AttachmentId {
    profile.write(|tx| {
        let id = attachments::begin(tx, NOW)?;
        attachments::add_piece(tx, id, 0, b"jpeg")?;
        let medium = Medium {
            kind: MediumKind::Picture,
            mime: "image/jpeg".into(),
            file_name: "a.jpg".into(),
            sha256: [1; 32],
            size: 4,
            width: None,
            height: None,
            thumbnail: None,
            seconds: None,
            waveform: None,
            pages: None,
        };
        attachments::finish(tx, id, &medium, NOW)
    })
}

fn template(name: &str, category: &str, attachments: &[AttachmentId]) -> NewTemplate {
    NewTemplate {
        name: name.into(),
        category: category.into(),
        texts: vec![format!("Hola, {name}"), "Buenas".into()],
        attachments: attachments.to_vec(),
    }
}

#[test]
fn a_template_is_kept_changed_and_deleted() {
    let profile = Profile::new();
    let file = picture(&profile);
    profile.write(move |tx| {
        let Saved::As(id) =
            templates::save(tx, None, &template("Ofertas", "Ventas", &[file]), NOW)?
        else {
            panic!("not saved")
        };
        let kept = templates::get(tx, id)?.unwrap();
        assert_eq!(kept.texts, ["Hola, Ofertas", "Buenas"]);
        assert_eq!(kept.attachments[0].id, file);
        assert_eq!((kept.created_at, kept.updated_at), (NOW, NOW));

        let later = Timestamp(NOW.0 + 5);
        let changed = template("Ofertas", "", &[]);
        assert_eq!(
            templates::save(tx, Some(id), &changed, later)?,
            Saved::As(id)
        );
        let kept = templates::get(tx, id)?.unwrap();
        assert_eq!((kept.category.as_str(), kept.attachments.len()), ("", 0));
        assert_eq!((kept.created_at, kept.updated_at), (NOW, later));

        assert!(templates::delete(tx, id)?);
        assert!(!templates::delete(tx, id)?);
        let gone = templates::save(tx, Some(id), &changed, later)?;
        assert_eq!(gone, Saved::NotFound);
        let Saved::As(next) = templates::save(tx, None, &changed, later)? else {
            panic!("not saved")
        };
        assert_ne!(next, id, "an id is never used twice");
        Ok(())
    });
}

#[test]
fn names_are_unique_and_attachments_there() {
    let profile = Profile::new();
    profile.write(|tx| {
        let Saved::As(id) = templates::save(tx, None, &template("Navidad", "", &[]), NOW)? else {
            panic!("not saved")
        };
        let same = template(" NAVIDÁD ", "", &[]);
        assert_eq!(templates::save(tx, None, &same, NOW)?, Saved::NameTaken);
        assert_eq!(templates::save(tx, Some(id), &same, NOW)?, Saved::As(id));
        let without = template("Otra", "", &[AttachmentId(77)]);
        assert_eq!(
            templates::save(tx, None, &without, NOW)?,
            Saved::AttachmentGone
        );
        assert_eq!(templates::list(tx)?.len(), 1);
        Ok(())
    });
}

#[test]
fn they_are_listed_by_category_and_name_and_the_loose_ones_last() {
    let profile = Profile::new();
    let names = profile.write(|tx| {
        for (name, category) in [
            ("Zeta", "ventas"),
            ("Ábaco", ""),
            ("beta", "Ventas"),
            ("Pago", "Cobros"),
        ] {
            templates::save(tx, None, &template(name, category, &[]), NOW)?;
        }
        templates::list(tx)
    });
    let names: Vec<_> = names.iter().map(|each| each.name.as_str()).collect();
    assert_eq!(names, ["Pago", "beta", "Zeta", "Ábaco"]);
}
