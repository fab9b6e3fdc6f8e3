//! The control door: HTTP and JSON, the same functions as [`ServerHandle`].

use axum::Router;
use axum::body::Bytes;
use axum::extract::{Query, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Json, Response};
use axum::routing::{get, post};
use serde::Deserialize;
use serde_json::json;

use crate::error::{LoopbackError, Result};
use crate::handle::ServerHandle;

/// The routes of the door.
pub(crate) fn routes(handle: ServerHandle) -> Router {
    Router::new()
        .route("/pair", post(pair))
        .route("/received", get(received))
        .route("/say", post(say))
        .route("/gone", post(gone))
        .route("/fault", post(fault))
        .route("/stats", get(stats))
        .fallback(unknown)
        .with_state(handle)
}

impl IntoResponse for LoopbackError {
    fn into_response(self) -> Response {
        let status = match self {
            Self::BadRequest(_) => StatusCode::BAD_REQUEST,
            _ => StatusCode::INTERNAL_SERVER_ERROR,
        };
        (status, Json(json!({"error": self.to_string()}))).into_response()
    }
}

/// The body as JSON, or a sentence that says what is wrong with it.
fn parse<'a, T: Deserialize<'a>>(body: &'a [u8]) -> Result<T> {
    serde_json::from_slice(body)
        .map_err(|error| LoopbackError::bad(format!("the body is not what this asks for: {error}")))
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct PairBody {
    qr: Option<String>,
    code: Option<String>,
    phone: Option<String>,
    name: Option<String>,
}

async fn pair(State(handle): State<ServerHandle>, body: Bytes) -> Result<Response> {
    let text = std::str::from_utf8(&body)
        .map_err(|_| LoopbackError::bad("the body is not text"))?
        .trim();
    let paired = if text.starts_with('{') {
        let body: PairBody = parse(text.as_bytes())?;
        match (body.qr, body.code, body.phone) {
            (Some(qr), None, None) => handle.pair(&qr).await?,
            (Some(qr), None, Some(phone)) => {
                let name = body.name.unwrap_or_else(|| phone.clone());
                handle.pair_as(&qr, &phone, &name).await?
            }
            (None, Some(code), Some(phone)) => handle.pair_code(&phone, &code).await?,
            _ => {
                return Err(LoopbackError::bad(
                    "give a QR text, or {\"phone\",\"code\"}, or {\"qr\",\"phone\",\"name\"}",
                ));
            }
        }
    } else {
        handle.pair(text).await?
    };
    Ok(Json(paired).into_response())
}

#[derive(Deserialize)]
struct ReceivedQuery {
    phone: Option<String>,
}

async fn received(
    State(handle): State<ServerHandle>,
    Query(query): Query<ReceivedQuery>,
) -> Result<Response> {
    let list = match query.phone {
        // A plus sign in a query is a space once decoded.
        Some(phone) => handle.received_by(phone.trim())?,
        None => handle.received(),
    };
    Ok(Json(list).into_response())
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct SayBody {
    phone: String,
    text: String,
    to: Option<String>,
}

async fn say(State(handle): State<ServerHandle>, body: Bytes) -> Result<Response> {
    let body: SayBody = parse(&body)?;
    let id = match &body.to {
        Some(to) => handle.say_to(&body.phone, to, &body.text)?,
        None => handle.say(&body.phone, &body.text)?,
    };
    Ok(Json(json!({"message_id": id})).into_response())
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct GoneBody {
    phone: String,
    message_id: String,
}

async fn gone(State(handle): State<ServerHandle>, body: Bytes) -> Result<Response> {
    let body: GoneBody = parse(&body)?;
    handle.say_gone(&body.phone, &body.message_id)?;
    Ok(Json(json!({"ok": true})).into_response())
}

async fn fault(State(handle): State<ServerHandle>, body: Bytes) -> Result<Response> {
    handle.fault(parse(&body)?)?;
    Ok(Json(json!({"ok": true})).into_response())
}

async fn stats(State(handle): State<ServerHandle>) -> Response {
    Json(handle.stats()).into_response()
}

async fn unknown() -> Response {
    let text = "there are POST /pair, GET /received, POST /say, POST /gone, POST /fault and \
        GET /stats";
    (StatusCode::NOT_FOUND, Json(json!({"error": text}))).into_response()
}
