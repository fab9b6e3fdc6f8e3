//! Which certificates are believed: the operating system's, so that an office
//! network that inspects traffic works like in the browser.

use rustls::pki_types::CertificateDer;
use rustls::{ClientConfig, RootCertStore};
use std::sync::Arc;
use tokio::sync::OnceCell;

static ROOTS: OnceCell<Arc<Vec<CertificateDer<'static>>>> = OnceCell::const_new();

/// The operating system's root certificates, read once.
pub(crate) async fn roots() -> Arc<Vec<CertificateDer<'static>>> {
    ROOTS
        .get_or_init(|| async {
            let loaded = tokio::task::spawn_blocking(rustls_native_certs::load_native_certs).await;
            let certificates = match loaded {
                Ok(result) => {
                    if !result.errors.is_empty() {
                        log::warn!(
                            "{} root certificates of the system cannot be read",
                            result.errors.len()
                        );
                    }
                    result.certs
                }
                Err(_) => Vec::new(),
            };
            Arc::new(certificates)
        })
        .await
        .clone()
}

/// The settings of a TLS connection that checks the other end.
pub(crate) async fn client_config() -> Result<Arc<ClientConfig>, rustls::Error> {
    let mut store = RootCertStore::empty();
    let (taken, _) = store.add_parsable_certificates(roots().await.iter().cloned());
    if taken == 0 {
        return Err(rustls::Error::General(
            "the system has no root certificates".to_owned(),
        ));
    }
    let provider = Arc::new(rustls::crypto::ring::default_provider());
    let config = ClientConfig::builder_with_provider(provider)
        .with_safe_default_protocol_versions()?
        .with_root_certificates(store)
        .with_no_client_auth();
    Ok(Arc::new(config))
}

#[cfg(test)]
pub(crate) mod stranger {
    //! A web server with a certificate that nobody signed.

    use rcgen::{CertifiedKey, generate_simple_self_signed};
    use rustls::ServerConfig;
    use rustls::pki_types::PrivateKeyDer;
    use std::sync::Arc;
    use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
    use tokio::net::TcpListener;
    use tokio_rustls::TlsAcceptor;

    pub(crate) struct Stranger {
        pub(crate) port: u16,
        serving: tokio::task::AbortHandle,
    }

    impl Stranger {
        pub(crate) async fn start() -> Self {
            let CertifiedKey { cert, signing_key } =
                generate_simple_self_signed(["localhost".to_owned()]).unwrap();
            let key = PrivateKeyDer::try_from(signing_key.serialize_der()).unwrap();
            let provider = Arc::new(rustls::crypto::ring::default_provider());
            let config = ServerConfig::builder_with_provider(provider)
                .with_safe_default_protocol_versions()
                .unwrap()
                .with_no_client_auth()
                .with_single_cert(vec![cert.der().clone()], key)
                .unwrap();
            let acceptor = TlsAcceptor::from(Arc::new(config));
            let listener = TcpListener::bind("localhost:0").await.unwrap();
            let port = listener.local_addr().unwrap().port();
            let serving = tokio::spawn(async move {
                while let Ok((stream, _)) = listener.accept().await {
                    let Ok(mut stream) = acceptor.accept(stream).await else {
                        continue;
                    };
                    let _ = stream.read(&mut [0; 1024]).await;
                    let _ = stream
                        .write_all(b"HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n")
                        .await;
                    let _ = stream.shutdown().await;
                }
            });
            Self {
                port,
                serving: serving.abort_handle(),
            }
        }
    }

    impl Drop for Stranger {
        fn drop(&mut self) {
            self.serving.abort();
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use rustls::pki_types::ServerName;
    use tokio::net::TcpStream;
    use tokio_rustls::TlsConnector;

    #[tokio::test]
    async fn a_certificate_that_nobody_signed_is_refused() {
        let stranger = stranger::Stranger::start().await;
        let stream = TcpStream::connect(("localhost", stranger.port))
            .await
            .unwrap();
        let name = ServerName::try_from("localhost").unwrap();
        let connector = TlsConnector::from(client_config().await.unwrap());
        let refused = connector.connect(name, stream).await.unwrap_err();
        assert!(refused.to_string().contains("UnknownIssuer"), "{refused}");
    }
}
