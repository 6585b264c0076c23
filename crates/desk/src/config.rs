//! What an installation can choose. The binary fills it from flags, `RELEVO_…` variables and one TOML file.

use std::path::PathBuf;

/// Everything but the database's address, which `db::Config` holds.
#[derive(Clone, Debug)]
pub struct Config {
    /// The folder of files and, with the embedded engine, of the database.
    pub data: PathBuf,
    /// The address people use, without a trailing slash: `https://desk.example.com`. Links in mail use it and nothing else (SECURITY 11).
    pub public_url: String,
    /// Addresses of proxies whose `X-Forwarded-For` counts.
    pub trusted_proxies: Vec<std::net::IpAddr>,
    /// How mail leaves; without it, links are shown to be copied.
    pub smtp: Option<Smtp>,
    /// The largest file, in bytes.
    pub max_file: u64,
    /// Guarded requests may reach loopback and private addresses. For tests and for installations whose webhooks live beside them.
    pub allow_private_targets: bool,
    /// Where Meta's Graph API is, with its version. Another place only in tests.
    pub graph_url: String,
    /// Where Telegram's API is. Another place only in tests, or of one's own.
    pub telegram_url: String,
    /// Addresses of our own network that an address in a message may lead to all the same. None but in tests: whoever writes to us would
    /// choose what we ask inside of it.
    pub preview_private: Vec<std::net::IpAddr>,
}

/// Where [`Config::graph_url`] leads when nothing else is said.
pub const GRAPH: &str = channel_whatsapp::GRAPH;

/// Where [`Config::telegram_url`] leads when nothing else is said.
pub const TELEGRAM: &str = channel_telegram::API;

/// A mail server for what Relevo itself sends.
#[derive(Clone, Debug, serde::Deserialize)]
pub struct Smtp {
    /// `smtps://user:password@host:465` or `smtp://host:587?tls=required`.
    pub url: String,
    /// `Relevo <relevo@example.com>`.
    pub from: String,
}

impl Config {
    /// Whether people reach us over TLS, which decides the cookies' `Secure`.
    pub fn secure(&self) -> bool {
        self.public_url.starts_with("https://")
    }
}
