//! The guard before every handler: who asks, may they, is the form ours; and behind it: whose data were shown.
//!
//! Order: session → access of the route → same site → how often → token of the form.
//! What is refused never reaches the handler; what a person typed is given back. A page with personal data goes out when
//! it is noted who sees it, and not before.

use std::time::Instant;

use axum::body::Body;
use axum::extract::{MatchedPath, Request, State};
use axum::http::{Method, StatusCode, header};
use axum::middleware::Next;
use axum::response::{IntoResponse as _, Response};
use dinh_domain::access::reach;
use dinh_service::machine::Room;
use dinh_service::people::{self, OpenSession, Subject, digest};
use dinh_service::{Actor, Context, Error};
use jiff::Timestamp;

use crate::address;
use crate::caller::Caller;
use crate::cookie;
use crate::errors::{self, Failure};
use crate::form_check::{self, Checked};
use crate::kept::Question;
use crate::once::Sending;
use crate::pages::people::{
    given_back_after_sign_in, given_back_as_too_large, given_back_to_send_again,
};
use crate::response::see_other;
use crate::routes::Access;
use crate::state::AppState;
use crate::traces::{self, Span};

/// What the guard knows of a route.
#[derive(Clone, Copy)]
pub(crate) struct Door {
    pub access: Access,
    /// Whose personal data are behind it, and the parameter of the path that names them.
    pub shows: Option<(Subject, &'static str)>,
    pub path: &'static str,
}

/// Let the request pass, or answer in its place.
pub(crate) async fn guard(
    State((state, door)): State<(AppState, Door)>,
    request: Request,
    next: Next,
) -> Response {
    let began = Instant::now();
    let method = request.method().clone();
    let route = request
        .extensions()
        .get::<MatchedPath>()
        .map_or_else(|| "unknown".to_owned(), |path| path.as_str().to_owned());
    let traced = begin_trace(&state, &route, &request);
    let place = traced.as_ref().map(|traced| traced.place);
    let work = dinh_store::counted(Box::pin(answer(&state, door, request, next)));
    let (response, statements) = traces::within(place, work).await;
    let took = began.elapsed();
    let status = response.status().as_u16();
    state.metrics.count(method.as_str(), &route, status, took);
    // The template of the path, never the path: nothing about a person is logged.
    tracing::info!(
        %method,
        route,
        status,
        micros = took.as_micros(),
        "request"
    );
    if let (Some(tracer), Some(traced)) = (&state.tracer, traced) {
        tracer.end(Span {
            place: traced.place,
            began: traced.began,
            took,
            method: method.to_string(),
            route,
            status,
            // What is not found may be anything that somebody typed.
            unit: traced.unit.filter(|_| status < 400),
            statements,
        });
    }
    response
}

struct Traced {
    place: traces::Place,
    began: Timestamp,
    unit: Option<String>,
}

fn begin_trace(state: &AppState, route: &str, request: &Request) -> Option<Traced> {
    let tracer = state.tracer.as_ref()?;
    let trusts = state.settings.behind_proxy;
    let unit = route.starts_with("/don-vi/{slug}");
    let unit = unit
        .then(|| request.uri().path().split('/').nth(2))
        .flatten();
    Some(Traced {
        place: tracer.begin(&state.platform, request.headers(), trusts),
        began: state.platform.clock.now(),
        unit: unit.map(ToOwned::to_owned),
    })
}

async fn answer(state: &AppState, door: Door, request: Request, next: Next) -> Response {
    let reader = address_of(state, &request);
    let token = cookie::find_token(state, request.headers()).map(ToOwned::to_owned);
    let question = if Question::is_for_everybody(door.access, request.method(), token.is_some()) {
        Question::new(state, request.uri(), request.headers()).await
    } else {
        None
    };
    if let Some(question) = &question
        && let Some(kept) = question.find(state)
    {
        return kept;
    }
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
    let response = match admit(state, door.access, &caller, request).await {
        Ok(mut request) => {
            request.extensions_mut().insert(caller.clone());
            let response = next.run(request).await;
            let response = noted(state, door, &caller, response).await;
            match &caller.sending {
                Some(sending) => state.answers.settle(sending, response).await,
                None => response,
            }
        }
        Err(refused) => *refused,
    };
    let response = finish(state, &caller, response);
    let response = match question {
        Some(question) => question.settle(state, response).await,
        None => response,
    };
    match &caller.sending {
        Some(sending) => say_that_it_was_too_large(state, &caller, sending, response),
        None => response,
    }
}

/// A form that was refused because of its size says so in its status, and gives back what was typed.
fn say_that_it_was_too_large(
    state: &AppState,
    caller: &Caller,
    sending: &Sending,
    mut response: Response,
) -> Response {
    if response.status() != StatusCode::UNPROCESSABLE_ENTITY || !sending.is_too_large() {
        return response;
    }
    if let Some(typed) = sending.typed() {
        response = given_back_as_too_large(state, caller, typed).into_response();
    }
    *response.status_mut() = StatusCode::PAYLOAD_TOO_LARGE;
    response
}

/// Note whose data a page shows before it goes out.
async fn noted(state: &AppState, door: Door, caller: &Caller, response: Response) -> Response {
    let Some((subject, parameter)) = door.shows.filter(|_| response.status().is_success()) else {
        return response;
    };
    let written = address::parameter(door.path, parameter, &caller.path);
    let ctx = Context::new(&state.platform, caller.actor.clone());
    match people::note_read(&ctx, subject, &written, door.path).await {
        Ok(()) => response,
        Err(error) => errors::render(state, caller, &error.into()),
    }
}

async fn find_session(
    state: &AppState,
    token: Option<String>,
) -> Result<Option<OpenSession>, Error> {
    match token {
        Some(token) => people::find_session(&state.platform, &token).await,
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
            Verdict::AddFactor => refuse(see_other("/tai-khoan/xac-thuc")),
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
        Verdict::ChoosePassword | Verdict::AddFactor | Verdict::ChooseMandate | Verdict::No => {
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
    AddFactor,
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
    if caller.must_enrol {
        return Verdict::AddFactor;
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
