/// A picture in SVG that is readable on a light and on a dark ground.
struct Picture {
    private let width: Int
    private let height: Int
    private let title: String
    private let description: String
    private var body = ""

    enum Style: String {
        /// Lines and dots of the waiting line.
        case line
        /// Its priority class.
        case priority
        case appointments
        case nothing
        /// What a Site can do.
        case capacity
        case axis
    }

    init(width: Int, height: Int, title: String, description: String) {
        self.width = width
        self.height = height
        self.title = title
        self.description = description
    }

    mutating func path(_ points: [(x: Double, y: Double)], _ style: Style) {
        let steps = points.map { "\(Picture.text($0.x)) \(Picture.text($0.y))" }
        body += "<path class=\"\(style.rawValue)\" d=\"M\(steps.joined(separator: "L"))\"/>\n"
    }

    mutating func dots(_ points: [(x: Double, y: Double)], _ style: Style) {
        let dots = points.map { "M\(Picture.text($0.x)) \(Picture.text($0.y))h0" }
        body += "<path class=\"dots \(style.rawValue)\" d=\"\(dots.joined())\"/>\n"
    }

    enum Anchor: String { case start, middle, end }

    mutating func text(
        _ text: String, x: Double, y: Double, _ anchor: Anchor = .start, isHead: Bool = false,
        style: Style? = nil
    ) {
        let classes = (isHead ? ["head"] : []) + (style.map { ["of-\($0.rawValue)"] } ?? [])
        let names = classes.isEmpty ? "" : " class=\"\(classes.joined(separator: " "))\""
        body += "<text\(names) x=\"\(Picture.text(x))\" y=\"\(Picture.text(y))\""
        body += " text-anchor=\"\(anchor.rawValue)\">\(Picture.escaped(text))</text>\n"
    }

    var svg: String {
        """
        <svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 \(width) \(height)" width="\(width)" \
        height="\(height)" role="img" aria-labelledby="title description">
        <title id="title">\(Picture.escaped(title))</title>
        <desc id="description">\(Picture.escaped(description))</desc>
        \(Picture.styles)
        <rect class="ground" width="\(width)" height="\(height)"/>
        \(body)</svg>

        """
    }

    private static let styles = """
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
        .of-line { fill: var(--blue) } .of-priority { fill: var(--violet) }
        .of-appointments { fill: var(--red) } .of-nothing { fill: var(--grey) }
        path { fill: none; stroke-width: 1.8; stroke-linejoin: round }
        .dots { stroke-width: 2.4; stroke-linecap: round }
        .line { stroke: var(--blue) } .priority { stroke: var(--violet) }
        .appointments { stroke: var(--red); stroke-dasharray: 6 3 } .nothing { stroke: var(--grey) }
        .capacity { stroke: var(--faint); stroke-width: 6 } .axis { stroke: var(--faint); stroke-width: 1 }
        </style>
        """

    /// With one digit behind the point at most.
    static func text(_ value: Double) -> String {
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
struct Panel {
    let left: Double
    let top: Double
    let width: Double
    let height: Double
    let xMost: Double
    let yMost: Double

    func point(_ x: Double, _ y: Double) -> (x: Double, y: Double) {
        (left + x / xMost * width, top + height - min(y, yMost) / yMost * height)
    }

    func drawAxes(
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
