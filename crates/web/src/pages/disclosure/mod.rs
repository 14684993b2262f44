//! Disclosure for readers (Công khai) and the desk of those who disclose.

mod answer;
mod change;
mod check;
mod community;
mod decide;
mod desk;
mod desk_line;
mod draft;
mod editor;
mod form;
mod form_fields;
mod form_record;
mod item;
mod list;
mod notice;
mod open;
mod quarter;
mod request;
mod shown;
mod subject;
mod unit;
mod withdraw;

pub(crate) use unit::{Tabbed, tabs};

use dinh_domain::access::Action;

pub(crate) use subject::field_errors;

use crate::routes::{Access, Route};

/// The routes of the room.
pub fn routes() -> Vec<Route> {
    let mut all = public();
    all.extend(desk_routes());
    all
}

fn public() -> Vec<Route> {
    let anyone = Access::Public;
    vec![
        Route::get("/don-vi/{slug}", anyone, unit::show),
        Route::get("/cong-khai", anyone, list::show),
        Route::get("/cong-khai/{number}", anyone, item::show),
        Route::get("/cong-khai/{number}/tep/{file}", anyone, item::file),
        Route::get("/cong-khai/{number}/thong-bao.pdf", anyone, notice::pdf),
        Route::get("/don-vi/{slug}/danh-sach/{quarter}", anyone, quarter::show),
        Route::get("/don-vi/{slug}/yeu-cau", anyone, request::form),
        Route::post("/don-vi/{slug}/yeu-cau", anyone, request::send),
        Route::get("/yeu-cau/{number}", anyone, request::show),
    ]
}

fn desk_routes() -> Vec<Route> {
    let draft = Access::Needs(Action::DraftPublication);
    let approve = Access::Needs(Action::ApprovePublication);
    let record = Access::Needs(Action::RecordForm);
    let correct = Access::Needs(Action::CorrectPublication);
    let withdraw = Access::Needs(Action::WithdrawPublication);
    let read = Access::Needs(Action::ReadDesk);
    let open = Access::Needs(Action::OpenDuty);
    let propose = Access::Needs(Action::ProposeNotApplicable);
    let confirm = Access::Needs(Action::ConfirmNotApplicable);
    let reply = Access::Needs(Action::AnswerRequest);
    vec![
        Route::get("/lam-viec", read, desk::show),
        Route::get("/lam-viec/mo-muc", open, open::form),
        Route::post("/lam-viec/mo-muc", open, open::send),
        Route::get("/lam-viec/muc/{number}", read, decide::show),
        Route::post("/lam-viec/muc/{number}/soan", draft, draft::start),
        Route::post(
            "/lam-viec/muc/{number}/khong-ap-dung",
            propose,
            decide::propose,
        ),
        Route::post("/lam-viec/muc/{number}/xac-nhan", confirm, decide::confirm),
        Route::post("/lam-viec/muc/{number}/bac", confirm, decide::refuse),
        Route::get("/lam-viec/ban/{number}", draft, draft::form),
        Route::post("/lam-viec/ban/{number}", draft, draft::save),
        Route::post("/lam-viec/ban/{number}/tep", draft, draft::attach),
        Route::post("/lam-viec/ban/{number}/tep/{file}/go", draft, draft::detach),
        Route::get("/lam-viec/ban/{number}/duyet", approve, decide::check),
        Route::post("/lam-viec/ban/{number}/duyet", approve, decide::approve),
        Route::post("/lam-viec/ban/{number}/tra-lai", approve, decide::send_back),
        Route::get("/lam-viec/ban/{number}/hinh-thuc", record, form::form),
        Route::post("/lam-viec/ban/{number}/hinh-thuc", record, form::send),
        Route::post("/lam-viec/hinh-thuc/{id}/go", record, form::end),
        Route::post("/lam-viec/hinh-thuc/{id}/go-som", record, form::end_early),
        Route::get("/lam-viec/ban/{number}/dinh-chinh", correct, change::form),
        Route::post("/lam-viec/ban/{number}/dinh-chinh", correct, change::send),
        Route::post("/lam-viec/ban/{number}/ket-thuc", correct, change::end),
        Route::get(
            "/lam-viec/ban/{number}/rut",
            withdraw,
            change::withdraw_form,
        ),
        Route::post("/lam-viec/ban/{number}/rut", withdraw, change::withdraw),
        Route::get("/lam-viec/yeu-cau/{number}", reply, answer::form),
        Route::post("/lam-viec/yeu-cau/{number}", reply, answer::send),
    ]
}
