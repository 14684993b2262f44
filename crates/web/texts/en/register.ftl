# Register.
