//! The proxy of an office network: which one, when not, and how to get through.
//!
//! The rules are those that other programs follow: `HTTPS_PROXY`, then
//! `ALL_PROXY` (either case), and `NO_PROXY` for the exceptions. Only HTTP
//! proxies are spoken to, by `CONNECT`.

use std::io;
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::TcpStream;

/// An answer longer than this is not a proxy's.
const MAX_ANSWER: usize = 8 * 1024;

/// An HTTP proxy.
#[derive(Clone, PartialEq, Eq)]
pub(crate) struct Proxy {
    pub(crate) host: String,
    pub(crate) port: u16,
    /// `user:password`, base64, when the address carried them.
    credentials: Option<String>,
}

impl Proxy {
    /// The proxy for `host`, as the environment says; `None` means a direct
    /// connection.
    pub(crate) fn from_environment(host: &str) -> Result<Option<Self>, String> {
        Self::choose(host, |name| {
            std::env::var(name)
                .or_else(|_| std::env::var(name.to_lowercase()))
                .ok()
        })
    }

    fn choose(
        host: &str,
        variable: impl Fn(&str) -> Option<String>,
    ) -> Result<Option<Self>, String> {
        let set = |name: &str| variable(name).filter(|value| !value.trim().is_empty());
        let Some(address) = set("HTTPS_PROXY").or_else(|| set("ALL_PROXY")) else {
            return Ok(None);
        };
        if set("NO_PROXY").is_some_and(|exceptions| is_exempt(host, &exceptions)) {
            return Ok(None);
        }
        Self::parse(address.trim()).map(Some)
    }

    fn parse(address: &str) -> Result<Self, String> {
        let rest = match address.split_once("://") {
            Some(("http", rest)) => rest,
            Some((scheme, _)) => {
                return Err(format!("proxies of the kind {scheme}:// are not supported"));
            }
            None => address,
        };
        let rest = rest.split('/').next().unwrap_or_default();
        let (credentials, place) = match rest.rsplit_once('@') {
            Some((credentials, place)) => (Some(base64(&percent_decoded(credentials))), place),
            None => (None, rest),
        };
        let malformed = || "the proxy address is malformed".to_owned();
        let (host, port) = match place.rsplit_once(':') {
            Some((host, port)) if !port.ends_with(']') => {
                (host, port.parse().map_err(|_| malformed())?)
            }
            _ => (place, 80),
        };
        let host = host.trim_start_matches('[').trim_end_matches(']');
        if host.is_empty() {
            return Err(malformed());
        }
        Ok(Self {
            host: host.to_owned(),
            port,
            credentials,
        })
    }

    #[cfg(test)]
    pub(crate) fn at(host: &str, port: u16) -> Self {
        Self {
            host: host.to_owned(),
            port,
            credentials: None,
        }
    }

    /// Asks the proxy at the other end of `stream` for a tunnel.
    pub(crate) async fn open_tunnel(
        &self,
        stream: &mut TcpStream,
        host: &str,
        port: u16,
    ) -> io::Result<()> {
        let mut request = format!("CONNECT {host}:{port} HTTP/1.1\r\nHost: {host}:{port}\r\n");
        if let Some(credentials) = &self.credentials {
            request.push_str("Proxy-Authorization: Basic ");
            request.push_str(credentials);
            request.push_str("\r\n");
        }
        request.push_str("\r\n");
        stream.write_all(request.as_bytes()).await?;

        // Byte by byte: what follows the blank line belongs to the tunnel.
        let mut answer = Vec::new();
        while !answer.ends_with(b"\r\n\r\n") {
            if answer.len() >= MAX_ANSWER {
                return Err(io::Error::other("the proxy's answer is too long"));
            }
            answer.push(stream.read_u8().await?);
        }
        let status = std::str::from_utf8(&answer)
            .ok()
            .and_then(|text| text.split(' ').nth(1))
            .and_then(|code| code.parse::<u16>().ok());
        match status {
            Some(200..=299) => Ok(()),
            Some(407) => Err(io::Error::other("the proxy wants a user name and password")),
            Some(code) => Err(io::Error::other(format!("the proxy refused: {code}"))),
            None => Err(io::Error::other("the proxy's answer is not HTTP")),
        }
    }
}

/// Whether `NO_PROXY` names `host`: `*`, the name itself, or a domain above it.
fn is_exempt(host: &str, exceptions: &str) -> bool {
    let host = host.to_ascii_lowercase();
    exceptions
        .split([',', ' '])
        .map(|entry| entry.trim().to_ascii_lowercase())
        .filter(|entry| !entry.is_empty())
        .any(|entry| {
            let entry = entry
                .rsplit_once(':')
                .filter(|(_, port)| port.bytes().all(|byte| byte.is_ascii_digit()))
                .map_or(entry.as_str(), |(name, _)| name);
            let domain = entry.trim_start_matches("*.").trim_start_matches('.');
            entry == "*"
                || host == domain
                || (!domain.is_empty()
                    && host
                        .strip_suffix(domain)
                        .is_some_and(|above| above.ends_with('.')))
        })
}

fn percent_decoded(text: &str) -> Vec<u8> {
    let mut bytes = text.bytes();
    let mut decoded = Vec::with_capacity(text.len());
    while let Some(byte) = bytes.next() {
        let mut ahead = bytes.clone();
        let pair = (byte == b'%')
            .then(|| Some((hex_digit(ahead.next()?)?, hex_digit(ahead.next()?)?)))
            .flatten();
        match pair {
            Some((high, low)) => {
                decoded.push(high << 4 | low);
                bytes = ahead;
            }
            None => decoded.push(byte),
        }
    }
    decoded
}

fn hex_digit(byte: u8) -> Option<u8> {
    char::from(byte)
        .to_digit(16)
        .and_then(|digit| u8::try_from(digit).ok())
}

fn base64(bytes: &[u8]) -> String {
    const ALPHABET: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    let mut text = String::with_capacity(bytes.len().div_ceil(3) * 4);
    for chunk in bytes.chunks(3) {
        let at = |index: usize| u32::from(chunk.get(index).copied().unwrap_or(0));
        let group = at(0) << 16 | at(1) << 8 | at(2);
        for place in 0..4u32 {
            let index = (group >> (18 - 6 * place)) & 63;
            let digit = usize::try_from(index)
                .ok()
                .and_then(|index| ALPHABET.get(index));
            text.push(match digit {
                Some(digit) if place as usize <= chunk.len() => char::from(*digit),
                _ => '=',
            });
        }
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::HashMap;
    use tokio::io::{AsyncBufReadExt as _, BufReader};
    use tokio::net::TcpListener;

    fn chosen(host: &str, environment: &[(&str, &str)]) -> Result<Option<Proxy>, String> {
        let environment: HashMap<_, _> = environment.iter().copied().collect();
        Proxy::choose(host, |name| environment.get(name).map(|v| (*v).to_owned()))
    }

    fn place(proxy: &Proxy) -> String {
        format!("{}:{}", proxy.host, proxy.port)
    }

    #[test]
    fn the_environment_decides() {
        let host = "web.whatsapp.com";
        assert!(chosen(host, &[]).unwrap().is_none());
        assert!(chosen(host, &[("HTTPS_PROXY", " ")]).unwrap().is_none());
        let both = [
            ("HTTPS_PROXY", "http://one:3128"),
            ("ALL_PROXY", "http://two:1"),
        ];
        assert_eq!(place(&chosen(host, &both).unwrap().unwrap()), "one:3128");
        let all = [("ALL_PROXY", "two:8080/")];
        assert_eq!(place(&chosen(host, &all).unwrap().unwrap()), "two:8080");
        let bare = [("HTTPS_PROXY", "proxy.office")];
        assert_eq!(
            place(&chosen(host, &bare).unwrap().unwrap()),
            "proxy.office:80"
        );
        let six = [("HTTPS_PROXY", "http://[::1]:3128")];
        assert_eq!(place(&chosen(host, &six).unwrap().unwrap()), "::1:3128");
        for wrong in ["socks5://one:1080", "http://:80", "http://one:port"] {
            assert!(chosen(host, &[("ALL_PROXY", wrong)]).is_err(), "{wrong}");
        }
    }

    #[test]
    fn exceptions_are_honoured() {
        for (exceptions, exempt) in [
            ("*", true),
            ("web.whatsapp.com", true),
            ("WhatsApp.com", true),
            (".whatsapp.com", true),
            ("*.whatsapp.com", true),
            ("localhost, whatsapp.com:443", true),
            ("app.com", false),
            ("localhost,127.0.0.1", false),
            ("", false),
        ] {
            assert_eq!(
                is_exempt("web.whatsapp.com", exceptions),
                exempt,
                "{exceptions}"
            );
        }
    }

    #[test]
    fn base64_is_base64() {
        for (plain, coded) in [
            ("", ""),
            ("f", "Zg=="),
            ("fo", "Zm8="),
            ("foo", "Zm9v"),
            ("ana:p@ss", "YW5hOnBAc3M="),
        ] {
            assert_eq!(base64(plain.as_bytes()), coded);
        }
        assert_eq!(percent_decoded("p%40ss%4"), b"p@ss%4");
    }

    /// A proxy for one request: returns what it was asked.
    async fn one_request(listener: TcpListener, answer: &'static str) -> Vec<String> {
        let (stream, _) = listener.accept().await.unwrap();
        let mut stream = BufReader::new(stream);
        let mut asked = Vec::new();
        loop {
            let mut line = String::new();
            stream.read_line(&mut line).await.unwrap();
            if line.trim().is_empty() {
                break;
            }
            asked.push(line.trim().to_owned());
        }
        stream.write_all(answer.as_bytes()).await.unwrap();
        asked
    }

    async fn tunnel_through(answer: &'static str) -> (io::Result<TcpStream>, Vec<String>) {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let port = listener.local_addr().unwrap().port();
        let proxy = Proxy::parse(&format!("http://ana:p%40ss@127.0.0.1:{port}")).unwrap();
        let serving = tokio::spawn(one_request(listener, answer));
        let mut stream = TcpStream::connect(("127.0.0.1", port)).await.unwrap();
        let opened = proxy
            .open_tunnel(&mut stream, "web.whatsapp.com", 443)
            .await;
        (opened.map(|()| stream), serving.await.unwrap())
    }

    #[tokio::test]
    async fn a_tunnel_is_asked_for_and_starts_after_the_answer() {
        let (stream, asked) =
            tunnel_through("HTTP/1.1 200 Connection established\r\nVia: x\r\n\r\nhello").await;
        assert_eq!(
            asked,
            [
                "CONNECT web.whatsapp.com:443 HTTP/1.1",
                "Host: web.whatsapp.com:443",
                "Proxy-Authorization: Basic YW5hOnBAc3M=",
            ]
        );
        let mut rest = String::new();
        stream.unwrap().read_to_string(&mut rest).await.unwrap();
        assert_eq!(rest, "hello");
    }

    #[tokio::test]
    async fn a_refusal_is_said_plainly() {
        let (refused, _) = tunnel_through("HTTP/1.1 407 Authentication Required\r\n\r\n").await;
        assert!(refused.unwrap_err().to_string().contains("password"));
        let (refused, _) = tunnel_through("HTTP/1.0 403 Forbidden\r\n\r\n").await;
        assert!(refused.unwrap_err().to_string().contains("403"));
        let (refused, _) = tunnel_through("SSH-2.0-x\r\n\r\n").await;
        assert!(refused.is_err());
    }
}
