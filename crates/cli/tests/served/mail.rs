//! A letter through the real process: the mail server takes nothing at first, the process is stopped and started again, and the
//! letter arrives once.

use crate::city::{City, Served, until};
use crate::smtp::{SmtpServer, Taken};

const ADDRESS: &str = "lan@cantho.gov.vn";

fn serve(city: &City, server: &SmtpServer) -> Served {
    let smtp = format!("smtp://localhost:{}", server.port());
    let from = "Đình Cần Thơ <dinh@cantho.gov.vn>";
    city.serve(&["--smtp", &smtp, "--mail-from", from])
}

/// The page of the only account there is.
fn account(served: &Served, cookie: &str) -> String {
    let list = served.get("/quan-tri/tai-khoan", cookie).body;
    let id = list.split("/quan-tri/tai-khoan/").find_map(|rest| {
        let id = rest.split('"').next()?;
        (id.len() == 36).then(|| id.to_owned())
    });
    format!("/quan-tri/tai-khoan/{}", id.expect("an account"))
}

fn code(letter: &Taken) -> String {
    let text = letter.text();
    let (_, code) = text
        .split_once("/tai-khoan/thu/xac-nhan?ma=")
        .expect("a link");
    code.split_whitespace().next().expect("a code").to_owned()
}

#[test]
fn a_letter_arrives_once_although_the_process_was_restarted_while_it_waited() {
    let city = City::new();
    let post = SmtpServer::start();
    post.instead("", Some("421 busy, come again"));
    let served = serve(&city, &post);
    let cookie = served.sign_in();
    let page = account(&served, &cookie);
    let set = served.send(
        &page,
        &format!("{page}/thu"),
        &cookie,
        &[("address", ADDRESS)],
    );
    assert_eq!(set.status, 303, "{}", set.body);
    until("the letter is tried at once", || {
        (post.greeted() > 0).then_some(())
    });
    let trouble = until("the administrator is told", || {
        let state = served.get("/quan-tri/thu", &cookie).body;
        state.contains("421 busy").then_some(state)
    });
    assert!(trouble.contains("Đang chờ gửi"));
    assert_eq!(served.stop().code(), Some(0));
    assert!(post.taken().is_empty());

    post.instead("", None);
    let served = serve(&city, &post);
    let letters = until("the letter", || {
        Some(post.taken()).filter(|taken| !taken.is_empty())
    });
    assert_eq!(letters[0].to, ADDRESS);
    let cookie = served.sign_in();
    until("nothing waits any more", || {
        let state = served.get("/quan-tri/thu", &cookie).body;
        (!state.contains("421 busy")).then_some(())
    });
    let confirm = "/tai-khoan/thu/xac-nhan";
    let code = code(&letters[0]);
    let form = format!("{confirm}?ma={code}");
    let done = served.send(&form, confirm, "", &[("ma", &code)]);
    assert!(done.body.contains("Đã xác nhận địa chỉ"), "{}", done.body);
    let shown = served.get(&page, &cookie).body;
    assert!(shown.contains("Thư đang đến lan@cantho.gov.vn"), "{shown}");
    let log = served.log();
    assert!(
        !log.contains("lan@") && !log.contains(&code),
        "nobody stands in the log"
    );
    assert_eq!(served.stop().code(), Some(0));
    assert_eq!(post.taken().len(), 1, "once");
}
