<?php
/**
 * What free Polylang shows of a site: posts of their own per language, links below /fr/, no language fields in
 * REST, a public list of languages, hreflang links, and its two taxonomies in exports.
 */
const CALQUE_LANGUAGES = [
	'en' => [ 'locale' => 'en_US', 'w3c' => 'en-US', 'name' => 'English' ],
	'fr' => [ 'locale' => 'fr_FR', 'w3c' => 'fr-FR', 'name' => 'Français' ],
	'es' => [ 'locale' => 'es_ES', 'w3c' => 'es-ES', 'name' => 'Español' ],
];
const CALQUE_DEFAULT = 'en';

// The prefix goes before WordPress reads the path; what it said is remembered.
$calque_lang = CALQUE_DEFAULT;
$calque_base = rtrim( (string) parse_url( WP_HOME, PHP_URL_PATH ), '/' );
if ( preg_match( "#^$calque_base/(fr|es)(/.*)?$#", $_SERVER['REQUEST_URI'] ?? '', $calque_match ) ) {
	$calque_lang            = $calque_match[1];
	$_SERVER['REQUEST_URI'] = $calque_base . ( $calque_match[2] ?? '/' );
}

add_action( 'init', function () {
	$hidden = [ 'public' => false, 'rewrite' => false, 'query_var' => false, 'show_in_rest' => false ];
	register_taxonomy( 'language', [ 'post', 'page' ], $hidden );
	register_taxonomy( 'post_translations', [ 'post', 'page' ], $hidden );
} );

function calque_language_of( $post_id ) {
	$terms = get_the_terms( $post_id, 'language' );
	return $terms && ! is_wp_error( $terms ) ? $terms[0]->slug : CALQUE_DEFAULT;
}

function calque_home( $slug ) {
	return home_url( CALQUE_DEFAULT === $slug ? '/' : "/$slug/" );
}

function calque_link( $link, $post ) {
	$slug = calque_language_of( is_object( $post ) ? $post->ID : $post );
	return CALQUE_DEFAULT === $slug ? $link : str_replace( home_url( '/' ), home_url( "/$slug/" ), $link );
}
add_filter( 'post_link', 'calque_link', 10, 2 );
add_filter( 'page_link', 'calque_link', 10, 2 );
add_filter( 'redirect_canonical', '__return_false' );

add_filter( 'language_attributes', function () {
	return 'lang="' . CALQUE_LANGUAGES[ $GLOBALS['calque_lang'] ]['w3c'] . '"';
} );

add_action( 'wp_head', function () {
	$links = [];
	if ( is_singular() ) {
		$groups = get_the_terms( get_queried_object_id(), 'post_translations' );
		foreach ( $groups && ! is_wp_error( $groups ) ? maybe_unserialize( $groups[0]->description ) : [] as $slug => $id ) {
			$links[ $slug ] = get_permalink( $id );
		}
	} elseif ( is_home() || is_front_page() ) {
		foreach ( array_keys( CALQUE_LANGUAGES ) as $slug ) {
			$links[ $slug ] = calque_home( $slug );
		}
		$links['x-default'] = calque_home( CALQUE_DEFAULT );
	}
	foreach ( count( $links ) > 1 ? $links : [] as $slug => $url ) {
		printf( "<link rel=\"alternate\" href=\"%s\" hreflang=\"%s\" />\n", esc_url( $url ), esc_attr( $slug ) );
	}
} );

add_action( 'rest_api_init', function () {
	register_rest_route( 'pll/v1', '/languages', [
		'methods'             => 'GET',
		'permission_callback' => '__return_true',
		'callback'            => function () {
			$rows = [];
			foreach ( CALQUE_LANGUAGES as $slug => $language ) {
				$rows[] = $language + [
					'slug'       => $slug,
					'is_default' => CALQUE_DEFAULT === $slug,
					'active'     => true,
					'home_url'   => calque_home( $slug ),
				];
			}
			return $rows;
		},
	] );
} );
