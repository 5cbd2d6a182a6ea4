extension HostChannel {
    /// Carries the connection on to a Unix socket of this machine, until both sides have ended.
    ///
    /// A socket that nobody listens on closes the connection.
    package func relay(toSocket path: String) async {
        guard let stream = try? SocketStream(path: path) else { return await close() }
        await withTaskGroup(of: Void.self) { group in
            group.addTask {
                while let bytes = await self.read() {
                    do { try await stream.write(bytes) } catch { break }
                }
                stream.finishWriting()
            }
            group.addTask {
                while let bytes = try? await stream.read() {
                    guard await self.write(bytes[...]) else { break }
                }
                await self.finishWriting()
            }
        }
        stream.close()
    }
}
