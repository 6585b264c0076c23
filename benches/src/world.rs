//! A database with an office in it: somebody in every role, twelve teams, and as many tickets as are asked for.

use access::Builtin;
use anyhow::{Context, Result};
use db::{Config, Database, Db};
use desk::testing::{Office, Worker};
use desk::who::Who;
use kit::TeamId;
use postgres::{Client, NoTls};
use rig::server::Site;

pub const TEAMS: usize = 12;

#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Engine {
    Sqlite,
    Postgres,
}

impl Engine {
    pub fn name(self) -> &'static str {
        match self {
            Self::Sqlite => "SQLite",
            Self::Postgres => "PostgreSQL",
        }
    }
}

/// Where things are.
pub struct Place {
    pub binary: std::path::PathBuf,
    pub postgres: String,
    pub quick: bool,
}

/// An empty database and a folder, gone with their owner.
pub struct Ground {
    pub engine: Engine,
    pub database: Database,
    pub url: Option<String>,
    home: tempfile::TempDir,
    dropped: Option<(String, String)>,
}

impl Ground {
    pub fn new(place: &Place, engine: Engine, name: &str) -> Result<Self> {
        let home = tempfile::tempdir()?;
        let (url, dropped) = match engine {
            Engine::Sqlite => (None, None),
            Engine::Postgres => {
                let name = format!("relevo_bench_{name}_{}", std::process::id());
                let mut client = Client::connect(&place.postgres, NoTls).context("RELEVO_BENCH_POSTGRES")?;
                client.batch_execute(&format!("DROP DATABASE IF EXISTS {name} WITH (FORCE)"))?;
                client.batch_execute(&format!("CREATE DATABASE {name} TEMPLATE template0"))?;
                let (server, _) = place.postgres.rsplit_once('/').context("a database in the address")?;
                (Some(format!("{server}/{name}")), Some((place.postgres.clone(), name)))
            }
        };
        std::fs::create_dir_all(home.path().join("data"))?;
        Ok(Self {
            engine,
            database: Database::choose(url.as_deref(), &home.path().join("data")),
            url,
            home,
            dropped,
        })
    }

    /// A site that serves it.
    pub fn site(&self, place: &Place) -> Result<Site> {
        Site::new(&place.binary, self.home.path(), self.url.as_deref())
    }

    /// The processes of PostgreSQL that work for us right now; none on SQLite.
    pub fn backends(&self) -> Result<Vec<u32>> {
        let Some(url) = &self.url else { return Ok(Vec::new()) };
        let mut client = Client::connect(url, NoTls)?;
        let sql = "SELECT pid FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()";
        let rows = client.query(sql, &[])?;
        Ok(rows.iter().map(|row| row.get::<_, i32>(0).unsigned_abs()).collect())
    }
}

impl Drop for Ground {
    fn drop(&mut self) {
        if let Some((server, name)) = &self.dropped
            && let Ok(mut client) = Client::connect(server, NoTls)
        {
            // One that stays goes with its cluster.
            let _ = client.batch_execute(&format!("DROP DATABASE IF EXISTS {name} WITH (FORCE)"));
        }
    }
}

pub struct World {
    pub db: Db,
    pub office: Office,
    pub teams: Vec<TeamId>,
    /// Reads what is theirs and three teams.
    pub advisor: Worker,
    pub ground: Ground,
}

impl World {
    pub fn new(place: &Place, engine: Engine, name: &str) -> Result<Self> {
        let ground = Ground::new(place, engine, name)?;
        let db = Db::open(Config::new(ground.database.clone()))?;
        db.migrate()?;
        let office = Office::new(&db);
        let mut teams = vec![office.team];
        teams.extend((1..TEAMS).map(|n| office.team(&format!("Equipo {n}"))));
        let advisor = office.hire(&[Builtin::Advisor], &teams[..3]);
        Ok(Self {
            db,
            office,
            teams,
            advisor,
            ground,
        })
    }

    pub fn admin(&self) -> Who {
        self.office.who(Builtin::Admin)
    }

    pub fn adviser(&self) -> Who {
        self.office.of(self.advisor.member)
    }
}

impl Drop for World {
    fn drop(&mut self) {
        self.db.close();
    }
}
