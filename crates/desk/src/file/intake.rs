//! Bytes on their way in: counted, hashed and looked at as they come, so that a file of any size takes bounded memory.

use bytes::{Bytes, BytesMut};
use kit::{Error, Kind, OrgId, Result, Time};
use object_store::path::Path;
use object_store::{ObjectStoreExt, WriteMultipart};
use ring::digest::{Context, SHA256};

use super::vault::{ARRIVING, Vault, failed, key};
use super::{name, sniff};

/// Pieces of one upload that may be on their way to the store at once.
const AT_ONCE: usize = 2;

/// A file that is kept: nobody knows it yet, until a row names it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Stored {
    pub hash: [u8; 32],
    pub size: u64,
    /// From the content.
    pub media_type: &'static str,
    /// Cleaned.
    pub name: String,
}

/// One upload. Dropped before [`Intake::finish`], it leaves nothing behind.
pub struct Intake {
    vault: Vault,
    org: OrgId,
    name: String,
    max: u64,
    size: u64,
    digest: Context,
    head: Vec<u8>,
    waiting: BytesMut,
    arriving: Option<(Path, WriteMultipart)>,
}

impl Intake {
    pub(super) fn new(vault: Vault, org: OrgId, name: &str, max: u64) -> Self {
        Self {
            vault,
            org,
            name: name::clean(name),
            max,
            size: 0,
            digest: Context::new(&SHA256),
            head: Vec::new(),
            waiting: BytesMut::new(),
            arriving: None,
        }
    }

    /// The next bytes. An error ends the upload.
    pub async fn write(&mut self, bytes: &[u8]) -> Result<()> {
        self.size += bytes.len() as u64;
        if self.size > self.max {
            self.give_up().await;
            return Err(Error::new(Kind::TooLarge, "file_too_large").with_param("max", self.max.div_ceil(1024 * 1024)));
        }
        self.digest.update(bytes);
        let seen = sniff::HEAD.saturating_sub(self.head.len()).min(bytes.len());
        self.head.extend_from_slice(&bytes[..seen]);
        self.waiting.extend_from_slice(bytes);
        if self.waiting.len() > self.vault.piece {
            self.pass_on().await?;
        }
        Ok(())
    }

    /// The end: returns when the file is durable, in its place.
    pub async fn finish(mut self) -> Result<Stored> {
        let media_type = sniff::media_type(&self.head, &self.name);
        if sniff::is_program(media_type) {
            self.give_up().await;
            return Err(Error::invalid("file", "file_type_refused"));
        }
        let mut hash = [0; 32];
        hash.copy_from_slice(self.digest.clone().finish().as_ref());
        let place = key(self.org, &hash);
        let waiting = std::mem::take(&mut self.waiting).freeze();
        match self.arriving.take() {
            None => {
                let _turn = self.vault.placing.lock().await;
                self.vault.store.put(&place, waiting.into()).await.map_err(failed)?;
            }
            Some((from, mut upload)) => {
                upload.put(waiting);
                upload.finish().await.map_err(failed)?;
                let _turn = self.vault.placing.lock().await;
                self.vault.store.rename(&from, &place).await.map_err(failed)?;
            }
        }
        Ok(Stored {
            hash,
            size: self.size,
            media_type,
            name: std::mem::take(&mut self.name),
        })
    }

    async fn pass_on(&mut self) -> Result<()> {
        let upload = match &mut self.arriving {
            Some((_, upload)) => upload,
            none => {
                let random = crate::who::secret::random()?;
                let path = Path::from(format!("{ARRIVING}/{}", data_encoding::HEXLOWER.encode(&random[..16])));
                let upload = self.vault.store.put_multipart(&path).await.map_err(failed)?;
                let upload = WriteMultipart::new_with_chunk_size(upload, self.vault.piece);
                &mut none.insert((path, upload)).1
            }
        };
        upload.wait_for_capacity(AT_ONCE).await.map_err(failed)?;
        upload.put(self.waiting.split().freeze());
        Ok(())
    }

    /// Takes back what has been written. What cannot be taken back now is swept later.
    async fn give_up(&mut self) {
        self.waiting = BytesMut::new();
        if let Some((_, upload)) = self.arriving.take()
            && let Err(error) = upload.abort().await
        {
            tracing::warn!(%error, "an upload was given up and not cleaned away");
        }
    }
}

impl Vault {
    /// Keeps bytes that are already in memory and were made by us: previews.
    pub(super) async fn keep(&self, org: OrgId, bytes: Bytes) -> Result<[u8; 32]> {
        let hash = crate::who::secret::sha256(&bytes);
        let _turn = self.placing.lock().await;
        self.store.put(&key(org, &hash), bytes.into()).await.map_err(failed)?;
        Ok(hash)
    }

    /// Uploads older than this are swept: none takes so long.
    pub fn stale(now: Time) -> Time {
        now.minus(std::time::Duration::from_secs(24 * 60 * 60))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn folder() -> (tempfile::TempDir, Vault) {
        let folder = tempfile::tempdir().unwrap();
        let vault = Vault {
            piece: 1000,
            ..Vault::folder(folder.path()).unwrap()
        };
        (folder, vault)
    }

    fn files(folder: &tempfile::TempDir) -> Vec<std::path::PathBuf> {
        let mut found = vec![folder.path().to_owned()];
        let mut files = Vec::new();
        while let Some(path) = found.pop() {
            match std::fs::read_dir(&path) {
                Ok(inside) => found.extend(inside.map(|entry| entry.unwrap().path())),
                Err(_) => files.push(path),
            }
        }
        files
    }

    const ORG: OrgId = OrgId::from_bytes([7; 16]);

    #[tokio::test]
    async fn too_much_is_refused_on_the_way_and_leaves_nothing() {
        let (folder, vault) = folder();
        let mut intake = vault.take_in(ORG, "a.bin", 5000);
        for _ in 0..5 {
            intake.write(&[0; 1000]).await.unwrap();
        }
        let error = intake.write(&[0]).await.unwrap_err();
        assert_eq!(
            (error.kind, error.code, error.params["max"].as_str()),
            (Kind::TooLarge, "file_too_large", "1")
        );
        drop(intake);
        tokio::time::sleep(std::time::Duration::from_millis(50)).await;
        assert_eq!(files(&folder), Vec::<std::path::PathBuf>::new());
        let mut exact = vault.take_in(ORG, "a.bin", 5000);
        exact.write(&[0; 5000]).await.unwrap();
        assert_eq!(exact.finish().await.unwrap().size, 5000);
        assert_eq!(files(&folder).len(), 1);
    }

    #[tokio::test]
    async fn an_upload_that_breaks_off_leaves_nothing() {
        let (folder, vault) = folder();
        let mut intake = vault.take_in(ORG, "a.bin", 50_000);
        for _ in 0..20 {
            intake.write(&[1; 700]).await.unwrap();
        }
        assert!(!files(&folder).is_empty(), "a large file is not kept in memory");
        drop(intake);
        for _ in 0..100 {
            if files(&folder).is_empty() {
                return;
            }
            tokio::time::sleep(std::time::Duration::from_millis(20)).await;
        }
        panic!("left: {:?}", files(&folder));
    }

    #[tokio::test]
    async fn the_type_comes_from_the_content_and_programs_are_refused() {
        let (folder, vault) = folder();
        for (bytes, name, expected) in [
            (&b"%PDF-1.7\n\0"[..], "C:\\foto\u{202e}.png", Ok("application/pdf")),
            (b"MZ\x90\0\x03\0\0\0", "foto.png", Err("file_type_refused")),
        ] {
            let mut intake = vault.take_in(ORG, name, 50_000);
            for piece in [bytes, &[0; 3000]] {
                intake.write(piece).await.unwrap();
            }
            let found = intake.finish().await;
            assert_eq!(found.as_ref().map(|stored| stored.media_type).map_err(|error| error.code), expected);
            assert!(found.is_err() || found.is_ok_and(|stored| stored.name == "foto.png"));
        }
        tokio::time::sleep(std::time::Duration::from_millis(50)).await;
        assert_eq!(files(&folder).len(), 1);
    }
}
