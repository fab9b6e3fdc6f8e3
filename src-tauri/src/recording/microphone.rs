//! The microphone that the system offers.

use super::take::Take;
use super::{Deaf, Hearing};
use cpal::traits::{DeviceTrait, HostTrait, StreamTrait};
use cpal::{ErrorKind, FromSample, SampleFormat, SizedSample, StreamConfig};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::{Receiver, RecvTimeoutError, Sender, channel};
use std::sync::{Arc, Mutex, PoisonError};
use std::thread;
use std::time::Duration;
use tokio::sync::oneshot;

/// How often the page hears how it goes.
const OFTEN: Duration = Duration::from_millis(100);

/// An open microphone. It is closed when this is dropped.
pub struct Microphone {
    take: Arc<Mutex<Take>>,
    /// Nothing is ever sent: the other end hears that this one is gone.
    open: Sender<()>,
    closed: oneshot::Receiver<()>,
}

impl Microphone {
    /// Opens the one that the system prefers and begins to listen. The stream
    /// lives on a thread of its own: on some systems it may not leave the one on
    /// which it was made.
    pub async fn open(tell: impl Fn(Hearing) + Send + 'static) -> Result<Self, Deaf> {
        let (open, end) = channel();
        let (told, ready) = oneshot::channel();
        let (closing, closed) = oneshot::channel();
        let spawned = thread::Builder::new()
            .name("microphone".into())
            .spawn(move || {
                match Listening::begin() {
                    Ok(listening) => {
                        // Nobody waits any more: then nobody holds the other end either.
                        let _gone = told.send(Ok(Arc::clone(&listening.take)));
                        listening.until(&end, tell);
                    }
                    Err(why) => drop(told.send(Err(why))),
                }
                let _gone = closing.send(());
            });
        if let Err(error) = spawned {
            log::warn!("no thread for the microphone: {error}");
            return Err(Deaf::Failed);
        }
        let take = ready.await.map_err(|_| Deaf::Failed)??;
        Ok(Self { take, open, closed })
    }

    /// Closes it and answers what was heard; nothing where nothing was.
    pub async fn finish(self) -> Option<Take> {
        drop(self.open);
        let _ended = self.closed.await;
        let mut take = self.take.lock().unwrap_or_else(PoisonError::into_inner);
        let heard = take.seconds() > 0.0;
        heard.then(|| std::mem::replace(&mut *take, Take::new(1, 1)))
    }
}

struct Listening {
    take: Arc<Mutex<Take>>,
    lost: Arc<AtomicBool>,
    _stream: cpal::Stream,
}

impl Listening {
    fn begin() -> Result<Self, Deaf> {
        let device = cpal::default_host()
            .default_input_device()
            .ok_or(Deaf::Missing)?;
        let offered = device
            .default_input_config()
            .map_err(|error| deaf(&error))?;
        let format = offered.sample_format();
        let config = StreamConfig::from(offered);
        let take = Arc::new(Mutex::new(Take::new(config.sample_rate, config.channels)));
        let lost = Arc::new(AtomicBool::new(false));
        let ends = (Arc::clone(&take), Arc::clone(&lost));
        let stream = match format {
            SampleFormat::F32 => listen::<f32>(&device, config, ends),
            SampleFormat::F64 => listen::<f64>(&device, config, ends),
            SampleFormat::I16 => listen::<i16>(&device, config, ends),
            SampleFormat::I32 => listen::<i32>(&device, config, ends),
            SampleFormat::U16 => listen::<u16>(&device, config, ends),
            SampleFormat::U8 => listen::<u8>(&device, config, ends),
            SampleFormat::I8 => listen::<i8>(&device, config, ends),
            other => {
                log::warn!("the microphone gives {other}");
                return Err(Deaf::Failed);
            }
        };
        let stream = stream.and_then(|stream| stream.play().map(|()| stream));
        Ok(Self {
            take,
            lost,
            _stream: stream.map_err(|error| deaf(&error))?,
        })
    }

    /// Listens until the other end is gone, the microphone is, or nothing more
    /// fits; tells now and then how it goes.
    fn until(&self, end: &Receiver<()>, tell: impl Fn(Hearing)) {
        while let Err(RecvTimeoutError::Timeout) = end.recv_timeout(OFTEN) {
            let hearing = {
                let mut take = self.take.lock().unwrap_or_else(PoisonError::into_inner);
                Hearing {
                    level: take.level(),
                    seconds: take.seconds(),
                    over: take.is_full() || self.lost.load(Ordering::Relaxed),
                }
            };
            let over = hearing.over;
            tell(hearing);
            if over {
                return;
            }
        }
    }
}

fn listen<T>(
    device: &cpal::Device,
    config: StreamConfig,
    (take, lost): (Arc<Mutex<Take>>, Arc<AtomicBool>),
) -> Result<cpal::Stream, cpal::Error>
where
    T: SizedSample,
    f32: FromSample<T>,
{
    device.build_input_stream(
        config,
        move |heard: &[T], _: &_| {
            let mut take = take.lock().unwrap_or_else(PoisonError::into_inner);
            take.hear(heard.iter().map(|&sample| f32::from_sample_(sample)));
        },
        move |error| match error.kind() {
            // A gap, or another device that took the place: it goes on.
            ErrorKind::Xrun | ErrorKind::DeviceChanged | ErrorKind::RealtimeDenied => {}
            kind => {
                log::warn!("the microphone stopped: {kind:?}");
                lost.store(true, Ordering::Relaxed);
            }
        },
        None,
    )
}

fn deaf(error: &cpal::Error) -> Deaf {
    log::warn!("the microphone does not open: {:?}", error.kind());
    match error.kind() {
        ErrorKind::PermissionDenied => Deaf::Forbidden,
        ErrorKind::DeviceBusy => Deaf::Busy,
        ErrorKind::DeviceNotAvailable | ErrorKind::HostUnavailable => Deaf::Missing,
        _ => Deaf::Failed,
    }
}
