//! What the server lets the account do.

use crate::messenger::WhatsAppMessenger;
use domain::Timestamp;
use domain::messenger::{AccountHealth, NewChats};
use serde_json::Value;
use tokio::time::{Instant, timeout_at};
use wacore::iq::mex::{MexDoc, MexQuerySpec};
use wacore::iq::mex_operations::fetch_new_chat_message_capping_info as capping;
use wacore::iq::mex_operations::fetch_reachout_timelock as time_lock;
use whatsapp_rust::Client;

/// The limit that is asked about: first messages to single people.
const FIRST_MESSAGES: &str = "INDIVIDUAL_NEW_CHAT_MSG";

impl WhatsAppMessenger {
    /// Asks the server by `deadline`. The lock must be answered; not every
    /// account has a limit to tell.
    pub(crate) async fn ask_health(&self, deadline: Instant) -> Option<AccountHealth> {
        let client = self.online_client(deadline).await.ok()?;
        let answers = async { tokio::join!(ask_lock(&client), ask_limit(&client)) };
        let answers = self.unless_ended(timeout_at(deadline, answers)).await;
        let (lock, limit) = answers?.ok()?;
        let lock = lock?;
        let until = locked_until(&lock);
        // One whose end has passed is none.
        let over = until.is_some_and(|until| until <= self.clock.now());
        let locked = is_locked(&lock) && !over;
        Some(AccountHealth {
            locked,
            locked_until: until.filter(|_| locked),
            new_chats: limit.as_ref().and_then(new_chats),
        })
    }
}

async fn ask_lock(client: &Client) -> Option<Value> {
    let (name, id) = (time_lock::NAME, time_lock::DOC_ID);
    let spec = MexQuerySpec::new(MexDoc { name, id }, &time_lock::Variables {}).ok()?;
    answer(client, spec, "xwa2_fetch_account_reachout_timelock").await
}

async fn ask_limit(client: &Client) -> Option<Value> {
    let (name, id) = (capping::NAME, capping::DOC_ID);
    let input = capping::Input {
        r#type: Some(FIRST_MESSAGES.to_owned()),
    };
    let variables = capping::Variables { input: Some(input) };
    let spec = MexQuerySpec::new(MexDoc { name, id }, &variables).ok()?;
    answer(client, spec, "xwa2_message_capping_info").await
}

/// The object called `what` in the answer; none when it is refused.
async fn answer(client: &Client, spec: MexQuerySpec, what: &str) -> Option<Value> {
    let mut data = client.execute(spec).await.ok()?.data?;
    let object = data.get_mut(what)?.take();
    object.is_object().then_some(object)
}

fn is_locked(lock: &Value) -> bool {
    lock.get("is_active").and_then(Value::as_bool) == Some(true)
}

/// The end, where the server names one.
fn locked_until(lock: &Value) -> Option<Timestamp> {
    let end = lock.get("time_enforcement_ends").and_then(count);
    let seconds = end.filter(|seconds| *seconds > 0)?;
    let millis = i64::try_from(seconds).ok()?.checked_mul(1000)?;
    Some(Timestamp(millis))
}

fn new_chats(limit: &Value) -> Option<NewChats> {
    let quota = |name| u32::try_from(limit.get(name).and_then(count)?).ok();
    Some(NewChats {
        limit: quota("total_quota")?,
        used: quota("used_quota")?,
    })
}

/// A count, written as a number or as text: the server does both.
fn count(value: &Value) -> Option<u64> {
    value.as_u64().or_else(|| value.as_str()?.parse().ok())
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn a_lock_may_have_an_end() {
        let end = Some(Timestamp(1_770_003_600_000));
        for (lock, locked, until) in [
            (json!({"is_active": false}), false, None),
            (json!({}), false, None),
            (
                json!({"is_active": true, "time_enforcement_ends": "1770003600"}),
                true,
                end,
            ),
            (
                json!({"is_active": true, "time_enforcement_ends": 1_770_003_600}),
                true,
                end,
            ),
            (json!({"is_active": true}), true, None),
            (
                json!({"is_active": true, "time_enforcement_ends": "0"}),
                true,
                None,
            ),
            (
                json!({"is_active": true, "time_enforcement_ends": "soon"}),
                true,
                None,
            ),
        ] {
            assert_eq!(
                (is_locked(&lock), locked_until(&lock)),
                (locked, until),
                "{lock}"
            );
        }
    }

    #[test]
    fn a_limit_needs_both_counts() {
        let told = Some(NewChats {
            limit: 50,
            used: 12,
        });
        for (limit, expected) in [
            (json!({"total_quota": "50", "used_quota": "12"}), told),
            (json!({"total_quota": 50, "used_quota": 12}), told),
            (json!({"total_quota": "50"}), None),
            (json!({"total_quota": "-1", "used_quota": "12"}), None),
        ] {
            assert_eq!(new_chats(&limit), expected, "{limit}");
        }
    }
}
