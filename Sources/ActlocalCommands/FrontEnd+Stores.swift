import RunEvents
import Sessions

extension FrontEnd {
    /// Prints what a command says of the stores, or why it says nothing, and gives the exit status.
    func answer(
        _ options: StoreOptions,
        _ make: (StoreRequest) async throws -> String
    ) async -> Int32 {
        do {
            output.write(try await make(options.request(self)))
            output.flush()
            return ExitStatus.success
        } catch {
            return refuse(any: error)
        }
    }
}
