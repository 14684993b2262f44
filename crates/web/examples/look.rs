//! Shows the components and error pages without a city behind them: `cargo run -p dinh-web --example look 127.0.0.1:4800`.

use askama::Template;
use axum::Router;
use axum::response::Html;
use axum::routing::get;
use dinh_web::page::Page;
use dinh_web::pages::dev;
use dinh_web::pages::error::{ErrorKind, ErrorPage, Refusal};
use dinh_web::texts::Lang;

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), std::io::Error> {
    let address = std::env::args()
        .nth(1)
        .unwrap_or_else(|| "127.0.0.1:4800".to_owned());
    let listener = tokio::net::TcpListener::bind(address).await?;
    let router = Router::new()
        .route("/dev/components", get(dev::components))
        .route("/assets/{*name}", get(dinh_web::assets::serve))
        .route("/sai-luat", get(refusal))
        .fallback(get(not_found));
    axum::serve(listener, router).await
}

async fn not_found() -> Html<String> {
    html(&ErrorPage::new(
        Page::new(Lang::Vi, "/khong-co", ""),
        ErrorKind::NotFound,
    ))
}

async fn refusal() -> Html<String> {
    let refusal = Refusal {
        article: "Điều 13 khoản 2 Luật 10/2022/QH15".to_owned(),
        reason: "Chưa thể gỡ bản niêm yết: mới được 12 ngày trong 30 ngày liên tục.".to_owned(),
        lawful_way:
            "Tiếp tục niêm yết đến hết ngày 05/12/2026, hoặc đính chính nếu nội dung có sai sót."
                .to_owned(),
    };
    html(&ErrorPage::new(Page::new(Lang::Vi, "/sai-luat", ""), ErrorKind::Invalid).refusal(refusal))
}

fn html(page: &ErrorPage) -> Html<String> {
    Html(page.render().unwrap_or_default())
}
