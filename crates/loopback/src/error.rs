//! What can go wrong, in the words of the person who runs the server.

/// Everything the server reports instead of panicking.
///
/// `BadRequest` is the caller's mistake and becomes HTTP 400 on the control
/// door; the rest are the server's own.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum LoopbackError {
    /// A request that cannot be carried out as written.
    #[error("{0}")]
    BadRequest(String),
    /// A listener was asked for outside the loopback interface.
    #[error(
        "refusing to listen on {0}: this server links any phone that asks and must stay on 127.0.0.1 or ::1"
    )]
    NotLoopback(std::net::SocketAddr),
    /// The operating system refused a socket.
    #[error("cannot listen on {addr}: {source}")]
    Bind {
        /// The address that was asked for.
        addr: std::net::SocketAddr,
        /// The reason the system gave.
        source: std::io::Error,
    },
    /// The file of the server's memory cannot be used.
    #[error("the state in {file}: {reason}")]
    State {
        /// The file.
        file: String,
        /// What is the matter with it.
        reason: String,
    },
    /// A key, signature or ciphertext did not work out.
    #[error("cryptography: {0}")]
    Crypto(String),
    /// A client sent something that cannot be understood.
    #[error("protocol: {0}")]
    Protocol(String),
}

impl LoopbackError {
    /// The caller's mistake, as a sentence.
    pub(crate) fn bad(text: impl Into<String>) -> Self {
        Self::BadRequest(text.into())
    }

    pub(crate) fn crypto(error: impl std::fmt::Display) -> Self {
        Self::Crypto(error.to_string())
    }

    pub(crate) fn protocol(text: impl Into<String>) -> Self {
        Self::Protocol(text.into())
    }
}

/// Result of everything in this crate.
pub type Result<T> = std::result::Result<T, LoopbackError>;
