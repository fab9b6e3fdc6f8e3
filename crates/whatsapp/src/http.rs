//! The HTTP client for the version page and for media.

use crate::config::Endpoint;
use crate::tls;
use std::time::Duration;
use ureq::config::ConfigBuilder;
use ureq::tls::{Certificate, RootCerts, TlsConfig};
use ureq::typestate::AgentScope;
use whatsapp_rust::http::UreqHttpClient;

/// Time to reach a host, proxy and TLS included.
const CONNECT: Duration = Duration::from_secs(15);
/// Time until an answer begins, once a request is out.
const FIRST_BYTE: Duration = Duration::from_secs(60);
/// Time for the whole of a body on its way out: a video on the slowest of lines.
/// Who waits for it stops it sooner.
const SEND_BODY: Duration = Duration::from_secs(3 * 60 * 60);
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
    let config = config(tls);
    #[cfg(feature = "loopback")]
    let config = match endpoint {
        Endpoint::Production => config,
        Endpoint::Loopback(_) => config.proxy(None),
    };
    UreqHttpClient::with_agent(config.build().into())
}

fn config(tls: TlsConfig) -> ConfigBuilder<AgentScope> {
    ureq::Agent::config_builder()
        .tls_config(tls)
        .timeout_connect(Some(CONNECT))
        .timeout_send_body(Some(SEND_BODY))
        .timeout_recv_response(Some(FIRST_BYTE))
        .input_buffer_size(BUFFER)
        .output_buffer_size(BUFFER)
        .max_idle_connections(3)
        .max_idle_connections_per_host(2)
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::tls::stranger::Stranger;
    use whatsapp_rust::http::{HttpClient as _, HttpRequest};

    async fn asks(client: UreqHttpClient, stranger: &Stranger) -> bool {
        let url = format!("https://localhost:{}/", stranger.port);
        client.execute(HttpRequest::get(url)).await.is_ok()
    }

    #[tokio::test(flavor = "multi_thread")]
    async fn a_certificate_that_nobody_signed_is_refused() {
        let stranger = Stranger::start().await;
        let agent = config(checked().await).proxy(None).build();
        let client = UreqHttpClient::with_agent(agent.into());
        assert!(!asks(client, &stranger).await);
    }

    #[cfg(feature = "loopback")]
    #[tokio::test(flavor = "multi_thread")]
    async fn the_practice_server_may_sign_its_own() {
        let stranger = Stranger::start().await;
        let endpoint = Endpoint::Loopback(String::new());
        assert!(asks(client(&endpoint).await, &stranger).await);
    }
}
