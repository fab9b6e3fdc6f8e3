//! Campaigns from the first thought to the last reader, on a practice profile.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing
)]

mod common;

use app::api::{
    ContactFilter, ContactQuery, Draft, DraftCampaign, ImportOptions, ImportSource, NewCampaign,
    ScheduleView,
};
use common::{Shop, campaign};

#[tokio::test]
async fn filters_choose_people() {
    let shop = Shop::open().await;
    let all = ContactFilter::default();
    assert_eq!(shop.people_of(all.clone()).await, 4);
    let groups = |names: &[&str]| ContactFilter {
        groups: names.iter().map(|name| (*name).to_owned()).collect(),
        ..ContactFilter::default()
    };
    assert_eq!(shop.people_of(groups(&["vip"])).await, 2);
    assert_eq!(shop.people_of(groups(&["VIP", "Luque"])).await, 3);
    let search = ContactFilter {
        search: Some("dora".into()),
        ..all.clone()
    };
    assert_eq!(shop.people_of(search).await, 1);
    for (consent, people) in [(Some(true), 4), (Some(false), 0)] {
        let filter = ContactFilter {
            consent,
            ..all.clone()
        };
        assert_eq!(shop.people_of(filter).await, people);
    }
    let page = shop
        .session
        .contacts(ContactQuery::default())
        .await
        .unwrap();
    let ids: Vec<_> = page.contacts.iter().map(|contact| contact.id).collect();
    let only = ContactFilter {
        only: ids[..3].to_vec(),
        except: ids[..1].to_vec(),
        ..all
    };
    assert_eq!(shop.people_of(only).await, 2);
    let unknown = shop.session.check(campaign(groups(&["Nadie"]))).await;
    assert_eq!(unknown.unwrap_err().code(), "group_not_found");
}

#[tokio::test]
async fn a_draft_is_kept_and_started_once() {
    let shop = Shop::open().await;
    let draft = Draft {
        campaign: DraftCampaign {
            name: "Navidad".into(),
            texts: vec!["Feliz {nombre} 🎄".into()],
            schedule: ScheduleView {
                quiet_from: Some("21:00".into()),
                quiet_until: Some("08:00".into()),
                ..ScheduleView::default()
            },
            ..DraftCampaign::default()
        },
        step: 2,
        gone_attachments: Vec::new(),
    };
    let id = shop.session.save_draft(None, draft.clone()).await.unwrap();
    let mut more = draft;
    more.campaign.name = "Navidad 2".into();
    assert_eq!(shop.session.save_draft(Some(id), more).await.unwrap(), id);
    let list = shop.session.drafts().await.unwrap();
    assert_eq!((list.len(), list[0].name.as_str()), (1, "Navidad 2"));
    let kept = shop.session.draft(id).await.unwrap();
    assert_eq!(kept.step, 2);
    assert_eq!(kept.campaign.schedule.quiet_from.as_deref(), Some("21:00"));

    let send = || {
        shop.session
            .start_campaign(campaign(ContactFilter::default()), Some(id))
    };
    send().await.unwrap();
    // The second click of a double click.
    assert_eq!(send().await.unwrap_err().code(), "draft_not_found");
    assert_eq!(shop.session.campaigns().await.unwrap().len(), 1);
    assert!(shop.session.drafts().await.unwrap().is_empty());
    let gone = shop.session.draft(id).await.unwrap_err();
    assert_eq!(gone.code(), "draft_not_found");
    shop.session.delete_draft(id).await.unwrap();
}

#[tokio::test]
async fn who_was_written_to_lately_can_be_left_out() {
    let shop = Shop::open().await;
    shop.link().await;
    let vip = ContactFilter {
        groups: vec!["VIP".into()],
        ..ContactFilter::default()
    };
    let first = shop
        .session
        .start_campaign(campaign(vip.clone()), None)
        .await
        .unwrap();
    shop.until_completed(first).await;
    // Those whom the practice phone could not reach were not written to.
    let reached = {
        let counts = shop.session.campaign(first).await.unwrap().counts;
        counts.accepted + counts.delivered + counts.read
    };
    let mut next = campaign(ContactFilter::default());
    let check = shop.session.check(next.clone()).await.unwrap();
    assert_eq!((check.recent, check.recent_days), (reached, 7));
    let everybody = check.recipients;
    next.skip_recent_days = 3;
    let check = shop.session.check(next.clone()).await.unwrap();
    assert_eq!((check.recent, check.recent_days), (reached, 3));
    assert_eq!(check.recipients, everybody - reached);
    let second = shop.session.start_campaign(next, None).await.unwrap();
    let skipped = shop.session.campaign(second).await.unwrap().counts.skipped;
    assert!(skipped >= reached);
    let never = ContactFilter {
        never_messaged: true,
        ..ContactFilter::default()
    };
    shop.until_completed(second).await;
    assert!(shop.people_of(never).await <= 4 - reached);
    shop.session.close().await;
}

#[tokio::test]
async fn a_duplicate_goes_to_the_same_people_as_they_are_now() {
    let shop = Shop::open().await;
    // Without a phone the campaign would be held instead of waiting.
    shop.link().await;
    let luque = ContactFilter {
        groups: vec!["Luque".into()],
        ..ContactFilter::default()
    };
    let mut first = campaign(luque);
    first.schedule.daily_limit = 50;
    first.schedule.start_at = Some("2040-01-01T12:00:00Z".into());
    let id = shop.session.start_campaign(first, None).await.unwrap();
    let view = shop.session.campaign(id).await.unwrap();
    assert_eq!(view.waiting.as_deref(), Some("start"));
    assert_eq!(
        view.waiting_until.as_deref(),
        Some("2040-01-01T12:00:00.000Z")
    );
    let renamed = "número,nombre\n+595981200001,Anita\n";
    let list = ImportSource::Text {
        text: renamed.into(),
    };
    shop.session
        .import(list, ImportOptions::default())
        .await
        .unwrap();
    let draft = shop.session.duplicate_campaign(id).await.unwrap().campaign;
    assert_eq!(draft.schedule.start_at, None);
    assert_eq!(draft.schedule.daily_limit, 50);
    let copy = NewCampaign {
        name: draft.name,
        audience: draft.audience.unwrap(),
        texts: draft.texts,
        attachments: draft.attachments,
        pace: draft.pace,
        schedule: draft.schedule,
        skip_recent_days: draft.skip_recent_days,
    };
    let check = shop.session.check(copy.clone()).await.unwrap();
    // The one of 2040 does not go first.
    assert_eq!((check.recipients, check.ahead), (2, 0));
    let preview = shop.session.preview(copy, 0).await.unwrap();
    assert_eq!(preview.text, "Hola Anita");
}

#[tokio::test]
async fn settings_are_kept_and_checked() {
    let shop = Shop::open().await;
    let mut settings = shop.session.settings().await.unwrap();
    assert_eq!(settings.pace.delay_ms, 5_000);
    settings.stop_words.push("no me escriban".into());
    settings.stop_confirmation = Some("Listo.".into());
    settings.schedule.daily_limit = 300;
    shop.session.save_settings(settings.clone()).await.unwrap();
    assert_eq!(shop.session.settings().await.unwrap(), settings);
    settings.stop_words.clear();
    let refused = shop.session.save_settings(settings).await.unwrap_err();
    assert_eq!(refused.code(), "no_stop_word");
}

#[tokio::test]
async fn the_check_says_when_it_ends() {
    let shop = Shop::open().await;
    let mut slow = campaign(ContactFilter::default());
    slow.pace.delay_ms = 60_000;
    slow.schedule.start_at = Some("2040-01-02T12:00:00Z".into());
    slow.pace.jitter_percent = 0;
    let check = shop.session.check(slow.clone()).await.unwrap();
    assert_eq!(check.begins_at.as_deref(), Some("2040-01-02T12:00:00.000Z"));
    assert_eq!(check.finish_at.as_deref(), Some("2040-01-02T12:03:00.000Z"));
    assert_eq!((check.duration_ms, check.ahead), (180_000, 0));
    assert_eq!(shop.session.health().await.unwrap().level, "unknown");

    // A second one at the same time begins when the first is through.
    shop.link().await;
    let first = slow.clone();
    let first = shop.session.start_campaign(first, None).await.unwrap();
    let check = shop.session.check(slow.clone()).await.unwrap();
    assert_eq!(check.begins_at.as_deref(), Some("2040-01-02T12:04:00.000Z"));
    assert_eq!(check.finish_at.as_deref(), Some("2040-01-02T12:07:00.000Z"));
    assert_eq!(check.ahead, 1);
    let second = shop.session.start_campaign(slow, None).await.unwrap();
    for (id, finish) in [(first, "12:03"), (second, "12:07")] {
        let view = shop.session.campaign(id).await.unwrap();
        assert_eq!(view.waiting.as_deref(), Some("start"));
        let finish = format!("2040-01-02T{finish}:00.000Z");
        assert_eq!(view.finish_at, Some(finish));
    }
}
