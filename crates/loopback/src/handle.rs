//! Starting a server and speaking to it from the same process.

use std::collections::HashSet;
use std::net::SocketAddr;
use std::sync::{Arc, Mutex};

use tokio::net::TcpListener;
use tokio::task::JoinHandle;

use crate::config::{Config, parse_number};
use crate::connection::{self, stream_error};
use crate::error::{LoopbackError, Result};
use crate::faults::{Fault, LoginRefusal, Standing, TimeLock};
use crate::pairing::{self, Paired};
use crate::received::Received;
use crate::registry::{Account, lock};
use crate::server::Server;
use crate::stats::Stats;
use crate::{control, devices, link_code, media, phone, speech};

/// A `WhatsApp` Web server on the loopback interface.
pub struct LoopbackServer;

impl LoopbackServer {
    /// Binds the three listeners and serves until the handle is stopped or its
    /// last clone is dropped.
    pub async fn start(config: Config) -> Result<ServerHandle> {
        let server = Server::new(config)?;
        let (sockets, ws_addr) = bind(server.config.listen).await?;
        let (door, control_addr) = bind(server.config.control).await?;
        let (media_listener, media_addr) = media::bind().await?;
        server.set_media_host(media_addr.to_string());
        let tls = media::tls()?;
        let running = Arc::new(Running {
            server: server.clone(),
            ws_addr,
            control_addr,
            tasks: Mutex::default(),
        });
        let handle = ServerHandle { running };
        // The door must not keep the server alive: it holds a view that owns
        // no tasks.
        let view = ServerHandle {
            running: Arc::new(Running {
                server: server.clone(),
                ws_addr,
                control_addr,
                tasks: Mutex::default(),
            }),
        };
        let routes = control::routes(view);
        let tasks = vec![
            tokio::spawn(accept(server.clone(), sockets)),
            tokio::spawn(media::serve(server, media_listener, tls)),
            tokio::spawn(async move {
                if let Err(error) = axum::serve(door, routes).await {
                    log::error!("control door: {error}");
                }
            }),
        ];
        *lock(&handle.running.tasks) = tasks;
        Ok(handle)
    }
}

async fn bind(addr: SocketAddr) -> Result<(TcpListener, SocketAddr)> {
    let listener = TcpListener::bind(addr)
        .await
        .map_err(|source| LoopbackError::Bind { addr, source })?;
    let bound = listener
        .local_addr()
        .map_err(|source| LoopbackError::Bind { addr, source })?;
    Ok((listener, bound))
}

async fn accept(server: Arc<Server>, listener: TcpListener) {
    loop {
        match listener.accept().await {
            Ok((stream, _)) => {
                if server.faults.down() {
                    continue;
                }
                server.stats.count(|s| s.connections += 1);
                tokio::spawn(connection::serve(server.clone(), stream));
            }
            Err(error) => {
                log::warn!("accept: {error}");
                tokio::task::yield_now().await;
            }
        }
    }
}

struct Running {
    server: Arc<Server>,
    ws_addr: SocketAddr,
    control_addr: SocketAddr,
    tasks: Mutex<Vec<JoinHandle<()>>>,
}

impl Running {
    fn end(&self) {
        let tasks: Vec<_> = lock(&self.tasks).drain(..).collect();
        if tasks.is_empty() {
            return;
        }
        for task in tasks {
            task.abort();
        }
        for link in self.server.links() {
            link.cut();
        }
    }
}

impl Drop for Running {
    fn drop(&mut self) {
        self.end();
    }
}

/// A running server. Clones speak to the same one; it ends with the last.
#[derive(Clone)]
pub struct ServerHandle {
    running: Arc<Running>,
}

impl std::fmt::Debug for ServerHandle {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("ServerHandle")
            .field("ws", &self.ws_url())
            .field("control", &self.control_url())
            .finish_non_exhaustive()
    }
}

impl ServerHandle {
    fn server(&self) -> &Arc<Server> {
        &self.running.server
    }

    /// Where a client connects, as `ws://127.0.0.1:PORT/ws/chat`.
    pub fn ws_url(&self) -> String {
        format!("ws://{}/ws/chat", self.running.ws_addr)
    }

    /// Where the control door is, as `http://127.0.0.1:PORT`.
    pub fn control_url(&self) -> String {
        format!("http://{}", self.running.control_addr)
    }

    /// Where media go, as `127.0.0.1:PORT`; HTTPS with a self-signed
    /// certificate.
    pub fn media_host(&self) -> String {
        self.server().media_host().to_owned()
    }

    /// The public key the Noise certificates are signed with, for a client
    /// that checks them.
    pub fn root_key_hex(&self) -> String {
        self.server().noise.root_key_hex()
    }

    /// The owner's phone scans a QR code; done when the device is linked.
    pub async fn pair(&self, qr: &str) -> Result<Paired> {
        pairing::by_qr(self.server(), qr, None).await
    }

    /// Another phone scans it: the device joins that account.
    pub async fn pair_as(&self, qr: &str, phone: &str, name: &str) -> Result<Paired> {
        let account = (parse_number(phone)?, name.to_owned());
        pairing::by_qr(self.server(), qr, Some(account)).await
    }

    /// The code a client shows is typed on the phone with this number.
    pub async fn pair_code(&self, phone: &str, code: &str) -> Result<Paired> {
        link_code::typed(self.server(), parse_number(phone)?, code).await
    }

    /// What all phones received, in order of arrival.
    pub fn received(&self) -> Vec<Received> {
        self.server().inbox.list(None)
    }

    /// What one phone received.
    pub fn received_by(&self, phone: &str) -> Result<Vec<Received>> {
        let phone = format!("+{}", parse_number(phone)?);
        Ok(self.server().inbox.list(Some(&phone)))
    }

    /// A phone writes to whoever wrote to it last, or to the owner. Gives the
    /// message's id.
    pub fn say(&self, phone: &str, text: &str) -> Result<String> {
        self.speak(phone, None, text)
    }

    /// A phone writes to a certain account.
    pub fn say_to(&self, phone: &str, to: &str, text: &str) -> Result<String> {
        self.speak(phone, Some(parse_number(to)?), text)
    }

    /// A phone tells the sender of a message that the medium in it can no
    /// longer be fetched.
    pub fn say_gone(&self, phone: &str, message_id: &str) -> Result<()> {
        let account = self.phone(phone)?;
        phone::say_gone(self.server(), &account, message_id)?;
        self.server().remember()
    }

    fn phone(&self, phone: &str) -> Result<Arc<Account>> {
        let number = parse_number(phone)?;
        let found = self.server().registry.find(number);
        found.ok_or_else(|| LoopbackError::bad(format!("+{number} is not a phone of this server")))
    }

    fn speak(&self, phone: &str, to: Option<u64>, text: &str) -> Result<String> {
        let account = self.phone(phone)?;
        let id = speech::say(self.server(), &account, to, text)?;
        self.server().remember()?;
        Ok(id)
    }

    /// What clients did so far.
    pub fn stats(&self) -> Stats {
        self.server().stats.snapshot()
    }

    /// Behaves badly from now on, or once.
    pub fn fault(&self, fault: Fault) -> Result<()> {
        let server = self.server();
        let numbers = |phones: &[String]| -> Result<HashSet<u64>> {
            phones.iter().map(|phone| parse_number(phone)).collect()
        };
        let standing = match fault {
            Fault::SwallowAcks { count } => Standing::SwallowAcks(count),
            Fault::DelayAcks { ms } => Standing::DelayAcks(ms),
            Fault::Refuse {
                code,
                phones,
                count,
            } => Standing::Refuse(code, numbers(&phones)?, count),
            Fault::DropAfter { messages } => {
                if messages == 0 {
                    return Err(LoopbackError::bad("drop_after needs at least 1 message"));
                }
                Standing::DropAfter(messages)
            }
            Fault::MediaDown { on } => Standing::MediaDown(on),
            Fault::MediaSilent { on } => Standing::MediaSilent(on),
            Fault::MediaRefuse { code, count } => Standing::MediaRefuse(code, count),
            Fault::MediaLife { seconds } => Standing::MediaLife(seconds),
            Fault::ForgetMedia {} => {
                server.media.forget();
                return Ok(());
            }
            Fault::NotOnWhatsapp { phones } => Standing::NotOnWhatsapp(numbers(&phones)?),
            Fault::AnswersAs { phone, other } => {
                Standing::AnswersAs(parse_number(&phone)?, parse_number(&other)?)
            }
            Fault::Hidden { phones } => Standing::Hidden(numbers(&phones)?),
            Fault::Unanswered { phones } => Standing::Unanswered(numbers(&phones)?),
            Fault::NoPrekeys { phones } => Standing::NoPrekeys(numbers(&phones)?),
            Fault::Silent { on } => Standing::Silent(on),
            Fault::Down { on } => Standing::Down(on),
            Fault::Failure {
                code,
                reason,
                expire,
                count,
            } => Standing::Failure(
                LoginRefusal {
                    code,
                    reason,
                    expire,
                },
                count,
            ),
            Fault::TimeLock { until } => Standing::TimeLock(TimeLock { until }),
            Fault::NewChatLimit { limit, used } => Standing::NewChatLimit(limit, used),
            Fault::LimitsUntold { on } => Standing::LimitsUntold(on),
            Fault::FewCodes { count } => {
                if count == 0 {
                    return Err(LoopbackError::bad("few_codes needs at least 1 code"));
                }
                Standing::FewCodes(count)
            }
            Fault::DropSocket {} => {
                self.cut_all();
                return Ok(());
            }
            Fault::ForgetSessions { phones } => {
                for number in numbers(&phones)? {
                    if let Some(account) = server.registry.find(number) {
                        account.lock().phone.forget_sessions();
                    }
                }
                return Ok(());
            }
            Fault::StreamError { code, conflict } => {
                self.end_sessions(code, conflict.as_deref());
                return Ok(());
            }
            Fault::StreamErrorOpen { code } => {
                for link in server.links() {
                    link.send(stream_error(Some(code), None));
                }
                return Ok(());
            }
            Fault::Clear {} => {
                server.faults.clear();
                return Ok(());
            }
        };
        let cuts = matches!(standing, Standing::Down(true) | Standing::Failure(..));
        server.faults.set(standing);
        if cuts {
            self.cut_all();
        }
        Ok(())
    }

    fn cut_all(&self) {
        for link in self.server().links() {
            link.cut();
        }
    }

    fn end_sessions(&self, code: Option<u16>, conflict: Option<&str>) {
        if conflict == Some("device_removed") {
            for account in self.server().registry.linked() {
                let linked: Vec<u16> = account.lock().companions.keys().copied().collect();
                for device in linked {
                    devices::unlink(self.server(), &account, device);
                }
            }
            return;
        }
        for link in self.server().links() {
            link.send(stream_error(code, conflict));
            link.close();
        }
    }

    /// Stops serving and cuts every connection.
    pub async fn stop(self) {
        let tasks: Vec<_> = lock(&self.running.tasks).drain(..).collect();
        self.cut_all();
        for task in tasks {
            task.abort();
            // An aborted task reports that it was; nothing to do about it.
            let _ = task.await;
        }
    }
}
