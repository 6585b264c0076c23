//! Where the server is and how a session with it begins.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use postgres::{Client, Config, NoTls};

use crate::stats::Stats;
use crate::{Error, Result};

/// What a session is for.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Role {
    Write,
    Read,
    /// Reads that may take minutes.
    Long,
    /// NOTIFY, LISTEN, migrations: no timeouts, no settings for plans.
    Service,
}

#[derive(Clone)]
pub(crate) struct Server {
    config: Config,
    stats: Arc<Stats>,
    durable: bool,
    closing: Arc<AtomicBool>,
}

impl Server {
    pub fn new(url: &str, durable: bool, stats: Arc<Stats>) -> Result<Self> {
        let mut config: Config = url.parse().map_err(|_| Error::Misuse("not a URL of a PostgreSQL database"))?;
        config
            .connect_timeout(Duration::from_secs(5))
            .keepalives_idle(Duration::from_secs(15))
            .tcp_user_timeout(Duration::from_secs(20));
        if config.get_application_name().is_none() {
            config.application_name("relevo");
        }
        Ok(Self {
            config,
            stats,
            durable,
            closing: Arc::default(),
        })
    }

    /// The handle is going: lanes no longer wait for a server that is away.
    pub fn close(&self) {
        self.closing.store(true, Ordering::Relaxed);
    }

    pub fn closing(&self) -> bool {
        self.closing.load(Ordering::Relaxed)
    }

    pub fn connect(&self, role: Role) -> Result<Client> {
        let mut client = self.dial()?;
        client.batch_execute(&self.settings(role)).map_err(super::error::plain)?;
        self.stats.connected.add(1);
        Ok(client)
    }

    /// JIT and a disk's cost of random reads each made inbox pages ten to a hundred times slower. Planning a page took longer than
    /// finding it, so the server may keep a plan that it thinks no dearer than a new one; lists write their LIMIT out, since of a parameter
    /// it assumes a tenth of all rows. Long work asks rarely and about much: there one tenant has a million tickets and the next has ten.
    fn settings(&self, role: Role) -> String {
        let cache = match role {
            Role::Write | Role::Read => "auto",
            Role::Long | Role::Service => "force_custom_plan",
        };
        let plans =
            format!("SET plan_cache_mode = {cache}; SET random_page_cost = 1.1; SET jit = off; SET client_min_messages = warning; ");
        let durable = if self.durable {
            "SET synchronous_commit = on; "
        } else {
            "SET synchronous_commit = off; "
        };
        let role = match role {
            Role::Write => {
                "SET default_transaction_isolation = 'read committed'; SET statement_timeout = '30s'; SET lock_timeout = '5s'; \
                            SET idle_in_transaction_session_timeout = '60s'"
            }
            Role::Read => {
                "SET default_transaction_isolation = 'repeatable read'; SET default_transaction_read_only = on; \
                           SET statement_timeout = '30s'; SET idle_in_transaction_session_timeout = '60s'"
            }
            Role::Long => {
                "SET default_transaction_isolation = 'repeatable read'; SET default_transaction_read_only = on; SET work_mem = '32MB'"
            }
            Role::Service => "SET default_transaction_isolation = 'read committed'",
        };
        format!("{plans}{durable}{role}")
    }

    #[cfg(feature = "postgres-tls")]
    fn dial(&self) -> Result<Client> {
        if self.config.get_ssl_mode() == postgres::config::SslMode::Disable {
            return self.config.connect(NoTls).map_err(super::error::plain);
        }
        self.config.connect(tls()?).map_err(super::error::plain)
    }

    /// Without the feature there is no TLS; a URL with `sslmode=require` is refused by the client, not silently ignored.
    #[cfg(not(feature = "postgres-tls"))]
    fn dial(&self) -> Result<Client> {
        self.config.connect(NoTls).map_err(super::error::plain)
    }
}

/// TLS that trusts what the system trusts. libpq's `require` checks nothing; this always checks the certificate and the name.
#[cfg(feature = "postgres-tls")]
fn tls() -> Result<tokio_postgres_rustls::MakeRustlsConnect> {
    let mut roots = rustls::RootCertStore::empty();
    for cert in rustls_native_certs::load_native_certs().certs {
        // One certificate that cannot be read does not spoil the others.
        let _ = roots.add(cert);
    }
    let provider = Arc::new(rustls::crypto::ring::default_provider());
    let config = rustls::ClientConfig::builder_with_provider(provider)
        .with_safe_default_protocol_versions()
        .map_err(Error::unavailable)?;
    Ok(tokio_postgres_rustls::MakeRustlsConnect::new(
        config.with_root_certificates(roots).with_no_client_auth(),
    ))
}
