# Sổ công khai.
