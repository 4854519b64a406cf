/// Small applications, each with its own way to keep sessions. Their answer is "count: " and how many
/// requests the session had.
enum PHPScripts {
    static let all = [
        "files": begun + counted,
        "begun": "<?php\n" + counted,
        "late": "<?php ob_start(); echo str_repeat(' ', 10000), \"\\n\"; ob_clean();\n"
            + "require 'files.php';\n",
        "asks-id": "<?php if (session_id() === '') { session_start(); }\n" + counted,
        "asks-array": "<?php if (!isset($_SESSION)) { session_start(); }\n" + counted,
        "serializer": "<?php ini_set('session.serialize_handler', 'php_serialize');\n"
            + "session_start(); $_SESSION['text'] = 'a|b;}'; $_SESSION['|'] = 1;\n" + counted,
        "handler": handler + begun.dropTag + counted,
        "handler-asked": handler + "require '<helper>';\n" + begun.dropTag + counted,
        "locks": locks + begun.dropTag + counted,
        "locks-asked": locks + "require '<helper>';\n" + begun.dropTag + counted,
        "mute-asked": mute + "require '<helper>';\n" + begun.dropTag + counted,
        "fails-asked": fails + "require '<helper>';\n" + begun.dropTag + counted,
        "own-place": "<?php session_name('OWN'); session_save_path('<sessions>/own');\n"
            + "ini_set('session.use_strict_mode', '0');\n" + begun.dropTag + counted,
        "login": begun + "session_regenerate_id(true);\n" + counted,
        "plain": "<?php header('Content-Length: 12'); echo \"count: none\\n\";\n",
        "settings": settings,
        "settings-asked": handler + "require '<helper>';\n" + settings.dropTag,
        "server": server,
    ]

    private static let begun = "<?php\nsession_start();\n"

    private static let counted = """
        $_SESSION['count'] = ($_SESSION['count'] ?? 0) + 1;
        header('Content-Length: ' . strlen($text = "count: {$_SESSION['count']}\\n"));
        echo $text;

        """

    /// Keeps sessions under a name that only it knows, as a key of Redis would be.
    private static let handler = """
        <?php
        class Store implements SessionHandlerInterface, SessionUpdateTimestampHandlerInterface
        {
            protected function key(string $id): string { return "<sessions>/own/key-$id-sess_"; }
            public function open($path, $name): bool { return true; }
            public function close(): bool { return true; }
            public function read($id): string { return (string) @file_get_contents($this->key($id)); }
            public function write($id, $data): bool
            {
                return file_put_contents($this->key($id), $data) !== false;
            }
            public function destroy($id): bool { @unlink($this->key($id)); return true; }
            public function gc($lifetime): int { return 0; }
            public function validateId($id): bool { return is_file($this->key($id)); }
            public function updateTimestamp($id, $data): bool { return $this->write($id, $data); }
        }
        session_set_save_handler(new Store(), true);

        """

    /// A row is locked from its first reading to the end of the request.
    private static let locks =
        handler.replacing(
            "session_set_save_handler(new Store(), true);",
            with: """
                class Table extends Store
                {
                    private $lock = null;
                    public function read($id): string
                    {
                        $this->lock = fopen("<sessions>/own/lock-$id", 'c');
                        if (!flock($this->lock, LOCK_EX | LOCK_NB)) {
                            throw new RuntimeException('locked by this request itself');
                        }
                        return parent::read($id);
                    }
                    public function close(): bool { $this->lock = null; return true; }
                }
                session_set_save_handler(new Table(), true);
                """)

    private static let mute =
        handler
        .replacing(", SessionUpdateTimestampHandlerInterface", with: "")
        .replacing("function validateId", with: "function unknownToPHP")

    /// Only while it is asked by somebody else than the application itself.
    private static let fails =
        handler
        .replacing(
            "public function open($path, $name): bool { return true; }",
            with: """
                private int $opened = 0;
                public function open($path, $name): bool
                {
                    if (isset($_COOKIE['SID']) && !isset($_SERVER['HTTP_X_DISTRIB_SESSION'])
                        && $this->opened++ === 0) {
                        trigger_error('no connection', E_USER_WARNING);
                        throw new RuntimeException('no connection');
                    }
                    return true;
                }
                """)

    private static let settings = """
        <?php
        $text = '';
        foreach (ini_get_all('session', false) as $name => $value) {
            $text .= substr($name, 8) . ": $value\\n";
        }
        $text .= 'status: ' . session_status() . ' ' . json_encode(isset($_SESSION)) . "\\n";
        header('Content-Length: ' . strlen($text));
        echo $text;

        """

    static let server = """
        <?php
        $text = '';
        foreach (
            ['REMOTE_ADDR', 'HTTPS', 'REQUEST_SCHEME', 'PATH_INFO', 'QUERY_STRING', 'HTTP_HOST']
            as $name
        ) {
            $text .= "$name: " . ($_SERVER[$name] ?? '') . "\\n";
        }
        header('Content-Length: ' . strlen($text));
        echo $text;

        """
}

extension String {
    /// For a script that goes on after another's beginning.
    fileprivate var dropTag: String { replacing("<?php\n", with: "") }
}
