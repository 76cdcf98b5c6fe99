<?php
/**
 * Polylang's functions as themes and plugins call them, over post meta: a language a post, and groups of posts that
 * translate each other; French posts have their links below /fr/. Nothing of it is shown in REST: that is for others.
 */
function pll_get_post_language( $id ) {
	return get_post_meta( $id, '_lang', true ) ?: 'en';
}

function pll_set_post_language( $id, $slug ) {
	update_post_meta( $id, '_lang', $slug );
}

function pll_get_post_translations( $id ) {
	$group = get_post_meta( $id, '_group', true );
	return is_array( $group ) ? array_map( 'intval', $group ) : [ pll_get_post_language( $id ) => (int) $id ];
}

function pll_save_post_translations( $ids ) {
	foreach ( $ids as $id ) {
		update_post_meta( $id, '_group', $ids );
	}
	return $ids;
}

add_filter( 'post_link', function ( $link, $post ) {
	$slug = pll_get_post_language( $post->ID );
	return 'en' === $slug || 'publish' !== $post->post_status ? $link : str_replace( home_url( '/' ), home_url( "/$slug/" ), $link );
}, 10, 2 );
