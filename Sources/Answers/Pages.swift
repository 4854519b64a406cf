/// The small pages of redirects: for clients that do not follow by themselves.
enum Pages {
    static let redirectHead: StaticString = """
        <!DOCTYPE html>
        <html lang="en"><head><meta charset="utf-8"><title>Moved for now</title></head>
        <body><p>Please continue <a href="
        """
    static let redirectTail: StaticString = """
        ">here</a>.</p></body></html>

        """
    static let refreshHead: StaticString = """
        <!DOCTYPE html>
        <html lang="en"><head><meta charset="utf-8"><title>One moment</title>
        <meta name="viewport" content="width=device-width">
        <meta http-equiv="refresh" content="0;url=
        """
    static let refreshTail: StaticString = """
        "></head>
        <body><p>One moment: you are being taken to your server.</p></body></html>

        """
}
