//! What an error of the protocol client says about a message: nothing went out,
//! and of which kind, or nobody knows.
//!
//! Details are for the log and carry no personal data: never the error's own
//! text, which may hold addresses.

use domain::FailureClass;
use domain::messenger::SendError;
use whatsapp_rust::anyhow;
use whatsapp_rust::socket::error::{EncryptSendErrorKind, SocketError};
use whatsapp_rust::{ClientError, ErrorChainExt as _, IqError, SendError as Refusal};

/// Nothing went out.
pub(crate) fn nothing_sent(class: FailureClass, detail: impl Into<String>) -> SendError {
    SendError::NothingSent {
        class,
        detail: detail.into(),
    }
}

/// Perhaps it went out.
pub(crate) fn unknown(detail: impl Into<String>) -> SendError {
    SendError::Unknown {
        detail: detail.into(),
    }
}

/// Judges a failed send.
///
/// The client writes a message as the last step of a send. Everything that can
/// fail before it (queries, keys, encryption, storage) means that nothing went
/// out; only a failure of the write itself leaves that open.
pub(crate) fn of_send(error: &Refusal) -> SendError {
    match error {
        Refusal::NotLoggedIn => nothing_sent(FailureClass::Network, "not logged in"),
        Refusal::Iq(query) => of_query(query),
        Refusal::InvalidRequest(_) => {
            nothing_sent(FailureClass::BadMessage, "the client rejects the message")
        }
        Refusal::Client(client) => of_client(client),
        Refusal::Internal(inner) => of_preparation(inner.as_ref()),
        _ => unknown("an error that this program does not know"),
    }
}

fn of_client(error: &ClientError) -> SendError {
    match error {
        ClientError::NotConnected | ClientError::NotLoggedIn => {
            nothing_sent(FailureClass::Network, "not connected")
        }
        ClientError::Socket(SocketError::SocketClosed) => {
            nothing_sent(FailureClass::Network, "the line was closed")
        }
        ClientError::Socket(SocketError::Cipher(_) | SocketError::Marshal(_)) => {
            nothing_sent(FailureClass::Other, "the message could not be encoded")
        }
        ClientError::EncryptSend(error) => match error.kind {
            EncryptSendErrorKind::Crypto | EncryptSendErrorKind::Framing => {
                nothing_sent(FailureClass::Other, "the message could not be encoded")
            }
            // An earlier write failed, and this one was refused unwritten.
            EncryptSendErrorKind::Poisoned => {
                nothing_sent(FailureClass::Network, "the line was given up")
            }
            _ => unknown("the line broke while the message was written"),
        },
        ClientError::Iq(query) => of_query(query),
        _ => unknown("the line failed while the message was written"),
    }
}

/// Judges a failure of what comes before the message: devices, keys,
/// encryption, storage.
pub(crate) fn of_preparation(error: &(dyn std::error::Error + 'static)) -> SendError {
    if let Some(rejection) = error.server_rejection() {
        nothing_sent(
            class_of_query(u32::from(rejection.code)),
            format!("a query was refused: {}", rejection.code),
        )
    } else if error.is_timeout() {
        nothing_sent(FailureClass::Timeout, "a query went unanswered")
    } else if error.is_transport_unavailable() {
        nothing_sent(FailureClass::Network, "the line broke before the message")
    } else if error.store_failure().is_some() {
        // A full disk is no fault of the recipient: the message stays until the
        // device works again.
        nothing_sent(FailureClass::Device, "the session store failed")
    } else {
        nothing_sent(FailureClass::Other, "the message could not be prepared")
    }
}

/// Judges a failed query. It never is the message itself.
pub(crate) fn of_query(error: &IqError) -> SendError {
    let (class, detail) = match error {
        IqError::Timeout => (FailureClass::Timeout, "a query went unanswered".to_owned()),
        IqError::NotConnected
        | IqError::Socket(_)
        | IqError::EncryptSend(_)
        | IqError::ClientState(_)
        | IqError::Disconnected(_)
        | IqError::InternalChannelClosed => (
            FailureClass::Network,
            "the line broke during a query".to_owned(),
        ),
        IqError::ServerError { code, .. } => (
            class_of_query(u32::from(*code)),
            format!("a query was refused: {code}"),
        ),
        _ => (
            FailureClass::Other,
            "a query failed in an unknown way".to_owned(),
        ),
    };
    nothing_sent(class, detail)
}

/// Judges an answer that holds an error in place of what was asked for.
pub(crate) fn of_code(code: Option<u16>) -> SendError {
    match code.map(u32::from) {
        Some(code) => nothing_sent(
            class_of_query(code),
            format!("a part of a query was refused: {code}"),
        ),
        None => nothing_sent(FailureClass::ServerTrouble, "a part of a query was refused"),
    }
}

/// Judges a failed upload. No message names the medium yet.
pub(crate) fn of_upload(error: &anyhow::Error) -> SendError {
    let cause: &(dyn std::error::Error + 'static) = error.as_ref();
    if let Some(status) = cause.http_status() {
        let class = match status {
            429 => FailureClass::RateLimited,
            408 => FailureClass::Timeout,
            // Too large, or of a kind that it does not take.
            413 | 415 => FailureClass::BadMessage,
            // Refused for the upload's permit, of which the client had a second one.
            401 | 403 | 500..=599 => FailureClass::ServerTrouble,
            _ => FailureClass::Other,
        };
        return nothing_sent(class, format!("the media host refused it: {status}"));
    }
    match error.chain().find_map(|cause| cause.downcast_ref()) {
        Some(ureq::Error::Timeout(_)) => {
            nothing_sent(FailureClass::Timeout, "the media host did not answer")
        }
        Some(_) => nothing_sent(FailureClass::Network, "the media host was not reached"),
        None => match of_preparation(cause) {
            // No host, or an answer that is none.
            SendError::NothingSent {
                class: FailureClass::Other,
                ..
            } => nothing_sent(
                FailureClass::ServerTrouble,
                "the media host's answer is not understood",
            ),
            known => known,
        },
    }
}

/// What a refused query means. Codes that speak of the thing asked for, such as
/// 404, say nothing about the recipient here. With 406 the server no longer
/// knows the devices asked for; the client forgets them and asks anew.
fn class_of_query(code: u32) -> FailureClass {
    if code == 406 {
        return FailureClass::ServerTrouble;
    }
    match FailureClass::from_ack_code(code) {
        FailureClass::NotOnWhatsApp | FailureClass::BadMessage => FailureClass::Other,
        class => class,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use whatsapp_rust::http::HttpStatusError;
    use whatsapp_rust::socket::error::EncryptSendError;

    fn class(error: &SendError) -> Option<FailureClass> {
        match error {
            SendError::NothingSent { class, .. } => Some(*class),
            SendError::Unknown { .. } => None,
        }
    }

    fn refused(code: u16) -> IqError {
        IqError::ServerError {
            code,
            text: "595981000000@s.whatsapp.net".to_owned(),
            error_type: None,
            backoff: None,
        }
    }

    #[test]
    fn a_query_that_fails_means_that_nothing_went_out() {
        for (error, expected) in [
            (IqError::Timeout, FailureClass::Timeout),
            (IqError::NotConnected, FailureClass::Network),
            (IqError::InternalChannelClosed, FailureClass::Network),
            (refused(429), FailureClass::RateLimited),
            (refused(503), FailureClass::ServerTrouble),
            (refused(406), FailureClass::ServerTrouble),
            (refused(404), FailureClass::Other),
            (refused(400), FailureClass::Other),
        ] {
            assert_eq!(class(&of_query(&error)), Some(expected), "{error}");
            assert_eq!(class(&of_send(&Refusal::Iq(error))), Some(expected));
        }
    }

    #[test]
    fn only_the_write_itself_leaves_the_outcome_open() {
        let broken = || std::io::Error::from(std::io::ErrorKind::BrokenPipe);
        for error in [
            EncryptSendError::transport(broken()),
            EncryptSendError::join(broken()),
            EncryptSendError::channel_closed(),
        ] {
            let error = Refusal::Client(ClientError::EncryptSend(error));
            assert_eq!(class(&of_send(&error)), None, "{error}");
        }
        let error = Refusal::Client(ClientError::Socket(SocketError::Io(broken())));
        assert_eq!(class(&of_send(&error)), None);

        for (error, expected) in [
            (Refusal::NotLoggedIn, FailureClass::Network),
            (
                Refusal::Client(ClientError::NotConnected),
                FailureClass::Network,
            ),
            (
                Refusal::Client(ClientError::EncryptSend(EncryptSendError::poisoned())),
                FailureClass::Network,
            ),
            (
                Refusal::Client(ClientError::EncryptSend(EncryptSendError::crypto(broken()))),
                FailureClass::Other,
            ),
            (
                Refusal::InvalidRequest(String::new()),
                FailureClass::BadMessage,
            ),
            (
                Refusal::Internal(anyhow::Error::new(IqError::Timeout)),
                FailureClass::Timeout,
            ),
            (
                Refusal::Internal(anyhow::Error::new(refused(429)).context("devices")),
                FailureClass::RateLimited,
            ),
            (
                Refusal::Internal(anyhow::anyhow!("encryption failed")),
                FailureClass::Other,
            ),
        ] {
            assert_eq!(class(&of_send(&error)), Some(expected), "{error}");
        }
    }

    #[test]
    fn an_upload_fails_for_the_line_the_host_or_the_medium() {
        let refused = |status| anyhow::Error::new(HttpStatusError { status }).context("upload");
        let exchange = |error: ureq::Error| anyhow::Error::new(error);
        for (error, expected) in [
            (refused(507), FailureClass::ServerTrouble),
            (refused(401), FailureClass::ServerTrouble),
            (refused(429), FailureClass::RateLimited),
            (refused(413), FailureClass::BadMessage),
            (refused(404), FailureClass::Other),
            (exchange(ureq::Error::HostNotFound), FailureClass::Network),
            (
                exchange(ureq::Error::Io(std::io::ErrorKind::BrokenPipe.into())),
                FailureClass::Network,
            ),
            (
                exchange(ureq::Error::Timeout(ureq::Timeout::RecvResponse)),
                FailureClass::Timeout,
            ),
            (anyhow::Error::new(IqError::Timeout), FailureClass::Timeout),
            (
                anyhow::Error::new(IqError::NotConnected),
                FailureClass::Network,
            ),
            (
                anyhow::anyhow!("No media hosts"),
                FailureClass::ServerTrouble,
            ),
        ] {
            assert_eq!(class(&of_upload(&error)), Some(expected), "{error:#}");
        }
    }

    #[test]
    fn details_carry_nobody() {
        for error in [
            of_query(&refused(500)),
            of_send(&Refusal::InvalidRequest("595981000000".to_owned())),
            of_upload(&anyhow::anyhow!("https://mmg/595981000000")),
            of_send(&Refusal::Internal(anyhow::anyhow!(
                "no key for 595981000000"
            ))),
        ] {
            assert!(!error.to_string().contains("5959810"), "{error}");
        }
    }
}
