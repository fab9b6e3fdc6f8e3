//! Messages that are kept to be used again.

use crate::api::{NewTemplate, TemplateView};
use crate::attachments;
use crate::catalogue::Catalogue;
use crate::compose;
use crate::error::{AppError, Result};
use domain::{AttachmentId, Timestamp};
use store::Store;
use store::templates::{self, Saved, Template};

/// Characters of a name, and of a category.
const NAME: usize = 120;
const CATEGORY: usize = 60;

fn view(template: Template) -> TemplateView {
    TemplateView {
        id: template.id,
        name: template.name,
        category: template.category,
        texts: template.texts,
        attachments: template.attachments.iter().map(attachments::view).collect(),
        created_at: template.created_at.to_rfc3339(),
        updated_at: template.updated_at.to_rfc3339(),
    }
}

pub(crate) async fn list(store: &Store) -> Result<Vec<TemplateView>> {
    let found = store.read(templates::list).await?;
    Ok(found.into_iter().map(view).collect())
}

pub(crate) async fn save(
    store: &Store,
    id: Option<i64>,
    template: NewTemplate,
    now: Timestamp,
) -> Result<i64> {
    let name = template.name.trim().to_owned();
    let length = name.chars().count();
    if length == 0 || length > NAME {
        return Err(AppError::bad_input("template_name").with("limit", NAME));
    }
    let category = template.category.trim().to_owned();
    if category.chars().count() > CATEGORY {
        return Err(AppError::bad_input("template_category").with("limit", CATEGORY));
    }
    compose::check_texts(&template.texts, !template.attachments.is_empty())?;
    attachments::check(store, &template.attachments).await?;
    let shown = name.clone();
    let ids = template.attachments.clone();
    let new = templates::NewTemplate {
        name,
        category,
        texts: template.texts,
        attachments: template.attachments.into_iter().map(AttachmentId).collect(),
    };
    let saved = store
        .write(move |tx| templates::save(tx, id, &new, now))
        .await?;
    match saved {
        Saved::As(id) => Ok(id),
        Saved::NameTaken => Err(AppError::bad_input("template_name_taken").with("name", shown)),
        Saved::NotFound => Err(not_found(id.unwrap_or_default())),
        Saved::AttachmentGone => Err(attachments::gone(&ids)),
    }
}

/// Saves the same once more, under the first free one of the names for copies.
pub(crate) async fn duplicate(
    store: &Store,
    id: i64,
    words: &'static Catalogue,
    now: Timestamp,
) -> Result<i64> {
    let copied = store
        .write(move |tx| {
            let Some(found) = templates::get(tx, id)? else {
                return Ok(Saved::NotFound);
            };
            let ids = found.attachments.iter().map(|each| each.id);
            let mut copy = templates::NewTemplate {
                name: String::new(),
                category: found.category,
                texts: found.texts,
                attachments: ids.collect(),
            };
            for number in 1u32.. {
                copy.name = name_of_copy(&found.name, number, words);
                match templates::save(tx, None, &copy, now)? {
                    Saved::NameTaken => {}
                    saved => return Ok(saved),
                }
            }
            Ok(Saved::NameTaken)
        })
        .await?;
    match copied {
        Saved::As(copy) => Ok(copy),
        Saved::AttachmentGone => Err(AppError::bad_input("attachment_gone").with("ids", "")),
        Saved::NameTaken | Saved::NotFound => Err(not_found(id)),
    }
}

/// As much of the name as there is room for, and that it is a copy.
fn name_of_copy(name: &str, number: u32, words: &Catalogue) -> String {
    let key = if number == 1 {
        "template-copy"
    } else {
        "template-copy-number"
    };
    let number = number.to_string();
    let mark = words.text(key, &[("number", &number)]);
    let room = NAME.saturating_sub(mark.chars().count() + 1);
    let name: String = name.chars().take(room).collect();
    format!("{} {mark}", name.trim_end())
}

pub(crate) async fn delete(store: &Store, id: i64) -> Result<()> {
    // One that is gone already is what was asked for.
    store.write(move |tx| templates::delete(tx, id)).await?;
    Ok(())
}

fn not_found(id: i64) -> AppError {
    AppError::bad_input("template_not_found").with("id", id)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_copy_is_named_after_its_original() {
        let words = Catalogue::of("es");
        assert_eq!(name_of_copy("Oferta", 1, words), "Oferta (copia)");
        assert_eq!(name_of_copy("Oferta", 2, words), "Oferta (copia 2)");
        let long = "ñ".repeat(NAME);
        let copy = name_of_copy(&long, 12, words);
        assert_eq!(copy.chars().count(), NAME);
        assert!(copy.ends_with("ñ (copia 12)"), "{copy}");
    }
}
