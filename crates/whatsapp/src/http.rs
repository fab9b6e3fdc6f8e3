//! The HTTP client for the version page and for media.

use crate::config::Endpoint;
use crate::tls;
use std::time::Duration;
use ureq::tls::{Certificate, RootCerts, TlsConfig};
use whatsapp_rust::http::UreqHttpClient;

/// Time to reach a host, proxy and TLS included.
const CONNECT: Duration = Duration::from_secs(15);
/// Time until an answer begins, once a request is out.
const FIRST_BYTE: Duration = Duration::from_secs(60);
/// Pages and thumbnails are small and media is streamed.
const BUFFER: usize = 16 * 1024;

/// The client for `endpoint`. Proxies come from the environment.
pub(crate) async fn client(endpoint: &Endpoint) -> UreqHttpClient {
    let tls = match endpoint {
        Endpoint::Production => checked().await,
        // Its certificates are made on the spot and signed by nobody.
        #[cfg(feature = "loopback")]
        Endpoint::Loopback(_) => TlsConfig::builder().disable_verification(true).build(),
    };
    let config = ureq::Agent::config_builder()
        .tls_config(tls)
        .timeout_connect(Some(CONNECT))
        .timeout_recv_response(Some(FIRST_BYTE))
        .input_buffer_size(BUFFER)
        .output_buffer_size(BUFFER)
        .max_idle_connections(3)
        .max_idle_connections_per_host(2);
    #[cfg(feature = "loopback")]
    let config = match endpoint {
        Endpoint::Production => config,
        Endpoint::Loopback(_) => config.proxy(None),
    };
    UreqHttpClient::with_agent(config.build().into())
}

async fn checked() -> TlsConfig {
    let roots: Vec<_> = tls::roots()
        .await
        .iter()
        .map(|der| Certificate::from_der(der.as_ref()).to_owned())
        .collect();
    TlsConfig::builder()
        .root_certs(RootCerts::from(roots))
        .build()
}
