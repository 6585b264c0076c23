//! The panel's own files, as a browser gets them: what may be kept and for how long, and what the policy lets them do.

use db::testing::on_both;
use desk::http::assets::Asset;
use desk::testing::site::{Reply, Site};

const fn file(path: &'static str, media_type: &'static str) -> Asset {
    Asset {
        path,
        media_type,
        etag: "\"1\"",
        body: b"a",
        gzip: None,
    }
}

static PANEL: &[Asset] = &[
    file("/index.html", "text/html; charset=utf-8"),
    file("/service-worker.js", "text/javascript; charset=utf-8"),
    file("/manifest.webmanifest", "application/manifest+json"),
    file("/_app/immutable/chunks/a.js", "text/javascript; charset=utf-8"),
];

fn header<'a>(reply: &'a Reply, name: &str) -> &'a str {
    reply.headers.get(name).map_or("", |v| v.to_str().expect("a header in ASCII"))
}

/// A worker that a browser kept for a year would keep an old panel for a year.
#[test]
fn the_service_worker_is_asked_for_anew_and_files_with_a_hash_are_not() {
    on_both(|db| {
        let site = Site::carrying(db, PANEL);
        for (path, cache) in [
            ("/service-worker.js", "no-cache"),
            ("/manifest.webmanifest", "no-cache"),
            ("/o/org_1/tickets/mine", "no-cache"),
            ("/_app/immutable/chunks/a.js", "public, max-age=31536000, immutable"),
        ] {
            let reply = site.browser().get(path).with(200);
            assert_eq!(header(&reply, "cache-control"), cache, "{path}");
        }
        let worker = site.browser().get("/service-worker.js").with(200);
        assert!(header(&worker, "content-type").starts_with("text/javascript"));
        // One that is not there is no page, which a browser would take for a broken worker.
        Site::new(db).browser().get("/service-worker.js").with(404);
    });
}

#[test]
fn the_policy_lets_the_panel_bring_its_own_worker_and_manifest_and_nobody_elses() {
    on_both(|db| {
        let page = Site::carrying(db, PANEL).browser().get("/").with(200);
        let policy = header(&page, "content-security-policy");
        let says = |name: &str| {
            policy
                .split(';')
                .map(str::trim)
                .find_map(|one| one.strip_prefix(name))
                .map(str::trim)
        };
        assert_eq!(says("worker-src "), Some("'self'"), "{policy}");
        assert_eq!(says("manifest-src "), Some("'self'"), "{policy}");
        assert_eq!(says("default-src "), Some("'self'"), "{policy}");
    });
}
