//! The whole service in the process, without a port: requests as a browser or a program would send them.

use std::net::SocketAddr;
use std::sync::Arc;

use argon2::Params;
use axum::body::Body;
use axum::extract::ConnectInfo;
use axum::http::{HeaderMap, HeaderValue, Method, Request, StatusCode, header};
use db::Db;
use serde_json::Value;
use tokio::runtime::Runtime;
use tower::ServiceExt;

use crate::App;
use crate::config::Config;
use crate::http::assets::Assets;
use crate::who::password::Passwords;

/// A desk that answers. Its passwords cost hardly anything.
pub struct Site {
    pub app: App,
    router: axum::Router,
    runtime: Arc<Runtime>,
}

/// Somebody who sends requests: keeps cookies, has an address, perhaps a token.
pub struct Browser<'a> {
    site: &'a Site,
    pub cookie: Option<String>,
    pub token: Option<String>,
    pub address: SocketAddr,
    pub agent: String,
    /// Sent with every request; later ones of a name replace earlier ones.
    pub headers: Vec<(&'static str, String)>,
}

/// An answer, read to its end.
#[derive(Debug, Clone)]
pub struct Reply {
    pub status: StatusCode,
    pub headers: HeaderMap,
    pub bytes: Vec<u8>,
    pub json: Value,
}

impl Reply {
    /// The problem's code.
    pub fn code(&self) -> &str {
        self.json["code"].as_str().unwrap_or_default()
    }

    /// The answer, which has to have this status.
    #[track_caller]
    pub fn with(self, status: u16) -> Self {
        assert_eq!(self.status.as_u16(), status, "{}", String::from_utf8_lossy(&self.bytes));
        self
    }

    /// The answer, which has to be a problem of this code.
    #[track_caller]
    pub fn problem(self, status: u16, code: &str) -> Self {
        let reply = self.with(status);
        assert_eq!(reply.code(), code, "{}", reply.json);
        reply
    }
}

impl Site {
    pub fn new(db: &Db) -> Self {
        Self::with(db, |_| {})
    }

    pub fn with(db: &Db, change: impl FnOnce(&mut Config)) -> Self {
        Self::made(db, &[], change)
    }

    /// One that has a panel.
    pub fn carrying(db: &Db, assets: Assets) -> Self {
        Self::made(db, assets, |_| {})
    }

    fn made(db: &Db, assets: Assets, change: impl FnOnce(&mut Config)) -> Self {
        let mut config = Config {
            data: std::env::temp_dir(),
            public_url: "http://desk.test".into(),
            trusted_proxies: Vec::new(),
            smtp: None,
            max_file: 1024 * 1024,
            allow_private_targets: true,
            graph_url: crate::config::GRAPH.into(),
            telegram_url: crate::config::TELEGRAM.into(),
            preview_private: Vec::new(),
        };
        change(&mut config);
        let light = Params::new(64, 1, 1, None).expect("parameters");
        let passwords = Passwords::with(light, 4).expect("a hasher");
        let app = App::with(db.clone(), db.clock().clone(), config, assets, passwords).expect("an app");
        let runtime = tokio::runtime::Builder::new_multi_thread()
            .worker_threads(2)
            .enable_all()
            .build()
            .expect("a runtime");
        Self {
            router: crate::http::server::router(app.clone()),
            app,
            runtime: Arc::new(runtime),
        }
    }

    pub fn browser(&self) -> Browser<'_> {
        Browser {
            site: self,
            cookie: None,
            token: None,
            address: SocketAddr::from(([192, 0, 2, 7], 40_000)),
            agent: "Firefox de prueba".into(),
            headers: Vec::new(),
        }
    }

    /// With an API token.
    pub fn program(&self, token: &str) -> Browser<'_> {
        Browser {
            token: Some(token.to_owned()),
            ..self.browser()
        }
    }

    /// Serves on a port of the loopback, for what needs a connection of its own: sockets.
    pub fn serve(&self) -> SocketAddr {
        self.run(async {
            let door = tokio::net::TcpListener::bind("127.0.0.1:0").await.expect("a port");
            let address = door.local_addr().expect("its address");
            let service = self.router.clone().into_make_service_with_connect_info::<SocketAddr>();
            tokio::spawn(async move { axum::serve(door, service).await });
            address
        })
    }

    pub fn run<T>(&self, work: impl Future<Output = T>) -> T {
        self.runtime.block_on(work)
    }

    /// Does all that waits: jobs, readers of the log.
    pub fn settle(&self) {
        self.run(crate::work::settle(&self.app)).expect("work is done");
    }
}

impl Browser<'_> {
    pub fn get(&mut self, path: &str) -> Reply {
        self.send(Method::GET, path, None)
    }

    pub fn post(&mut self, path: &str, body: Value) -> Reply {
        self.send(Method::POST, path, Some(body))
    }

    pub fn put(&mut self, path: &str, body: Value) -> Reply {
        self.send(Method::PUT, path, Some(body))
    }

    pub fn patch(&mut self, path: &str, body: Value) -> Reply {
        self.send(Method::PATCH, path, Some(body))
    }

    pub fn delete(&mut self, path: &str) -> Reply {
        self.send(Method::DELETE, path, None)
    }

    pub fn send(&mut self, method: Method, path: &str, body: Option<Value>) -> Reply {
        let (request, site) = (self.request(&method, path, body), self.site);
        let reply = site.run(answer(site.router.clone(), request));
        for set in reply.headers.get_all(header::SET_COOKIE).iter().filter_map(|v| v.to_str().ok()) {
            let pair = set.split(';').next().unwrap_or_default();
            self.cookie = Some(pair.to_owned()).filter(|pair| !pair.ends_with('='));
        }
        reply
    }

    /// Uploads a file as the form field `file`.
    pub fn upload(&mut self, path: &str, name: &str, bytes: &[u8]) -> Reply {
        const EDGE: &str = "relevo-edge";
        let head = format!(
            "--{EDGE}\r\nContent-Disposition: form-data; name=\"file\"; filename=\"{name}\"\r\nContent-Type: application/octet-stream\r\n\r\n"
        );
        let form = [head.as_bytes(), bytes, format!("\r\n--{EDGE}--\r\n").as_bytes()].concat();
        let mut request = self.request(&Method::POST, path, None);
        let kind = HeaderValue::from_static("multipart/form-data; boundary=relevo-edge");
        request.headers_mut().insert(header::CONTENT_TYPE, kind);
        *request.body_mut() = Body::from(form);
        self.site.run(answer(self.site.router.clone(), request))
    }

    /// The same request many times at once.
    pub fn at_once(&self, times: usize, method: &Method, path: &str, body: &Value) -> Vec<Reply> {
        self.site.run(async {
            let mut flying = tokio::task::JoinSet::new();
            for _ in 0..times {
                let (router, request) = (self.site.router.clone(), self.request(method, path, Some(body.clone())));
                flying.spawn(answer(router, request));
            }
            flying.join_all().await
        })
    }

    fn request(&self, method: &Method, path: &str, body: Option<Value>) -> Request<Body> {
        let mut request = Request::builder().method(method).uri(path).header(header::HOST, "desk.test");
        request = request
            .header(header::USER_AGENT, &self.agent)
            .header(header::CONTENT_TYPE, "application/json");
        if let Some(cookie) = &self.cookie {
            request = request.header(header::COOKIE, cookie).header("x-relevo", "1");
        }
        if let Some(token) = &self.token {
            request = request.header(header::AUTHORIZATION, format!("Bearer {token}"));
        }
        for (name, value) in &self.headers {
            if let Some(headers) = request.headers_mut() {
                headers.remove(*name);
            }
            request = request.header(*name, value);
        }
        let body = body.map_or_else(Body::empty, |json| Body::from(json.to_string()));
        let mut request = request.body(body).expect("a request");
        request.extensions_mut().insert(ConnectInfo(self.address));
        request
    }
}

async fn answer(router: axum::Router, request: Request<Body>) -> Reply {
    let response = router.oneshot(request).await.expect("the router always answers");
    let (parts, body) = response.into_parts();
    let bytes = axum::body::to_bytes(body, usize::MAX).await.expect("a body").to_vec();
    let json = serde_json::from_slice(&bytes).unwrap_or_default();
    Reply {
        status: parts.status,
        headers: parts.headers,
        bytes,
        json,
    }
}
