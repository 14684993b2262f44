use fluent_bundle::FluentValue;

/// What may stand for a variable in a text: words and whole numbers.
pub trait Argument {
    /// The value as the message formatter wants it.
    fn fluent(&self) -> FluentValue<'_>;
}

impl Argument for str {
    fn fluent(&self) -> FluentValue<'_> {
        FluentValue::from(self)
    }
}

impl Argument for String {
    fn fluent(&self) -> FluentValue<'_> {
        FluentValue::from(self.as_str())
    }
}

impl<T: Argument + ?Sized> Argument for &T {
    fn fluent(&self) -> FluentValue<'_> {
        (**self).fluent()
    }
}

macro_rules! whole_numbers {
    ($($number:ty),*) => {
        $(impl Argument for $number {
            fn fluent(&self) -> FluentValue<'_> {
                FluentValue::from(*self)
            }
        })*
    };
}

whole_numbers!(i32, i64, u16, u32, u64, usize);
