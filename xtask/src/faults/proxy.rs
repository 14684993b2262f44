//! nginx in front of two nodes, with the file that the package ships as an example.

use std::net::SocketAddr;
use std::path::Path;
use std::process::{Child, Command, Stdio};

use anyhow::Context;

use crate::tools::on_path;

const SHIPPED: &str = include_str!("../../../packaging/nginx.conf");

/// A running nginx.
pub struct Proxy {
    process: Child,
    pub at: SocketAddr,
}

impl Proxy {
    /// In front of these nodes, with everything that it writes in the folder.
    pub fn start(folder: &Path, at: SocketAddr, nodes: [SocketAddr; 2]) -> anyhow::Result<Self> {
        let program =
            on_path("nginx").context("nginx is not installed: apt-get install nginx-light")?;
        std::fs::create_dir_all(folder)?;
        std::fs::write(folder.join("site.conf"), site(at, nodes))?;
        std::fs::write(folder.join("nginx.conf"), frame(folder))?;
        let process = Command::new(program)
            .arg("-p")
            .arg(folder)
            .arg("-c")
            .arg(folder.join("nginx.conf"))
            .stdin(Stdio::null())
            .stderr(Stdio::null())
            .spawn()
            .context("nginx does not start")?;
        Ok(Self { process, at })
    }
}

impl Drop for Proxy {
    fn drop(&mut self) {
        // Its workers end when the master does so cleanly.
        let _ = crate::run::ask("kill", &["-TERM", &self.process.id().to_string()]);
        let _ = self.process.wait();
    }
}

/// The shipped file with our addresses, without TLS.
fn site(at: SocketAddr, nodes: [SocketAddr; 2]) -> String {
    let lines = SHIPPED
        .lines()
        .filter(|line| !line.trim_start().starts_with("ssl_"));
    let text: Vec<&str> = lines.collect();
    text.join("\n")
        .replace("listen 443 ssl;", &format!("listen {at};"))
        .replace("10.0.0.21:8080", &nodes[0].to_string())
        .replace("10.0.0.22:8080", &nodes[1].to_string())
}

fn frame(folder: &Path) -> String {
    let place = folder.display();
    let kinds = ["client_body", "proxy", "fastcgi", "uwsgi", "scgi"];
    let temporary = kinds
        .map(|kind| format!("  {kind}_temp_path {place}/{kind};\n"))
        .concat();
    format!(
        "daemon off;\nworker_processes 2;\npid {place}/nginx.pid;\nerror_log {place}/error.log;\n\
         events {{ worker_connections 512; }}\nhttp {{\n  access_log off;\n{temporary}  include {place}/site.conf;\n}}\n"
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_shipped_file_is_what_is_tested() {
        let at = |port: u16| SocketAddr::from(([127, 0, 0, 1], port));
        let text = site(at(1), [at(2), at(3)]);
        for words in [
            "listen 127.0.0.1:1;",
            "server 127.0.0.1:2 ",
            "server 127.0.0.1:3 ",
            "non_idempotent",
        ] {
            assert!(text.contains(words), "{words}");
        }
        assert!(!text.contains("ssl"), "{text}");
    }
}
