//! Files that are handed in: accepted by what they are, kept when their form succeeds, cared for.

mod care;
mod kinds;
pub mod place;
mod s3;
mod scanner;

use std::io::{Cursor, Read as _, Write as _};

use bytes::Bytes;
use dinh_service::files::{Arrived, CheckedFile, Upload};
use zip::ZipWriter;
use zip::write::SimpleFileOptions;

/// An upload.
pub fn upload(name: &str, bytes: impl Into<Bytes>) -> Upload {
    Upload {
        name: name.into(),
        content: Arrived::Made(bytes.into()),
        keep_position: false,
    }
}

/// The bytes of an upload that a test made.
pub fn made(upload: &Upload) -> Bytes {
    match &upload.content {
        Arrived::Made(bytes) => bytes.clone(),
        Arrived::Staged(_) => panic!("it came over the network"),
    }
}

/// The bytes that are to be kept.
pub fn kept(file: &CheckedFile) -> Vec<u8> {
    let mut bytes = Vec::new();
    let mut opened = file.staged.open().expect("staged");
    opened.read_to_end(&mut bytes).expect("read");
    bytes
}

/// What a photo must not say.
pub const POSITION: &[u8] = b"10.0452N 105.7469E";

pub fn segment(marker: u8, body: &[u8]) -> Vec<u8> {
    let length = u16::try_from(body.len() + 2).expect("short").to_be_bytes();
    [&[0xFF, marker], &length[..], body].concat()
}

/// A photo of so many pixels whose position stands in EXIF, XMP, IPTC, a comment and behind its end, as cameras and picture
/// editors write it.
pub fn photo_of(width: u16, height: u16, pixels: &[u8]) -> Vec<u8> {
    let exif = [b"Exif\0\0MM\0*\0\0\0\x08", POSITION].concat();
    let xmp = [b"http://ns.adobe.com/xap/1.0/\0", POSITION].concat();
    let iptc = [b"Photoshop 3.0\0", POSITION].concat();
    let other = [b"MPF\0", POSITION].concat();
    let mut frame = vec![8];
    frame.extend(height.to_be_bytes());
    frame.extend(width.to_be_bytes());
    frame.extend([1, 1, 0x11, 0]);
    [
        vec![0xFF, 0xD8],
        segment(0xE0, b"JFIF\0\x01\x01\0\0\x01\0\x01\0\0"),
        segment(0xE1, &exif),
        segment(0xE1, &xmp),
        segment(0xE2, &other),
        segment(0xED, &iptc),
        segment(0xFE, POSITION),
        segment(0xDB, &[0; 65]),
        segment(0xC0, &frame),
        segment(0xDA, &[1, 1, 0, 0, 63, 0]),
        pixels.to_vec(),
        vec![0xFF, 0xD9],
        POSITION.to_vec(),
    ]
    .concat()
}

/// A small photo.
pub fn photo(pixels: &[u8]) -> Vec<u8> {
    photo_of(40, 30, pixels)
}

/// A picture in PNG of so many pixels with these chunks beside it.
pub fn picture(width: u32, height: u32, beside: &[(&[u8; 4], &[u8])]) -> Vec<u8> {
    let chunk = |kind: &[u8; 4], body: &[u8]| {
        let length = u32::try_from(body.len()).expect("short").to_be_bytes();
        [&length[..], kind, body, &[0; 4]].concat()
    };
    let mut header = [width.to_be_bytes(), height.to_be_bytes()].concat();
    header.extend([8, 2, 0, 0, 0]);
    let mut bytes = b"\x89PNG\r\n\x1a\n".to_vec();
    bytes.extend(chunk(b"IHDR", &header));
    for (kind, body) in beside {
        bytes.extend(chunk(kind, body));
    }
    bytes.extend(chunk(b"IDAT", b"pixels of the board"));
    bytes.extend(chunk(b"IEND", b""));
    bytes
}

/// An archive of these parts.
pub fn archive(parts: &[(&str, &[u8])]) -> Vec<u8> {
    let mut writer = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, body) in parts {
        writer
            .start_file(*name, SimpleFileOptions::default())
            .expect("a part");
        writer.write_all(body).expect("its body");
    }
    writer.finish().expect("an archive").into_inner()
}

/// A Word document with this text.
pub fn docx(text: &str) -> Vec<u8> {
    archive(&[
        ("[Content_Types].xml", b"<Types/>"),
        ("word/document.xml", text.as_bytes()),
    ])
}
