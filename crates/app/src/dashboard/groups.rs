//! People by group, from people by lists of groups.

use super::{Tongue, share};
use crate::api::{GroupSlice, SliceKind};
use std::collections::{BTreeMap, BTreeSet};

/// Groups that the pie shows one by one, and that its table lists.
const SHOWN: usize = 8;
const LISTED: usize = 1_000;

/// People by group, the largest group first, then those without one, then the rest.
pub(crate) struct Groups {
    /// As the pie shows them.
    pub slices: Vec<GroupSlice>,
    /// As its table does.
    pub rows: Vec<GroupSlice>,
}

impl Groups {
    /// From lists of groups, each with the people who were in these and no others.
    pub fn of(sets: &[(Vec<String>, u64)], tongue: Tongue) -> Self {
        let mut groups: BTreeMap<&str, u64> = BTreeMap::new();
        for (names, people) in sets {
            for name in names {
                *groups.entry(name).or_default() += people;
            }
        }
        let mut groups: Vec<_> = groups.into_iter().collect();
        groups.sort_by(|a, b| b.1.cmp(&a.1).then_with(|| a.0.cmp(b.0)));
        Self {
            slices: first(SHOWN, &groups, sets, tongue),
            rows: first(LISTED, &groups, sets, tongue),
        }
    }

    /// Whether somebody is in several groups, so that these come to more than the people.
    pub fn overlap(sets: &[GroupSlice], people: u64) -> bool {
        sets.iter().map(|slice| slice.people).sum::<u64>() > people
    }
}

/// So many groups by name, and the rest together.
fn first(
    count: usize,
    groups: &[(&str, u64)],
    sets: &[(Vec<String>, u64)],
    tongue: Tongue,
) -> Vec<GroupSlice> {
    // One group alone would be named as well as counted under "others".
    let shown = if groups.len() == count + 1 {
        groups.len()
    } else {
        count.min(groups.len())
    };
    let (shown, others) = groups.split_at_checked(shown).unwrap_or((groups, &[]));
    let people_of = |counts: &dyn Fn(&[String]) -> bool| {
        let sets = sets.iter().filter(|(names, _)| counts(names));
        sets.map(|(_, people)| *people).sum::<u64>()
    };
    let people = people_of(&|_| true);
    let slice = |kind, name, count| GroupSlice {
        kind,
        name,
        people: count,
        share: share(count, people),
    };
    let mut slices: Vec<_> = shown
        .iter()
        .map(|(name, people)| slice(SliceKind::Group, (*name).to_owned(), *people))
        .collect();
    let ungrouped = people_of(&<[String]>::is_empty);
    if ungrouped > 0 {
        let name = tongue.text("group-none");
        slices.push(slice(SliceKind::Ungrouped, name, ungrouped));
    }
    if !others.is_empty() {
        let shown = tongue.numbers.count(others.len() as u64);
        let name = tongue.words.text("group-others", &[("shown", &shown)]);
        let others: BTreeSet<_> = others.iter().map(|(name, _)| *name).collect();
        // Whoever is in two of them is one person of "others".
        let people = people_of(&|names| names.iter().any(|name| others.contains(name.as_str())));
        slices.push(slice(SliceKind::Others, name, people));
    }
    slices
}

#[cfg(test)]
mod tests {
    #![allow(clippy::indexing_slicing)]

    use super::*;

    fn set(names: &[&str], people: u64) -> (Vec<String>, u64) {
        let names = names.iter().map(|name| (*name).to_owned());
        (names.collect(), people)
    }

    fn shown(slices: &[GroupSlice]) -> Vec<(SliceKind, &str, u64)> {
        let slices = slices.iter();
        slices
            .map(|s| (s.kind, s.name.as_str(), s.people))
            .collect()
    }

    #[test]
    fn somebody_in_two_groups_is_in_both_and_shares_are_of_people() {
        let sets = [set(&["VIP", "Luque"], 3), set(&["VIP"], 2), set(&[], 5)];
        let groups = Groups::of(&sets, Tongue::of("es"));
        assert_eq!(
            shown(&groups.slices),
            [
                (SliceKind::Group, "VIP", 5),
                (SliceKind::Group, "Luque", 3),
                (SliceKind::Ungrouped, "Sin grupo", 5),
            ]
        );
        let shares: Vec<_> = groups.slices.iter().map(|s| s.share).collect();
        assert_eq!(shares, [0.5, 0.3, 0.5]);
        assert!(Groups::overlap(&groups.slices, 10));
        let apart = Groups::of(&sets[1..], Tongue::of("es"));
        assert!(!Groups::overlap(&apart.slices, 7));
    }

    #[test]
    fn small_groups_are_taken_together_in_the_pie_and_listed_in_the_table() {
        let many = |count: u64| {
            let sets: Vec<_> = (1..=count)
                .map(|n| set(&[&format!("G{n:04}")], 5_000 - n))
                .collect();
            Groups::of(&sets, Tongue::of("es"))
        };
        assert_eq!(many(1).slices.len(), 1);
        assert_eq!(many(9).slices.len(), 9, "the ninth has a name");
        let groups = many(500);
        assert_eq!(groups.slices.len(), 9);
        let others = (9..=500).map(|n| 5_000 - n).sum::<u64>();
        let last = (SliceKind::Others, "Otros 492", others);
        assert_eq!(shown(&groups.slices)[8], last);
        assert_eq!(groups.rows.len(), 500);
        assert!(groups.rows.iter().all(|row| row.kind == SliceKind::Group));
        let groups = many(1_200);
        assert_eq!(groups.rows.len(), 1_001);
        assert_eq!(groups.rows[1_000].name, "Otros 200");
    }

    #[test]
    fn who_is_in_several_of_the_other_groups_is_one_of_them() {
        let mut sets: Vec<_> = (0..8).map(|n| set(&[&format!("G{n}")], 100)).collect();
        sets.push(set(&["H1", "H2", "H3"], 7));
        sets.push(set(&["G0", "H2"], 1));
        let groups = Groups::of(&sets, Tongue::of("en"));
        assert_eq!(shown(&groups.slices)[8], (SliceKind::Others, "3 others", 8));
    }
}
