# Thời hạn lưu giữ.
retention-room = Lưu giữ và xóa
retention-title = Thời hạn lưu giữ dữ liệu
retention-lead = Mỗi loại dữ liệu được giữ bao lâu, vì sao, và điều gì xảy ra khi hết hạn. Việc xóa tự chạy, từng phần nhỏ, và được ghi vào nhật ký bằng con số.
retention-pending-lead = Dòng có nhãn “Chờ đối chiếu” dẫn căn cứ chưa so với văn bản gốc. Hãy nhờ bộ phận pháp chế xem trước khi dựa vào.
retention-pending = Chờ đối chiếu
retention-term = Giữ trong
retention-end = Khi hết hạn
retention-ground = Căn cứ
retention-due = Đã hết hạn, chờ xử lý
retention-days = { $days } ngày, kể từ { $since }
retention-at-once = Hết ngay { $since }
retention-no-days = Lâu dài
retention-erase = Xóa
retention-anonymise = Bỏ phần gắn với người, giữ phần còn lại
retention-keep = Giữ vì nghĩa vụ lưu trữ
retention-more = hơn { $count }
