//! Told to stop, the process takes nobody in any more, lets those end who are there, and ends by itself in bounded time.

use std::io::{Read as _, Write as _};
use std::net::TcpStream;
use std::time::{Duration, Instant};

use crate::city::{City, until};

/// A page of some hundred kilobytes that needs nobody.
const LARGE: &str = "/kiem-chung";
const GO_ON: [u8; 25] = *b"HTTP/1.1 100 Continue\r\n\r\n";
/// As the unit of the package and the architecture promise.
const LONGEST: Duration = Duration::from_secs(25);

fn open(address: &str, request: &str) -> TcpStream {
    let mut stream = TcpStream::connect(address).expect("a connection");
    stream.write_all(request.as_bytes()).expect("sent");
    stream
}

/// The server is reading it: it has said that it waits for the rest.
fn half_a_form(address: &str) -> TcpStream {
    let head = format!(
        "POST /dang-nhap HTTP/1.1\r\nhost: {address}\r\ncontent-type: application/x-www-form-urlencoded\r\n\
         content-length: 40\r\nexpect: 100-continue\r\n\r\n"
    );
    let mut stream = open(address, &head);
    let mut said = [0; GO_ON.len()];
    stream.read_exact(&mut said).expect("an answer");
    assert_eq!(said, GO_ON);
    stream.write_all(b"login=quantri&").expect("sent");
    stream
}

/// Every answer of a connection is whole: as long as it says.
fn whole_answers(mut bytes: &[u8]) -> usize {
    let mut count = 0;
    while !bytes.is_empty() {
        let end = bytes.windows(4).position(|four| four == b"\r\n\r\n");
        let (head, rest) = bytes.split_at(end.expect("a whole head") + 4);
        let head = String::from_utf8_lossy(head).to_lowercase();
        let length = head
            .lines()
            .find_map(|line| line.strip_prefix("content-length: "));
        let length: usize = length.expect("a length").parse().expect("a number");
        assert!(rest.len() >= length, "cut off: {head}");
        bytes = rest.split_at(length).1;
        count += 1;
    }
    count
}

#[test]
fn a_slow_download_and_a_slow_form_end_well_while_nobody_new_is_taken_in() {
    let city = City::new();
    let served = city.serve(&[]);
    let address = served.address.clone();
    // More than the buffers of both ends hold: the server is in the middle of an answer.
    let one = format!("GET {LARGE} HTTP/1.1\r\nhost: {address}\r\n\r\n");
    let mut download = open(&address, &one.repeat(300));
    let mut first = [0; 1024];
    download.read_exact(&mut first).expect("it began");
    let mut form = half_a_form(&address);
    served.signal("-TERM");
    until("nobody new is taken in", || {
        TcpStream::connect(&address).err()
    });
    let begun = Instant::now();
    form.write_all(b"password=12345678901234567")
        .expect("the rest of the form");
    let mut answer = String::new();
    form.read_to_string(&mut answer).expect("an answer");
    assert!(answer.starts_with("HTTP/1.1 "), "{answer}");
    let mut rest = first.to_vec();
    download.read_to_end(&mut rest).expect("the rest");
    let count = whole_answers(&rest);
    assert!((1..300).contains(&count), "{count} of 300 were under way");
    assert_eq!(served.wait().code(), Some(0));
    assert!(begun.elapsed() < LONGEST, "it does not wait for nothing");
}

#[test]
fn who_never_ends_is_cut_off_after_twenty_five_seconds_and_the_end_is_still_a_good_one() {
    let city = City::new();
    let served = city.serve(&[]);
    let form = half_a_form(&served.address);
    let begun = Instant::now();
    served.signal("-TERM");
    assert_eq!(served.wait().code(), Some(0));
    let took = begun.elapsed();
    assert!(
        took >= Duration::from_secs(20),
        "the form had its time: {took:?}"
    );
    assert!(took < LONGEST + Duration::from_secs(10), "{took:?}");
    drop(form);
}
