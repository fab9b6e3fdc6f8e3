//! What people ask of a list of contacts, over and over, and how long it takes.

use super::list::{GROUPS, List, Person};
use crate::Outcome;
use crate::side::now;
use app::Session;
use app::api::{ContactFilter, ContactPage, ContactQuery, ContactSort, WhatsAppStatus};
use rand::rngs::SmallRng;
use rand::seq::IndexedRandom as _;
use rand::{Rng as _, SeedableRng as _};
use serde::{Deserialize, Serialize};
use std::time::Duration;

/// A family that takes longer than this in all is cut short…
const LONG: Duration = Duration::from_secs(20);

/// …but not below so many questions.
const LEAST: usize = 20;

/// Pages that are read on before a list is begun anew.
const PAGES: usize = 10;

/// Questions of one kind.
#[derive(Debug, Serialize, Deserialize)]
pub(crate) struct Measured {
    pub name: String,
    /// Whether it is asked all the time, not now and then.
    pub everyday: bool,
    /// Milliseconds of each.
    pub milliseconds: Vec<f64>,
}

struct Family {
    name: &'static str,
    everyday: bool,
    ask: Ask,
}

enum Ask {
    /// A list from its first page on, page by page, in one direction and then in
    /// the other.
    Pages(ContactQuery),
    /// The first page of the list of everybody.
    First,
    /// Its other pages, one after the other to the last and from the first again.
    Next,
    /// A page between its first quarter and its last.
    Jump,
    /// The first page of a group.
    Group,
    /// What a person would type who looks for somebody; they are found.
    Search(fn(&Person, &mut SmallRng) -> String),
    /// What occurs nowhere.
    Nobody(fn(&mut SmallRng) -> String),
}

fn everyday(name: &'static str, ask: Ask) -> Family {
    Family {
        name,
        everyday: true,
        ask,
    }
}

fn filtered(name: &'static str, filter: ContactFilter) -> Family {
    Family {
        name,
        everyday: false,
        ask: Ask::Pages(ContactQuery {
            filter,
            ..ContactQuery::default()
        }),
    }
}

/// A column; `indexed` when the store keeps its order.
fn sorted(name: &'static str, sort: ContactSort, indexed: bool) -> Family {
    Family {
        name,
        everyday: indexed,
        ask: Ask::Pages(ContactQuery {
            sort: Some(sort),
            ..ContactQuery::default()
        }),
    }
}

fn families() -> Vec<Family> {
    let mut all = pages();
    all.extend(searches());
    all.extend(columns());
    all
}

fn pages() -> Vec<Family> {
    vec![
        everyday("first page", Ask::First),
        everyday("next pages", Ask::Next),
        everyday("jump", Ask::Jump),
        everyday("page of a group", Ask::Group),
    ]
}

fn searches() -> Vec<Family> {
    vec![
        everyday("search: full name", Ask::Search(|who, _| who.name.clone())),
        everyday(
            "search: surname",
            Ask::Search(|who, _| who.surname.to_lowercase()),
        ),
        everyday(
            "search: first name",
            Ask::Search(|who, _| who.first_name.to_lowercase()),
        ),
        everyday(
            "search: fragment",
            Ask::Search(|who, random| {
                let begin = random.random_range(0..4);
                who.digits.chars().skip(begin).take(6).collect()
            }),
        ),
        everyday(
            "search: last four",
            Ask::Search(|who, _| who.digits.chars().skip(5).collect()),
        ),
        everyday(
            "search: 2 letters",
            Ask::Search(|who, _| who.first_name.chars().take(2).collect()),
        ),
        everyday(
            "search: nobody",
            Ask::Nobody(|random| format!("wxq{}", random.random_range(100..1_000))),
        ),
        everyday(
            "search: group",
            Ask::Search(|who, _| who.groups.first().unwrap_or(&"clientes").to_lowercase()),
        ),
        Family {
            name: "search: no 2 letters",
            everyday: false,
            ask: Ask::Nobody(|_| "xq".to_owned()),
        },
    ]
}

/// Orders and filters.
fn columns() -> Vec<Family> {
    let all = ContactFilter::default;
    vec![
        sorted("by name", ContactSort::Name, true),
        sorted("by number", ContactSort::Phone, true),
        sorted("by title", ContactSort::Title, true),
        sorted("by addition", ContactSort::Created, true),
        sorted("by last message", ContactSort::LastMessaged, true),
        sorted("by groups", ContactSort::Groups, false),
        sorted("by consent", ContactSort::Consent, false),
        sorted("by status", ContactSort::Status, false),
        sorted("by change", ContactSort::Updated, false),
        filtered(
            "with consent",
            ContactFilter {
                consent: Some(true),
                ..all()
            },
        ),
        filtered(
            "without consent",
            ContactFilter {
                consent: Some(false),
                ..all()
            },
        ),
        filtered(
            "opted out",
            ContactFilter {
                opted_out: Some(true),
                ..all()
            },
        ),
        filtered(
            "not on WhatsApp",
            ContactFilter {
                whatsapp: Some(WhatsAppStatus::No),
                ..all()
            },
        ),
        filtered(
            "unknown there",
            ContactFilter {
                whatsapp: Some(WhatsAppStatus::Unknown),
                ..all()
            },
        ),
        filtered(
            "never messaged",
            ContactFilter {
                never_messaged: true,
                ..all()
            },
        ),
        filtered(
            "in no group",
            ContactFilter {
                ungrouped: true,
                ..all()
            },
        ),
    ]
}

/// Asks so many questions of each family.
pub(crate) async fn measure(
    session: &Session,
    list: List,
    queries: usize,
) -> Outcome<Vec<Measured>> {
    let mut random = SmallRng::seed_from_u64(list.rows);
    let mut all = Vec::new();
    for family in families() {
        all.push(ask(session, list, &family, queries, &mut random).await?);
    }
    Ok(all)
}

async fn ask(
    session: &Session,
    list: List,
    family: &Family,
    queries: usize,
    random: &mut SmallRng,
) -> Outcome<Measured> {
    let begin = now();
    let mut milliseconds = Vec::new();
    let mut before: Option<(ContactQuery, ContactPage)> = None;
    while milliseconds.len() < queries && (milliseconds.len() < LEAST || begin.elapsed() < LONG) {
        let asked = milliseconds.len();
        let query = question(&family.ask, list, asked, before.take(), random);
        let instant = now();
        let page = session.contacts(query.clone()).await?;
        milliseconds.push(instant.elapsed().as_secs_f64() * 1_000.0);
        let found = !page.contacts.is_empty();
        if let Ask::Search(_) | Ask::First | Ask::Next | Ask::Jump | Ask::Group = family.ask
            && !found
        {
            return Err(format!("{}: nobody was found", family.name).into());
        }
        if matches!(family.ask, Ask::Nobody(_)) && found {
            return Err(format!("{}: somebody was found", family.name).into());
        }
        before = Some((query, page));
    }
    Ok(Measured {
        name: family.name.to_owned(),
        everyday: family.everyday,
        milliseconds,
    })
}

/// The next question: `asked` were asked, `before` is the last one.
fn question(
    ask: &Ask,
    list: List,
    asked: usize,
    before: Option<(ContactQuery, ContactPage)>,
    random: &mut SmallRng,
) -> ContactQuery {
    let on = |(query, page): (ContactQuery, ContactPage)| {
        let after = Some(page.next?);
        Some(ContactQuery { after, ..query })
    };
    let search = |words: String| ContactQuery {
        filter: ContactFilter {
            search: Some(words),
            ..ContactFilter::default()
        },
        ..ContactQuery::default()
    };
    match ask {
        Ask::Pages(query) => {
            let begun = asked.is_multiple_of(PAGES);
            before.filter(|_| !begun).and_then(on).unwrap_or_else(|| {
                let descending = (asked / PAGES) % 2 == 1;
                ContactQuery {
                    descending,
                    ..query.clone()
                }
            })
        }
        Ask::First => ContactQuery::default(),
        // Nobody counts on the cursor's form; the second page begins behind the
        // first one's contacts.
        Ask::Next => before.and_then(on).unwrap_or_else(|| ContactQuery {
            skip: 100,
            ..ContactQuery::default()
        }),
        Ask::Jump => ContactQuery {
            skip: random.random_range(list.rows / 4..list.rows / 4 * 3),
            ..ContactQuery::default()
        },
        Ask::Group => ContactQuery {
            filter: ContactFilter {
                groups: GROUPS
                    .choose(random)
                    .map(|group| (*group).to_owned())
                    .into_iter()
                    .collect(),
                ..ContactFilter::default()
            },
            ..ContactQuery::default()
        },
        Ask::Search(words) => {
            let person = list.anybody(random);
            search(words(&person, random))
        }
        Ask::Nobody(words) => search(words(random)),
    }
}
