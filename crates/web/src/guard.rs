//! The guard before every handler: who asks, may they, is the form ours.
//!
//! Order: session → access of the route → same site → how often → token of the form.
//! What is refused never reaches the handler; what a person typed is given back.

use std::time::Instant;

use axum::body::Body;
use axum::extract::{MatchedPath, Request, State};
use axum::http::{Method, StatusCode, header};
use axum::middleware::Next;
use axum::response::{IntoResponse as _, Response};
use dinh_domain::access::reach;
use dinh_service::machine::Room;
use dinh_service::people::{OpenSession, digest};
use dinh_service::{Actor, Error};

use crate::address;
use crate::caller::Caller;
use crate::cookie;
use crate::errors::{self, Failure};
use crate::form_check::{self, Checked};
use crate::once::Sending;
use crate::pages::people::{given_back_after_sign_in, given_back_to_send_again};
use crate::response::see_other;
use crate::routes::Access;
use crate::state::AppState;

/// Let the request pass, or answer in its place.
pub(crate) async fn guard(
    State((state, access)): State<(AppState, Access)>,
    request: Request,
    next: Next,
) -> Response {
    let began = Instant::now();
    let method = request.method().clone();
    let route = request
        .extensions()
        .get::<MatchedPath>()
        .map_or_else(|| "unknown".to_owned(), |path| path.as_str().to_owned());
    let response = answer(&state, access, request, next).await;
    let took = began.elapsed();
    state
        .metrics
        .count(method.as_str(), &route, response.status().as_u16(), took);
    // The template of the path, never the path: nothing about a person is logged.
    tracing::info!(
        %method,
        route,
        status = response.status().as_u16(),
        micros = took.as_micros(),
        "request"
    );
    response
}

async fn answer(state: &AppState, access: Access, request: Request, next: Next) -> Response {
    let reader = address_of(state, &request);
    let token = cookie::find_token(state, request.headers()).map(ToOwned::to_owned);
    let session = match find_session(state, token).await {
        Ok(session) => session,
        Err(error) => {
            let nobody = Caller::new(request.uri(), None, reader);
            return errors::render(state, &nobody, &error.into());
        }
    };
    let mut caller = Caller::new(request.uri(), session, reader);
    if !is_safe(request.method()) {
        caller.sending = Some(Sending::new(state.next_number()));
    }
    let response = match admit(state, access, &caller, request).await {
        Ok(mut request) => {
            request.extensions_mut().insert(caller.clone());
            let response = next.run(request).await;
            match &caller.sending {
                Some(sending) => state.answers.settle(sending, response).await,
                None => response,
            }
        }
        Err(refused) => *refused,
    };
    finish(state, &caller, response)
}

async fn find_session(
    state: &AppState,
    token: Option<String>,
) -> Result<Option<OpenSession>, Error> {
    match token {
        Some(token) => dinh_service::people::find_session(&state.platform, &token).await,
        None => Ok(None),
    }
}

fn address_of(state: &AppState, request: &Request) -> std::net::IpAddr {
    address::of_reader(
        state.settings.behind_proxy,
        request.headers(),
        request.extensions(),
    )
}

type Admitted = Result<Request, Box<Response>>;

async fn admit(state: &AppState, access: Access, caller: &Caller, request: Request) -> Admitted {
    if is_safe(request.method()) {
        return match may_use(state, access, caller) {
            Verdict::Yes => Ok(request),
            Verdict::SignInFirst => refuse(see_other(&caller.way_to_sign_in())),
            Verdict::ChoosePassword => refuse(see_other("/tai-khoan#new")),
            Verdict::ChooseMandate => refuse(see_other("/tai-khoan/vai-tro")),
            Verdict::No => refuse(Err(Error::Forbidden.into())),
        };
    }
    if !form_check::is_from_this_site(request.headers()) {
        return refuse(Err(Error::Forbidden.into()));
    }
    if let Some(why) = no_room(state, &request) {
        return Err(Box::new(later(state, caller, why)));
    }
    match may_use(state, access, caller) {
        Verdict::Yes => {}
        Verdict::SignInFirst => {
            return refuse(given_back_after_sign_in(state, caller, request).await);
        }
        Verdict::ChoosePassword | Verdict::ChooseMandate | Verdict::No => {
            return refuse(Err(Error::Forbidden.into()));
        }
    }
    let often = match access {
        Access::Public => !state.limits.may_send_form(caller.address),
        Access::Voter => {
            let card = cookie::find_code(state, request.headers()).map(digest);
            !state.limits.may_vote(caller.address, card)
        }
        Access::SignedIn | Access::Needs(_) => false,
    };
    if often {
        return Err(Box::new(too_often(state, caller)));
    }
    let (checked, request) = form_check::token(state, caller, request).await;
    match checked {
        Checked::Ours => Ok(request),
        Checked::Stale => refuse(given_back_to_send_again(state, caller, request).await),
        Checked::Unreadable => Err(Box::new(errors::refuse(
            state,
            caller,
            StatusCode::UNSUPPORTED_MEDIA_TYPE,
            "Không đọc được nội dung gửi lên, hoặc nội dung quá lớn. Hãy quay lại trang trước và gửi lại.",
        ))),
    }
}

fn refuse(answer: Result<Response, Failure>) -> Admitted {
    Err(Box::new(answer.into_response()))
}

fn is_safe(method: &Method) -> bool {
    matches!(*method, Method::GET | Method::HEAD)
}

enum Verdict {
    Yes,
    SignInFirst,
    ChoosePassword,
    ChooseMandate,
    No,
}

fn may_use(state: &AppState, access: Access, caller: &Caller) -> Verdict {
    let action = match access {
        Access::Public | Access::Voter => return Verdict::Yes,
        Access::SignedIn => None,
        Access::Needs(action) => Some(action),
    };
    let Actor::Person(person) = &caller.actor else {
        return Verdict::SignInFirst;
    };
    let Some(action) = action else {
        return Verdict::Yes;
    };
    if caller.must_change_password {
        return Verdict::ChoosePassword;
    }
    let today = state.platform.clock.today();
    match &person.mandate {
        Some(mandate) if mandate.holds_on(today) => match reach(mandate.role, action) {
            Some(_) => Verdict::Yes,
            None => Verdict::No,
        },
        _ => Verdict::ChooseMandate,
    }
}

/// Why this cannot be written now, if the disk is the reason.
fn no_room(state: &AppState, request: &Request) -> Option<&'static str> {
    match state.machine.room() {
        Room::Full => Some(
            "Ổ đĩa của máy chủ gần đầy nên lúc này chỉ đọc được, chưa ghi được gì. Hãy giữ lại nội dung, quay lại trang trước và gửi lại \
             sau ít phút; nếu vẫn vậy, báo người quản trị hệ thống.",
        ),
        Room::Low if has_files(request) => Some(
            "Ổ đĩa của máy chủ sắp đầy nên lúc này chưa nhận tệp. Việc không kèm tệp vẫn làm được. Hãy giữ lại tệp và gửi lại sau; nếu \
             vẫn vậy, báo người quản trị hệ thống.",
        ),
        Room::Low | Room::Enough => None,
    }
}

fn has_files(request: &Request) -> bool {
    let kind = request.headers().get(header::CONTENT_TYPE);
    kind.is_some_and(|kind| kind.as_bytes().starts_with(b"multipart/"))
}

fn later(state: &AppState, caller: &Caller, why: &str) -> Response {
    let mut response = errors::refuse(state, caller, StatusCode::SERVICE_UNAVAILABLE, why);
    response
        .headers_mut()
        .insert(header::RETRY_AFTER, header::HeaderValue::from_static("600"));
    response
}

/// The answer to one more try than is allowed.
pub(crate) fn too_often(state: &AppState, caller: &Caller) -> Response {
    let mut response = errors::refuse(
        state,
        caller,
        StatusCode::TOO_MANY_REQUESTS,
        "Từ địa chỉ mạng này vừa có quá nhiều lần gửi. Xin đợi một phút rồi gửi lại.",
    );
    response
        .headers_mut()
        .insert(header::RETRY_AFTER, header::HeaderValue::from_static("60"));
    response
}

/// Give refusals and axum's own plain answers their form.
fn finish(state: &AppState, caller: &Caller, response: Response<Body>) -> Response {
    if let Some(failure) = response.extensions().get::<Failure>() {
        return errors::render(state, caller, failure);
    }
    let plain = response
        .headers()
        .get(header::CONTENT_TYPE)
        .is_some_and(|kind| kind.as_bytes().starts_with(b"text/plain"));
    match response.status() {
        StatusCode::BAD_REQUEST | StatusCode::NOT_FOUND if plain => {
            errors::render(state, caller, &Error::NotFound.into())
        }
        StatusCode::UNPROCESSABLE_ENTITY | StatusCode::PAYLOAD_TOO_LARGE if plain => {
            errors::render(state, caller, &Error::Invalid(Vec::new()).into())
        }
        _ => response,
    }
}
