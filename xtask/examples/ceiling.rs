//! The ceiling of a page that reads from the database: a bare axum server that reads twenty rows of an installation with
//! rusqlite and writes them as a table. `cargo xtask bench --scale` measures our lists beside it.

use std::fmt::Write as _;
use std::net::Ipv4Addr;
use std::sync::{Arc, Mutex};

use axum::Router;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::Html;
use axum::routing::get;
use rusqlite::{Connection, OpenFlags};

const NEWEST: &str = "SELECT number, title, published_on FROM publication WHERE state = 'published' \
    ORDER BY published_at DESC, number DESC LIMIT 20";

/// Connections that nobody uses just now.
type Idle = Arc<Mutex<Vec<Connection>>>;

#[tokio::main]
async fn main() -> Result<(), Box<dyn std::error::Error>> {
    let mut arguments = std::env::args().skip(1);
    let (Some(port), Some(file)) = (arguments.next(), arguments.next()) else {
        return Err("usage: ceiling PORT FILE".into());
    };
    let connections =
        (0..8).map(|_| Connection::open_with_flags(&file, OpenFlags::SQLITE_OPEN_READ_ONLY));
    let idle: Idle = Arc::new(Mutex::new(connections.collect::<Result<_, _>>()?));
    let router = Router::new()
        .route("/", get(newest))
        .route("/healthz", get(|| async { "ok" }))
        .with_state(idle);
    let listener = tokio::net::TcpListener::bind((Ipv4Addr::LOCALHOST, port.parse()?)).await?;
    axum::serve(listener, router).await?;
    Ok(())
}

async fn newest(State(idle): State<Idle>) -> Result<Html<String>, StatusCode> {
    let broken = StatusCode::INTERNAL_SERVER_ERROR;
    let connection = idle.lock().map_err(|_| broken)?.pop();
    let connection = connection.ok_or(StatusCode::SERVICE_UNAVAILABLE)?;
    let page = page(&connection).map_err(|_| broken);
    idle.lock().map_err(|_| broken)?.push(connection);
    page.map(Html)
}

fn page(connection: &Connection) -> rusqlite::Result<String> {
    let mut html = String::from("<!doctype html><title>x</title><table>");
    let mut statement = connection.prepare_cached(NEWEST)?;
    let mut rows = statement.query([])?;
    while let Some(row) = rows.next()? {
        let (number, title, day): (i64, String, String) = (row.get(0)?, row.get(1)?, row.get(2)?);
        let _ = write!(html, "<tr><td>{number}<td>{title}<td>{day}");
    }
    html.push_str("</table>");
    Ok(html)
}
