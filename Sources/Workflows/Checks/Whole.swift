/// A large value that many visits look at: they share it, and none copies it.
final class Whole<Value: Sendable>: Sendable {
    /// The value itself.
    let value: Value

    /// Takes the value.
    init(_ value: Value) {
        self.value = value
    }
}
