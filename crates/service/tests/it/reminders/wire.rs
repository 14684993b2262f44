//! The wire of the mail server: plain, or TLS with a certificate of an authority made for the test.

use std::io::{Read, Result, Write};
use std::net::TcpStream;
use std::path::Path;
use std::process::Command;
use std::sync::Arc;

use rustls::pki_types::pem::PemObject as _;
use rustls::pki_types::{CertificateDer, PrivateKeyDer};
use rustls::{ServerConfig, ServerConnection, StreamOwned};
use tempfile::TempDir;

/// The server's half of TLS.
#[derive(Clone)]
pub struct Tls {
    config: Arc<ServerConfig>,
    /// From the first byte, instead of after STARTTLS.
    pub at_once: bool,
}

pub enum Wire {
    Plain(TcpStream),
    Tls(Box<StreamOwned<ServerConnection, TcpStream>>),
}

impl Tls {
    pub fn wrap(&self, stream: TcpStream) -> Option<Wire> {
        let connection = ServerConnection::new(Arc::clone(&self.config)).ok()?;
        Some(Wire::Tls(Box::new(StreamOwned::new(connection, stream))))
    }
}

impl Read for Wire {
    fn read(&mut self, buffer: &mut [u8]) -> Result<usize> {
        match self {
            Self::Plain(stream) => stream.read(buffer),
            Self::Tls(stream) => stream.read(buffer),
        }
    }
}

impl Write for Wire {
    fn write(&mut self, bytes: &[u8]) -> Result<usize> {
        match self {
            Self::Plain(stream) => stream.write(bytes),
            Self::Tls(stream) => stream.write(bytes),
        }
    }

    fn flush(&mut self) -> Result<()> {
        match self {
            Self::Plain(stream) => stream.flush(),
            Self::Tls(stream) => stream.flush(),
        }
    }
}

/// An authority of the test: `authority.pem` in its folder, and certificates for names.
pub struct Authority(TempDir);

impl Authority {
    pub fn new() -> Self {
        let folder = TempDir::new().expect("a folder");
        openssl(
            folder.path(),
            "req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -keyout authority.key -out authority.pem \
             -subj /CN=test-authority -days 30 -addext basicConstraints=critical,CA:TRUE",
        );
        Self(folder)
    }

    pub fn certificate(&self) -> Vec<u8> {
        read(&self.0.path().join("authority.pem"))
    }

    /// TLS with a certificate for a name, valid from a day to another (`YYYYMMDDHHMMSSZ`).
    pub fn tls(&self, name: &str, at_once: bool, (from, to): (&str, &str)) -> Tls {
        let here = self.0.path();
        write(&here.join("names"), &format!("subjectAltName=DNS:{name}\n"));
        write(&here.join("index"), "");
        write(&here.join("serial"), "1000\n");
        openssl(
            here,
            "req -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -keyout server.key -out server.csr -subj /CN=server",
        );
        write(&here.join("ca.cnf"), CONFIGURATION);
        openssl(
            here,
            &format!(
                "ca -batch -notext -config ca.cnf -in server.csr -out server.pem -cert authority.pem -keyfile authority.key \
                 -extfile names -startdate {from} -enddate {to}"
            ),
        );
        let chain = CertificateDer::from_pem_slice(&read(&here.join("server.pem"))).expect("PEM");
        let key = PrivateKeyDer::from_pem_slice(&read(&here.join("server.key"))).expect("PEM");
        let provider = Arc::new(rustls::crypto::ring::default_provider());
        let config = ServerConfig::builder_with_provider(provider)
            .with_safe_default_protocol_versions()
            .expect("versions")
            .with_no_client_auth()
            .with_single_cert(vec![chain], key)
            .expect("a certificate");
        Tls {
            config: Arc::new(config),
            at_once,
        }
    }
}

const CONFIGURATION: &str = "[ca]\ndefault_ca=a\n[a]\ndatabase=index\nserial=serial\nnew_certs_dir=.\ndefault_md=sha256\n\
     policy=p\nunique_subject=no\n[p]\ncommonName=supplied\n";

fn openssl(folder: &Path, arguments: &str) {
    let output = Command::new("openssl")
        .args(arguments.split_whitespace())
        .current_dir(folder)
        .output()
        .expect("openssl runs; on Debian: apt-get install openssl");
    assert!(
        output.status.success(),
        "{}",
        String::from_utf8_lossy(&output.stderr)
    );
}

#[expect(clippy::disallowed_methods, reason = "openssl works with files")]
fn read(file: &Path) -> Vec<u8> {
    std::fs::read(file).expect("written by openssl")
}

#[expect(clippy::disallowed_methods, reason = "openssl works with files")]
fn write(file: &Path, text: &str) {
    std::fs::write(file, text).expect("written");
}
