import Answers

/// `busy_page`: the All Sites Busy page.
struct BusyPageReader {
    let reading: Reading

    /// The most bytes of a logo, which is part of every page.
    private static let logoLimit = 32 << 10

    func read(_ pool: Section) -> BusyPagePolicy {
        var page = BusyPagePolicy()
        let keys = ["status", "retry_after", "name", "logo", "template"]
        guard let section = pool.section("busy_page", keys: keys) else { return page }
        page.retryAfter = section.seconds("retry_after", atLeast: 1, default: page.retryAfter)
        if let node = section["status"], let text = reading.text(node, "\"status\"") {
            switch text {
            case "200": page.status = 200
            case "503": page.status = 503
            default:
                reading.error(
                    "\"status\" must be 200 or 503, not \(Quoting.quoted(text))", at: node)
            }
        }
        page.name = section["name"].flatMap { name($0) }
        page.logo = section["logo"].flatMap { logo($0) }
        page.template = section["template"].flatMap {
            PageTemplateReader(reading: reading, page: .busy).read($0)
        }
        return page
    }

    private func name(_ node: Node) -> [UInt8]? {
        guard let text = reading.text(node, "\"name\"") else { return nil }
        let isGood =
            (1...100).contains(text.count)
            && text.unicodeScalars.allSatisfy {
                SourceText.isPrintable($0) && !$0.properties.isWhitespace || $0 == " "
            }
        if isGood { return Array(text.utf8) }
        reading.error(
            "\"name\" must be a text of 1 to 100 characters in one line, not \(Quoting.quoted(text))",
            at: node)
        return nil
    }

    private func logo(_ node: Node) -> [UInt8]? {
        guard let (path, bytes) = reading.file(node, "logo", limit: BusyPageReader.logoLimit)
        else { return nil }
        if let uri = ImageURI.uri(of: bytes) { return uri }
        reading.error("the logo \(path) is neither SVG nor PNG", at: node)
        return nil
    }
}

/// Images within a page, so that it needs nothing else (RFC 2397).
enum ImageURI {
    /// Nil if it is neither SVG nor PNG.
    static func uri(of image: [UInt8]) -> [UInt8]? {
        let start = String(decoding: image.prefix(1024), as: UTF8.self)
        let isPNG = image.starts(with: [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A])
        guard isPNG || start.contains("<svg") else { return nil }
        return Array("data:image/\(isPNG ? "png" : "svg+xml");base64,".utf8) + base64(image)
    }

    private static let digits = Array(
        "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/".utf8)

    /// RFC 4648, section 4.
    static func base64(_ bytes: [UInt8]) -> [UInt8] {
        var text: [UInt8] = []
        for start in stride(from: 0, to: bytes.count, by: 3) {
            let group = bytes[start..<min(start + 3, bytes.count)]
            let bits = group.reduce(0) { $0 << 8 | UInt32($1) } << UInt32(8 * (3 - group.count))
            for place in 0..<4 {
                let digit = digits[Int(bits >> UInt32(18 - 6 * place)) & 63]
                text.append(place <= group.count ? digit : UInt8(ascii: "="))
            }
        }
        return text
    }
}
