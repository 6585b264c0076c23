//! The guarded client against real sockets on loopback addresses: 127.0.0.2 stands for a public server, 127.0.0.1 for what
//! nobody may reach.

use super::*;
use std::sync::atomic::{AtomicUsize, Ordering};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};

const PUBLIC: IpAddr = IpAddr::V4(std::net::Ipv4Addr::new(127, 0, 0, 2));
const INSIDE: IpAddr = IpAddr::V4(std::net::Ipv4Addr::LOCALHOST);

/// What a server does with a connection once it has read the head of the request.
type Act = Arc<dyn Fn(String, TcpStream) -> BoxFuture<'static, ()> + Send + Sync>;

struct Server {
    port: u16,
    asked: Arc<AtomicUsize>,
}

impl Server {
    async fn start(ip: IpAddr, act: Act) -> Self {
        let listener = TcpListener::bind((ip, 0)).await.unwrap();
        let (port, asked) = (listener.local_addr().unwrap().port(), Arc::new(AtomicUsize::new(0)));
        let count = Arc::clone(&asked);
        tokio::spawn(async move {
            while let Ok((mut socket, _)) = listener.accept().await {
                count.fetch_add(1, Ordering::SeqCst);
                let act = Arc::clone(&act);
                tokio::spawn(async move {
                    let mut head = Vec::new();
                    while !head.windows(4).any(|w| w == b"\r\n\r\n") {
                        let mut piece = [0; 1024];
                        match socket.read(&mut piece).await {
                            Ok(read) if read > 0 => head.extend_from_slice(&piece[..read]),
                            _ => return,
                        }
                    }
                    act(String::from_utf8_lossy(&head).into_owned(), socket).await;
                });
            }
        });
        Self { port, asked }
    }

    /// Answers every request with one text; `{path}` of the request decides nothing.
    async fn saying(ip: IpAddr, answer: impl Fn(&str) -> String + Send + Sync + 'static) -> Self {
        let answer = Arc::new(answer);
        let act: Act = Arc::new(move |head, mut socket| {
            let answer = answer(&head);
            Box::pin(async move {
                // The client may hang up first: that is its right.
                let _ = socket.write_all(answer.as_bytes()).await;
            })
        });
        Self::start(ip, act).await
    }

    fn asked(&self) -> usize {
        self.asked.load(Ordering::SeqCst)
    }
}

fn ok(body: &str) -> String {
    format!(
        "HTTP/1.1 200 OK\r\ncontent-length: {}\r\ncontent-type: text/plain\r\nconnection: close\r\n\r\n{body}",
        body.len()
    )
}

fn redirect(to: &str) -> String {
    format!("HTTP/1.1 302 Found\r\nlocation: {to}\r\ncontent-length: 0\r\nconnection: close\r\n\r\n")
}

/// `public.test` is the public server, `inside.test` is not, `both.test` is both; each look-up is counted.
fn client(counted: &Arc<AtomicUsize>) -> Client {
    let counted = Arc::clone(counted);
    let lookup: Lookup = Arc::new(move |name| {
        counted.fetch_add(1, Ordering::SeqCst);
        let found = match name.as_str() {
            "public.test" => vec![PUBLIC],
            "inside.test" => vec![INSIDE, "10.0.0.1".parse().unwrap(), "::1".parse().unwrap()],
            "both.test" => vec![INSIDE, PUBLIC],
            _ => Vec::new(),
        };
        Box::pin(async move { Ok(found) })
    });
    Client::with(Reach::PublicAnd(vec![PUBLIC]), lookup).unwrap()
}

fn code(result: Result<Reply, Failure>) -> &'static str {
    result.map_or_else(|failure| failure.code(), |_| "answered")
}

#[tokio::test]
async fn a_name_is_resolved_once_and_the_connection_goes_there() {
    let (lookups, server) = (Arc::default(), Server::saying(PUBLIC, |_| ok("hola")).await);
    let reply = client(&lookups)
        .ask(Ask::get(format!("http://public.test:{}/", server.port), 100))
        .await
        .unwrap();
    assert_eq!(
        (reply.status, &reply.body[..], reply.content_type.as_deref()),
        (200, &b"hola"[..], Some("text/plain"))
    );
    assert_eq!((lookups.load(Ordering::SeqCst), server.asked()), (1, 1));
}

#[tokio::test]
async fn what_lies_inside_is_not_even_connected_to() {
    let (lookups, inside) = (Arc::default(), Server::saying(INSIDE, |_| ok("secreto")).await);
    let client = client(&lookups);
    for host in ["inside.test", "127.0.0.1", "2130706433", "0x7f.1", "[::ffff:127.0.0.1]"] {
        let url = format!("http://{host}:{}/", inside.port);
        assert_eq!(code(client.ask(Ask::get(&url, 100)).await), "url_private", "{host}");
        assert_eq!(code(client.ask(Ask::post(&url, Vec::new(), "x")).await), "url_private", "{host}");
    }
    assert_eq!(
        code(client.ask(Ask::get(format!("http://nowhere.test:{}/", inside.port), 100)).await),
        "unreachable"
    );
    // The machine's own resolver knows this name.
    let real = Client::new(false).unwrap();
    assert_eq!(
        code(real.ask(Ask::get(format!("http://localhost:{}/", inside.port), 100)).await),
        "url_private"
    );
    assert_eq!(inside.asked(), 0);
    let allowed = Client::new(true).unwrap();
    assert_eq!(
        code(allowed.ask(Ask::get(format!("http://localhost:{}/", inside.port), 100)).await),
        "answered"
    );
}

#[tokio::test]
async fn of_a_name_with_both_only_the_public_address_is_used() {
    let public = Server::saying(PUBLIC, |_| ok("hola")).await;
    let listener = TcpListener::bind((INSIDE, public.port)).await.unwrap();
    let reply = client(&Arc::default())
        .ask(Ask::get(format!("http://both.test:{}/", public.port), 100))
        .await
        .unwrap();
    assert_eq!(&reply.body[..], b"hola");
    assert!(tokio::time::timeout(Duration::from_millis(50), listener.accept()).await.is_err());
}

#[tokio::test]
async fn a_redirect_inside_is_refused_by_name_and_by_address() {
    let inside = Server::saying(INSIDE, |_| ok("secreto")).await;
    for host in ["127.0.0.1", "inside.test", "0x7f000001"] {
        let to = format!("http://{host}:{}/", inside.port);
        let public = Server::saying(PUBLIC, move |_| redirect(&to)).await;
        assert_eq!(
            code(
                client(&Arc::default())
                    .ask(Ask::get(format!("http://public.test:{}/", public.port), 100))
                    .await
            ),
            "url_private",
            "{host}"
        );
        assert_eq!(public.asked(), 1);
    }
    assert_eq!(inside.asked(), 0);
}

#[tokio::test]
async fn three_redirects_and_no_more_and_none_for_a_post() {
    let server = Server::saying(PUBLIC, |head| match head.split(' ').nth(1) {
        Some("/0") => ok("hola"),
        Some(path) => redirect(&format!("/{}", path[1..].parse::<u32>().unwrap() - 1)),
        None => ok("?"),
    })
    .await;
    let client = client(&Arc::default());
    let url = |n: u32| format!("http://public.test:{}/{n}", server.port);
    assert_eq!(&client.ask(Ask::get(url(3), 100)).await.unwrap().body[..], b"hola");
    assert_eq!(code(client.ask(Ask::get(url(4), 100)).await), "redirected_too_often");
    let before = server.asked();
    assert_eq!(client.ask(Ask::post(url(1), Vec::new(), "x")).await.unwrap().status, 302);
    assert_eq!(server.asked(), before + 1);
}

#[tokio::test]
async fn headers_stay_with_the_origin_they_were_meant_for() {
    let heard = Server::saying(PUBLIC, |head| {
        ok(if head.contains("x-key: secreto") { "heard" } else { "not heard" })
    })
    .await;
    let to = format!("http://public.test:{}/", heard.port);
    let first = Server::saying(PUBLIC, move |_| redirect(&to)).await;
    let client = client(&Arc::default());
    let ask = |port: u16| Ask {
        headers: vec![("x-key", "secreto".to_owned())],
        ..Ask::get(format!("http://public.test:{port}/"), 100)
    };
    assert_eq!(&client.ask(ask(heard.port)).await.unwrap().body[..], b"heard");
    assert_eq!(&client.ask(ask(first.port)).await.unwrap().body[..], b"not heard");
    let broken = Ask {
        headers: vec![("x-key", "a\r\nhost: b".to_owned())],
        ..ask(heard.port)
    };
    assert_eq!(code(client.ask(broken).await), "unreachable");
    assert_eq!(heard.asked(), 2);
}

#[tokio::test]
async fn too_much_is_refused_or_cut_announced_or_not() {
    let announced = Server::saying(PUBLIC, |_| ok(&"a".repeat(10_000))).await;
    let endless: Act = Arc::new(|_, mut socket| {
        Box::pin(async move {
            let _ = socket.write_all(b"HTTP/1.1 200 OK\r\nconnection: close\r\n\r\n").await;
            while socket.write_all(&[b'a'; 8192]).await.is_ok() {}
        })
    });
    let endless = Server::start(PUBLIC, endless).await;
    let client = client(&Arc::default());
    for port in [announced.port, endless.port] {
        let ask = Ask::get(format!("http://public.test:{port}/"), 5000);
        assert_eq!(code(client.ask(ask.clone()).await), "answer_too_large");
        assert_eq!(client.ask(Ask { over: Over::Cut, ..ask }).await.unwrap().body.len(), 5000);
    }
    let exact = Ask::get(format!("http://public.test:{}/", announced.port), 10_000);
    assert_eq!(client.ask(exact).await.unwrap().body.len(), 10_000);
}

#[tokio::test]
async fn who_drips_or_says_nothing_is_left() {
    let drips: Act = Arc::new(|_, mut socket| {
        Box::pin(async move {
            let _ = socket.write_all(b"HTTP/1.1 200 OK\r\ncontent-length: 100000\r\n\r\n").await;
            while socket.write_all(b"a").await.is_ok() {
                tokio::time::sleep(Duration::from_millis(20)).await;
            }
        })
    });
    let silent: Act = Arc::new(|_, socket| {
        Box::pin(async move {
            tokio::time::sleep(Duration::from_secs(60)).await;
            drop(socket);
        })
    });
    let client = client(&Arc::default());
    for act in [drips, silent] {
        let server = Server::start(PUBLIC, act).await;
        let started = Instant::now();
        let ask = Ask {
            within: Duration::from_millis(200),
            ..Ask::get(format!("http://public.test:{}/", server.port), 1_000_000)
        };
        assert_eq!(code(client.ask(ask).await), "timed_out");
        assert!(started.elapsed() < Duration::from_secs(5));
    }
}
