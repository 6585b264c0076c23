//! A panel's live line, as plain as it can be.

use std::io::{BufRead, BufReader, Read, Write};
use std::net::{SocketAddr, TcpStream};
use std::sync::mpsc::Sender;
use std::time::Instant;

use anyhow::{Result, bail, ensure};

/// A panel's socket, said hello to.
pub fn open(address: SocketAddr, bearer: &str) -> Result<BufReader<TcpStream>> {
    let mut stream = TcpStream::connect(address)?;
    let ask = format!(
        "GET /api/v1/me/live HTTP/1.1\r\nhost: {address}\r\nauthorization: {bearer}\r\nconnection: upgrade\r\nupgrade: websocket\r\n\
         sec-websocket-version: 13\r\nsec-websocket-key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n",
    );
    stream.write_all(ask.as_bytes())?;
    let mut link = BufReader::with_capacity(4096, stream);
    let mut line = String::new();
    link.read_line(&mut line)?;
    ensure!(line.contains(" 101 "), "no socket: {line}");
    while line.trim() != "" {
        line.clear();
        link.read_line(&mut line)?;
    }
    // Clients mask what they send; a mask of zeros changes nothing.
    let hello = br#"{"type":"hello"}"#;
    let head = [0x81, 0x80 | u8::try_from(hello.len())?, 0, 0, 0, 0];
    link.get_mut().write_all(&[&head[..], hello].concat())?;
    let ready = frame(&mut link)?;
    ensure!(ready.contains("ready"), "{ready}");
    Ok(link)
}

/// Hands on each frame with the moment at which it came, until the line ends.
pub fn listen(mut link: BufReader<TcpStream>, heard: &Sender<(String, Instant)>) {
    while let Ok(text) = frame(&mut link) {
        if heard.send((text, Instant::now())).is_err() {
            return;
        }
    }
}

/// One whole frame of the server.
fn frame(link: &mut BufReader<TcpStream>) -> Result<String> {
    let mut head = [0; 2];
    link.read_exact(&mut head)?;
    let length = match head[1] {
        126 => {
            let mut length = [0; 2];
            link.read_exact(&mut length)?;
            usize::from(u16::from_be_bytes(length))
        }
        127.. => bail!("a frame longer than any of ours"),
        short => usize::from(short),
    };
    let mut body = vec![0; length];
    link.read_exact(&mut body)?;
    Ok(String::from_utf8_lossy(&body).into_owned())
}
