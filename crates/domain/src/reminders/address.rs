//! Addresses of mail as people type them.

use crate::refusal::FieldError;

const LONGEST: usize = 254;
const LONGEST_LOCAL: usize = 64;
const LONGEST_LABEL: usize = 63;

/// A typed address as it is kept: without spaces around it, its domain in lower case. Only what every server takes (RFC 5321
/// without quoted names and without other letters than A to Z): such an address cannot smuggle a second header or command.
pub fn check_address(field: &str, typed: &str) -> Result<String, FieldError> {
    let typed = typed.trim();
    let wrong = |message: &str| Err(FieldError::new(field, message));
    let Some((local, domain)) = typed.rsplit_once('@') else {
        return wrong("Địa chỉ thư điện tử phải có ký hiệu @, ví dụ lan.nguyen@cantho.gov.vn.");
    };
    if typed.len() > LONGEST || local.len() > LONGEST_LOCAL {
        return wrong("Địa chỉ thư điện tử dài quá 254 ký tự. Hãy kiểm tra lại.");
    }
    if !is_local(local) {
        return wrong(
            "Phần trước @ chỉ gồm chữ cái không dấu, chữ số và các ký hiệu . _ - +, không có dấu cách. Hãy nhập lại.",
        );
    }
    if !is_domain(domain) {
        return wrong(
            "Phần sau @ phải là tên miền như cantho.gov.vn, không dấu, không có dấu cách. Hãy nhập lại.",
        );
    }
    Ok(format!("{local}@{}", domain.to_ascii_lowercase()))
}

fn is_local(local: &str) -> bool {
    let is_sign = |sign: char| sign.is_ascii_alphanumeric() || "_-+'&=/".contains(sign);
    local
        .split('.')
        .all(|part| !part.is_empty() && part.chars().all(is_sign))
}

fn is_domain(domain: &str) -> bool {
    let is_sign = |sign: char| sign.is_ascii_alphanumeric() || sign == '-';
    let is_label = |label: &str| {
        (1..=LONGEST_LABEL).contains(&label.len())
            && label.chars().all(is_sign)
            && !label.starts_with('-')
            && !label.ends_with('-')
    };
    let top = domain.rsplit('.').next().unwrap_or_default();
    domain.contains('.')
        && domain.split('.').all(is_label)
        && top.chars().any(|sign| sign.is_ascii_alphabetic())
}
