//! A cursor belongs to the list that gave it.

use super::helpers::Profile;
use super::lists::{SORTS, crowd};
use crate::contacts::{self, Filter, Query, Sort};
use std::collections::BTreeSet;

#[test]
fn a_cursor_of_another_list_is_refused() {
    let profile = Profile::new();
    crowd(&profile);
    let page = |sort: Option<Sort>, descending: bool, search: &str, after: Option<String>| {
        let query = Query {
            filter: Filter {
                search: Some(search.to_owned()),
                ..Filter::default()
            },
            sort,
            descending,
            limit: 3,
            after,
            skip: 0,
        };
        super::helpers::block(profile.store.read(move |tx| contacts::page(tx, &query)))
    };
    for broken in ["", "x", "{}", "[1,2]", "null", r#"{"by":[1]}"#] {
        let refused = page(None, false, "", Some(broken.to_owned())).unwrap_err();
        assert_eq!(refused, crate::StoreError::BadCursor, "{broken}");
    }
    let mut cursors = BTreeSet::new();
    for sort in SORTS.into_iter().skip(1) {
        for descending in [false, true] {
            let next = page(sort, descending, "", None).unwrap().next.unwrap();
            assert!(page(sort, descending, "", Some(next.clone())).is_ok());
            assert!(cursors.insert(next.clone()), "{next}");
            for other in SORTS {
                if other.unwrap_or(Sort::Name) != sort.unwrap() {
                    let refused = page(other, descending, "", Some(next.clone())).unwrap_err();
                    assert_eq!(refused, crate::StoreError::BadCursor, "{other:?} {next}");
                }
            }
            let refused = page(sort, !descending, "", Some(next)).unwrap_err();
            assert_eq!(refused, crate::StoreError::BadCursor);
        }
    }
    // The order is the same, the list is not.
    let next = page(None, false, "ana", None).unwrap().next.unwrap();
    for other in ["", "be", "anabel", "nonos"] {
        let refused = page(None, false, other, Some(next.clone())).unwrap_err();
        assert_eq!(refused, crate::StoreError::BadCursor, "{other}");
    }
    let refused = page(Some(Sort::Phone), false, "ana", Some(next.clone())).unwrap_err();
    assert_eq!(refused, crate::StoreError::BadCursor);
    let refused = page(None, false, "", Some(next)).unwrap_err();
    assert_eq!(refused, crate::StoreError::BadCursor);
}
