<?php
// Hands ended PHP sessions back to the web server, without a change to the application: a request
// whose session cookie names no session of this Site is answered with 440 (nginx: error_page 440 =
// @distrib), upon which the component decides anew. Apache needs 421 instead: then the PHP-FPM pool also
// needs "env[DISTRIB_SESSION_ENDED] = 421". Put into the PHP-FPM pool of the application:
//
//     php_admin_value[auto_prepend_file] = /etc/distrib/distrib-session.php
//     php_admin_value[session.name] = SID
//     php_value[session.use_strict_mode] = 1
//
// The web server sets or removes X-Distrib-Session, so that no client can forge it. With it, the request
// may begin a session here, whatever its cookie says.

(static function (): void {
    $id = $_COOKIE[session_name()] ?? '';
    if (isset($_SERVER['HTTP_X_DISTRIB_SESSION']) || $id === '') {
        return;
    }
    $isKnown = false;
    if (is_string($id) && preg_match('/^[A-Za-z0-9,-]{1,256}$/D', $id) === 1) {
        // In strict mode, PHP replaces an identifier that its session storage, whichever it is, does not
        // know. What follows sends the cookie once more, as it was.
        $look = ['use_strict_mode' => 1, 'use_cookies' => 0, 'cache_limiter' => ''];
        session_id($id);
        session_start($look);
        $isKnown = session_id() === $id;
        $isKnown ? session_abort() : session_destroy();
        foreach (array_keys($look) as $setting) {
            ini_restore("session.$setting");
        }
    }
    if (!$isKnown) {
        http_response_code((int) (getenv('DISTRIB_SESSION_ENDED') ?: 440));
        header('Cache-Control: no-store');
        header('Content-Length: 0');
        exit;
    }
})();
