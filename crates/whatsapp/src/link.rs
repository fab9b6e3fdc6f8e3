//! One run of the protocol client: from a start to a clean stop.

use crate::board::Board;
use crate::config::{Endpoint, WhatsAppConfig};
use crate::http;
use crate::inbox::Doorkeeper;
use crate::pump::{Ear, Parting, Pump, Purpose, Signal};
use crate::session::Session;
use crate::transport::Sockets;
use domain::Clock;
use domain::messenger::LinkError;
use std::sync::Arc;
use std::sync::atomic::Ordering;
use std::time::Duration;
use tokio::sync::{mpsc, oneshot};
use tokio::task::JoinHandle;
use tokio::time::Instant;
use wacore::iq::devices::RemoveCompanionDeviceSpec;
use wacore::store::DevicePropsOverride;
use waproto::whatsapp::device_props::PlatformType;
use whatsapp_rust::bot::{Bot, BotHandle};
use whatsapp_rust::{CacheConfig, Client, MsgSecretPolicy};

/// Time for the client to save and say goodbye. It bounds its own steps to five
/// seconds each.
const STOP: Duration = Duration::from_secs(15);

/// Time for the run to end once the client has saved and closed.
const WIND_DOWN: Duration = Duration::from_secs(2);
/// Time for the end of a connection to be told after an answer that failed.
const FAREWELL: Duration = Duration::from_secs(3);

/// The version a practice server is told; it takes any.
#[cfg(feature = "loopback")]
const PRACTICE_VERSION: (u32, u32, u32) = (2, 3000, 1_026_131_876);

/// A running client.
pub(crate) struct Link {
    running: JoinHandle<()>,
    client: Arc<Client>,
    pump: JoinHandle<()>,
    signals: mpsc::UnboundedSender<Signal>,
    parting: Arc<Parting>,
}

impl Link {
    /// Starts a client on the session. It connects by itself; the board shows
    /// how that goes.
    pub(crate) async fn start(
        config: &WhatsAppConfig,
        session: &Session,
        board: &Arc<Board>,
        clock: &Arc<dyn Clock>,
        purpose: Purpose,
    ) -> Result<Self, LinkError> {
        let store = session.store().await?;
        let (signals, heard) = mpsc::unbounded_channel();
        let builder = Bot::builder()
            .with_backend(store)
            .with_transport_factory(Sockets::new(config.endpoint.clone(), signals.clone()))
            .with_http_client(http::client(&config.endpoint).await)
            .with_event_handler(Ear(signals.clone()))
            .with_inbound_durability_hook(Doorkeeper {
                session: session.clone(),
                signals: signals.clone(),
            })
            .with_device_props(
                DevicePropsOverride::new()
                    .with_os(config.device_name.as_str())
                    .with_platform_type(PlatformType::CHROME),
            )
            .with_cache_config(kept())
            .skip_history_sync();
        let builder = match &config.endpoint {
            // The version in use is fetched: an old one is refused.
            Endpoint::Production => builder,
            #[cfg(feature = "loopback")]
            Endpoint::Loopback(_) => builder.with_version(PRACTICE_VERSION),
        };
        let bot = builder
            .build()
            .await
            .map_err(|_| LinkError::Other("the session cannot be used".to_owned()))?;

        let client = bot.client();
        // The pauses before attempts are ours: the client's own grow to a quarter of
        // an hour and cannot be cut short.
        client.enable_auto_reconnect.store(false, Ordering::Relaxed);
        let parting = Arc::new(Parting::default());
        let pump = Pump::new(
            Arc::clone(board),
            Arc::clone(clock),
            Arc::downgrade(&client),
            purpose,
            Arc::clone(&parting),
            config.chance,
        );
        Ok(Self {
            pump: tokio::spawn(pump.run(heard)),
            running: tokio::spawn(keep_running(
                bot.spawn(),
                Arc::clone(&client),
                signals.clone(),
                Arc::clone(&parting),
            )),
            client,
            signals,
            parting,
        })
    }

    /// Tries the line now, where an attempt is waited for.
    pub(crate) fn hurry(&self) {
        self.parting.hurry.notify_one();
    }

    /// Takes the line down, which may be dead, and makes a new one at once.
    pub(crate) async fn renew(&self) {
        self.parting.anew.store(true, Ordering::Release);
        self.client.reconnect_immediately().await;
    }

    pub(crate) fn client(&self) -> &Arc<Client> {
        &self.client
    }

    /// Asks the server to forget this device.
    pub(crate) async fn log_out(&self) -> Result<(), LinkError> {
        let Some(own) = self.client.pn() else {
            return Ok(());
        };
        let leaving = Leaving::begin(&self.parting);
        let answer = self.client.execute(RemoveCompanionDeviceSpec::new(&own));
        let told = answer.await.is_ok() || {
            // The server ends the connection of a device it forgot, and that
            // can overtake its answer.
            let mut removed = self.parting.removed.subscribe();
            let ended = removed.wait_for(|removed| *removed);
            matches!(tokio::time::timeout(FAREWELL, ended).await, Ok(Ok(_)))
        };
        if !told {
            return Err(LinkError::Unreachable(
                "the phone could not be told".to_owned(),
            ));
        }
        leaving.keep();
        Ok(())
    }

    /// Saves everything, closes the connection and waits until nothing of this
    /// run is left working. Events that came before are passed on.
    pub(crate) async fn stop(mut self) {
        self.parting.leaving.store(true, Ordering::Release);
        self.parting.hurry.notify_one();
        if tokio::time::timeout(STOP, self.client.disconnect())
            .await
            .is_err()
        {
            log::warn!("the client did not save and close in time");
        }
        // A connection that is being made does not hear of the stop. There is
        // nothing in it to save: it is cut off.
        if tokio::time::timeout(WIND_DOWN, &mut self.running)
            .await
            .is_err()
        {
            self.running.abort();
        }
        let _ = self.signals.send(Signal::Stop);
        if self.pump.await.is_err() {
            log::error!("the event pump had failed");
        }
    }
}

/// Runs the client, connection after connection, for as long as another one is to
/// be tried.
async fn keep_running(
    first: BotHandle,
    client: Arc<Client>,
    signals: mpsc::UnboundedSender<Signal>,
    parting: Arc<Parting>,
) {
    first.await;
    loop {
        let (answer, asked) = oneshot::channel();
        if signals.send(Signal::Ended(answer)).is_err() {
            return;
        }
        let Ok(Some(pause)) = asked.await else {
            return;
        };
        // Work inside the client that waits for a line is to wait for the next one.
        client.enable_auto_reconnect.store(true, Ordering::Relaxed);
        let end = Instant::now() + pause.length;
        let mut waits = true;
        while waits {
            tokio::select! {
                biased;
                () = parting.hurry.notified() => waits = pause.firm,
                () = tokio::time::sleep_until(end) => waits = false,
            }
            if parting.leaving.load(Ordering::Acquire) {
                return;
            }
        }
        client.enable_auto_reconnect.store(false, Ordering::Relaxed);
        client.run().await;
    }
}

/// What the client keeps of the messages that pass. The secret of each one
/// would open later edits, votes and reactions to it, none of which is taken
/// for an answer; to keep it is a commit for every text that goes out.
fn kept() -> CacheConfig {
    CacheConfig {
        msg_secret_policy: MsgSecretPolicy::Disabled,
        ..CacheConfig::default()
    }
}

/// Keeps the pump from showing what follows as somebody else's doing, until it
/// is dropped without being kept.
struct Leaving<'a>(Option<&'a Parting>);

impl<'a> Leaving<'a> {
    fn begin(parting: &'a Parting) -> Self {
        parting.leaving.store(true, Ordering::Release);
        Self(Some(parting))
    }

    fn keep(mut self) {
        self.0 = None;
    }
}

impl Drop for Leaving<'_> {
    fn drop(&mut self) {
        if let Some(parting) = self.0 {
            parting.leaving.store(false, Ordering::Release);
        }
    }
}
