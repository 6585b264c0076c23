//! The disk is full. What cannot be kept is refused clearly, what is there can be read, and with room again all goes on by itself.

use std::fs::File;
use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::Duration;

use db::{Database, Dialect};
use rig::books;
use rig::chance::Chance;
use rig::crowd::{Crowd, Manners};
use rig::http::Client;

use crate::{Stage, open_to_all};

const LONG: Duration = Duration::from_secs(60);

#[test]
fn a_full_disk_refuses_and_recovers_on_sqlite() {
    full(Dialect::Sqlite, 12);
}

#[test]
fn a_full_disk_refuses_and_recovers_on_postgres() {
    full(Dialect::Postgres, 28);
}

fn full(dialect: Dialect, megabytes: u32) {
    let mut stage = Stage::new(dialect);
    let disk = Disk::mount(&stage.site.home.join("small"), megabytes);
    match &stage.cluster {
        None => {
            stage.site.data = disk.folder.clone();
            stage.database = Database::choose(None, &disk.folder);
        }
        // Only the tables: where its own log has no room, PostgreSQL stops, and that is the other test.
        Some(cluster) => {
            let folder = disk.folder.join("tables");
            std::fs::create_dir(&folder).unwrap();
            open_to_all(&disk.folder);
            cluster.give(&folder).unwrap();
            cluster
                .sql(&format!("CREATE TABLESPACE small LOCATION '{}'", folder.display()))
                .unwrap();
            cluster.sql("CREATE DATABASE desk TABLESPACE small").unwrap();
            let url = cluster.url("desk");
            stage.database = Database::choose(Some(&url), &stage.site.data);
            stage.site.database = Some(url);
        }
    }
    let (mut server, desk) = stage.open();
    let manners = Manners {
        breaks: false,
        refusals: &["storage_full"],
    };
    let crowd = Crowd::start(&desk, 12, Chance::seed(), manners).unwrap();
    crowd.progress(50, LONG).unwrap();
    for _ in 0..2 {
        let (refused, reads) = (crowd.refused(), crowd.reads());
        disk.fill();
        crowd
            .until("nothing is refused on a full disk", LONG, |crowd| crowd.refused() > refused + 50)
            .unwrap();
        crowd
            .until("nothing can be read on a full disk", LONG, |crowd| crowd.reads() > reads)
            .unwrap();
        let mut client = Client::new(desk.address);
        assert_eq!(desk.tickets(&mut client).unwrap().status, 200);
        assert_eq!(client.get("/healthz", &[]).unwrap().status, 200);
        if dialect == Dialect::Sqlite {
            let upload = desk.upload(&mut client, "foto.txt", &[b'x'; 200_000]).unwrap();
            assert_eq!((upload.status, &upload.json()["code"]), (503, &"storage_full".into()));
        }
        disk.free();
        crowd.progress(50, LONG).unwrap();
    }
    let mut client = Client::new(desk.address);
    let upload = desk.upload(&mut client, "foto.txt", &[b'x'; 200_000]).unwrap();
    assert_eq!(upload.status, 201, "{}", upload.json());
    let heard = crowd.finish().unwrap();
    assert!(!server.ended().unwrap());
    let balance = books::balance(stage.database.clone(), &desk.org, &heard.said).unwrap();
    println!("{balance:?}, {} refused", heard.refused);
    assert!(balance.retried > 0);
    // That the disk is small is true, and all that is wrong.
    let mut wrong = stage.site.doctor().unwrap();
    wrong.retain(|line| !line.starts_with("WRONG disk"));
    assert_eq!(wrong, Vec::<String>::new());
    drop((server, stage));
    drop(disk);
}

/// A small disk in memory, gone when it is dropped.
struct Disk {
    folder: PathBuf,
}

impl Disk {
    fn mount(folder: &Path, megabytes: u32) -> Self {
        std::fs::create_dir_all(folder).unwrap();
        let size = format!("size={megabytes}m,mode=0700");
        let mount = Command::new("mount")
            .args(["-t", "tmpfs", "-o", &size, "relevo-test"])
            .arg(folder)
            .output();
        let mount = mount.expect("mount(8) is there");
        assert!(
            mount.status.success(),
            "a full disk is tried on a small one in memory, and this machine does not let us mount it (it takes root): {}",
            String::from_utf8_lossy(&mount.stderr)
        );
        Self { folder: folder.to_owned() }
    }

    fn ballast(&self) -> PathBuf {
        self.folder.join("ballast")
    }

    /// To the last page.
    fn fill(&self) {
        let mut ballast = File::create(self.ballast()).unwrap();
        while ballast.write_all(&[0; 4096]).is_ok() {}
    }

    fn free(&self) {
        std::fs::remove_file(self.ballast()).unwrap();
    }
}

impl Drop for Disk {
    fn drop(&mut self) {
        // Lazily, since on a failure somebody may still stand in it.
        let _ = Command::new("umount").arg("-l").arg(&self.folder).status();
    }
}
