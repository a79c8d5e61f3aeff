//! A server on loopback for tests: it answers what the test says, and remembers what it was asked.

#![allow(dead_code)] // Each test program uses a part of it.

use std::{
    io::{BufRead, BufReader, Write},
    net::{TcpListener, TcpStream},
    sync::{Arc, Mutex},
    time::Duration,
};

/// One request, as it came.
#[derive(Debug, Clone)]
pub struct Request {
    /// Path with its query.
    pub path: String,
    /// Names in lower case.
    pub headers: Vec<(String, String)>,
    /// How often this path was asked before.
    pub before: usize,
}

impl Request {
    pub fn header(&self, name: &str) -> Option<&str> {
        self.headers.iter().find(|(n, _)| n == name).map(|(_, v)| v.as_str())
    }
}

/// What to answer: bytes, with a pause between the pieces.
pub struct Reply {
    pub pieces: Vec<Vec<u8>>,
    pub pause: Duration,
}

impl From<Vec<u8>> for Reply {
    fn from(bytes: Vec<u8>) -> Reply {
        Reply { pieces: vec![bytes], pause: Duration::ZERO }
    }
}

/// An answer with this status line, these header lines and this body.
pub fn answer(status: &str, headers: &str, body: impl AsRef<[u8]>) -> Reply {
    let body = body.as_ref();
    let head = format!("HTTP/1.1 {status}\r\n{headers}Content-Length: {}\r\nConnection: close\r\n\r\n", body.len());
    [head.as_bytes(), body].concat().into()
}

/// A page.
pub fn page(body: impl AsRef<[u8]>) -> Reply {
    answer("200 OK", "Content-Type: text/html; charset=utf-8\r\n", body)
}

/// A redirect.
pub fn to(location: &str) -> Reply {
    answer("302 Found", &format!("Location: {location}\r\n"), "")
}

pub fn not_found() -> Reply {
    answer("404 Not Found", "Content-Type: text/html\r\n", "no such page")
}

/// Bytes packed with gzip.
pub fn gzip(bytes: &[u8]) -> Vec<u8> {
    let mut gz = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::best());
    gz.write_all(bytes).unwrap();
    gz.finish().unwrap()
}

/// The server. It ends with the test program.
pub struct Stub {
    pub port: u16,
    asked: Arc<Mutex<Vec<Request>>>,
}

impl Stub {
    pub fn new(answer: impl Fn(&Request) -> Reply + Send + Sync + 'static) -> Stub {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let port = listener.local_addr().unwrap().port();
        let asked = Arc::new(Mutex::new(Vec::new()));
        let (log, answer) = (asked.clone(), Arc::new(answer));
        std::thread::spawn(move || {
            for stream in listener.incoming().flatten() {
                let (log, answer) = (log.clone(), answer.clone());
                std::thread::spawn(move || serve(stream, &log, &*answer));
            }
        });
        Stub { port, asked }
    }

    /// The address of a path.
    pub fn url(&self, path: &str) -> String {
        format!("http://127.0.0.1:{}{path}", self.port)
    }

    /// Paths asked for, in order, robots.txt left out.
    pub fn paths(&self) -> Vec<String> {
        self.asked.lock().unwrap().iter().map(|r| r.path.clone()).filter(|p| p != "/robots.txt").collect()
    }

    /// Everything asked for, in order.
    pub fn requests(&self) -> Vec<Request> {
        self.asked.lock().unwrap().clone()
    }
}

fn serve(mut stream: TcpStream, log: &Mutex<Vec<Request>>, answer: &dyn Fn(&Request) -> Reply) {
    let Ok(copy) = stream.try_clone() else { return };
    let mut lines = BufReader::new(copy).lines().map_while(Result::ok);
    let Some(first) = lines.next() else { return };
    let path = first.split(' ').nth(1).unwrap_or_default().to_owned();
    let headers = lines
        .take_while(|l| !l.is_empty())
        .filter_map(|l| l.split_once(':').map(|(n, v)| (n.to_lowercase(), v.trim().to_owned())))
        .collect();
    let request = {
        let mut log = log.lock().unwrap();
        let before = log.iter().filter(|r| r.path == path).count();
        log.push(Request { path, headers, before });
        log[log.len() - 1].clone()
    };
    let reply = answer(&request);
    for piece in reply.pieces {
        if stream.write_all(&piece).is_err() {
            return;
        }
        let _ = stream.flush();
        std::thread::sleep(reply.pause);
    }
}
