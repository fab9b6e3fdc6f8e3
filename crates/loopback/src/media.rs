//! The media host: HTTPS with a certificate of its own, blobs in memory. It
//! stores what clients encrypted and never sees a key; only a phone that got
//! the key in a message opens a blob.

use std::collections::HashMap;
use std::net::{Ipv4Addr, SocketAddr};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use axum::Router;
use axum::body::Bytes;
use axum::extract::{DefaultBodyLimit, RawQuery, State};
use axum::http::{Method, StatusCode, Uri};
use axum::response::{IntoResponse, Json, Response};
use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use sha2::{Digest, Sha256};
use tokio::net::{TcpListener, TcpStream};
use tokio_rustls::TlsAcceptor;
use tokio_rustls::server::TlsStream;
use wacore::download::{DownloadUtils, MediaType};

use crate::error::{LoopbackError, Result};
use crate::registry::lock;
use crate::server::Server;
use crate::wire::unix_now;

/// A client that opens a connection and says nothing does not hold the door.
const TLS_PATIENCE: Duration = Duration::from_secs(5);

/// How often a silent host looks whether it may speak.
const SILENCE: Duration = Duration::from_millis(20);

/// An opened medium.
#[derive(Debug, Clone)]
pub(crate) struct Opened {
    pub bytes: u64,
    pub sha256: String,
}

/// What came of fetching a medium.
pub(crate) enum Fetched {
    /// It is there and opens.
    Opened(Opened),
    /// The host does not have it, or no longer under this address.
    Gone(&'static str),
    /// It is there and does not open.
    Damaged(String),
}

/// Stored blobs by their token, and what opening them gave.
#[derive(Debug, Default)]
pub(crate) struct MediaStore {
    blobs: Mutex<HashMap<String, Bytes>>,
    opened: Mutex<HashMap<(String, Vec<u8>), Opened>>,
}

impl MediaStore {
    fn get(&self, path: &str) -> Option<Bytes> {
        lock(&self.blobs).get(token_of(path)).cloned()
    }

    /// Nothing was ever here.
    pub fn forget(&self) {
        lock(&self.blobs).clear();
        lock(&self.opened).clear();
    }

    /// Keeps a blob under the hash of its bytes.
    fn put(&self, bytes: Bytes) -> String {
        let token = URL_SAFE_NO_PAD.encode(Sha256::digest(&bytes));
        lock(&self.blobs).insert(token.clone(), bytes);
        token
    }

    /// Fetches and opens the blob a message points to. A campaign sends one
    /// medium to many phones, so the result is kept.
    pub fn fetch(&self, path: &str, key: &[u8], kind: MediaType) -> Fetched {
        if has_ended(path) {
            return Fetched::Gone("the address of the medium has ended");
        }
        let cached = (token_of(path).to_owned(), key.to_vec());
        if let Some(opened) = lock(&self.opened).get(&cached) {
            return Fetched::Opened(opened.clone());
        }
        let Some(blob) = self.get(path) else {
            return Fetched::Gone("the media host does not have the medium");
        };
        let plain = match DownloadUtils::verify_and_decrypt(&blob, key, kind) {
            Ok(plain) => plain,
            Err(error) => return Fetched::Damaged(format!("medium: {error}")),
        };
        let opened = Opened {
            bytes: plain.len() as u64,
            sha256: hex::encode(Sha256::digest(&plain)),
        };
        lock(&self.opened).insert(cached, opened.clone());
        Fetched::Opened(opened)
    }
}

/// Whether the address is past the instant it names: `oe`, seconds since 1970
/// in hexadecimal.
fn has_ended(path: &str) -> bool {
    path.split_once('?')
        .and_then(|(_, query)| query.split('&').find_map(|pair| pair.strip_prefix("oe=")))
        .and_then(|end| u64::from_str_radix(end, 16).ok())
        .is_some_and(|end| end <= unix_now())
}

/// The last segment of a path, without its query.
fn token_of(path: &str) -> &str {
    let path = path.split('?').next().unwrap_or(path);
    path.rsplit('/').next().unwrap_or(path)
}

/// Binds the media host and gives the task that serves it.
pub(crate) async fn bind() -> Result<(TcpListener, SocketAddr)> {
    let addr = SocketAddr::from((Ipv4Addr::LOCALHOST, 0));
    let listener = TcpListener::bind(addr)
        .await
        .map_err(|source| LoopbackError::Bind { addr, source })?;
    let addr = listener
        .local_addr()
        .map_err(|source| LoopbackError::Bind { addr, source })?;
    Ok((listener, addr))
}

/// A self-signed certificate, made at each start.
pub(crate) fn tls() -> Result<TlsAcceptor> {
    let names = vec!["localhost".to_owned(), "127.0.0.1".to_owned()];
    let made = rcgen::generate_simple_self_signed(names).map_err(LoopbackError::crypto)?;
    let key = rustls::pki_types::PrivatePkcs8KeyDer::from(made.signing_key.serialize_der());
    let provider = Arc::new(rustls::crypto::ring::default_provider());
    let config = rustls::ServerConfig::builder_with_provider(provider)
        .with_safe_default_protocol_versions()
        .map_err(LoopbackError::crypto)?
        .with_no_client_auth()
        .with_single_cert(vec![made.cert.der().clone()], key.into())
        .map_err(LoopbackError::crypto)?;
    Ok(TlsAcceptor::from(Arc::new(config)))
}

/// Serves until the task is dropped.
pub(crate) async fn serve(server: Arc<Server>, listener: TcpListener, tls: TlsAcceptor) {
    let app = Router::new()
        .fallback(exchange)
        .layer(DefaultBodyLimit::disable())
        .with_state(server.clone());
    let listener = TlsListener {
        listener,
        tls,
        server,
    };
    if let Err(error) = axum::serve(listener, app).await {
        log::error!("media host: {error}");
    }
}

struct TlsListener {
    listener: TcpListener,
    tls: TlsAcceptor,
    server: Arc<Server>,
}

impl axum::serve::Listener for TlsListener {
    type Io = TlsStream<TcpStream>;
    type Addr = SocketAddr;

    async fn accept(&mut self) -> (Self::Io, Self::Addr) {
        loop {
            let Ok((stream, addr)) = self.listener.accept().await else {
                continue;
            };
            if self.server.faults.media_down() {
                continue;
            }
            let shaking = self.tls.accept(stream);
            if let Ok(Ok(secure)) = tokio::time::timeout(TLS_PATIENCE, shaking).await {
                return (secure, addr);
            }
        }
    }

    fn local_addr(&self) -> std::io::Result<Self::Addr> {
        self.listener.local_addr()
    }
}

async fn exchange(
    State(server): State<Arc<Server>>,
    method: Method,
    uri: Uri,
    RawQuery(query): RawQuery,
    body: Bytes,
) -> Response {
    if server.faults.media_down() {
        return StatusCode::SERVICE_UNAVAILABLE.into_response();
    }
    // Whoever waits is let go when the fault ends.
    while server.faults.media_silent() {
        tokio::time::sleep(SILENCE).await;
    }
    let query = query.unwrap_or_default();
    // A question about an earlier upload is none.
    let upload = matches!(method, Method::POST | Method::PUT) && !query.contains("resume=1");
    if upload && let Some(code) = server.faults.refuse_upload() {
        return StatusCode::from_u16(code)
            .unwrap_or(StatusCode::INTERNAL_SERVER_ERROR)
            .into_response();
    }
    match method {
        Method::POST | Method::PUT if query.contains("resume=1") => {
            match server.media.get(uri.path()) {
                Some(_) => uploaded(&server, token_of(uri.path()), true),
                None => Json(serde_json::json!({"resume": "0"})).into_response(),
            }
        }
        Method::POST | Method::PUT => {
            let token = server.media.put(body);
            if token_of(uri.path()) != token {
                // Clients name the blob by its hash: another name is corruption.
                log::warn!("upload under another name: {}", uri.path());
                return StatusCode::BAD_REQUEST.into_response();
            }
            server.stats.count(|s| s.uploads += 1);
            uploaded(&server, &token, false)
        }
        Method::GET
            if uri
                .query()
                .is_some_and(|query| has_ended(&format!("?{query}"))) =>
        {
            (StatusCode::FORBIDDEN, "URL signature expired").into_response()
        }
        Method::GET => match server.media.get(uri.path()) {
            Some(blob) => {
                server.stats.count(|s| s.downloads += 1);
                blob.into_response()
            }
            None => StatusCode::NOT_FOUND.into_response(),
        },
        _ => StatusCode::METHOD_NOT_ALLOWED.into_response(),
    }
}

fn uploaded(server: &Server, token: &str, complete: bool) -> Response {
    let mut path = format!("/v/t62/{token}");
    if let Some(seconds) = server.faults.media_life() {
        // As the real host writes it: among others, in hexadecimal.
        let end = unix_now().saturating_add(seconds);
        path = format!("{path}?ccb=11-4&oh=01_loopback&oe={end:X}&_nc_sid=5e03e0");
    }
    let mut answer = serde_json::json!({
        "url": format!("https://{}{path}", server.media_host()),
        "direct_path": path,
    });
    if complete && let Some(fields) = answer.as_object_mut() {
        fields.insert("resume".to_owned(), "complete".into());
    }
    Json(answer).into_response()
}
