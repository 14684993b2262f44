# Phiếu lấy ý kiến hộ gia đình: in, phát, thu, nhập hai lần, kết luận, công bố.
ballots-desk = Bàn và quyết định
ballots-decision = Việc số { $number }
ballots-title = Phiếu lấy ý kiến hộ gia đình
ballots-moment = { $time } ngày { $date }
ballots-lead-open = Thu phiếu đến { $until }. Làm lần lượt các bước dưới đây; mỗi bước cho biết còn thiếu gì.
ballots-lead-before = Việc này chưa mở lấy ý kiến. Khi mở, danh sách hộ được chốt, rồi mới in và phát phiếu.
ballots-lead-decided = Đã kiểm phiếu và công bố kết quả. Phiếu và danh sách không sửa được nữa.
ballots-of = / { $total }
ballots-figure-printed = phiếu đã in, còn dùng được
ballots-figure-given = hộ đã nhận phiếu
ballots-figure-returned = hộ đã nộp phiếu
ballots-figure-twice = phiếu đã nhập hai lần
ballots-figure-differ = chỗ khác nhau chưa kết luận
ballots-step-print = In phiếu
ballots-step-give = Phát phiếu đến từng hộ
ballots-step-collect = Thu phiếu
ballots-step-enter = Nhập phiếu
ballots-step-differ = Chỗ khác nhau và phiếu còn thiếu
ballots-step-conclude = Kiểm phiếu xong, công bố kết quả
ballots-facts-print = Đã in { $printed } phiếu còn dùng được, hủy { $void }.
ballots-facts-give = Còn { $left } hộ chưa nhận phiếu.
ballots-facts-collect = Còn { $left } hộ chưa ghi; { $refused } hộ không nộp, { $absent } hộ vắng.
ballots-facts-enter = { $none } phiếu chưa ai nhập, { $once } phiếu mới nhập một lần.
ballots-facts-differ = Còn { $left } phiếu phải kết luận; người thứ ba đã kết luận { $settled } phiếu.
ballots-facts-conclude = Cần 02 đại diện hộ gia đình chứng kiến.
ballots-state-done = Xong
ballots-state-todo = Làm tiếp
ballots-state-later = Chưa đến lúc
ballots-papers = Giấy tờ
ballots-plan-pdf = Kế hoạch phát phiếu (PDF)
ballots-minutes-pdf = Biên bản kiểm phiếu, mẫu số 04 (PDF)
ballots-minutes-docx = Biên bản kiểm phiếu, mẫu số 04 (Word)
ballots-to-decision = Trang của việc này
ballots-back = Về trang phiếu lấy ý kiến
ballots-undo = Bỏ ghi
ballots-erased = Hộ đã xóa dữ liệu cá nhân
ballots-household = Hộ số { $number }: { $name }
ballots-part = Phần danh sách
ballots-part-all = Tất cả ({ $count })

# Vừa làm xong.
ballots-done-printed = Đã cấp số sê-ri cho các phiếu. Hãy mở tệp PDF để in.
ballots-done-replaced = Đã hủy phiếu cũ. Phiếu in thay có số { $serial }.
ballots-done-given = Đã ghi hộ nhận phiếu.
ballots-done-given-all = Đã ghi mọi hộ còn lại nhận phiếu.
ballots-done-not-given = Đã bỏ ghi nhận phiếu.
ballots-done-collected = Đã ghi vào danh sách thu phiếu.
ballots-done-not-collected = Đã bỏ ghi ở danh sách thu phiếu.
ballots-done-notice = Đã ghi hộ nhận thông báo.
ballots-done-entered = Đã ghi phiếu { $serial }. Lấy phiếu tiếp theo.
ballots-done-taken-back = Đã rút lần nhập phiếu { $serial } của bạn. Hãy nhập lại cho đúng.
ballots-done-settled = Đã kết luận phiếu { $serial }.

# In phiếu.
ballots-print-lead = Mỗi hộ gia đình được phát 01 phiếu (khoản 3 Điều 19 Luật 10/2022/QH15). Phiếu chỉ có số sê-ri và mã QR, không ghi tên hộ.
ballots-valid = Phiếu đã in, còn dùng được
ballots-print-missing = Cấp số và in { $count } phiếu
ballots-print-pdf = Mở tệp PDF để in phiếu
ballots-print-one = In phiếu này
ballots-print-shuffle = Hãy xáo trộn chồng phiếu trước khi phát, để không ai biết số sê-ri nào đến hộ nào.
ballots-print-sign = Việc trong thôn, tổ dân phố: người đứng đầu ký vào góc phải phía dưới từng phiếu. Việc trong phạm vi cấp xã: Ủy ban nhân dân cấp xã đóng dấu treo phía trên bên trái (điểm b khoản 5 Điều 4 Nghị định 59/2023/NĐ-CP).
ballots-void-title = Phiếu hỏng hoặc mất
ballots-void-lead = Phiếu cũ bị hủy, phiếu thay có số mới. Hãy thu lại tờ hỏng và đổi cho hộ.
ballots-serial = Số sê-ri
ballots-serial-hint = Số in cạnh mã QR, ví dụ 015; hoặc quét mã QR.
ballots-void-reason = Lý do hủy
ballots-void-reason-hint = Không ghi tên hộ. Ví dụ: rách khi phát.
ballots-void-send = Hủy và cấp phiếu thay
ballots-voids = Phiếu đã hủy
ballots-spare-title = Hủy phiếu thừa, không in phiếu thay
ballots-spare-lead = Dùng khi số phiếu nhiều hơn số hộ, ví dụ sau khi đính chính danh sách hộ. Một người đề nghị và ghi lý do, một người khác của Tổ xác nhận; phiếu đã hủy ghi vào biên bản kiểm phiếu.
ballots-spare-waiting = Chờ người thứ hai xác nhận
ballots-spare-mine = Bạn đề nghị; một người khác phải xác nhận.
ballots-spare-agree = Xác nhận hủy
ballots-spare-withdraw = Thôi, giữ phiếu
ballots-spare-ask = Đề nghị hủy một phiếu
ballots-spare-reason-hint = Không ghi tên hộ. Ví dụ: thừa một tờ sau khi đính chính danh sách hộ.
ballots-spare-send = Đề nghị hủy
ballots-done-void-asked = Đã ghi đề nghị hủy phiếu { $serial }; chờ một người khác xác nhận.
ballots-done-void = Đã hủy phiếu { $serial }, không in phiếu thay.
ballots-done-void-withdrawn = Phiếu { $serial } vẫn dùng được.
ballots-notices-pdf = In thông báo chưa giao (PDF)

# Phát phiếu.
ballots-give-lead = Chạm vào hộ khi đã trao phiếu tận tay. Mỗi hộ 01 phiếu (khoản 3 Điều 19 Luật 10/2022/QH15).
ballots-give-closed = Hãy in phiếu trước khi phát; khi đã có kết quả thì danh sách không sửa được nữa.
ballots-part-not-given = Chưa nhận ({ $count })
ballots-give-none = Mọi hộ đã nhận phiếu.
ballots-give-tap = Đã trao phiếu
ballots-given-on = Đã nhận { $date }
ballots-give-all = Ghi cả { $count } hộ còn lại đã nhận

# Thu phiếu.
ballots-collect-lead = Thu phiếu đến { $until } (điểm a khoản 6 Điều 4 Nghị định 59/2023/NĐ-CP). Bỏ phiếu gấp kín vào hòm; danh sách này không ghi số sê-ri.
ballots-collect-closed = Hãy phát phiếu trước khi thu; khi đã có kết quả thì danh sách không sửa được nữa.
ballots-collect-over = Đã hết thời hạn thu phiếu. Chỉ ghi thêm phiếu đã thu trước khi hết thời hạn.
ballots-collect-in-time = Đã thu trong thời hạn, nay mới ghi
ballots-collect-none = Mọi hộ đã được ghi.
ballots-part-waiting = Chưa ghi ({ $count })
ballots-part-returned = Đã nộp: { $count }
ballots-returned = Đã nộp
ballots-refused = Không nộp
ballots-absent = Vắng nhà
ballots-waiting = Chưa ghi
ballots-not-given = Chưa nhận phiếu

# Nhập phiếu.
ballots-choice = Trên phiếu đánh dấu
ballots-mark-other = Ý kiến khác
ballots-mark-invalid = Không hợp lệ
ballots-mark-nobody = Không chọn ai
ballots-opinion-open = Phiếu có ghi ý kiến khác
ballots-opinion = Ý kiến ghi trên phiếu
ballots-opinion-hint = Ghi tóm tắt, không ghi tên người.
ballots-enter-send = Ghi phiếu này
ballots-enter-mine = Bạn đã nhập { $mine } phiếu.
ballots-enter-returned = Có { $returned } hộ đã nộp.
ballots-enter-waiting = { $count } phiếu chờ người thứ hai nhập.
ballots-enter-undo = Nhập nhầm, rút lần nhập phiếu này
ballots-enter-keys = Trên máy tính: gõ số sê-ri, Enter, phím số của ô được đánh dấu, Enter.
ballots-enter-law = Mỗi phiếu do hai người nhập, không xem của nhau, để tổng hợp đầy đủ, khách quan (khoản 3 Điều 19 Luật 10/2022/QH15).

# Chỗ khác nhau.
ballots-differ-lead = Hai người nhập khác nhau thì người thứ ba xem lại tờ phiếu giấy và kết luận, có lý do (khoản 3 Điều 19 Luật 10/2022/QH15: tổng hợp đầy đủ, khách quan).
ballots-differ-none = Không có chỗ nào khác nhau.
ballots-paper = Phiếu { $serial }
ballots-first = Lần nhập thứ nhất
ballots-second = Lần nhập thứ hai
ballots-third = Kết luận theo phiếu giấy
ballots-settle = Xem phiếu giấy và kết luận
ballots-settle-own = Bạn đã nhập phiếu này; người thứ ba phải xem lại và kết luận.
ballots-missing = Phiếu còn thiếu
ballots-missing-none = Mọi phiếu đã nộp đều được nhập hai lần.
ballots-missing-unread = { $count } phiếu đã nộp mà chưa ai nhập
ballots-missing-once = Mới nhập một lần, chờ người thứ hai
ballots-settle-title = Kết luận phiếu { $serial }
ballots-settle-lead = Hãy tìm tờ phiếu giấy có số này, xem lại cùng hai người chứng kiến, rồi chọn đúng như trên phiếu.
ballots-settle-reason = Lý do kết luận
ballots-settle-reason-hint = Ví dụ: phiếu đánh dấu ô thứ nhất, lần hai gõ nhầm.
ballots-settle-send = Kết luận
ballots-back-differ = Về danh sách chỗ khác nhau

# Công bố.
ballots-conclude-lead = Ghi họ tên hai đại diện hộ gia đình chứng kiến việc kiểm phiếu (điểm a khoản 6 Điều 4 Nghị định 59/2023/NĐ-CP). Tên chỉ in trong biên bản.
ballots-witness-first = Người chứng kiến thứ nhất
ballots-witness-second = Người chứng kiến thứ hai
ballots-witnesses = Người chứng kiến
ballots-conclude-check = Xem kết quả trước khi công bố
ballots-unresolved = Còn { $count } phiếu đã nộp chưa thống nhất, nên chưa công bố được.
ballots-check-lead = Hãy so từng số với chồng phiếu giấy trước khi công bố.
ballots-check-final = Sau khi công bố, số phiếu và kết quả được ghi vào sổ công khai và không sửa được.
ballots-check-back = Chưa công bố, quay lại
ballots-conclude-send = Công bố kết quả
ballots-row-total = Tổng số hộ của danh sách đã chốt
ballots-row-returned = Hộ đã nộp phiếu
ballots-row-silent = Hộ không nộp phiếu (không tính là tán thành)

# Thông báo cho hộ.
ballots-notices = Thông báo giao cho hộ
ballots-notices-lead = Khi có người nhập thay ý kiến hộ đã ghi trên giấy, hộ phải được báo. Hãy in trang này và giao cho từng hộ.
ballots-notices-none = Không có thông báo nào phải giao.
ballots-notices-tap = Đã giao hôm nay
ballots-notices-handed = Đã giao
