//! HTTP/1.1 over one kept connection, as plain as it can be: a request either got a whole answer or it did not, and nobody asks twice
//! behind the caller's back. Costs next to nothing, which is what a bench wants of its client.

use std::io::{BufRead, BufReader, Error, ErrorKind, Read, Result, Write};
use std::net::{SocketAddr, TcpStream};
use std::time::Duration;

use serde_json::Value;

/// An answer that came whole.
#[derive(Debug)]
pub struct Reply {
    pub status: u16,
    pub headers: Vec<(String, String)>,
    pub body: Vec<u8>,
}

impl Reply {
    pub fn header(&self, name: &str) -> Option<&str> {
        self.headers.iter().find(|(n, _)| n == name).map(|(_, value)| value.as_str())
    }

    /// The body; null when it is no JSON.
    pub fn json(&self) -> Value {
        serde_json::from_slice(&self.body).unwrap_or_default()
    }

    pub fn is_success(&self) -> bool {
        (200..300).contains(&self.status)
    }
}

pub struct Client {
    address: SocketAddr,
    patience: Duration,
    kept: Option<BufReader<TcpStream>>,
}

impl Client {
    pub fn new(address: SocketAddr) -> Self {
        Self {
            address,
            patience: Duration::from_secs(90),
            kept: None,
        }
    }

    pub fn get(&mut self, path: &str, headers: &[(&str, &str)]) -> Result<Reply> {
        self.ask("GET", path, headers, None)
    }

    pub fn post(&mut self, path: &str, headers: &[(&str, &str)], body: &Value) -> Result<Reply> {
        self.ask("POST", path, headers, Some(body))
    }

    pub fn ask(&mut self, method: &str, path: &str, headers: &[(&str, &str)], body: Option<&Value>) -> Result<Reply> {
        let body = body.map(Value::to_string).unwrap_or_default();
        self.send(method, path, headers, "application/json", body.as_bytes())
    }

    /// Any bytes; none is no body.
    pub fn send(&mut self, method: &str, path: &str, headers: &[(&str, &str)], kind: &str, body: &[u8]) -> Result<Reply> {
        let mut kept = match self.kept.take() {
            Some(kept) => kept,
            None => self.connect()?,
        };
        let mut text = format!("{method} {path} HTTP/1.1\r\nhost: {}\r\n", self.address);
        for (name, value) in headers {
            text.push_str(&format!("{name}: {value}\r\n"));
        }
        if !body.is_empty() {
            text.push_str(&format!("content-type: {kind}\r\n"));
        }
        text.push_str(&format!("content-length: {}\r\n\r\n", body.len()));
        let bytes = [text.as_bytes(), body].concat();
        kept.get_mut().write_all(&bytes)?;
        let reply = read(&mut kept)?;
        if reply.header("connection") != Some("close") {
            self.kept = Some(kept);
        }
        Ok(reply)
    }

    fn connect(&self) -> Result<BufReader<TcpStream>> {
        let stream = TcpStream::connect_timeout(&self.address, Duration::from_secs(5))?;
        stream.set_nodelay(true)?;
        stream.set_read_timeout(Some(self.patience))?;
        Ok(BufReader::new(stream))
    }
}

fn read(from: &mut BufReader<TcpStream>) -> Result<Reply> {
    let first = line(from)?;
    let status = first.split(' ').nth(1).and_then(|code| code.parse().ok());
    let status = status.ok_or_else(|| Error::new(ErrorKind::InvalidData, "no status"))?;
    let mut headers = Vec::new();
    loop {
        let line = line(from)?;
        if line.is_empty() {
            break;
        }
        if let Some((name, value)) = line.split_once(':') {
            headers.push((name.to_ascii_lowercase(), value.trim().to_owned()));
        }
    }
    let mut reply = Reply {
        status,
        headers,
        body: Vec::new(),
    };
    if reply.header("transfer-encoding") == Some("chunked") {
        loop {
            let size = line(from)?;
            let size = usize::from_str_radix(size.trim(), 16).map_err(|e| Error::new(ErrorKind::InvalidData, e))?;
            let mut chunk = vec![0; size];
            from.read_exact(&mut chunk)?;
            reply.body.extend(chunk);
            line(from)?;
            if size == 0 {
                break;
            }
        }
    } else {
        let length = reply.header("content-length").and_then(|n| n.parse().ok()).unwrap_or(0);
        reply.body = vec![0; length];
        from.read_exact(&mut reply.body)?;
    }
    Ok(reply)
}

fn line(from: &mut impl BufRead) -> Result<String> {
    let mut line = String::new();
    if from.read_line(&mut line)? == 0 {
        return Err(ErrorKind::UnexpectedEof.into());
    }
    Ok(line.trim_end().to_owned())
}
