internal import CCurl
internal import Glibc

extension ClientError {
    /// What a result of libcurl means.
    ///
    /// - Parameters:
    ///   - detail: libcurl's own words; only looked at, never passed on, since they may quote the other side.
    ///   - connected: whether the connection was established.
    init(
        _ code: CURLcode, systemError: Int, detail: String, origin: String, connected: Bool, answerBegan: Bool
    ) {
        func error(_ kind: Kind, _ words: String) -> ClientError {
            ClientError(kind, "\(origin) \(words)", answerBegan: answerBegan)
        }
        self =
            switch code {
            case CURLE_URL_MALFORMAT:
                ClientError(.invalidURL, "The address cannot be read.")
            case CURLE_UNSUPPORTED_PROTOCOL where !connected:
                ClientError(.invalidURL, "The address cannot be read.")
            case CURLE_COULDNT_RESOLVE_HOST:
                error(.dns, "is not a host that the name service knows.")
            case CURLE_COULDNT_CONNECT where systemError == Int(ECONNREFUSED):
                error(.refused, "refuses connections.")
            case CURLE_COULDNT_CONNECT:
                error(.unreachable, "cannot be reached.")
            case CURLE_OPERATION_TIMEDOUT:
                error(.connectTimeout, "could not be connected to in time.")
            case CURLE_PEER_FAILED_VERIFICATION:
                error(.tls, "has a certificate that cannot be verified.")
            case CURLE_SSL_CONNECT_ERROR, CURLE_SSL_CERTPROBLEM, CURLE_SSL_CIPHER, CURLE_SSL_ISSUER_ERROR,
                CURLE_SSL_ENGINE_NOTFOUND, CURLE_SSL_ENGINE_SETFAILED, CURLE_SSL_ENGINE_INITFAILED,
                CURLE_SSL_CACERT_BADFILE, CURLE_SSL_CRL_BADFILE, CURLE_SSL_INVALIDCERTSTATUS,
                CURLE_SSL_PINNEDPUBKEYNOTMATCH, CURLE_SSL_CLIENTCERT, CURLE_USE_SSL_FAILED:
                error(.tls, "could not be spoken to over TLS.")
            case CURLE_UNSUPPORTED_PROTOCOL, CURLE_WEIRD_SERVER_REPLY, CURLE_BAD_CONTENT_ENCODING:
                error(.malformed, "answered something that is not HTTP.")
            case CURLE_RECV_ERROR where detail.contains("chunked"):
                error(.malformed, "answered with a malformed chunk.")
            case CURLE_OUT_OF_MEMORY:
                error(.unreachable, "could not be asked: there is no memory left.")
            default:
                error(.reset, answerBegan ? "broke off its answer." : "closed the connection without an answer.")
            }
    }
}
