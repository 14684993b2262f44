//! Traces at a collector that reads what comes: a span for each request, with the template of the route and nobody's data.

use std::io::{BufRead as _, BufReader, Read as _, Write as _};
use std::net::{TcpListener, TcpStream};
use std::sync::{Arc, Mutex};

use serde_json::Value;

use crate::city::{City, Served, WARD, exchange, until};

/// A collector of OTLP over HTTP with JSON.
#[derive(Clone, Default)]
struct Collector(Arc<Mutex<Vec<Value>>>);

impl Collector {
    fn start() -> (Self, String) {
        let listener = TcpListener::bind("127.0.0.1:0").expect("a port");
        let address = listener.local_addr().expect("an address");
        let collector = Self::default();
        let serving = collector.clone();
        std::thread::spawn(move || {
            for stream in listener.incoming().flatten() {
                let serving = serving.clone();
                std::thread::spawn(move || while serving.take(&stream).is_some() {});
            }
        });
        (collector, format!("http://{address}"))
    }

    fn take(&self, mut stream: &TcpStream) -> Option<()> {
        let mut reader = BufReader::new(stream);
        let (mut first, mut length) = (String::new(), 0);
        loop {
            let mut line = String::new();
            if reader.read_line(&mut line).ok()? == 0 {
                return None;
            }
            let line = line.trim_end().to_lowercase();
            if first.is_empty() {
                first.clone_from(&line);
            }
            if let Some(value) = line.strip_prefix("content-length: ") {
                length = value.parse().ok()?;
            }
            if line.is_empty() {
                break;
            }
        }
        let mut body = vec![0; length];
        reader.read_exact(&mut body).ok()?;
        assert_eq!(first, "post /v1/traces http/1.1");
        let body: Value = serde_json::from_slice(&body).expect("JSON");
        let resource = &body["resourceSpans"][0];
        let names = resource["resource"]["attributes"]
            .as_array()
            .expect("attributes");
        assert!(
            names
                .iter()
                .any(|one| one["value"]["stringValue"] == "dinh")
        );
        let spans = resource["scopeSpans"][0]["spans"]
            .as_array()
            .expect("spans");
        self.0.lock().expect("free").extend(spans.iter().cloned());
        stream
            .write_all(
                b"HTTP/1.1 200 OK\r\ncontent-type: application/json\r\ncontent-length: 2\r\n\r\n{}",
            )
            .ok()
    }

    fn spans(&self) -> Vec<Value> {
        self.0.lock().expect("free").clone()
    }

    /// The span of a request, once it came.
    fn find(&self, name: &str) -> Value {
        until(name, || {
            self.spans().into_iter().find(|span| span["name"] == name)
        })
    }
}

fn attribute<'v>(span: &'v Value, key: &str) -> Option<&'v str> {
    let all = span["attributes"].as_array()?;
    let found = all.iter().find(|one| one["key"] == key)?;
    let value = &found["value"];
    value["stringValue"]
        .as_str()
        .or_else(|| value["intValue"].as_str())
}

const PARENT: &str = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01";

fn asked_by_parent(served: &Served, path: &str) {
    let head = format!("GET {path} HTTP/1.1\r\ntraceparent: {PARENT}\r\n");
    exchange(&served.address, &head, "").expect("an answer");
}

#[test]
fn each_request_has_a_span_with_its_route_its_unit_and_its_statements_and_nobody_s_data() {
    let city = City::new();
    let (collector, address) = Collector::start();
    let served = city.serve(&["--traces", &address, "--traces-share", "1"]);
    let place = served.ask().expect("recorded");
    served.get(&place, "");
    served.get("/don-vi/nguyen-van-kin-so-0901234567", "");
    asked_by_parent(&served, "/van-ban");
    let span = collector.find("POST /don-vi/{slug}/yeu-cau");
    assert_eq!(attribute(&span, "http.request.method"), Some("POST"));
    assert_eq!(
        attribute(&span, "http.route"),
        Some("/don-vi/{slug}/yeu-cau")
    );
    assert_eq!(attribute(&span, "http.response.status_code"), Some("303"));
    assert_eq!(attribute(&span, "dinh.unit"), Some(WARD));
    let statements: u64 = attribute(&span, "dinh.statements")
        .expect("counted")
        .parse()
        .expect("a number");
    assert!((5..60).contains(&statements), "{statements}");
    assert_eq!(span["kind"], 2);
    assert_eq!(span["traceId"].as_str().map(str::len), Some(32));
    let nanos = |key: &str| {
        span[key]
            .as_str()
            .and_then(|text| text.parse::<u128>().ok())
    };
    assert!(nanos("startTimeUnixNano") < nanos("endTimeUnixNano"));
    let unknown = collector.find("GET /don-vi/{slug}");
    assert_eq!(
        attribute(&unknown, "http.response.status_code"),
        Some("404")
    );
    let stranger = collector.find("GET /van-ban");
    assert!(
        stranger["parentSpanId"].is_null(),
        "a stranger's trace does not go on"
    );
    assert_eq!(served.stop().code(), Some(0));
    let all = serde_json::to_string(&collector.spans()).expect("text");
    for word in ["0901234567", "ma=", "127.0.0.1", "quantri", "dat"] {
        assert!(!all.contains(word), "{word} is in {all}");
    }
}

#[test]
fn behind_a_proxy_its_trace_goes_on_and_what_it_does_not_keep_is_not_kept() {
    let city = City::new();
    let (collector, address) = Collector::start();
    let served = city.serve(&[
        "--traces",
        &address,
        "--traces-share",
        "0",
        "--behind-proxy",
    ]);
    served.get("/don-vi", "");
    let head = format!(
        "GET /gioi-thieu HTTP/1.1\r\ntraceparent: {}\r\n",
        PARENT.replace("-01", "-00")
    );
    exchange(&served.address, &head, "").expect("an answer");
    asked_by_parent(&served, "/van-ban");
    // The last spans go out when the process ends.
    assert_eq!(served.stop().code(), Some(0));
    let spans = collector.spans();
    let [span] = spans.as_slice() else {
        panic!("one span: {spans:?}");
    };
    assert_eq!(span["name"], "GET /van-ban");
    assert_eq!(span["traceId"], "0af7651916cd43dd8448eb211c80319c");
    assert_eq!(span["parentSpanId"], "b7ad6b7169203331");
}

#[test]
fn a_collector_that_is_away_slows_nobody() {
    let city = City::new();
    let served = city.serve(&["--traces", "http://127.0.0.1:9", "--traces-share", "1"]);
    assert!(served.ask().is_ok());
    until("it is told", || {
        served
            .log()
            .contains("the collector of traces took nothing")
            .then_some(())
    });
    assert_eq!(served.stop().code(), Some(0));
}
