<?php
// Router of PHP's built-in server: a file that stands is served as it is, everything else goes to WordPress.
$root = $_SERVER['DOCUMENT_ROOT'];
$below = getenv('BELOW') ?: '';
$path = rawurldecode(strtok($_SERVER['REQUEST_URI'], '?'));
if (strpos($path, '..') !== false) {
    http_response_code(400);
    return true;
}
if ($path !== "$below/" && is_dir($root . $path) && is_file(rtrim($root . $path, '/') . '/index.php')) {
    $path = rtrim($path, '/') . '/index.php';
}
if (is_file($root . $path) && substr($path, -4) !== '.php') {
    return false;
}
if (!is_file($root . $path)) {
    $path = "$below/index.php";
}
$_SERVER['SCRIPT_FILENAME'] = $root . $path;
$_SERVER['SCRIPT_NAME'] = $_SERVER['PHP_SELF'] = $path;
unset($_SERVER['PATH_INFO']);
chdir(dirname($root . $path));
require $root . $path;
