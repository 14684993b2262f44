# Công khai: tình trạng của từng nội dung phải công khai.
disclosure-status-on-time = Đúng hạn
disclosure-status-due-soon = Sắp đến hạn, còn { $days } ngày
disclosure-status-due-today = Đến hạn hôm nay
disclosure-status-overdue = Quá hạn { $days } ngày
disclosure-status-late = Trễ { $days } ngày
disclosure-status-early = Gỡ sớm
disclosure-status-form = Thiếu hình thức
disclosure-status-exempt = Không áp dụng
disclosure-status-none = Chưa có
disclosure-why-date = Vì sao là ngày này?
