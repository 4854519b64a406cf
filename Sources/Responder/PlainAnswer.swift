import Answers

/// Answers that are no decisions, mostly short texts: refusals and endpoints.
struct PlainAnswer {
    var status = 200
    /// What `X-Distrib-Decision` says.
    var label: StaticString
    var form = AnswerForm()
    var contentType: StaticString = "text/plain; charset=utf-8"
    var contentSecurityPolicy: StaticString?
    /// One field more.
    var field: (name: StaticString, value: [UInt8])?

    init(label: StaticString, form: AnswerForm = AnswerForm()) {
        self.label = label
        self.form = form
    }

    func append(_ text: String, to output: inout [UInt8]) {
        output.appendStatus(status)
        output.appendField("Cache-Control", "no-store")
        output.appendField("X-Distrib-Decision", label)
        if let contentSecurityPolicy {
            output.appendField("Content-Security-Policy", contentSecurityPolicy)
        }
        if let field { output.appendField(field.name, field.value.span) }
        output.appendField("Content-Type", contentType)
        output.appendField("Content-Length", number: Int64(text.utf8.count))
        output.appendLineEnd()
        if form.method != .head { output.append(contentsOf: text.utf8) }
    }
}
