//! Settings: a flag, else its `RELEVO_…` variable, else the line of the TOML file, else the default.
//! The file is `--config`, or `relevo.toml` in the data folder when it is there. Keys are the flags' names with `_`.

use std::net::{IpAddr, SocketAddr};
use std::os::unix::fs::DirBuilderExt as _;
use std::path::PathBuf;

use anyhow::{Context, Result};
use clap::Args;
use db::Database;
use desk::config::{Config, Smtp};
use serde::Deserialize;

#[derive(Args, Deserialize, Default, Clone, Debug)]
#[serde(default, deny_unknown_fields)]
pub struct Options {
    /// The folder of files and, with the embedded engine, of the database; `data` when not said.
    #[arg(long, env = "RELEVO_DATA")]
    data: Option<PathBuf>,
    /// `postgres://…`; without it, SQLite in the data folder.
    #[arg(long, env = "RELEVO_DATABASE")]
    database: Option<String>,
    /// Address and port to listen on; `127.0.0.1:8080` when not said.
    #[arg(long, env = "RELEVO_LISTEN")]
    listen: Option<SocketAddr>,
    /// The address people use, `https://desk.example.com`; that of `listen` when not said. Links in mail begin with it.
    #[arg(long, env = "RELEVO_PUBLIC_URL")]
    public_url: Option<String>,
    /// Addresses of proxies whose `X-Forwarded-For` counts; none when not said.
    #[arg(long, env = "RELEVO_TRUSTED_PROXIES", value_delimiter = ',')]
    trusted_proxies: Option<Vec<IpAddr>>,
    /// Mail server for what Relevo itself sends, `smtps://user:password@host:465`; without it, links are shown to be copied.
    #[arg(long, env = "RELEVO_SMTP_URL")]
    smtp_url: Option<String>,
    /// Sender of that mail, `Relevo <relevo@example.com>`; needed with `smtp_url`.
    #[arg(long, env = "RELEVO_SMTP_FROM")]
    smtp_from: Option<String>,
    /// The largest file, in megabytes; 40 when not said.
    #[arg(long, env = "RELEVO_MAX_FILE_MB")]
    max_file_mb: Option<u64>,
    /// Let webhooks reach loopback and private addresses; `false` when not said.
    #[arg(long, env = "RELEVO_ALLOW_PRIVATE_TARGETS", num_args = 0..=1, default_missing_value = "true")]
    allow_private_targets: Option<bool>,
    /// Where Meta's Graph API is; a double of it, in tests.
    #[arg(long, env = "RELEVO_GRAPH_URL", hide = true)]
    graph_url: Option<String>,
    /// Where Telegram's Bot API is; a double of it, in tests, or a server of one's own.
    #[arg(long, env = "RELEVO_TELEGRAM_URL", hide = true)]
    telegram_url: Option<String>,
    /// `text` or `json`; `text` when not said.
    #[arg(long, env = "RELEVO_LOG_FORMAT")]
    log_format: Option<String>,
    /// What is logged, `warn,desk=debug`; `info` when not said.
    #[arg(long, env = "RELEVO_LOG")]
    log: Option<String>,
    /// The settings file; `relevo.toml` in the data folder when it is there.
    #[arg(long, env = "RELEVO_CONFIG")]
    #[serde(skip)]
    config: Option<PathBuf>,
}

/// Settings with every default filled in.
#[derive(Clone, Debug)]
pub struct Complete {
    pub database: Database,
    pub listen: SocketAddr,
    pub config: Config,
    pub log: String,
    pub log_json: bool,
}

impl Options {
    pub fn complete(self) -> Result<Complete> {
        let data = self.data.clone();
        let file = self
            .config
            .clone()
            .or_else(|| data.as_ref().map(|d| d.join("relevo.toml")).filter(|f| f.is_file()));
        let from_file = match &file {
            Some(path) => {
                let text = std::fs::read_to_string(path).with_context(|| format!("cannot read {}", path.display()))?;
                toml::from_str::<Self>(&text).with_context(|| format!("{} is not a settings file", path.display()))?
            }
            None => Self::default(),
        };
        self.over(from_file).filled()
    }

    /// What is said here, else what is said there.
    fn over(self, other: Self) -> Self {
        Self {
            data: self.data.or(other.data),
            database: self.database.or(other.database),
            listen: self.listen.or(other.listen),
            public_url: self.public_url.or(other.public_url),
            trusted_proxies: self.trusted_proxies.or(other.trusted_proxies),
            smtp_url: self.smtp_url.or(other.smtp_url),
            smtp_from: self.smtp_from.or(other.smtp_from),
            max_file_mb: self.max_file_mb.or(other.max_file_mb),
            allow_private_targets: self.allow_private_targets.or(other.allow_private_targets),
            graph_url: self.graph_url.or(other.graph_url),
            telegram_url: self.telegram_url.or(other.telegram_url),
            log_format: self.log_format.or(other.log_format),
            log: self.log.or(other.log),
            config: None,
        }
    }

    fn filled(self) -> Result<Complete> {
        let data = self.data.unwrap_or_else(|| "data".into());
        let listen = self.listen.unwrap_or_else(|| SocketAddr::from(([127, 0, 0, 1], 8080)));
        let public_url = self
            .public_url
            .unwrap_or_else(|| format!("http://{listen}"))
            .trim_end_matches('/')
            .to_owned();
        anyhow::ensure!(
            public_url.starts_with("http://") || public_url.starts_with("https://"),
            "public_url has to begin with http:// or https://"
        );
        let smtp = match (self.smtp_url, self.smtp_from) {
            (Some(url), Some(from)) => Some(Smtp { url, from }),
            (None, None) => None,
            _ => anyhow::bail!("smtp_url and smtp_from go together"),
        };
        let log_json = match self.log_format.as_deref() {
            None | Some("text") => false,
            Some("json") => true,
            Some(other) => anyhow::bail!("log_format is text or json, not {other}"),
        };
        Ok(Complete {
            database: Database::choose(self.database.as_deref(), &data),
            listen,
            config: Config {
                data,
                public_url,
                trusted_proxies: self.trusted_proxies.unwrap_or_default(),
                smtp,
                max_file: self.max_file_mb.unwrap_or(40) * 1024 * 1024,
                allow_private_targets: self.allow_private_targets.unwrap_or(false),
                graph_url: self.graph_url.unwrap_or_else(|| desk::config::GRAPH.into()),
                telegram_url: self.telegram_url.unwrap_or_else(|| desk::config::TELEGRAM.into()),
                preview_private: Vec::new(),
            },
            log: self.log.unwrap_or_else(|| "info".into()),
            log_json,
        })
    }
}

impl Complete {
    /// Opens the database; the data folder is made when it is not there.
    pub fn open(&self) -> Result<db::Db> {
        self.open_with(kit::Clock::system(), true)
    }

    /// As [`Complete::open`], with another clock, and perhaps without waiting for the disk.
    pub fn open_with(&self, clock: kit::Clock, durable: bool) -> Result<db::Db> {
        // Customers' conversations are for nobody else on the machine.
        std::fs::DirBuilder::new()
            .recursive(true)
            .mode(0o700)
            .create(&self.config.data)
            .with_context(|| format!("cannot make {}", self.config.data.display()))?;
        let mut config = db::Config::new(self.database.clone());
        (config.clock, config.durable) = (clock, durable);
        config.backups = Some(self.config.data.join("backups"));
        Ok(db::Db::open(config)?)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_flag_counts_before_the_file_and_the_file_before_the_default() {
        let folder = std::env::temp_dir().join(format!("relevo-options-{}", std::process::id()));
        std::fs::create_dir_all(&folder).unwrap();
        std::fs::write(
            folder.join("relevo.toml"),
            "listen = \"127.0.0.1:9000\"\npublic_url = \"https://desk.example.com/\"\n",
        )
        .unwrap();
        let said = Options {
            data: Some(folder.clone()),
            listen: Some(([127, 0, 0, 1], 9100).into()),
            ..Options::default()
        };
        let all = said.complete().unwrap();
        assert_eq!(all.listen.port(), 9100);
        assert_eq!(all.config.public_url, "https://desk.example.com");
        assert!(all.config.secure());
        assert_eq!(all.config.max_file, 40 * 1024 * 1024);
        std::fs::write(folder.join("relevo.toml"), "listne = \"127.0.0.1:9000\"\n").unwrap();
        assert!(
            Options {
                data: Some(folder.clone()),
                ..Options::default()
            }
            .complete()
            .is_err()
        );
        std::fs::remove_dir_all(folder).unwrap();
    }
}
