//! What the client's events mean to the engine: rules without state.

use domain::device::machine::DeviceEvent;
use domain::messenger::{Incoming, ReceiptKind};
use domain::{Account, FailureClass, MessageId, MessengerEvent, PhoneNumber, Timestamp};
use std::time::Duration;
use wacore::types::events::{
    ConnectFailure, ConnectFailureReason, InboundMessage, Receipt, ServerAck, StreamError,
    TemporaryBan,
};
use wacore::types::presence::ReceiptType;
use wacore_binary::{Jid, JidExt as _};
use whatsapp_rust::proto_helpers::MessageExt as _;

/// A login refused because there were too many.
const TOO_OFTEN: i32 = 429;
/// How long the device then stays away.
const TOO_OFTEN_PAUSE: Duration = Duration::from_secs(15 * 60);

/// The account of a device that is paired.
pub(crate) fn account_of(number: Option<&Jid>, name: &str) -> Option<Account> {
    Some(Account {
        phone: number_of(number?)?,
        name: name.to_owned(),
    })
}

/// The number in an address, when it is one made of a number.
pub(crate) fn number_of(address: &Jid) -> Option<PhoneNumber> {
    if !address.is_pn() {
        return None;
    }
    PhoneNumber::from_e164(&format!("+{}", address.user)).ok()
}

/// The server's word on a message of ours; `None` for acks of other kinds.
pub(crate) fn acknowledged(ack: &ServerAck) -> Option<MessengerEvent> {
    if ack.class.as_deref() != Some("message") {
        return None;
    }
    let id = MessageId::from_stored(ack.id.as_str());
    Some(match ack.error.as_deref() {
        None => MessengerEvent::Accepted { id },
        Some(code) => {
            let code = code.parse().unwrap_or(0);
            MessengerEvent::Refused {
                id,
                class: FailureClass::from_ack_code(code),
                code,
            }
        }
    })
}

/// What a recipient's phone reports; `None` when it changes nothing for us.
pub(crate) fn received(receipt: &Receipt) -> Option<MessengerEvent> {
    if receipt.source.is_from_me || receipt.message_ids.is_empty() {
        return None;
    }
    let ids = receipt.message_ids.iter();
    let ids = ids.map(|id| MessageId::from_stored(id.as_str())).collect();
    let kind = match receipt.r#type {
        // "Inactive" comes from a device whose owner is not looking.
        ReceiptType::Delivered | ReceiptType::Inactive => ReceiptKind::Delivered,
        ReceiptType::Read => ReceiptKind::Read,
        ReceiptType::Played => ReceiptKind::Played,
        // The phone asks for the medium to be uploaded again.
        ReceiptType::ServerError => return Some(MessengerEvent::MediumGone { ids }),
        _ => return None,
    };
    Some(MessengerEvent::Receipt {
        ids,
        kind,
        at: Timestamp(receipt.timestamp.timestamp_millis()),
    })
}

/// Whether a message is one that a person wrote to us alone.
pub(crate) fn is_personal(message: &InboundMessage) -> bool {
    let source = &message.info.source;
    let body = message.message.get_base_message();
    let elsewhere = source.is_from_me
        || source.is_group
        || source.chat.is_group()
        || source.chat.is_status_broadcast()
        || source.chat.is_broadcast_list()
        || source.chat.is_newsletter();
    let machinery = body.protocol_message.is_set()
        || body.reaction_message.is_set()
        || body.enc_reaction_message.is_set()
        // An edit that could not be opened, with no text to read.
        || body.secret_encrypted_message.is_set()
        || body.poll_update_message.is_set()
        || body.keep_in_chat_message.is_set();
    !elsewhere && !machinery
}

/// The message as the engine hears it.
pub(crate) fn incoming(message: &InboundMessage, from: PhoneNumber) -> Incoming {
    let body = &message.message;
    Incoming {
        id: MessageId::from_stored(message.info.id.as_str()),
        from,
        text: body
            .text_content()
            .or_else(|| body.get_caption())
            .unwrap_or_default()
            .to_owned(),
        at: Timestamp(message.info.timestamp.timestamp_millis()),
    }
}

/// A ban that ends by itself.
pub(crate) fn banned(ban: &TemporaryBan, now: Timestamp) -> DeviceEvent {
    let lasts = ban.expire.to_std().unwrap_or_default();
    DeviceEvent::Restricted {
        code: u32::try_from(ban.code.code()).unwrap_or(0),
        until: Some(now.plus(lasts)),
    }
}

/// Why the device is no longer linked.
pub(crate) fn logged_out(reason: ConnectFailureReason) -> DeviceEvent {
    match reason {
        // The account is the matter, and pairing again does not help.
        ConnectFailureReason::UnknownLogout | ConnectFailureReason::AccountLocked => {
            DeviceEvent::Banned {
                code: code_of(reason),
            }
        }
        _ => DeviceEvent::LoggedOut,
    }
}

/// A connection that the server refused; `None` when it will be tried again.
pub(crate) fn refused(failure: &ConnectFailure, now: Timestamp) -> Option<DeviceEvent> {
    let reason = failure.reason;
    if reason.should_reconnect() {
        return None;
    }
    Some(match reason {
        ConnectFailureReason::ClientOutdated => DeviceEvent::TooOld,
        // It says "not so often", and not for how long.
        ConnectFailureReason::Unknown(TOO_OFTEN) => DeviceEvent::Restricted {
            code: code_of(reason),
            until: Some(now.plus(TOO_OFTEN_PAUSE)),
        },
        // A ban whose end is missing still says what it is for.
        _ => DeviceEvent::Restricted {
            code: ban_code(failure).unwrap_or_else(|| code_of(reason)),
            until: None,
        },
    })
}

/// Whether the server ended the stream because another session took it over.
/// The client knows this by other signs and would come back after this one, and
/// so would the other.
pub(crate) fn is_takeover(error: &StreamError) -> bool {
    error.code == "440"
}

fn ban_code(failure: &ConnectFailure) -> Option<u32> {
    if failure.reason != ConnectFailureReason::TempBanned {
        return None;
    }
    let code = failure.raw.as_ref()?.attrs.get("code")?;
    code.as_str().parse().ok()
}

fn code_of(reason: ConnectFailureReason) -> u32 {
    u32::try_from(reason.code()).unwrap_or(0)
}

/// `ABCDEFGH` as people read it: `ABCD-EFGH`.
pub(crate) fn readable_code(code: &str) -> String {
    match code.split_at_checked(4) {
        Some((first, second)) if second.len() == 4 => format!("{first}-{second}"),
        _ => code.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::sync::Arc;
    use wacore::types::events::TempBanReason;
    use wacore::types::message::{MessageInfo, MessageSource};
    use waproto::whatsapp as wa;
    use whatsapp_rust::wacore::chrono::{DateTime, Duration as Span};

    fn ack(class: Option<&str>, error: Option<&str>) -> Option<MessengerEvent> {
        acknowledged(
            &ServerAck::builder()
                .id("3EB0AA".to_owned())
                .maybe_class(class.map(str::to_owned))
                .maybe_error(error.map(str::to_owned))
                .build(),
        )
    }

    #[test]
    fn acks_of_messages_are_heard() {
        let id = MessageId::from_stored("3EB0AA");
        assert_eq!(
            ack(Some("message"), None),
            Some(MessengerEvent::Accepted { id: id.clone() })
        );
        assert_eq!(
            ack(Some("message"), Some("463")),
            Some(MessengerEvent::Refused {
                id: id.clone(),
                class: FailureClass::TimeLocked,
                code: 463
            })
        );
        assert_eq!(
            ack(Some("message"), Some("odd")),
            Some(MessengerEvent::Refused {
                id,
                class: FailureClass::Other,
                code: 0
            })
        );
        for class in [Some("receipt"), Some("notification"), None] {
            assert_eq!(ack(class, None), None);
        }
    }

    fn receipt(kind: ReceiptType, from_me: bool) -> Option<MessengerEvent> {
        received(
            &Receipt::builder()
                .source(MessageSource {
                    chat: Jid::lid("100000001"),
                    sender: Jid::lid("100000001"),
                    is_from_me: from_me,
                    ..MessageSource::default()
                })
                .message_ids(vec!["A".into(), "B".into()])
                .timestamp(DateTime::from_timestamp(1_700_000_000, 0).unwrap())
                .r#type(kind)
                .offline(false)
                .build(),
        )
    }

    #[test]
    fn receipts_say_how_far_a_message_came() {
        for (kind, expected) in [
            (ReceiptType::Delivered, Some(ReceiptKind::Delivered)),
            (ReceiptType::Inactive, Some(ReceiptKind::Delivered)),
            (ReceiptType::Read, Some(ReceiptKind::Read)),
            (ReceiptType::Played, Some(ReceiptKind::Played)),
            (ReceiptType::Sent, None),
            (ReceiptType::ReadSelf, None),
            (ReceiptType::PlayedSelf, None),
            (ReceiptType::Sender, None),
            (ReceiptType::Retry, None),
        ] {
            let expected = expected.map(|kind| MessengerEvent::Receipt {
                ids: ["A", "B"].map(MessageId::from_stored).to_vec(),
                kind,
                at: Timestamp(1_700_000_000_000),
            });
            assert_eq!(receipt(kind, false), expected);
        }
        assert_eq!(receipt(ReceiptType::Read, true), None);
        let ids = ["A", "B"].map(MessageId::from_stored).to_vec();
        assert_eq!(
            receipt(ReceiptType::ServerError, false),
            Some(MessengerEvent::MediumGone { ids })
        );
        assert_eq!(receipt(ReceiptType::ServerError, true), None);
    }

    fn message(body: wa::Message, source: MessageSource) -> InboundMessage {
        InboundMessage::builder()
            .message(Arc::new(body))
            .info(Arc::new(MessageInfo {
                id: "X".into(),
                source,
                ..MessageInfo::default()
            }))
            .build()
    }

    fn from_ana() -> MessageSource {
        MessageSource {
            chat: Jid::pn("595981000001"),
            sender: Jid::pn("595981000001"),
            ..MessageSource::default()
        }
    }

    fn words(text: &str) -> wa::Message {
        wa::Message {
            conversation: Some(text.to_owned()),
            ..wa::Message::default()
        }
    }

    #[test]
    fn a_personal_message_is_heard_with_its_text() {
        let heard = message(words("BAJA"), from_ana());
        assert!(is_personal(&heard));
        let from = number_of(&heard.info.source.sender).unwrap();
        let heard = incoming(&heard, from);
        assert_eq!(heard.text, "BAJA");
        assert_eq!(heard.from.as_str(), "+595981000001");

        let picture = wa::Message {
            image_message: wa::message::ImageMessage {
                caption: Some("el recibo".to_owned()),
                ..Default::default()
            }
            .into(),
            ..wa::Message::default()
        };
        let heard = incoming(
            &message(picture, from_ana()),
            PhoneNumber::from_e164("+595981000001").unwrap(),
        );
        assert_eq!(heard.text, "el recibo");
    }

    #[test]
    fn what_is_not_personal_is_left_alone() {
        let elsewhere = |chat: &str| MessageSource {
            chat: chat.parse().unwrap(),
            ..from_ana()
        };
        for source in [
            elsewhere("120363000000000000@g.us"),
            elsewhere("status@broadcast"),
            elsewhere("120363000000000000@newsletter"),
            MessageSource {
                is_from_me: true,
                ..from_ana()
            },
        ] {
            assert!(!is_personal(&message(words("x"), source)));
        }
        let reaction = wa::Message {
            reaction_message: wa::message::ReactionMessage::default().into(),
            ..wa::Message::default()
        };
        assert!(!is_personal(&message(reaction, from_ana())));
        let unopened_edit = wa::Message {
            secret_encrypted_message: wa::message::SecretEncryptedMessage::default().into(),
            ..wa::Message::default()
        };
        assert!(!is_personal(&message(unopened_edit, from_ana())));
    }

    #[test]
    fn refusals_of_the_device_say_who_can_help() {
        use ConnectFailureReason as R;
        assert_eq!(logged_out(R::LoggedOut), DeviceEvent::LoggedOut);
        let banned_for = |code| DeviceEvent::Banned { code };
        assert_eq!(logged_out(R::AccountLocked), banned_for(403));
        assert_eq!(logged_out(R::UnknownLogout), banned_for(406));
        let restricted = |code| DeviceEvent::Restricted { code, until: None };
        let now = Timestamp(1_000);
        let refused = |reason| refused(&ConnectFailure::builder().reason(reason).build(), now);
        assert_eq!(refused(R::ClientOutdated), Some(DeviceEvent::TooOld));
        assert_eq!(refused(R::TempBanned), Some(restricted(402)));
        assert_eq!(refused(R::ServiceUnavailable), None);
        assert_eq!(refused(R::InternalServerError), None);
        assert_eq!(refused(R::Unknown(777)), Some(restricted(777)));
        assert_eq!(
            refused(R::Unknown(429)),
            Some(DeviceEvent::Restricted {
                code: 429,
                until: Some(now.plus(TOO_OFTEN_PAUSE))
            })
        );
        let ban = TemporaryBan::builder()
            .code(TempBanReason::SentToTooManyPeople)
            .expire(Span::seconds(3600))
            .build();
        assert_eq!(
            banned(&ban, Timestamp(1_000)),
            DeviceEvent::Restricted {
                code: 101,
                until: Some(Timestamp(1_000).plus(Duration::from_secs(3600)))
            }
        );
    }

    #[test]
    fn an_account_needs_a_number() {
        assert_eq!(account_of(None, "Ana"), None);
        assert_eq!(account_of(Some(&Jid::lid("100000001")), "Ana"), None);
        let account = account_of(Some(&Jid::pn_device("595981000000", 7)), "Ana").unwrap();
        assert_eq!(account.phone.as_str(), "+595981000000");
        assert_eq!(account.name, "Ana");
    }

    #[test]
    fn codes_are_shown_in_two_halves() {
        assert_eq!(readable_code("ABCDEFGH"), "ABCD-EFGH");
        assert_eq!(readable_code("ABCD-EFGH"), "ABCD-EFGH");
        assert_eq!(readable_code("ABC"), "ABC");
    }
}
