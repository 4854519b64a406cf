<?php
// The simplest redirect, with a timestamp.
[$path, $query] = explode('?', $_SERVER['REQUEST_URI'], 2) + [1 => null];
$query = $query === null ? '' : "?$query";
header('Location: http://boston.app.com' . $path . '/Distrib=' . time() . $query, true, 302);
