//! Asks, within limits.

use std::net::{IpAddr, SocketAddr};
use std::sync::Arc;
use std::time::Duration;

use bytes::{Bytes, BytesMut};
use futures_util::future::BoxFuture;
use futures_util::stream::BoxStream;
use kit::{Error, Result};
use reqwest::dns::{Addrs, Name, Resolve, Resolving};
use reqwest::header::{CONTENT_LENGTH, HeaderMap, HeaderName, HeaderValue, LOCATION};
use reqwest::{Method, StatusCode};
use tokio::time::Instant;
use url::Url;

use super::target::{self, Reach};

const MAX_REDIRECTS: usize = 3;
const CONNECT: Duration = Duration::from_secs(5);

/// Why there is no answer. `code` is stored and shown; the rest is for the log.
#[derive(Debug, thiserror::Error)]
pub enum Failure {
    #[error("not an address of the web")]
    Url,
    #[error("leads to a loopback, private or otherwise special address")]
    Private,
    #[error("redirected too often")]
    Redirects,
    #[error("the answer is larger than allowed")]
    TooLarge,
    #[error("took too long")]
    Timeout,
    #[error("no connection, or it broke: {0}")]
    Network(#[source] Box<dyn std::error::Error + Send + Sync>),
}

impl Failure {
    pub const fn code(&self) -> &'static str {
        match self {
            Self::Url => "url_invalid",
            Self::Private => "url_private",
            Self::Redirects => "redirected_too_often",
            Self::TooLarge => "answer_too_large",
            Self::Timeout => "timed_out",
            Self::Network(_) => "unreachable",
        }
    }

    /// Whether the same may go well later.
    pub const fn is_passing(&self) -> bool {
        matches!(self, Self::Timeout | Self::Network(_))
    }
}

/// What to do with an answer that is larger than allowed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Over {
    Fail,
    /// Keep what fits and hang up: the beginning is enough for a log.
    Cut,
}

/// One request.
#[derive(Clone, Debug)]
pub struct Ask {
    pub url: String,
    /// `None` is a GET, which follows redirects; a POST follows none, since its body was meant for one address.
    pub body: Option<Bytes>,
    /// Sent to the first origin only: they may hold a secret.
    pub headers: Vec<(&'static str, String)>,
    pub max_size: usize,
    pub over: Over,
    /// For everything: look-up, connection, redirects, body.
    pub within: Duration,
}

impl Ask {
    pub fn get(url: impl Into<String>, max_size: usize) -> Self {
        Self {
            url: url.into(),
            body: None,
            headers: Vec::new(),
            max_size,
            over: Over::Fail,
            within: Duration::from_secs(30),
        }
    }

    /// A delivery of JSON: what is answered is only for the log.
    pub fn post(url: impl Into<String>, mut headers: Vec<(&'static str, String)>, body: impl Into<Bytes>) -> Self {
        headers.push(("content-type", "application/json".into()));
        let (max_size, within) = (4 * 1024, Duration::from_secs(15));
        Self {
            url: url.into(),
            body: Some(body.into()),
            headers,
            max_size,
            over: Over::Cut,
            within,
        }
    }
}

/// A body on its way out.
pub struct Upload {
    /// Of all of it.
    pub length: u64,
    pub bytes: BoxStream<'static, std::io::Result<Bytes>>,
}

/// How names become addresses. Tests have their own.
pub type Lookup = Arc<dyn Fn(String) -> BoxFuture<'static, std::io::Result<Vec<IpAddr>>> + Send + Sync>;

/// As the machine resolves names.
fn system() -> Lookup {
    Arc::new(|name| Box::pin(async move { Ok(tokio::net::lookup_host((name, 0)).await?.map(|address| address.ip()).collect()) }))
}

/// The guarded client. Cheap to clone.
#[derive(Clone)]
pub struct Client {
    http: reqwest::Client,
    reach: Reach,
}

impl Client {
    pub fn new(allow_private: bool) -> Result<Self> {
        Self::with(Reach::new(allow_private), system())
    }

    /// For what strangers chose: never inside our own network, but for these addresses.
    pub fn public(and: &[IpAddr]) -> Result<Self> {
        Self::with(Reach::PublicAnd(and.to_vec()), system())
    }

    pub(super) fn with(reach: Reach, lookup: Lookup) -> Result<Self> {
        #[expect(clippy::disallowed_methods, reason = "this is the guarded client")]
        let builder = reqwest::Client::builder();
        let http = builder
            .tls_backend_preconfigured(tls()?)
            .dns_resolver(Guard {
                reach: reach.clone(),
                lookup,
            })
            .redirect(reqwest::redirect::Policy::none())
            .no_proxy()
            .connect_timeout(CONNECT)
            .pool_idle_timeout(Duration::from_secs(30))
            .pool_max_idle_per_host(2)
            .user_agent(concat!("Relevo/", env!("CARGO_PKG_VERSION")))
            .build()
            .map_err(Error::internal)?;
        Ok(Self { http, reach })
    }

    /// Asks and reads the whole answer.
    pub async fn ask(&self, ask: Ask) -> Result<Reply, Failure> {
        self.open(ask).await?.whole().await
    }

    /// Asks and gives the answer as it comes, for what is large.
    pub async fn open(&self, ask: Ask) -> Result<Incoming, Failure> {
        let deadline = Instant::now() + ask.within;
        let response = tokio::time::timeout_at(deadline, self.follow(&ask))
            .await
            .map_err(|_| Failure::Timeout)??;
        let announced = response.content_length().is_some_and(|length| length > ask.max_size as u64);
        if announced && ask.over == Over::Fail {
            return Err(Failure::TooLarge);
        }
        Ok(Incoming {
            response,
            deadline,
            left: ask.max_size,
            over: ask.over,
        })
    }

    /// As [`Client::ask`] of a POST whose body comes as it goes: a large file takes no memory.
    pub async fn upload(&self, ask: Ask, body: Upload) -> Result<Reply, Failure> {
        let deadline = Instant::now() + ask.within;
        let url = target::read(&ask.url, &self.reach)?;
        let request = self
            .http
            .post(url)
            .headers(headers(&ask.headers)?)
            .header(CONTENT_LENGTH, body.length)
            .body(reqwest::Body::wrap_stream(body.bytes));
        let response = tokio::time::timeout_at(deadline, request.send())
            .await
            .map_err(|_| Failure::Timeout)?;
        let incoming = Incoming {
            response: response.map_err(reason)?,
            deadline,
            left: ask.max_size,
            over: ask.over,
        };
        incoming.whole().await
    }

    async fn follow(&self, ask: &Ask) -> Result<reqwest::Response, Failure> {
        let first = target::read(&ask.url, &self.reach)?;
        let mut url = first.clone();
        for _ in 0..=MAX_REDIRECTS {
            let response = self.once(ask, &url, url.origin() == first.origin()).await?;
            match location(&response).filter(|_| ask.body.is_none()) {
                None => return Ok(response),
                Some(location) => url = target::follow(&url, location, &self.reach)?,
            }
        }
        Err(Failure::Redirects)
    }

    async fn once(&self, ask: &Ask, url: &Url, own: bool) -> Result<reqwest::Response, Failure> {
        let method = if ask.body.is_some() { Method::POST } else { Method::GET };
        let mut request = self.http.request(method, url.clone());
        if own {
            request = request.headers(headers(&ask.headers)?);
        }
        if let Some(body) = &ask.body {
            request = request.body(body.clone());
        }
        request.send().await.map_err(reason)
    }
}

/// An answer on its way.
#[derive(Debug)]
pub struct Incoming {
    response: reqwest::Response,
    deadline: Instant,
    left: usize,
    over: Over,
}

impl Incoming {
    pub fn status(&self) -> u16 {
        self.response.status().as_u16()
    }

    /// Where the answer came from, after redirects.
    pub fn url(&self) -> &Url {
        self.response.url()
    }

    pub fn header(&self, name: &str) -> Option<&str> {
        self.response.headers().get(name).and_then(|value| value.to_str().ok())
    }

    /// The next piece; nothing at the end, or where an answer is cut.
    pub async fn next(&mut self) -> Result<Option<Bytes>, Failure> {
        if self.left == 0 && self.over == Over::Cut {
            return Ok(None);
        }
        let piece = tokio::time::timeout_at(self.deadline, self.response.chunk())
            .await
            .map_err(|_| Failure::Timeout)?;
        let Some(mut piece) = piece.map_err(reason)? else { return Ok(None) };
        if piece.len() > self.left {
            if self.over == Over::Fail {
                return Err(Failure::TooLarge);
            }
            piece.truncate(self.left);
        }
        self.left -= piece.len();
        Ok(Some(piece))
    }

    /// All of it.
    pub async fn whole(mut self) -> Result<Reply, Failure> {
        let mut body = BytesMut::new();
        while let Some(piece) = self.next().await? {
            body.extend_from_slice(&piece);
        }
        Ok(Reply {
            status: self.status(),
            content_type: self.header("content-type").map(str::to_owned),
            body: body.freeze(),
        })
    }
}

/// A whole answer.
#[derive(Clone, Debug)]
pub struct Reply {
    pub status: u16,
    pub content_type: Option<String>,
    pub body: Bytes,
}

impl Reply {
    pub fn is_success(&self) -> bool {
        (200..300).contains(&self.status)
    }
}

/// Resolves once and leaves out what may not be reached.
struct Guard {
    reach: Reach,
    lookup: Lookup,
}

impl Resolve for Guard {
    fn resolve(&self, name: Name) -> Resolving {
        let (reach, found) = (self.reach.clone(), (self.lookup)(name.as_str().to_owned()));
        Box::pin(async move {
            let found = found.await?;
            let reachable: Vec<SocketAddr> = found
                .iter()
                .filter(|ip| reach.has(**ip))
                .map(|ip| SocketAddr::new(*ip, 0))
                .collect();
            if reachable.is_empty() && !found.is_empty() {
                return Err(Failure::Private.into());
            }
            Ok(Box::new(reachable.into_iter()) as Addrs)
        })
    }
}

fn tls() -> Result<rustls::ClientConfig> {
    let provider = Arc::new(rustls::crypto::ring::default_provider());
    let mut roots = rustls::RootCertStore::empty();
    // One certificate that cannot be read must not take the others with it.
    roots.add_parsable_certificates(rustls_native_certs::load_native_certs().certs);
    let builder = rustls::ClientConfig::builder_with_provider(provider)
        .with_safe_default_protocol_versions()
        .map_err(Error::internal)?;
    Ok(builder.with_root_certificates(roots).with_no_client_auth())
}

fn headers(list: &[(&'static str, String)]) -> Result<HeaderMap, Failure> {
    let pair = |(name, value): &(&'static str, String)| {
        let value = HeaderValue::from_str(value).map_err(|error| Failure::Network(error.into()))?;
        Ok((HeaderName::from_static(name), value))
    };
    list.iter().map(pair).collect()
}

fn location(response: &reqwest::Response) -> Option<&str> {
    let redirects = [
        StatusCode::MOVED_PERMANENTLY,
        StatusCode::FOUND,
        StatusCode::SEE_OTHER,
        StatusCode::TEMPORARY_REDIRECT,
        StatusCode::PERMANENT_REDIRECT,
    ];
    let location = response.headers().get(LOCATION).and_then(|value| value.to_str().ok());
    location.filter(|_| redirects.contains(&response.status()))
}

/// Finds our own refusal among the causes.
fn reason(error: reqwest::Error) -> Failure {
    let mut cause: Option<&(dyn std::error::Error + 'static)> = Some(&error);
    while let Some(one) = cause {
        if matches!(one.downcast_ref(), Some(Failure::Private)) {
            return Failure::Private;
        }
        cause = one.source();
    }
    if error.is_timeout() {
        Failure::Timeout
    } else {
        Failure::Network(error.without_url().into())
    }
}

#[cfg(test)]
mod tests;
