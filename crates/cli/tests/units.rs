//! `dinh units` as the person at the terminal meets it.
#![expect(
    clippy::disallowed_methods,
    reason = "the command reads a file that a person names, so the test writes one"
)]

use std::path::Path;
use std::process::Command;

/// What was said on standard output, and the exit status.
fn units(data: &Path, arguments: &[&str]) -> (String, i32) {
    let output = Command::new(env!("CARGO_BIN_EXE_dinh"))
        .arg("units")
        .arg("--data")
        .arg(data)
        .args(arguments)
        .env_remove("DINH_DATABASE")
        .env_remove("RUST_BACKTRACE")
        .output()
        .expect("the command starts");
    let said = [output.stdout, output.stderr].concat();
    (
        String::from_utf8(said).expect("the answer is UTF-8"),
        output.status.code().expect("the command ends by itself"),
    )
}

#[test]
fn a_file_is_tried_out_imported_and_exported_again() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let data = folder.path().join("data");
    let (said, status) = units(&data, &["export"]);
    assert_eq!(status, 1);
    assert!(said.contains("không có hệ thống nào trong"), "{said}");

    // An empty installation is one with a database file; opening it makes the schema.
    std::fs::create_dir_all(&data).expect("a folder");
    std::fs::write(data.join("dinh.sqlite"), []).expect("an empty database");
    let file = folder.path().join("don-vi.csv");
    let name = file.display().to_string();
    std::fs::write(&file, "kind,name\ncity,\nlang,Một\n").expect("a file");
    let (said, status) = units(&data, &["import", &name]);
    assert_eq!(status, 1);
    assert!(said.contains("Dòng 2, cột “name”: Chưa có tên"), "{said}");
    assert!(
        said.contains("Dòng 3, cột “kind”: Không có loại “lang”"),
        "{said}"
    );
    assert!(said.contains("Có 2 lỗi. Chưa ghi gì"), "{said}");

    let good = "kind,code,local_kind,name,valid_from,parent\n\
                city,92,thành phố,Cần Thơ,2025-07-01,\n\
                ward,31120,,Cái Khế,2025-07-01,thanh-pho-can-tho\n";
    std::fs::write(&file, good).expect("a file");
    let (said, status) = units(&data, &["import", &name, "--dry-run"]);
    assert_eq!(
        (said.as_str(), status),
        (
            "Tệp hợp lệ: 2 đơn vị mới, 0 đơn vị không đổi. Chưa ghi gì.\n",
            0
        )
    );
    let (said, status) = units(&data, &["import", &name]);
    assert_eq!(
        (said.as_str(), status),
        ("Đã nhập 2 đơn vị mới; 0 đơn vị không đổi.\n", 0)
    );
    let (said, status) = units(&data, &["import", &name]);
    assert_eq!(
        (said.as_str(), status),
        ("Đã nhập 0 đơn vị mới; 2 đơn vị không đổi.\n", 0)
    );
    let (said, status) = units(&data, &["export", "--kind", "ward"]);
    assert_eq!(status, 0);
    assert!(
        said.contains(
            "ward,31120,phuong-cai-khe,phường,Cái Khế,Phường Cái Khế,thanh-pho-can-tho,2025-07-01"
        ),
        "{said}"
    );
    let (said, status) = units(&data, &["export", "--kind", "lang"]);
    assert_eq!(status, 2);
    assert!(said.contains("không có loại “lang”"), "{said}");
}
