//! Puts the built panel and widget into the binary: each file as it is and compressed, with its hash for the ETag.
//! Without a built panel the table is empty, so that `cargo check` needs no Node; `serve` then says so.

use std::fmt::Write as _;
use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::{env, fs};

use sha2::{Digest, Sha256};

fn main() {
    let root = PathBuf::from(env::var("CARGO_MANIFEST_DIR").expect("cargo sets it")).join("../..");
    let out = PathBuf::from(env::var("OUT_DIR").expect("cargo sets it"));
    let mut table = String::from("pub static TABLE: &[desk::http::assets::Asset] = &[\n");
    for (folder, prefix) in [("panel/build", "/"), ("widget/build", "/widget/")] {
        let folder = root.join(folder);
        println!("cargo:rerun-if-changed={}", folder.display());
        let mut files: Vec<PathBuf> = walkdir::WalkDir::new(&folder)
            .into_iter()
            .filter_map(Result::ok)
            .filter(|e| e.file_type().is_file())
            .map(walkdir::DirEntry::into_path)
            .collect();
        files.sort();
        for file in files {
            add(&mut table, &out, &folder, prefix, &file);
        }
    }
    table.push_str("];\n");
    fs::write(out.join("assets.rs"), table).expect("OUT_DIR can be written");
}

fn add(table: &mut String, out: &Path, folder: &Path, prefix: &str, file: &Path) {
    let bytes = fs::read(file).expect("a built file can be read");
    let path = file
        .strip_prefix(folder)
        .expect("it is inside")
        .to_string_lossy()
        .replace('\\', "/");
    let hash = Sha256::digest(&bytes).iter().take(12).fold(String::new(), |mut text, byte| {
        let _ = write!(text, "{byte:02x}");
        text
    });
    let mut gzip = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::best());
    gzip.write_all(&bytes).expect("memory can be written");
    let packed = gzip.finish().expect("memory can be written");
    let small = packed.len() + 64 < bytes.len();
    let stored = out.join(format!("{hash}.bin"));
    fs::write(&stored, &bytes).expect("OUT_DIR can be written");
    let zipped = out.join(format!("{hash}.gz"));
    if small {
        fs::write(&zipped, &packed).expect("OUT_DIR can be written");
    }
    let include = |path: &Path| format!("include_bytes!({:?})", path.display().to_string());
    let gzip = if small {
        format!("Some({})", include(&zipped))
    } else {
        "None".into()
    };
    let _ = writeln!(
        table,
        "desk::http::assets::Asset {{ path: {:?}, media_type: {:?}, etag: {:?}, body: {}, gzip: {gzip} }},",
        format!("{prefix}{path}"),
        media_type(&path),
        format!("\"{hash}\""),
        include(&stored),
    );
}

fn media_type(path: &str) -> &'static str {
    match path.rsplit('.').next().unwrap_or_default() {
        "html" => "text/html; charset=utf-8",
        "js" | "mjs" => "text/javascript; charset=utf-8",
        "css" => "text/css; charset=utf-8",
        "json" => "application/json",
        "webmanifest" => "application/manifest+json",
        "svg" => "image/svg+xml",
        "png" => "image/png",
        "ico" => "image/x-icon",
        "woff2" => "font/woff2",
        "txt" => "text/plain; charset=utf-8",
        _ => "application/octet-stream",
    }
}
