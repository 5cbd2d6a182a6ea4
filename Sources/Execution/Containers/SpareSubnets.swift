import ContainerEngine
import Workspaces

/// Addresses for a job's network where the engine has none left to give.
///
/// An engine divides its address space into some thirty networks, which several runs at once use
/// up. Those of ours are small and come from a part of `10.0.0.0/8` that is seldom used; none is
/// where this machine has a route already, and the engine refuses what it has given to another.
struct SpareSubnets {
    /// Networks that this machine has routes to.
    let routes: [IPv4Network]

    /// Where ours are looked for: 16,384 networks of 64 addresses.
    private static let space = IPv4Network(address: 10 << 24 | 240 << 16, prefixLength: 12)
    private static let prefixLength = 26
    /// How many are tried before the engine's refusal counts.
    private static let attempts = 64

    /// Subnets in turn from a random one on, as `10.240.0.64/26`.
    func candidates(from random: UInt32) -> some Sequence<IPv4Network> {
        let size = UInt32(1) << (32 - Self.prefixLength)
        let count = UInt32(1) << (Self.prefixLength - Self.space.prefixLength)
        return (0..<count).lazy.map { step in
            IPv4Network(
                address: Self.space.address + (random &+ step) % count * size,
                prefixLength: Self.prefixLength
            )
        }.filter { candidate in !routes.contains { $0.overlaps(candidate) } }
            .prefix(Self.attempts)
    }

    /// Makes a network, with addresses of ours if the engine has none.
    ///
    /// - Throws: what the engine says of the definition itself.
    func make(
        _ definition: NetworkDefinition,
        from random: UInt32 = .random(in: 0 ... .max),
        _ create: (NetworkDefinition) async throws -> String
    ) async throws -> String {
        do {
            return try await create(definition)
        } catch let refusal as EngineError {
            guard case .noAddresses = refusal else { throw refusal }
            var definition = definition
            for candidate in candidates(from: random) {
                definition.subnet = "\(candidate)"
                do {
                    return try await create(definition)
                } catch EngineError.addressesTaken {
                    continue
                }
            }
            throw refusal
        }
    }
}

extension SpareSubnets {
    /// Avoids the routes that this machine has now; an engine elsewhere is taken to have the same.
    static func current() -> SpareSubnets {
        let table = SmallFile.read("/proc/net/route") ?? []
        return SpareSubnets(routes: routes(in: String(decoding: table, as: UTF8.self)))
    }

    /// The routes of the kernel's table but the default one.
    ///
    /// Shape: a header, then `eth0 0010A8C0 …` with the destination as the second field and the
    /// mask as the eighth, both as a little-endian word in hexadecimal.
    static func routes(in table: String) -> [IPv4Network] {
        table.split(separator: "\n").dropFirst().compactMap { line in
            let fields = line.split(whereSeparator: \.isWhitespace)
            guard fields.count > 7, let address = UInt32(fields[1], radix: 16),
                let mask = UInt32(fields[7], radix: 16), mask != 0
            else { return nil }
            return IPv4Network(
                address: address.byteSwapped,
                prefixLength: mask.nonzeroBitCount
            )
        }
    }
}

/// A network of IPv4 addresses.
struct IPv4Network: Hashable, CustomStringConvertible {
    /// The lowest address.
    let address: UInt32
    /// How many of its bits all addresses share.
    let prefixLength: Int

    /// Whether an address is in both.
    func overlaps(_ other: IPv4Network) -> Bool {
        let shared = min(prefixLength, other.prefixLength)
        return shared == 0 || (address ^ other.address) >> UInt32(32 - shared) == 0
    }

    /// As in `10.240.0.64/26`.
    var description: String {
        let parts = [24, 16, 8, 0].map { "\(address >> UInt32($0) & 255)" }
        return parts.joined(separator: ".") + "/\(prefixLength)"
    }
}
