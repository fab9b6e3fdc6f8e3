use super::*;
use whatsapp_rust::download::DownloadUtils;

/// A medium in pieces of `size` bytes.
struct Pieces {
    bytes: Vec<u8>,
    at: usize,
    size: usize,
}

#[async_trait::async_trait]
impl MediumBytes for Pieces {
    async fn next(&mut self) -> Result<Option<Vec<u8>>, String> {
        let end = (self.at + self.size).min(self.bytes.len());
        let piece = self.bytes[self.at..end].to_vec();
        self.at = end;
        Ok((!piece.is_empty()).then_some(piece))
    }
}

struct Broken;

#[async_trait::async_trait]
impl MediumBytes for Broken {
    async fn next(&mut self) -> Result<Option<Vec<u8>>, String> {
        Err("the disk fails".to_owned())
    }
}

/// The same letters over and over, so that they would be found.
fn readable(size: usize) -> Vec<u8> {
    b"Lista de precios, Tienda Luna. ".repeat(size / 31 + 1)[..size].to_vec()
}

async fn sealed(bytes: &[u8], kind: MediaType) -> (tempfile::TempDir, Sealed) {
    let folder = tempfile::tempdir().unwrap();
    let pieces = Pieces {
        bytes: bytes.to_vec(),
        at: 0,
        size: 1_000,
    };
    let sealed = seal(Box::new(pieces), kind, folder.path().to_owned()).await;
    (folder, sealed.unwrap_or_else(|error| panic!("{error}")))
}

fn source(sealed: Sealed) -> (Arc<()>, Ciphertext) {
    let wanted = Arc::new(());
    let source = Ciphertext {
        file: Arc::new(sealed.file),
        length: sealed.length,
        wanted: Arc::downgrade(&wanted),
    };
    (wanted, source)
}

fn from(source: &Ciphertext, offset: u64) -> Vec<u8> {
    let mut bytes = Vec::new();
    let mut reader = source.reader_from(offset).unwrap();
    reader.read_to_end(&mut bytes).unwrap();
    bytes
}

#[tokio::test]
async fn what_lies_aside_opens_with_the_key_alone() {
    for size in [1, 15, 16, 1_000, 70_001] {
        let bytes = readable(size);
        let (folder, sealed) = sealed(&bytes, MediaType::Document).await;
        assert_eq!(sealed.info.file_length, size as u64);
        assert_eq!(sealed.info.streaming_sidecar, None);
        let names = std::fs::read_dir(folder.path()).unwrap();
        assert_eq!(names.count(), 0, "the file has a name");
        let key = sealed.info.media_key;
        let (_wanted, source) = source(sealed);
        let all = from(&source, 0);
        assert_eq!(all.len() as u64, source.len());
        let window = &bytes[..size.min(12)];
        if size > 12 {
            assert!(!all.windows(12).any(|found| found == window));
            assert!(bytes.windows(12).any(|found| found == window));
        }
        let opened = DownloadUtils::verify_and_decrypt(&all, &key, MediaType::Document);
        assert_eq!(opened.unwrap(), bytes);
    }
}

#[tokio::test]
async fn the_host_may_ask_from_the_middle_and_again() {
    let (_folder, sealed) = sealed(&readable(300_000), MediaType::Video).await;
    assert!(sealed.info.streaming_sidecar.is_some());
    let (_wanted, source) = source(sealed);
    let all = from(&source, 0);
    assert_eq!(from(&source, 123_456), all[123_456..]);
    assert!(from(&source, source.len()).is_empty());
    assert_eq!(from(&source, 0), all);
}

#[tokio::test]
async fn nothing_is_sent_on_once_nobody_waits() {
    let (_folder, sealed) = sealed(&readable(10_000), MediaType::Image).await;
    let (wanted, source) = source(sealed);
    let mut reader = source.reader_from(0).unwrap();
    let mut buffer = [0; 100];
    assert_eq!(reader.read(&mut buffer).unwrap(), 100);
    drop(wanted);
    assert!(reader.read(&mut buffer).is_err());
}

#[tokio::test]
async fn a_disk_that_fails_is_no_fault_of_the_recipient() {
    let class = |result: Result<Sealed, SendError>| match result {
        Err(SendError::NothingSent { class, .. }) => class,
        Err(error) => panic!("{error}"),
        Ok(_) => panic!("it was sealed"),
    };
    let folder = tempfile::tempdir().unwrap();
    let broken = seal(Box::new(Broken), MediaType::Image, folder.path().to_owned()).await;
    assert_eq!(class(broken), FailureClass::Device);
    let missing = folder.path().join("missing");
    let pieces = Pieces {
        bytes: readable(10_000_000),
        at: 0,
        size: 100_000,
    };
    let nowhere = seal(Box::new(pieces), MediaType::Image, missing).await;
    assert_eq!(class(nowhere), FailureClass::Device);
}

#[test]
fn an_address_says_when_it_ends() {
    let made_at = Timestamp(1_700_000_000_000);
    let ends = |path: &str, url: &str| expiry(path, url, made_at);
    let end = Some(Timestamp(0x6553_F2FF * 1_000));
    assert_eq!(
        ends("/v/t62/a?ccb=11-4&oh=01_x&oe=6553F2FF&_nc_sid=5e", ""),
        end
    );
    assert_eq!(ends("/v/t62/a?oe=6553f2ff", ""), end);
    assert_eq!(ends("/v/t62/a", "https://mmg/v/a?x=1&oe=6553F2FF"), end);
    // Nothing that makes sense: then the usual life is assumed.
    for path in [
        "/v/t62/a",
        "/v/a?oe=",
        "/v/a?oe=Z",
        "/v/a?oe=7FFFFFFFFFFFFFFF",
        "/v/a?hoe=6553F2FF",
    ] {
        assert_eq!(ends(path, ""), None, "{path}");
    }
    // By a clock that is a day behind ours, it has ended already.
    assert_eq!(ends("/v/a?oe=65529F80", ""), None);
}
