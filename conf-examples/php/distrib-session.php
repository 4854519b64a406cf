<?php
// Hands ended PHP sessions back to the web server, so that the next one begins where the component says
// instead of here. Nobody needs this file where `remember_site` is configured: an ended session is
// then simply followed by another one at the same Site. It changes nothing in the application:
//
//     php_admin_value[auto_prepend_file] = /etc/distrib/distrib-session.php     ; in its PHP-FPM pool
//
// A request whose session cookie names a session that was here, and is here no longer, is answered with
// 440 (nginx: error_page 440 = @distrib), upon which the component decides anew. Apache needs 421
// instead; then the PHP-FPM pool also needs "env[DISTRIB_SESSION_ENDED] = 421".
//
// That a session was here is known because this file saw it: it then gives the client a second cookie
// (the session cookie's name and "-kept"). Without proof, it does nothing; so it never takes a session
// that it can't find for one that has ended. It sees those that PHP keeps in files (session.save_handler
// = files, as is the default), wherever session.save_path says. An application with a session
// handler of its own must call it after session_set_save_handler and before session_start:
//
//     require '/etc/distrib/distrib-session.php';
//
// The handler needs a method validateId (SessionUpdateTimestampHandlerInterface); without it, it can't be
// asked, and nothing is handed back. The same holds for handlers of extensions, and for
// session.auto_start, because an active session is none of this file's business.

(static function (): void {
    // The web server sets or removes X-Distrib-Session, so that no client can forge it. With it, the
    // request may begin a session here, whatever its cookie says.
    if (
        isset($_SERVER['HTTP_X_DISTRIB_SESSION']) || session_status() !== PHP_SESSION_NONE
        || session_id() !== '' || headers_sent()
    ) {
        return;
    }
    $id = $_COOKIE[session_name()] ?? null;
    if (!is_string($id) || preg_match('/^[A-Za-z0-9,-]{1,256}$/D', $id) !== 1) {
        return;
    }

    // Stats the file: nothing is read, locked or made.
    $isInFiles = static function () use ($id): bool {
        $words = explode(';', session_save_path());
        $path = end($words) ?: sys_get_temp_dir();
        $depth = count($words) > 1 ? (int) $words[0] : 0;
        $levels = $depth > 0 ? implode('/', str_split(substr($id, 0, $depth))) . '/' : '';
        return strlen($id) > $depth && @is_file("$path/{$levels}sess_$id");
    };

    // In strict mode, PHP replaces an identifier that the handler does not know.
    $isKnownToHandler = static function () use ($id): ?bool {
        $look = [
            'use_strict_mode' => '1', 'use_cookies' => '0', 'use_trans_sid' => '0',
            'cache_limiter' => '', 'gc_probability' => '0',
        ];
        $before = [];
        $isKnown = null;
        // What goes wrong here will go wrong in the application, too, which knows what to do about it.
        set_error_handler(static fn (): bool => true);
        try {
            foreach ($look as $setting => $value) {
                $before[$setting] = ini_get("session.$setting");
                ini_set("session.$setting", $value);
            }
            session_id($id);
            if (ini_get('session.use_strict_mode') && session_start()) {
                $isKnown = session_id() === $id;
                $isKnown ? session_abort() : session_destroy();
            }
        } catch (Throwable) {
            $isKnown = null;
        } finally {
            if (session_status() === PHP_SESSION_ACTIVE) {
                session_abort();
            }
            // Where the session is known, its identifier stays set, and session_start sends the cookie
            // again, as it was. Without an identifier PHP would not look at the cookie any more.
            unset($_SESSION);
            foreach ($before as $setting => $value) {
                ini_set("session.$setting", $value);
            }
            restore_error_handler();
        }
        return $isKnown;
    };

    $isKnown = match (session_module_name()) {
        'files' => $isInFiles(),
        'user' => $isKnownToHandler(),
        default => null,
    };
    $cookie = session_name() . '-kept';
    $proof = hash('sha256', implode("\n", [session_module_name(), session_save_path(), $id]));
    $wasKnown = ($_COOKIE[$cookie] ?? null) === $proof;
    if ($isKnown === true && !$wasKnown) {
        setcookie($cookie, $proof, [
            'path' => '/', 'secure' => ($_SERVER['HTTPS'] ?? '') === 'on', 'httponly' => true,
            'samesite' => 'Lax',
        ]);
    }
    if ($isKnown === false && $wasKnown) {
        while (ob_get_level() > 0 && ob_end_clean());
        http_response_code((int) (getenv('DISTRIB_SESSION_ENDED') ?: 440));
        header('Cache-Control: no-store');
        header('Content-Length: 0');
        exit;
    }
})();
