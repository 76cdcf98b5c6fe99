<?php
// php install.php FOLDER [plain]: installs WordPress without a browser; prints its users' application passwords as JSON.
define('WP_INSTALLING', true);
$_SERVER += ['HTTP_HOST' => '127.0.0.1', 'SERVER_PROTOCOL' => 'HTTP/1.1', 'REQUEST_URI' => '/', 'REMOTE_ADDR' => '127.0.0.1'];
ob_start();
require "$argv[1]/wp-load.php";
require_once ABSPATH . 'wp-admin/includes/upgrade.php';
add_filter('pre_wp_mail', '__return_true');
is_blog_installed() || wp_install('Alder & Lane', 'admin', 'admin@example.org', true, '', wp_generate_password());
update_option('timezone_string', 'Europe/Paris');
global $wp_rewrite;
update_option('permalink_structure', ($argv[2] ?? '') === 'plain' ? '' : '/%postname%/');
$wp_rewrite->init();
$wp_rewrite->flush_rules(true);
$themes = wp_get_themes();
if ($themes && !isset($themes[get_stylesheet()])) {
    switch_theme(array_key_first($themes));
}
$passwords = [];
foreach (['admin' => 'administrator', 'editor' => 'editor', 'author' => 'author', 'subscriber' => 'subscriber'] as $user => $role) {
    $id = username_exists($user) ?: wp_insert_user(['user_login' => $user, 'user_pass' => wp_generate_password(), 'user_email' => "$user@example.org", 'role' => $role]);
    $passwords[$user] = WP_Application_Passwords::create_new_application_password($id, ['name' => 'calque'])[0];
}
$told = ['version' => get_bloginfo('version'), 'passwords' => $passwords];
ob_end_clean();
echo json_encode($told), "\n";
