//! Lists of contacts as the doors show them.

use crate::api::{ContactPage, ContactQuery, ContactView, GroupView};
use crate::error::Result;
use store::Store;
use store::contacts::{self, Contact, Query};

fn view(contact: Contact) -> ContactView {
    ContactView {
        id: contact.id.0,
        phone: contact.phone.as_str().to_owned(),
        name: contact.name,
        title: contact.title,
        groups: contact.groups,
        fields: contact.fields,
        opted_out: contact.opted_out,
        consent: contact.consent,
    }
}

pub(crate) async fn page(store: &Store, query: ContactQuery) -> Result<ContactPage> {
    let query = Query {
        search: query.search.filter(|s| !s.trim().is_empty()),
        group: query.group,
        limit: if query.limit == 0 {
            100
        } else {
            query.limit.min(500)
        },
        after: query.after,
    };
    let (found, total, next) = store.read(move |tx| contacts::page(tx, &query)).await?;
    Ok(ContactPage {
        contacts: found.into_iter().map(view).collect(),
        total,
        next,
    })
}

pub(crate) async fn groups(store: &Store) -> Result<Vec<GroupView>> {
    let groups = store.read(contacts::groups).await?;
    Ok(groups
        .into_iter()
        .map(|(name, count)| GroupView { name, count })
        .collect())
}
