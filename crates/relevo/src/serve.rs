//! `relevo serve`: opens, migrates, listens, and leaves without losing anything.

use std::io::{IsTerminal as _, Write as _};
use std::net::SocketAddr;
use std::time::Duration;

use anyhow::{Context, Result};
use desk::{App, work};
use kit::Clock;
use tokio::net::TcpListener;
use tokio::sync::watch;
use tracing_subscriber::EnvFilter;

use crate::assets;
use crate::options::Complete;

/// How long open requests may take once we are asked to stop.
const GRACE: Duration = Duration::from_secs(20);

pub fn run(options: Complete) -> Result<()> {
    logs(&options)?;
    tokio::runtime::Builder::new_multi_thread()
        .enable_all()
        .build()?
        .block_on(serve(options))
}

async fn serve(options: Complete) -> Result<()> {
    let db = options.open()?;
    let report = tokio::task::block_in_place(|| db.migrate())?;
    if !report.applied.is_empty() {
        tracing::info!(applied = ?report.applied, backup = ?report.backup, "database migrated");
    }
    let node = u64::from_be_bytes(*desk::who::secret::random()?.first_chunk().context("32 bytes")?);
    db.listen(node)?;
    let app = App::new(db.clone(), Clock::system(), options.config.clone(), assets::TABLE)?;
    if let Some(link) = desk::setup::link(&app).await? {
        // Printed and not logged: a log may be sent elsewhere, and this link makes an administrator.
        let mut out = std::io::stdout();
        writeln!(out, "\nRelevo is empty. Set it up here:\n\n  {link}\n")?;
    }
    let listener = TcpListener::bind(options.listen)
        .await
        .with_context(|| format!("cannot listen on {}", options.listen))?;
    tracing::info!(listen = %options.listen, public_url = %options.config.public_url, engine = ?db.dialect(), "serving");
    let (stop, stopping) = watch::channel(false);
    let workers = work::start(&app, stopping.clone());
    let service = desk::http::server::router(app).into_make_service_with_connect_info::<SocketAddr>();
    let mut asked = stopping.clone();
    let server = axum_serve(listener, service, async move {
        let _ = asked.wait_for(|stop| *stop).await;
    });
    let server = tokio::spawn(server);
    signal().await?;
    tracing::info!("stopping");
    stop.send(true)?;
    // Sockets have been told to come back; what is being answered is answered.
    if tokio::time::timeout(GRACE, server).await.is_err() {
        tracing::warn!("some connections did not end in time");
    }
    let _ = tokio::time::timeout(GRACE, workers).await;
    tokio::task::block_in_place(|| db.close());
    Ok(())
}

async fn axum_serve(
    listener: TcpListener,
    service: desk::http::server::Service,
    until: impl Future<Output = ()> + Send + 'static,
) -> std::io::Result<()> {
    desk::http::server::serve(listener, service, until).await
}

/// Until somebody asks us to stop.
async fn signal() -> Result<()> {
    use tokio::signal::unix::{SignalKind, signal};
    let (mut term, mut int) = (signal(SignalKind::terminate())?, signal(SignalKind::interrupt())?);
    tokio::select! {
        _ = term.recv() => {}
        _ = int.recv() => {}
    }
    Ok(())
}

fn logs(options: &Complete) -> Result<()> {
    let filter = EnvFilter::try_new(&options.log).context("log")?;
    let builder = tracing_subscriber::fmt().with_env_filter(filter).with_writer(std::io::stderr);
    if options.log_json {
        builder.json().init()
    } else {
        // Colours are for a terminal; in a file they are noise.
        builder.with_target(false).with_ansi(std::io::stderr().is_terminal()).init()
    }
    Ok(())
}
