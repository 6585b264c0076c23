//! What breaks underneath a running desk, one file a fault. Everything here drives the real binary from outside (`rig`).
//!
//! On each engine: nothing that was acknowledged is lost, nothing is there twice, and it recovers by itself.

#![expect(
    clippy::print_stdout,
    reason = "figures and seeds, read when a test fails; the set-up link of a server of our own"
)]

#[cfg(target_os = "linux")]
mod full;
mod killed;
mod restarted;
#[cfg(target_os = "linux")]
mod traced;

use db::{Database, Dialect};
use rig::cluster::Cluster;
use rig::desk::Desk;
use rig::server::{Server, Site};

/// A fresh installation on one engine, and a desk in it.
struct Stage {
    site: Site,
    database: Database,
    cluster: Option<Cluster>,
    _home: tempfile::TempDir,
}

impl Stage {
    fn new(dialect: Dialect) -> Self {
        let home = tempfile::tempdir().unwrap();
        let cluster = match dialect {
            Dialect::Sqlite => None,
            Dialect::Postgres => {
                open_to_all(home.path());
                let folder = home.path().join("postgres");
                std::fs::create_dir(&folder).unwrap();
                Some(Cluster::start(&folder).unwrap())
            }
        };
        let url = cluster.as_ref().map(|cluster| cluster.url("postgres"));
        let site = Site::new(env!("CARGO_BIN_EXE_relevo"), home.path(), url.as_deref()).unwrap();
        Self {
            database: Database::choose(url.as_deref(), &site.data),
            site,
            cluster,
            _home: home,
        }
    }

    fn open(&self) -> (Server, Desk) {
        let server = self.site.start().unwrap();
        let desk = Desk::set_up(&server, self.site.address).unwrap();
        (server, desk)
    }
}

/// The cluster's user has to get through.
fn open_to_all(folder: &std::path::Path) {
    use std::os::unix::fs::PermissionsExt;
    std::fs::set_permissions(folder, std::fs::Permissions::from_mode(0o755)).unwrap();
}
