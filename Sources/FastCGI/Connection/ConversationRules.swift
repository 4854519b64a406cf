/// What a server allows in a conversation; a part of `ServerLimits`, shared by all conversations.
final class ConversationRules: Sendable {
    let maximumConnections: Int
    let maximumHeadBytes: Int
    let maximumRefusedBytes: Int
    let earlyAnswerBodyBytes: Int
    let lingerBytes: Int
    let bodies: ServerLimits.Bodies

    init(_ limits: ServerLimits) {
        maximumConnections = limits.maximumConnections
        maximumHeadBytes = limits.maximumRequestBytes
        maximumRefusedBytes = limits.maximumRefusedBytes
        earlyAnswerBodyBytes = limits.earlyAnswerBodyBytes
        lingerBytes = limits.lingerBytes
        bodies = limits.bodies
    }
}
