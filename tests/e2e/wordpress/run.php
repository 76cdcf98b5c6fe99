<?php
// php run.php FOLDER < CODE: runs PHP inside the WordPress that stands in FOLDER, as an administrator.
$_SERVER += ['HTTP_HOST' => '127.0.0.1', 'SERVER_PROTOCOL' => 'HTTP/1.1', 'REQUEST_URI' => '/', 'REMOTE_ADDR' => '127.0.0.1'];
require "$argv[1]/wp-load.php";
wp_set_current_user(1);
eval(stream_get_contents(STDIN));
