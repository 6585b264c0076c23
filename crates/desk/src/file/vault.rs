//! The bytes of files, keyed `{org}/{hash[0..2]}/{hash}`: the same content of one organisation is kept once, and two organisations
//! never share a byte. A local folder by default. A hash opens nothing: who asks has been decided about before.

use std::ops::Range;
use std::path::Path as Folder;
use std::sync::Arc;

use bytes::Bytes;
use futures_util::StreamExt;
use futures_util::stream::BoxStream;
use kit::{Error, OrgId, Result, Time};
use object_store::local::LocalFileSystem;
use object_store::path::Path;
use object_store::{GetOptions, GetRange, ObjectStore, ObjectStoreExt};
use tokio::sync::Mutex;

use super::intake::Intake;

/// Where uploads wait until their hash is known.
pub(super) const ARRIVING: &str = "arriving";

/// Pieces in which a large file is written.
const LOCAL_PIECE: usize = 512 * 1024;

/// Cheap to clone.
#[derive(Clone)]
pub struct Vault {
    pub(super) store: Arc<dyn ObjectStore>,
    /// A file up to this size is written at once; a larger one in pieces of it.
    pub(super) piece: usize,
    /// One upload is put in its place at a time: a folder that another has just made may not have reached the disk yet.
    pub(super) placing: Arc<Mutex<()>>,
}

/// A file on its way out.
pub struct Content {
    /// Of the whole file.
    pub size: u64,
    /// What of it follows.
    pub range: Range<u64>,
    pub bytes: BoxStream<'static, std::io::Result<Bytes>>,
}

impl Vault {
    /// A folder, made if it is not there. What is acknowledged has reached the disk, with the folders that lead to it.
    pub fn folder(path: &Folder) -> Result<Self> {
        std::fs::create_dir_all(path).map_err(Error::internal)?;
        let store = LocalFileSystem::new_with_prefix(path).map_err(Error::internal)?.with_fsync(true);
        Ok(Self::over(Arc::new(store), LOCAL_PIECE))
    }

    /// Any store; `piece` is the least it takes as part of a large file.
    pub fn over(store: Arc<dyn ObjectStore>, piece: usize) -> Self {
        Self {
            store,
            piece,
            placing: Arc::default(),
        }
    }

    /// Begins to take a file in: at most `max` bytes, called `name`.
    pub fn take_in(&self, org: OrgId, name: &str, max: u64) -> Intake {
        Intake::new(self.clone(), org, name, max)
    }

    /// The bytes of a file, or a part of them.
    pub async fn get(&self, org: OrgId, hash: &[u8; 32], range: Option<Range<u64>>) -> Result<Content> {
        let options = GetOptions {
            range: range.map(GetRange::Bounded),
            ..GetOptions::default()
        };
        let found = self.store.get_opts(&key(org, hash), options).await.map_err(failed)?;
        let (size, range) = (found.meta.size, found.range.clone());
        let bytes = found.into_stream().map(|piece| piece.map_err(std::io::Error::other)).boxed();
        Ok(Content { size, range, bytes })
    }

    /// A whole file in memory, for what is known to be small enough.
    pub async fn whole(&self, org: OrgId, hash: &[u8; 32]) -> Result<Bytes> {
        self.store.get(&key(org, hash)).await.map_err(failed)?.bytes().await.map_err(failed)
    }

    /// Removes a file that no row names any more. One that is not there is removed already.
    pub async fn remove(&self, org: OrgId, hash: &[u8; 32]) -> Result<()> {
        match self.store.delete(&key(org, hash)).await {
            Ok(()) | Err(object_store::Error::NotFound { .. }) => Ok(()),
            Err(error) => Err(failed(error)),
        }
    }

    /// Removes what never finished arriving and has not been touched since `before`; how many there were.
    pub async fn sweep(&self, before: Time) -> Result<usize> {
        let mut arriving = self.store.list(Some(&Path::from(ARRIVING)));
        let mut swept = 0;
        while let Some(found) = arriving.next().await {
            let found = found.map_err(failed)?;
            if found.last_modified.timestamp_micros() < before.micros() {
                self.store.delete(&found.location).await.map_err(failed)?;
                swept += 1;
            }
        }
        Ok(swept)
    }
}

pub(super) fn key(org: OrgId, hash: &[u8; 32]) -> Path {
    let hash = data_encoding::HEXLOWER.encode(hash);
    Path::from(format!("{org}/{}/{hash}", &hash[..2]))
}

/// A file that its row promises and the store has not is our fault, not an unknown id.
pub(super) fn failed(error: object_store::Error) -> Error {
    match error {
        gone @ object_store::Error::NotFound { .. } => Error::internal(gone),
        full if is_full(&full) => Error::full(full),
        other => Error::unavailable(other),
    }
}

/// Whether somewhere underneath the disk had no room.
fn is_full(error: &object_store::Error) -> bool {
    let mut at: Option<&dyn std::error::Error> = Some(error);
    while let Some(error) = at {
        if error
            .downcast_ref::<std::io::Error>()
            .is_some_and(|io| io.kind() == std::io::ErrorKind::StorageFull)
        {
            return true;
        }
        at = error.source();
    }
    false
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::file::Stored;

    fn org(n: u8) -> OrgId {
        OrgId::from_bytes([n; 16])
    }

    /// Each test on the folder and on another store with pieces so small that everything is large.
    fn vaults() -> (tempfile::TempDir, [Vault; 2]) {
        let folder = tempfile::tempdir().unwrap();
        let local = Vault {
            piece: 64,
            ..Vault::folder(&folder.path().join("files")).unwrap()
        };
        (folder, [local, Vault::over(Arc::new(object_store::memory::InMemory::new()), 64)])
    }

    async fn put(vault: &Vault, org: OrgId, bytes: &[u8]) -> Stored {
        let mut intake = vault.take_in(org, "nota.txt", 10_000);
        for piece in bytes.chunks(50) {
            intake.write(piece).await.unwrap();
        }
        intake.finish().await.unwrap()
    }

    async fn read(vault: &Vault, org: OrgId, hash: &[u8; 32], range: Option<Range<u64>>) -> (u64, Vec<u8>) {
        let mut content = vault.get(org, hash, range).await.unwrap();
        let mut bytes = Vec::new();
        while let Some(piece) = content.bytes.next().await {
            bytes.extend_from_slice(&piece.unwrap());
        }
        assert_eq!(content.range.end - content.range.start, bytes.len() as u64);
        (content.size, bytes)
    }

    #[tokio::test]
    async fn what_is_put_is_got_whole_and_in_part() {
        let (_folder, vaults) = vaults();
        for vault in vaults {
            for bytes in [b"hola".repeat(5), b"hola".repeat(1000), Vec::new()] {
                let stored = put(&vault, org(1), &bytes).await;
                assert_eq!((stored.hash, stored.size), (crate::who::secret::sha256(&bytes), bytes.len() as u64));
                assert_eq!(read(&vault, org(1), &stored.hash, None).await, (stored.size, bytes.clone()));
                assert_eq!(vault.whole(org(1), &stored.hash).await.unwrap(), bytes);
                if !bytes.is_empty() {
                    assert_eq!(
                        read(&vault, org(1), &stored.hash, Some(3..7)).await,
                        (stored.size, bytes[3..7].to_vec())
                    );
                    assert_eq!(
                        read(&vault, org(1), &stored.hash, Some(3..999_999)).await,
                        (stored.size, bytes[3..].to_vec())
                    );
                }
            }
        }
    }

    #[tokio::test]
    async fn organisations_share_nothing_and_content_is_kept_once() {
        let (folder, [local, _]) = vaults();
        let stored = put(&local, org(1), &b"hola".repeat(100)).await;
        assert_eq!(put(&local, org(1), &b"hola".repeat(100)).await, stored);
        assert_eq!(local.get(org(2), &stored.hash, None).await.err().unwrap().kind, kit::Kind::Internal);
        let hex = data_encoding::HEXLOWER.encode(&stored.hash);
        let place = folder.path().join(format!("files/{}/{}/{hex}", org(1), &hex[..2]));
        assert_eq!(std::fs::read(&place).unwrap(), b"hola".repeat(100));
        put(&local, org(2), &b"hola".repeat(100)).await;
        local.remove(org(1), &stored.hash).await.unwrap();
        local.remove(org(1), &stored.hash).await.unwrap();
        assert!(!place.exists());
        assert_eq!(local.whole(org(2), &stored.hash).await.unwrap().len(), 400);
    }

    #[tokio::test]
    async fn many_at_once() {
        let (_folder, vaults) = vaults();
        for vault in vaults {
            let tasks: Vec<_> = (0..32u8)
                .map(|n| {
                    let vault = vault.clone();
                    tokio::spawn(async move { (n, put(&vault, org(n % 3), &[n % 8; 500]).await) })
                })
                .collect();
            for task in tasks {
                let (n, stored) = task.await.unwrap();
                assert_eq!(vault.whole(org(n % 3), &stored.hash).await.unwrap(), vec![n % 8; 500]);
            }
        }
    }

    #[tokio::test]
    async fn what_never_finished_is_swept_and_nothing_else() {
        let (_folder, vaults) = vaults();
        for vault in vaults {
            let stored = put(&vault, org(1), &b"hola".repeat(100)).await;
            vault
                .store
                .put(&Path::from("arriving/left"), Bytes::from_static(b"x").into())
                .await
                .unwrap();
            assert_eq!(vault.sweep(Time::from_micros(0)).await.unwrap(), 0);
            assert_eq!(vault.sweep(Time::MAX).await.unwrap(), 1);
            assert_eq!(vault.whole(org(1), &stored.hash).await.unwrap().len(), 400);
        }
    }
}
