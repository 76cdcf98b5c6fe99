<?php
/* Plugin Name: Calque's faults. A must-use plugin: types to find or not, and faults on demand.
   FAULT in wp-content/fault.json: {"fault": "503", "match": "regex of the address", "times": 1}, times -1 for ever. */
add_action('init', function () {
    $supports = ['title', 'editor', 'custom-fields'];
    register_post_type('product', ['public' => true, 'show_in_rest' => true, 'rest_base' => 'products', 'label' => 'Products', 'supports' => $supports]);
    register_post_type('secretbook', ['public' => true, 'show_in_rest' => false, 'label' => 'Not in REST']);
    register_post_meta('post', 'source_key', ['show_in_rest' => true, 'single' => true, 'type' => 'string', 'auth_callback' => fn() => current_user_can('edit_posts')]);
    // A WPML-shaped listing: a post with the meta `language` stands in that language's listing alone.
    add_filter('rest_post_query', function ($args, $request) {
        if (get_option('calque_languages')) {
            $wanted = $request['lang'] ?: 'en';
            $args['meta_query'][] = $wanted === 'en'
                ? ['key' => 'language', 'compare' => 'NOT EXISTS']
                : ['key' => 'language', 'value' => $wanted];
        }
        return $args;
    }, 10, 2);
});
$file = WP_CONTENT_DIR . '/fault.json';
$told = is_file($file) ? json_decode(file_get_contents($file), true) : null;
$fault = '';
if ($told && $told['times'] !== 0 && PHP_SAPI !== 'cli' && preg_match("~{$told['match']}~", $_SERVER['REQUEST_METHOD'] . ' ' . urldecode($_SERVER['REQUEST_URI']))) {
    $fault = $told['fault'];
    file_put_contents($file, json_encode(['times' => max(-1, $told['times'] - 1)] + $told));
}
$end = function (int $status, string $body, string ...$headers) {
    http_response_code($status);
    array_map('header', $headers);
    echo $body;
    exit;
};
match ($fault) {
    'notice' => print("<br />\n<b>Deprecated</b>: Old [x] is deprecated in <b>/x.php</b> on line <b>1</b><br />\n"),
    'bom' => print("\xEF\xBB\xBF"),
    'html' => $end(200, '<!doctype html><title>Just a moment...</title>', 'Content-Type: text/html'),
    '429' => $end(429, 'Too Many Requests', 'Retry-After: 2'),
    '503' => $end(503, '<p>Briefly unavailable for scheduled maintenance.</p>', 'Retry-After: 1'),
    'long' => $end(503, '<p>Briefly unavailable for scheduled maintenance.</p>', 'Retry-After: 600'),
    'redirect' => $end(301, '', 'Location: ' . home_url($_SERVER['REQUEST_URI'])),
    'away' => $end(301, '', 'Location: http://127.0.0.2:9/wp-json/'),
    'cut' => $end(200, '[{"id":1,"title":', 'Content-Length: 100000'),
    'lost' => add_filter('rest_pre_serve_request', function () {
        header('HTTP/1.1 504 Gateway Time-out', true, 504);
        echo '<h1>504 Gateway Time-out</h1>';
        return true;
    }),
    'fatal' => add_action('rest_api_init', fn() => a_function_that_is_not_there()),
    'restoff' => add_filter('rest_authentication_errors', fn() => new WP_Error('rest_disabled', 'No REST.', ['status' => 401])),
    // In mid-crawl: what stands in the option is run while the matching page is asked for.
    'meanwhile' => add_action('rest_api_init', fn() => eval(get_option('calque_meanwhile'))),
    default => null,
};
