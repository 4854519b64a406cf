/// A picture in SVG that is readable on a light and on a dark ground.
package struct Picture {
    private let width: Int
    private let height: Int
    private let title: String
    private let description: String
    private let rules: String
    private var body = ""

    /// A class of the style sheet.
    package struct Style: Sendable {
        let name: String
        package init(_ name: String) { self.name = name }

        package static let axis = Style("axis")
    }

    /// - Parameter rules: of the style sheet, for the classes of the marks; texts have `of-` before the name
    package init(width: Int, height: Int, title: String, description: String, rules: String) {
        self.width = width
        self.height = height
        self.title = title
        self.description = description
        self.rules = rules
    }

    package mutating func path(_ points: [(x: Double, y: Double)], _ style: Style) {
        let steps = points.map { "\(Picture.text($0.x)) \(Picture.text($0.y))" }
        body += "<path class=\"\(style.name)\" d=\"M\(steps.joined(separator: "L"))\"/>\n"
    }

    package mutating func dots(_ points: [(x: Double, y: Double)], _ style: Style) {
        let dots = points.map { "M\(Picture.text($0.x)) \(Picture.text($0.y))h0" }
        body += "<path class=\"dots \(style.name)\" d=\"\(dots.joined())\"/>\n"
    }

    package enum Anchor: String { case start, middle, end }

    package mutating func text(
        _ text: String, x: Double, y: Double, _ anchor: Anchor = .start, isHead: Bool = false,
        style: Style? = nil
    ) {
        let classes = (isHead ? ["head"] : []) + (style.map { ["of-\($0.name)"] } ?? [])
        let names = classes.isEmpty ? "" : " class=\"\(classes.joined(separator: " "))\""
        body += "<text\(names) x=\"\(Picture.text(x))\" y=\"\(Picture.text(y))\""
        body += " text-anchor=\"\(anchor.rawValue)\">\(Picture.escaped(text))</text>\n"
    }

    package var svg: String {
        """
        <svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 \(width) \(height)" width="\(width)" \
        height="\(height)" role="img" aria-labelledby="title description">
        <title id="title">\(Picture.escaped(title))</title>
        <desc id="description">\(Picture.escaped(description))</desc>
        \(styles)
        <rect class="ground" width="\(width)" height="\(height)"/>
        \(body)</svg>

        """
    }

    private var styles: String {
        """
        <style>
        svg { --ground: #ffffff; --ink: #1f2328; --faint: #d1d9e0; --blue: #0969da; --red: #bc4c00;
          --violet: #8250df; --grey: #6e7781 }
        @media (prefers-color-scheme: dark) {
          svg { --ground: #0d1117; --ink: #e6edf3; --faint: #3d444d; --blue: #58a6ff; --red: #f0883e;
            --violet: #bc8cff; --grey: #9198a1 }
        }
        .ground { fill: var(--ground) }
        text { fill: var(--ink); font: 13px system-ui, sans-serif }
        .head { font-weight: 600 }
        \(rules)
        </style>
        """
    }

    /// With one digit behind the point at most.
    package static func text(_ value: Double) -> String {
        let tenths = Int((value * 10).rounded())
        return tenths % 10 == 0 ? "\(tenths / 10)" : "\(Double(tenths) / 10)"
    }

    private static func escaped(_ text: String) -> String {
        text.map { character in
            switch character {
            case "&": "&amp;"
            case "<": "&lt;"
            case ">": "&gt;"
            default: String(character)
            }
        }.joined()
    }
}

/// A part of a picture with axes of its own, which begin at 0.
package struct Panel {
    private let left: Double
    private let top: Double
    private let width: Double
    private let height: Double
    private let xMost: Double
    private let yMost: Double

    package init(
        left: Double, top: Double, width: Double, height: Double, xMost: Double, yMost: Double
    ) {
        self.left = left
        self.top = top
        self.width = width
        self.height = height
        self.xMost = xMost
        self.yMost = yMost
    }

    package func point(_ x: Double, _ y: Double) -> (x: Double, y: Double) {
        (left + x / xMost * width, top + height - min(y, yMost) / yMost * height)
    }

    package func drawAxes(
        in picture: inout Picture, xStep: Double, yStep: Double, xTitle: String, yTitle: String
    ) {
        for y in stride(from: 0, through: yMost, by: yStep) {
            picture.path([point(0, y), point(xMost, y)], .axis)
            let place = point(0, y)
            picture.text(Picture.text(y), x: place.x - 7, y: place.y + 4, .end)
        }
        for x in stride(from: 0, through: xMost, by: xStep) {
            let place = point(x, 0)
            picture.text(Picture.text(x), x: place.x, y: place.y + 18, .middle)
        }
        let end = point(xMost, 0)
        picture.text(xTitle, x: end.x, y: end.y + 36, .end)
        picture.text(yTitle, x: left - 34, y: top - 12)
    }
}
