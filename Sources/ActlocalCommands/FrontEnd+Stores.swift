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
        } catch let error as RequestError {
            return refuse(error)
        } catch let error as SessionError {
            return refuse(error)
        } catch let error as StoreError {
            complain(error.message, help: error.help)
            return error.exitStatus
        } catch {
            preconditionFailure("requests and stores fail with their own errors")
        }
    }
}
