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
