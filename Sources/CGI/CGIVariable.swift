/// The variables that are looked at in any configuration.
public enum CGIVariable: Int, CaseIterable, Sendable {
    case requestURI, scriptName, pathInfo, queryString
    case requestMethod, redirectRequestMethod
    case remoteAddress, remoteHost
    case https, requestScheme
    case redirectStatus
    // Looked at only in a request without HTTP_HOST.
    case serverName, serverPort, serverProtocol
    // Fields of the client's request.
    case host, accept, acceptLanguage, cookie
    case forwarded, forwardedFor, forwardedProto, forwardedMethod
    case fetchMode, fetchDestination, requestedWith, purpose
    // Variables that the web server sets for this component.
    case distribEndpoint, distribLocationLimit, distribMethod, distribPool, distribSessionCookie

    public var name: StaticString {
        switch self {
        case .requestURI: "REQUEST_URI"
        case .scriptName: "SCRIPT_NAME"
        case .pathInfo: "PATH_INFO"
        case .queryString: "QUERY_STRING"
        case .requestMethod: "REQUEST_METHOD"
        case .redirectRequestMethod: "REDIRECT_REQUEST_METHOD"
        case .remoteAddress: "REMOTE_ADDR"
        case .remoteHost: "REMOTE_HOST"
        case .https: "HTTPS"
        case .requestScheme: "REQUEST_SCHEME"
        case .redirectStatus: "REDIRECT_STATUS"
        case .serverName: "SERVER_NAME"
        case .serverPort: "SERVER_PORT"
        case .serverProtocol: "SERVER_PROTOCOL"
        case .host: "HTTP_HOST"
        case .accept: "HTTP_ACCEPT"
        case .acceptLanguage: "HTTP_ACCEPT_LANGUAGE"
        case .cookie: "HTTP_COOKIE"
        case .forwarded: "HTTP_FORWARDED"
        case .forwardedFor: "HTTP_X_FORWARDED_FOR"
        case .forwardedProto: "HTTP_X_FORWARDED_PROTO"
        case .forwardedMethod: "HTTP_X_FORWARDED_METHOD"
        case .fetchMode: "HTTP_SEC_FETCH_MODE"
        case .fetchDestination: "HTTP_SEC_FETCH_DEST"
        case .requestedWith: "HTTP_X_REQUESTED_WITH"
        case .purpose: "HTTP_SEC_PURPOSE"
        case .distribEndpoint: "DISTRIB_ENDPOINT"
        case .distribLocationLimit: "DISTRIB_LOCATION_LIMIT"
        case .distribMethod: "DISTRIB_METHOD"
        case .distribPool: "DISTRIB_POOL"
        case .distribSessionCookie: "DISTRIB_SESSION_COOKIE"
        }
    }
}
