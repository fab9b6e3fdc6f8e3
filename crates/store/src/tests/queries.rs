//! How SQLite goes about the queries that run often or over many rows.

use super::helpers::{Profile, options, person};
use crate::campaigns::{BY_VARIANT, PAGE, PAGE_OF_STATE, REPLIES_BY_VARIANT};
use crate::contacts::{self, Filter, Query, Sort, statements};
use crate::metrics::{BY_GROUPS, FAILURES, OUTCOMES, REASONS, SENT_IN_BLOCKS, SENT_TO, STEPS};
use crate::outbox::{NEXT_DUE, UPCOMING};

/// The plan, a step a line.
fn plan(profile: &Profile, sql: &str) -> String {
    let sql = format!("EXPLAIN QUERY PLAN {sql}");
    profile.read(move |tx| {
        let mut explain = tx.connection().prepare(&sql)?;
        let count = explain.parameter_count();
        let steps = explain.query_map(rusqlite::params_from_iter(vec![1i64; count]), |row| {
            row.get::<_, String>(3)
        })?;
        Ok(steps.collect::<Result<Vec<_>, _>>()?.join("\n"))
    })
}

fn seeks(profile: &Profile, sql: &str, index: &str) {
    let plan = plan(profile, sql);
    assert!(
        !plan.contains("SCAN") && !plan.contains("TEMP B-TREE"),
        "{sql}\n{plan}"
    );
    assert!(plan.contains(index), "{sql}\n{plan}");
}

#[test]
fn what_is_due_is_found_without_looking_at_the_rest() {
    seeks(&Profile::new(), NEXT_DUE, "part_queued");
    seeks(&Profile::new(), UPCOMING, "part_queued");
}

#[test]
fn the_lists_of_the_outbox_use_their_indexes() {
    let profile = Profile::new();
    for (condition, index) in [
        ("state IN ('sending', 'sent', 'unknown')", "part_in_doubt"),
        ("state = 'queued'", "part_queued"),
        ("state = 'failed'", "part_failed"),
    ] {
        let sql = format!(
            "SELECT id FROM part WHERE campaign_id = ?1 AND {condition} ORDER BY position, ordinal"
        );
        seeks(&profile, &sql, index);
    }
}

#[test]
fn pages_are_read_in_the_order_of_an_index() {
    let profile = Profile::new();
    seeks(&profile, PAGE, "(campaign_id=? AND position>?)");
    seeks(
        &profile,
        PAGE_OF_STATE,
        "recipient_by_tally (campaign_id=? AND tally=? AND position>?)",
    );
}

/// Counting by version looks at every person of a campaign, and at nobody else.
#[test]
fn versions_are_counted_within_their_campaign() {
    let profile = Profile::new();
    for (sql, index) in [
        (BY_VARIANT, "(campaign_id=?)"),
        (REPLIES_BY_VARIANT, "reply_by_campaign (campaign_id=?)"),
    ] {
        let plan = plan(&profile, sql);
        assert!(!plan.contains("SCAN") && plan.contains(index), "{plan}");
    }
}

/// So does telling how a campaign went.
#[test]
fn the_course_of_a_campaign_is_read_within_it() {
    let profile = Profile::new();
    for sql in [STEPS, REASONS] {
        let plan = plan(&profile, sql);
        let index = "(campaign_id=? AND tally=?)";
        assert!(!plan.contains("SCAN") && plan.contains(index), "{plan}");
    }
}

/// The dashboard looks at the rows of its range only.
#[test]
fn numbers_are_added_up_within_their_range() {
    let profile = Profile::new();
    for (sql, index) in [
        (
            OUTCOMES,
            "SEARCH outcome USING PRIMARY KEY (slot>? AND slot<?)",
        ),
        (
            BY_GROUPS,
            "SEARCH outcome USING PRIMARY KEY (slot>? AND slot<?)",
        ),
        (FAILURES, "USING PRIMARY KEY (slot>? AND slot<?)"),
        (
            SENT_IN_BLOCKS,
            "SEARCH outcome_person USING PRIMARY KEY (block>? AND block<?)",
        ),
        (SENT_TO, "COVERING INDEX recipient_sent (slot>? AND slot<?)"),
    ] {
        let plan = plan(&profile, sql);
        assert!(plan.contains(index), "{sql}\n{plan}");
    }
}

/// Lists of contacts that nothing but their order makes slow.
#[test]
fn pages_of_contacts_are_read_in_the_order_of_an_index() {
    let profile = Profile::new();
    profile.write(|tx| {
        for number in 0..40 {
            contacts::upsert(tx, &person(number, "Ana", "", &["VIP"]), &options())?;
        }
        Ok(())
    });
    pages_use_their_indexes(&profile);
    super::lists::set_apart(&profile);
    pages_use_their_indexes(&profile);
}

fn pages_use_their_indexes(profile: &Profile) {
    for (sort, index) in [
        (Sort::Name, "contact_by_name (recent=?"),
        (Sort::Phone, "sqlite_autoindex_contact_1"),
        (Sort::Title, "contact_by_title"),
        (Sort::Created, "c"),
        (Sort::Messaged, "contact_by_messaged"),
    ] {
        for descending in [false, true] {
            let query = Query {
                sort: Some(sort),
                descending,
                limit: 10,
                ..Query::default()
            };
            let [first, next] = profile.read(move |tx| statements(tx, &query));
            let plan_of_first = plan(profile, &first);
            assert!(
                !plan_of_first.contains("TEMP B-TREE"),
                "{first}\n{plan_of_first}"
            );
            assert!(plan_of_first.contains(index), "{first}\n{plan_of_first}");
            let plan_of_next = plan(profile, &next);
            assert!(
                plan_of_next.contains("SEARCH c USING"),
                "{next}\n{plan_of_next}"
            );
            assert!(
                !plan_of_next.contains("TEMP B-TREE"),
                "{next}\n{plan_of_next}"
            );
        }
    }
    for descending in [false, true] {
        let query = Query {
            filter: Filter::group("vip"),
            descending,
            limit: 10,
            ..Query::default()
        };
        for sql in profile.read(move |tx| statements(tx, &query)) {
            seeks(profile, &sql, "USING PRIMARY KEY (group_id=? AND recent=?");
        }
    }
}

#[test]
fn everything_else_is_found_by_key() {
    let profile = Profile::new();
    for sql in [
        "SELECT 1 FROM campaign WHERE state = 'running' ORDER BY id LIMIT 1",
        "SELECT 1 FROM part WHERE message_id = ?1",
        "SELECT 1 FROM recipient WHERE phone = ?1 AND messaged_at IS NOT NULL",
        "SELECT 1 FROM contact WHERE phone = ?1",
        "SELECT 1 FROM member WHERE contact_id = ?1",
        "UPDATE member SET recent = 0 WHERE contact_id = ?1",
        "DELETE FROM contact_group WHERE id = ?1",
        "DELETE FROM contact WHERE id = ?1",
    ] {
        let plan = plan(&profile, sql);
        let partial = plan.contains("campaign_running");
        assert!(partial || !plan.contains("SCAN"), "{sql}\n{plan}");
    }
}
