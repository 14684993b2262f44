//! What a person names on the command line: receipt, keys and files.
#![expect(
    clippy::disallowed_methods,
    reason = "the command line reads the files that a person names"
)]

use std::path::{Path, PathBuf};

use dinh_register::{Error, Policy, Receipt, VerifierKey, VerifyError, paper};

use crate::command::Unusable;
use crate::vote;

/// The receipt, or the reason for which it is none. The texts of square codes name keys by their places in the policy.
pub fn read_receipt(
    path: &Path,
    entry: Option<&Path>,
    policy: &Policy,
) -> Result<Result<Receipt, VerifyError>, Unusable> {
    let Some(text) = text(path)? else {
        return Ok(Err(VerifyError::Json));
    };
    if text.trim_start().starts_with("DINH1:") {
        return read_codes(&text, policy);
    }
    let is_proof = text.starts_with("c2sp.org/tlog-proof@");
    match (is_proof, entry) {
        (true, Some(entry)) => Ok(self::text(entry)?
            .map(|entry| Receipt::from_texts(entry, text))
            .ok_or(VerifyError::Json)),
        (true, None) => Err(Unusable(
            "Tệp .tlog-proof chỉ có phần chứng minh. Xin đưa thêm nguyên văn mục sổ bằng --entry."
                .to_owned(),
        )),
        (false, Some(_)) => Err(Unusable(
            "Biên nhận .dinh.json đã có nguyên văn mục sổ, không dùng --entry.".to_owned(),
        )),
        (false, None) => Ok(Receipt::from_json(&text)),
    }
}

/// The receipt in what was scanned from paper, one code to a line.
fn read_codes(text: &str, policy: &Policy) -> Result<Result<Receipt, VerifyError>, Unusable> {
    match paper::from_codes(text, policy) {
        Ok(receipt) => Ok(Ok(receipt)),
        Err(Error::MissingCode { place, of }) => Err(Unusable(format!(
            "Bản in có {of} mã vuông, còn thiếu mã số {place}. Xin quét thêm và ghi vào cùng tệp, mỗi mã một dòng."
        ))),
        Err(error) => Ok(Err(VerifyError::Proof(error))),
    }
}

/// The text of a file that is the receipt of an online vote; nothing for any other file.
pub fn read_vote_receipt(path: &Path) -> Result<Option<String>, Unusable> {
    Ok(text(path)?.filter(|text| vote::is_vote_receipt(text)))
}

/// Whom to trust. A receipt never says by itself whose signature is to be believed.
pub fn read_trust(keys: &[String], policy: Option<&Path>) -> Result<Policy, Unusable> {
    if let Some(path) = policy {
        return read_policy(path);
    }
    if keys.is_empty() {
        return Err(Unusable(
            "Chưa có khóa công khai của sổ nên chưa kết luận được: tự biên nhận không nói lên ai đã ký, khóa hay tên ghi \
             trong tệp không đáng tin. Xin đưa khóa bằng --key hoặc --policy. Thành phố đăng khóa tại địa chỉ /so-cai/khoa; \
             nên đối chiếu với bản in hoặc một nguồn khác."
                .to_owned(),
        ));
    }
    let read = |line: &String| {
        VerifierKey::parse(line.trim()).map_err(|_| {
            Unusable(format!(
                "“{line}” không phải khóa công khai của sổ. Khóa có dạng tên+mã+chuỗi."
            ))
        })
    };
    let keys = keys.iter().map(read).collect::<Result<Vec<_>, _>>()?;
    Ok(Policy::of_logs(keys))
}

fn read_policy(path: &Path) -> Result<Policy, Unusable> {
    let name = path.display();
    let text = text(path)?
        .ok_or_else(|| Unusable(format!("Tệp chính sách {name} không phải văn bản UTF-8.")))?;
    let policy = Policy::parse(&text).map_err(|error| match error {
        Error::Policy { line } if line > 0 => {
            Unusable(format!("Tệp chính sách {name} sai ở dòng {line}."))
        }
        _ => Unusable(format!(
            "Tệp chính sách {name} phải có đúng một dòng quorum."
        )),
    })?;
    if policy.logs.is_empty() {
        return Err(Unusable(format!(
            "Tệp chính sách {name} không ghi khóa của sổ nào."
        )));
    }
    Ok(policy)
}

/// The contents to compare, with the names under which they were handed in.
pub fn read_files(paths: &[PathBuf]) -> Result<Vec<(String, Vec<u8>)>, Unusable> {
    paths
        .iter()
        .map(|path| Ok((path.display().to_string(), bytes(path)?)))
        .collect()
}

/// The text of a file; nothing if it is not UTF-8.
pub fn text(path: &Path) -> Result<Option<String>, Unusable> {
    Ok(String::from_utf8(bytes(path)?).ok())
}

fn bytes(path: &Path) -> Result<Vec<u8>, Unusable> {
    std::fs::read(path)
        .map_err(|error| Unusable(format!("Không đọc được tệp {}: {error}.", path.display())))
}
