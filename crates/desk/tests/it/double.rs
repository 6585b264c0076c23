//! The other side of a provider, which a test plays itself.

use axum::Router;

/// Serves it until the test is over; its address.
pub fn serve(router: Router) -> String {
    let (tell, told) = std::sync::mpsc::channel();
    std::thread::spawn(move || {
        let runtime = tokio::runtime::Builder::new_current_thread()
            .enable_all()
            .build()
            .expect("a runtime");
        runtime.block_on(async move {
            let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.expect("a port");
            tell.send(listener.local_addr().expect("its address")).expect("somebody waits");
            axum::serve(listener, router).await.expect("a server");
        });
    });
    format!("http://{}", told.recv().expect("an address"))
}
