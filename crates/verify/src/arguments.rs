//! What stands on the command line. Read by hand: a parser of command lines would be larger than the whole verifier.

use std::path::PathBuf;

use crate::command::Unusable;

/// How the command is used.
pub const USAGE: &str = "\
Kiểm tra biên nhận của sổ công khai, biên nhận biểu quyết của một hộ, toàn bộ sổ, hoặc bằng chứng rằng sổ đã bị viết lại.

  dinh verify BIEN_NHAN (--key KHOA | --policy TEP) [--entry TEP] [--file TEP]... [--json]
  dinh verify --full NGUON (--key KHOA | --policy TEP) [--since TEP] [--thing UUID] [--json]
  dinh verify --evidence THU_MUC (--key KHOA | --policy TEP) [--json]

  BIEN_NHAN       Tệp biên nhận .dinh.json, hoặc tệp chứng minh .tlog-proof cùng với --entry
  --full NGUON    Đọc toàn bộ sổ từ một thư mục hoặc địa chỉ có checkpoint và tile/…
  --thing UUID    Cùng với --full: xem mọi lần ghi về một việc, báo phần rẽ nhánh hoặc đứt đoạn
  --since TEP     Cùng với --full: đầu sổ đã giữ từ trước, sổ nay phải là phần nối thêm của nó
  --evidence THU_MUC
                  Hai đầu sổ đã ký mâu thuẫn nhau: thư mục con của evidence mà dinh mirror để lại khi sổ bị viết lại
  --key KHOA      Khóa công khai của sổ, đăng tại địa chỉ /so-cai/khoa của thành phố; có thể ghi nhiều lần
  --policy TEP    Tệp chính sách ghi khóa của sổ và các bên chứng kiến
  --entry TEP     Tệp chứa nguyên văn mục sổ, khi đưa tệp .tlog-proof
  --file TEP      Tệp nội dung cần đối chiếu với mục sổ; có thể ghi nhiều lần
  --json          Trả lời bằng JSON

Mã thoát: 0 là hợp lệ, 1 là không hợp lệ, 2 là chưa kết luận được.
";

/// What was asked.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct Arguments {
    pub receipt: Option<PathBuf>,
    pub entry: Option<PathBuf>,
    pub keys: Vec<String>,
    pub policy: Option<PathBuf>,
    pub files: Vec<PathBuf>,
    pub full: Option<String>,
    pub thing: Option<String>,
    pub since: Option<PathBuf>,
    pub evidence: Option<PathBuf>,
    pub json: bool,
    pub help: bool,
}

impl Arguments {
    /// Reads the words after the name of the command; `--name value` and `--name=value` mean the same.
    pub fn read(words: impl Iterator<Item = String>) -> Result<Self, Unusable> {
        let mut read = Self::default();
        let mut words = words;
        while let Some(word) = words.next() {
            let (name, given) = match word.split_once('=') {
                Some((name, value)) if name.starts_with("--") => {
                    (name.to_owned(), Some(value.to_owned()))
                }
                _ => (word, None),
            };
            match name.as_str() {
                "--json" => read.json = true,
                "--help" | "-h" => read.help = true,
                "--key" | "--policy" | "--entry" | "--file" | "--full" | "--thing" | "--since"
                | "--evidence" => {
                    let value = given.or_else(|| words.next()).ok_or_else(|| {
                        Unusable(format!("Sau {name} cần có giá trị. Xem cách dùng: --help."))
                    })?;
                    read.set(&name, value)?;
                }
                other if other.starts_with('-') => {
                    return Err(Unusable(format!(
                        "Không có tùy chọn {other}. Xem cách dùng: --help."
                    )));
                }
                receipt => once(&mut read.receipt, receipt.into(), "Tên tệp biên nhận")?,
            }
        }
        read.check()
    }

    fn set(&mut self, name: &str, value: String) -> Result<(), Unusable> {
        match name {
            "--key" => self.keys.push(value),
            "--file" => self.files.push(value.into()),
            "--policy" => once(&mut self.policy, value.into(), name)?,
            "--entry" => once(&mut self.entry, value.into(), name)?,
            "--full" => once(&mut self.full, value, name)?,
            "--thing" => once(&mut self.thing, value, name)?,
            "--evidence" => once(&mut self.evidence, value.into(), name)?,
            _ => once(&mut self.since, value.into(), name)?,
        }
        Ok(())
    }

    /// What does not go together is refused, rather than left out.
    fn check(self) -> Result<Self, Unusable> {
        let of_receipt = self.receipt.is_some() || self.entry.is_some() || !self.files.is_empty();
        let of_register = self.full.is_some() || self.thing.is_some() || self.since.is_some();
        let reason = if self.help {
            return Ok(self);
        } else if self.evidence.is_some() && (of_receipt || of_register) {
            "--evidence tự nó là đủ, chỉ dùng cùng --key hoặc --policy, và --json."
        } else if !self.keys.is_empty() && self.policy.is_some() {
            "Chỉ dùng một trong hai: --key hoặc --policy."
        } else if self.full.is_some() && of_receipt {
            "--full đọc toàn bộ sổ, không dùng cùng biên nhận, --entry hay --file."
        } else if self.full.is_none() && (self.thing.is_some() || self.since.is_some()) {
            "--thing và --since cần đọc toàn bộ sổ: xin đưa nguồn bằng --full."
        } else if self.full.is_none() && self.receipt.is_none() && self.evidence.is_none() {
            "Chưa có tệp biên nhận hoặc nguồn của sổ. Xem cách dùng: --help."
        } else {
            return Ok(self);
        };
        Err(Unusable(reason.to_owned()))
    }
}

fn once<T>(place: &mut Option<T>, value: T, name: &str) -> Result<(), Unusable> {
    if place.replace(value).is_some() {
        return Err(Unusable(format!("{name} chỉ ghi một lần.")));
    }
    Ok(())
}
