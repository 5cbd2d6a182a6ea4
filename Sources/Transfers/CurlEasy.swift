import CLibCurl
import Synchronization

/// One libcurl easy handle with the options and lists it holds on to.
///
/// Not thread-safe: whoever drives it owns it. Freed with `curl_easy_cleanup` at the end.
final class CurlEasy {
    /// The handle, valid as long as this object lives.
    let handle: UnsafeMutableRawPointer
    /// What can be done with it.
    let curl: UnsafePointer<curl_functions>
    private var lists: [UnsafeMutablePointer<curl_slist>] = []
    private let errorText: UnsafeMutablePointer<CChar>

    /// A new handle, told where to connect and how to trust, but not yet what to ask.
    init(endpoint: TransferEndpoint) throws(TransferError) {
        curl = try CurlLibrary.loaded().functions
        guard let handle = curl.pointee.easy_init() else {
            throw .outOfResources(detail: "libcurl gave no handle")
        }
        self.handle = handle
        errorText = .allocate(capacity: Int(CURL_ERROR_SIZE))
        errorText.initialize(repeating: 0, count: Int(CURL_ERROR_SIZE))
        set(CURLOPT_ERRORBUFFER, pointer: errorText)
        set(CURLOPT_NOSIGNAL, 1)
        set(CURLOPT_HTTP_VERSION, Int(CURL_HTTP_VERSION_1_1))
        set(CURLOPT_CONNECTTIMEOUT_MS, endpoint.connectTimeout.milliseconds)
        set(CURLOPT_TCP_KEEPALIVE, 1)
        set(CURLOPT_PROXY, "")
        switch endpoint.address {
        case .unix(let path): set(CURLOPT_UNIX_SOCKET_PATH, path)
        case .tcp: break
        case .command(let command): set(CURLOPT_ABSTRACT_UNIX_SOCKET, try command.socketName())
        }
        if let tls = endpoint.tls { set(tls) }
    }

    deinit {
        curl.pointee.easy_cleanup(handle)
        for list in lists { curl.pointee.slist_free_all(list) }
        errorText.deallocate()
    }

    /// What libcurl wrote about the last failure, else its general text for `code`.
    func explanation(of code: CURLcode) -> String {
        guard errorText.pointee == 0 else { return String(cString: errorText) }
        return curl.pointee.easy_strerror(code).map { String(cString: $0) } ?? "unknown error"
    }

    /// The system's error number of the last failed connection, 0 when there was none.
    var systemError: Int32 {
        var value = 0
        _ = curl_getinfo_long(curl, handle, CURLINFO_OS_ERRNO, &value)
        return Int32(truncatingIfNeeded: value)
    }

    /// The connected socket of a connect-only handle.
    var socket: Int32 {
        var value = curl_socket_t(-1)
        _ = curl_getinfo_socket(curl, handle, CURLINFO_ACTIVESOCKET, &value)
        return value
    }

    /// Sets a numeric option.
    func set(_ option: CURLoption, _ value: Int) {
        _ = curl_setopt_long(curl, handle, option, value)
    }

    /// Sets a text option; libcurl copies it.
    func set(_ option: CURLoption, _ value: String) {
        _ = curl_setopt_string(curl, handle, option, value)
    }

    /// Sets an option that takes a pointer the caller keeps alive.
    func set(_ option: CURLoption, pointer: UnsafeMutableRawPointer?) {
        _ = curl_setopt_pointer(curl, handle, option, pointer)
    }

    /// Sets the request's header lines.
    func set(headers: [HeaderField]) {
        var list: UnsafeMutablePointer<curl_slist>?
        for field in headers {
            // An empty value is written `Name;`; `Name:` would remove libcurl's own header.
            list = curl.pointee.slist_append(
                list,
                field.value.isEmpty ? "\(field.name);" : "\(field.name): \(field.value)"
            )
        }
        // libcurl would wait for `100 Continue` before larger bodies.
        list = curl.pointee.slist_append(list, "Expect:")
        guard let list else { return }
        lists.append(list)
        _ = curl_setopt_list(curl, handle, CURLOPT_HTTPHEADER, list)
    }

    private func set(_ tls: TLSMaterial) {
        if let authority = tls.authority { set(CURLOPT_CAINFO, authority) }
        if let certificate = tls.certificate { set(CURLOPT_SSLCERT, certificate) }
        if let key = tls.key { set(CURLOPT_SSLKEY, key) }
        set(CURLOPT_SSL_VERIFYPEER, tls.verifiesServer ? 1 : 0)
        set(CURLOPT_SSL_VERIFYHOST, tls.verifiesServer ? 2 : 0)
    }
}

extension Duration {
    /// Whole milliseconds, at least one, as libcurl counts time-outs.
    var milliseconds: Int {
        let (seconds, attoseconds) = components
        return max(1, Int(seconds) * 1000 + Int(attoseconds / 1_000_000_000_000_000))
    }
}
