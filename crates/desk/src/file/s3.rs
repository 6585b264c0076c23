//! Files in an S3-compatible store, for many nodes on one set of files. Behind the cargo feature `s3`.

use std::sync::Arc;

use kit::{Error, Result};
use object_store::aws::AmazonS3Builder;

use super::vault::Vault;

/// The least that S3 takes as part of a large file.
const PIECE: usize = 5 * 1024 * 1024;

/// Where the store is and who we are to it.
#[derive(Clone, serde::Deserialize)]
pub struct S3 {
    pub bucket: String,
    #[serde(default = "S3::default_region")]
    pub region: String,
    /// Of a store that is not Amazon's: `https://minio.example.com`. Its buckets are paths, not hosts.
    pub endpoint: Option<String>,
    pub access_key: String,
    pub secret_key: String,
}

impl S3 {
    fn default_region() -> String {
        "us-east-1".to_owned()
    }
}

impl Vault {
    /// A bucket. Nothing is asked of it yet.
    pub fn s3(config: &S3) -> Result<Self> {
        // The store's own HTTP client takes the process's cryptography; another part may have set the same before.
        let _ = rustls::crypto::ring::default_provider().install_default();
        let mut builder = AmazonS3Builder::new()
            .with_bucket_name(&config.bucket)
            .with_region(&config.region)
            .with_access_key_id(&config.access_key)
            .with_secret_access_key(&config.secret_key);
        if let Some(endpoint) = &config.endpoint {
            builder = builder.with_endpoint(endpoint).with_allow_http(endpoint.starts_with("http://"));
        }
        Ok(Self::over(Arc::new(builder.build().map_err(Error::internal)?), PIECE))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use kit::OrgId;
    use std::sync::Mutex;
    use tokio::io::{AsyncReadExt, AsyncWriteExt};

    /// A store that says yes to everything, and what it was asked.
    async fn double() -> (String, Arc<Mutex<Vec<String>>>) {
        let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
        let (endpoint, asked) = (
            format!("http://{}", listener.local_addr().unwrap()),
            Arc::new(Mutex::new(Vec::new())),
        );
        let heard = Arc::clone(&asked);
        tokio::spawn(async move {
            while let Ok((mut socket, _)) = listener.accept().await {
                let mut bytes = Vec::new();
                let mut piece = [0; 4096];
                // Head and body of a small request.
                while !bytes.ends_with(b"hola") {
                    match socket.read(&mut piece).await {
                        Ok(read) if read > 0 => bytes.extend_from_slice(&piece[..read]),
                        _ => break,
                    }
                }
                heard.lock().unwrap().push(String::from_utf8_lossy(&bytes).into_owned());
                let _ = socket
                    .write_all(b"HTTP/1.1 200 OK\r\netag: \"1\"\r\ncontent-length: 0\r\nconnection: close\r\n\r\n")
                    .await;
            }
        });
        (endpoint, asked)
    }

    #[tokio::test]
    async fn a_file_goes_to_its_key_with_a_signature() {
        let (endpoint, asked) = double().await;
        let config = S3 {
            bucket: "mesa".into(),
            region: S3::default_region(),
            endpoint: Some(endpoint),
            access_key: "AK".into(),
            secret_key: "SK".into(),
        };
        let org = OrgId::from_bytes([1; 16]);
        let mut intake = Vault::s3(&config).unwrap().take_in(org, "nota.txt", 100);
        intake.write(b"hola").await.unwrap();
        let stored = intake.finish().await.unwrap();
        let hash = data_encoding::HEXLOWER.encode(&stored.hash);
        let asked = asked.lock().unwrap().remove(0);
        assert!(
            asked.starts_with(&format!("PUT /mesa/{org}/{}/{hash} HTTP/1.1", &hash[..2])),
            "{asked}"
        );
        assert!(
            asked.to_lowercase().contains("authorization: aws4-hmac-sha256 credential=ak/"),
            "{asked}"
        );
    }
}
