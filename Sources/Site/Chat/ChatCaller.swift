import Engine
import HTTP
import Secrets

/// Tells who sends a chat request, from its headers.
///
/// Whoever shows no key is this machine, `local`. Whoever shows one that was issued here is whom it was issued to, with its
/// limits. Whoever shows another is known by a fingerprint of it, so that nothing that is kept for one key is given to
/// another; the key itself goes no further.
public struct ChatCaller: Sendable {
    /// `nil` takes no keys.
    private let fingerprint: (@Sendable ([UInt8]) -> [UInt8])?
    /// `nil` where none are issued.
    private let issued: (any IssuedKeys)?

    /// What a tenant is called who shows no key.
    static let local = "local"

    /// No key is this long.
    private static let longestKey = 4096

    /// Takes no keys: requests that show one are refused.
    public init() {
        fingerprint = nil
        issued = nil
    }

    /// - Parameters:
    ///   - issued: knows the keys that were issued here; `nil` where none are.
    ///   - fingerprint: 8 bytes or more that cannot be found out, nor guessed, without a secret of this installation.
    public init(
        issued: (any IssuedKeys)? = nil, fingerprint: @escaping @Sendable (_ key: [UInt8]) -> [UInt8]
    ) {
        self.issued = issued
        self.fingerprint = fingerprint
    }

    /// - Parameter ledger: where a request that is refused is noted.
    /// - Throws: `RouterError` 401 for an `Authorization` that is none, 400 for a lifetime that is no number of seconds,
    ///   and what whoever issues keys refuses one with.
    func caller(of request: Request, noting ledger: Ledger) throws(RouterError) -> Caller {
        do throws(RouterError) {
            let known = issued?.standing(of: request.principal)
            let key = known == nil ? try key(of: request) : nil
            let controls = try Self.controls(of: request)
            switch known ?? issued?.standing(of: key) {
            case .granted(let grant)?: return Caller(grant, requestID: request.id, controls: controls)
            case .refused(let error)?: throw error
            case .foreign?, nil:
                return Caller(tenant: tenant(of: key), requestID: request.id, controls: controls)
            }
        } catch {
            ledger.refuse(request.id, error)
            throw error
        }
    }

    /// What is known of the key that a request shows, where nothing is refused for what is no key.
    func standing(of request: Request) -> ShownKey {
        guard let issued else { return .foreign }
        do {
            return try issued.standing(of: request.principal) ?? issued.standing(of: try key(of: request))
        } catch {
            return .foreign
        }
    }

    /// The key that a request shows, if it shows one.
    private func key(of request: Request) throws(RouterError) -> Substring? {
        // Several fields make one text that is no bearer's.
        guard let authorization = request.headers.list(of: "Authorization") else { return nil }
        guard fingerprint != nil else {
            throw Self.unauthorized("This server takes no API keys.", tip: "Send the request without Authorization.")
        }
        guard let key = Self.key(ofBearer: authorization) else {
            throw Self.unauthorized(
                "The Authorization header is not a bearer's.",
                tip: "Send Authorization: Bearer KEY with one key, or leave it out.")
        }
        return key
    }

    /// The key in `Bearer KEY`, whatever case the scheme is in; read where it lies, for every request may have one.
    private static func key(ofBearer authorization: String) -> Substring? {
        let bytes = authorization.utf8
        guard let space = bytes.firstIndex(of: 0x20),
            bytes[..<space].elementsEqual("bearer".utf8, by: { $0 | 0x20 == $1 }),
            let start = bytes[space...].firstIndex(where: { $0 != 0x20 })
        else { return nil }
        let key = bytes[start...]
        return isKey(key) ? Substring(key) : nil
    }

    private static func isKey(_ bytes: Substring.UTF8View) -> Bool {
        !bytes.isEmpty && bytes.count <= longestKey && bytes.allSatisfy { (0x21...0x7E).contains($0) }
    }

    /// `local`, or `key-` and 16 hexadecimal digits.
    private func tenant(of key: Substring?) -> String {
        guard let key, let fingerprint else { return Self.local }
        return Self.name(of: key, fingerprint)
    }

    /// The tenant of those who show a key.
    /// - Throws: `RouterError` 401 for what cannot be one, and what whoever issues keys refuses it with.
    func tenant(showing key: String) throws(RouterError) -> String {
        guard let fingerprint, Self.isKey(key[...].utf8) else {
            throw Self.unauthorized("That is no API key.", tip: "Give it as clients send it.")
        }
        switch issued?.standing(of: key[...]) {
        case .granted(let grant)?: return grant.tenant
        case .refused(let error)?: throw error
        case .foreign?, nil: break
        }
        return Self.name(of: key[...], fingerprint)
    }

    private static func name(of key: Substring, _ fingerprint: ([UInt8]) -> [UInt8]) -> String {
        "key-" + fingerprint(Array(key.utf8)).prefix(8).hexadecimal
    }

    private static func unauthorized(_ message: String, tip: String) -> RouterError {
        RouterError(
            status: 401, message, type: "invalid_request_error", code: "invalid_api_key", tip: tip, source: .request)
    }

    /// Whether a directive is this one, in letters of any case and with spaces about it.
    /// - Parameter name: in small letters.
    private static func says(_ directive: Substring.UTF8View, _ name: StaticString) -> Bool {
        let name = UnsafeBufferPointer(start: name.utf8Start, count: name.utf8CodeUnitCount)
        var position = 0
        for byte in directive where byte != 0x20 {
            guard position < name.count, byte == name[position] || byte | 0x20 == name[position] && byte >= 0x41
            else { return false }
            position += 1
        }
        return position == name.count
    }

    private static func controls(of request: Request) throws(RouterError) -> Caller.CacheControls {
        var controls = Caller.CacheControls()
        if let list = request.headers.list(of: "Cache-Control") {
            for directive in list.utf8.split(separator: UInt8(ascii: ",")) {
                if says(directive, "no-cache") { controls.skipsLookup = true }
                if says(directive, "no-store") { (controls.skipsLookup, controls.skipsKeeping) = (true, true) }
            }
        }
        if let text = request.headers["x-beast-cache-ttl"] {
            guard let seconds = Int64(text), (1...31_536_000).contains(seconds) else {
                throw RouterError(
                    status: 400, "x-beast-cache-ttl is not a number of seconds.", type: "invalid_request_error",
                    param: "x-beast-cache-ttl", code: "invalid_value", tip: "Send whole seconds, up to a year.",
                    source: .request)
            }
            controls.lifetime = seconds * 1000
        }
        return controls
    }
}
